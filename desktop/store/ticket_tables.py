"""The tables of tickets: their systems, what cases are tied to, and what is wanted of them; made by one migration."""

from __future__ import annotations

TICKET_TABLES = """
CREATE TABLE ticket_system (
    id INTEGER PRIMARY KEY,
    uid TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    address TEXT NOT NULL,
    place TEXT NOT NULL DEFAULT '',
    settings TEXT NOT NULL DEFAULT '{}',
    effects TEXT NOT NULL DEFAULT '{}',
    own_states TEXT NOT NULL DEFAULT '{}',
    added_at INTEGER NOT NULL,
    removed_at INTEGER,
    error TEXT NOT NULL DEFAULT '',
    error_since INTEGER
) STRICT;
CREATE TABLE ticket (
    id INTEGER PRIMARY KEY,
    case_id INTEGER NOT NULL REFERENCES cases(id) ON DELETE CASCADE,
    system_id INTEGER NOT NULL REFERENCES ticket_system(id),
    key TEXT NOT NULL,
    remote_id TEXT NOT NULL,
    number TEXT NOT NULL,
    title TEXT NOT NULL,
    address TEXT NOT NULL,
    state TEXT NOT NULL,
    state_name TEXT NOT NULL,
    mark TEXT NOT NULL,
    etag TEXT NOT NULL,
    comments_seen TEXT NOT NULL DEFAULT '',
    tied_at INTEGER NOT NULL,
    read_at INTEGER,
    next_read_at INTEGER,
    error TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX ticket_case ON ticket(case_id);
CREATE INDEX ticket_remote ON ticket(system_id, remote_id);
CREATE INDEX ticket_number ON ticket(number COLLATE NOCASE);
CREATE INDEX ticket_read ON ticket(next_read_at) WHERE next_read_at IS NOT NULL;
CREATE TABLE ticket_deed (
    id INTEGER PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,
    case_id INTEGER NOT NULL REFERENCES cases(id) ON DELETE CASCADE,
    system_id INTEGER NOT NULL REFERENCES ticket_system(id),
    kind TEXT NOT NULL,
    title TEXT NOT NULL,
    text TEXT NOT NULL,
    private INTEGER NOT NULL,
    agent TEXT NOT NULL,
    at INTEGER NOT NULL,
    state TEXT NOT NULL,
    ticket_id INTEGER REFERENCES ticket(id) ON DELETE CASCADE,
    wanted TEXT NOT NULL DEFAULT '',
    error TEXT NOT NULL DEFAULT '',
    attempts INTEGER NOT NULL DEFAULT 0,
    next_try_at INTEGER,
    committing INTEGER NOT NULL DEFAULT 0,
    changed_at INTEGER NOT NULL
) STRICT;
CREATE INDEX ticket_deed_case ON ticket_deed(case_id);
CREATE INDEX ticket_deed_open ON ticket_deed(id) WHERE state IN ('waiting', 'doing', 'unsure');
CREATE TABLE ticket_file (
    id INTEGER PRIMARY KEY,
    deed_id INTEGER NOT NULL REFERENCES ticket_deed(id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    content_type TEXT NOT NULL,
    content BLOB NOT NULL
) STRICT;
CREATE INDEX ticket_file_deed ON ticket_file(deed_id);
ALTER TABLE ticket_wanted ADD COLUMN done INTEGER NOT NULL DEFAULT 0;
"""
