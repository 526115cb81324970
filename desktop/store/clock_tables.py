"""The tables of clocks as one migration made them: deadlines with the cases, marks of doubt, steps that were taken.

`clock_dirty` names the cases whose clocks the engine is to work out again; `escalation` has one row for every step of
the ladder that was taken in a run of a clock; `ticket_wanted` is what a step asks of whoever talks with tickets.
"""

from __future__ import annotations

CLOCK_TABLES = """
ALTER TABLE cases ADD COLUMN risk_at INTEGER;
ALTER TABLE cases ADD COLUMN all_hours INTEGER NOT NULL DEFAULT 0;
ALTER TABLE cases ADD COLUMN solve_since INTEGER;
ALTER TABLE cases ADD COLUMN solve_due_at INTEGER;
ALTER TABLE cases ADD COLUMN solve_risk_at INTEGER;
ALTER TABLE cases ADD COLUMN solve_all_hours INTEGER NOT NULL DEFAULT 0;
ALTER TABLE cases ADD COLUMN step_at INTEGER;
CREATE INDEX cases_step ON cases(step_at) WHERE step_at IS NOT NULL;
CREATE TABLE clock_dirty (case_id INTEGER PRIMARY KEY) STRICT;
CREATE TABLE escalation (
    case_id INTEGER NOT NULL REFERENCES cases(id) ON DELETE CASCADE,
    clock TEXT NOT NULL,
    since INTEGER NOT NULL,
    step TEXT NOT NULL,
    at INTEGER NOT NULL,
    outcome TEXT NOT NULL,
    PRIMARY KEY (case_id, clock, since, step)
) STRICT, WITHOUT ROWID;
CREATE TABLE ticket_wanted (
    case_id INTEGER PRIMARY KEY REFERENCES cases(id) ON DELETE CASCADE,
    at INTEGER NOT NULL,
    reason TEXT NOT NULL
) STRICT;
INSERT INTO clock_dirty SELECT id FROM cases WHERE awaiting_since IS NOT NULL;
"""
