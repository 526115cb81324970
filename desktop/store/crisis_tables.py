"""The tables of a crisis: who wrote in which hour, surges, crisis mode and what was ticked; made by one migration."""

from __future__ import annotations

CRISIS_TABLES = """
ALTER TABLE delivery ADD COLUMN planned TEXT NOT NULL DEFAULT '';
ALTER TABLE delivery ADD COLUMN past_crisis INTEGER NOT NULL DEFAULT 0;
UPDATE delivery SET planned = hold_reason WHERE state = 'held' AND hold_reason IN ('scheduled', 'closed');
CREATE TABLE hour_count (
    account_id INTEGER NOT NULL REFERENCES account(id) ON DELETE CASCADE,
    hour INTEGER NOT NULL,
    people INTEGER NOT NULL,
    angry INTEGER NOT NULL,
    PRIMARY KEY (account_id, hour)
) STRICT, WITHOUT ROWID;
CREATE TABLE surge (
    id INTEGER PRIMARY KEY,
    account_id INTEGER NOT NULL REFERENCES account(id) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    began_at INTEGER NOT NULL,
    last_at INTEGER NOT NULL,
    people INTEGER NOT NULL,
    expected REAL NOT NULL,
    saying TEXT NOT NULL DEFAULT '',
    share INTEGER NOT NULL DEFAULT 0,
    ended_at INTEGER,
    muted_until INTEGER
) STRICT;
CREATE UNIQUE INDEX surge_open ON surge(account_id, kind) WHERE ended_at IS NULL;
CREATE TABLE crisis_mode (
    id INTEGER PRIMARY KEY,
    on_at INTEGER NOT NULL,
    on_by TEXT NOT NULL,
    off_at INTEGER,
    off_by TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE UNIQUE INDEX crisis_mode_on ON crisis_mode((1)) WHERE off_at IS NULL;
CREATE TABLE crisis_tick (
    mode_id INTEGER NOT NULL REFERENCES crisis_mode(id) ON DELETE CASCADE,
    step TEXT NOT NULL,
    agent TEXT NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (mode_id, step)
) STRICT, WITHOUT ROWID;
CREATE TABLE playbook_tick (
    case_id INTEGER NOT NULL REFERENCES cases(id) ON DELETE CASCADE,
    step TEXT NOT NULL,
    agent TEXT NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (case_id, step)
) STRICT, WITHOUT ROWID;
"""
