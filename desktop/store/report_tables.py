"""The tables of reports as two migrations made them: questions with their answers, and self-tests.

A question is what a customer wrote until we answered, however many messages it took. `question` follows from the
messages alone and can be thrown away at any time: a mark in `question_dirty` has it derived again.
"""

from __future__ import annotations

QUESTION_TABLES = """
CREATE TABLE question (
    asked_id INTEGER PRIMARY KEY,
    case_id INTEGER NOT NULL REFERENCES cases(id) ON DELETE CASCADE,
    account_id INTEGER NOT NULL REFERENCES account(id) ON DELETE CASCADE,
    asked_at INTEGER NOT NULL,
    messages INTEGER NOT NULL,
    message_class TEXT NOT NULL,
    language TEXT NOT NULL,
    listening INTEGER NOT NULL,
    direct INTEGER NOT NULL,
    answered_at INTEGER,
    agent TEXT NOT NULL
) STRICT;
CREATE INDEX question_case ON question(case_id);
CREATE TABLE question_dirty (case_id INTEGER PRIMARY KEY) STRICT;
INSERT INTO question_dirty SELECT id FROM cases;
"""

TRIAL_TABLES = """
CREATE TABLE trial (
    id INTEGER PRIMARY KEY,
    begun_at INTEGER NOT NULL,
    begun_by TEXT NOT NULL,
    ended_at INTEGER
) STRICT;
CREATE TABLE trial_post (
    id INTEGER PRIMARY KEY,
    trial_id INTEGER NOT NULL REFERENCES trial(id) ON DELETE CASCADE,
    week INTEGER NOT NULL,
    kind TEXT NOT NULL,
    mentions INTEGER NOT NULL,
    network TEXT NOT NULL,
    author TEXT NOT NULL COLLATE NOCASE,
    text TEXT NOT NULL,
    planned_at INTEGER NOT NULL,
    posted_at INTEGER,
    message_id INTEGER REFERENCES message(id) ON DELETE SET NULL
) STRICT;
CREATE INDEX trial_post_of ON trial_post(trial_id, planned_at);
CREATE UNIQUE INDEX trial_post_message ON trial_post(message_id) WHERE message_id IS NOT NULL;
"""
