"""The tables of reports as one migration made them: questions with their answers, and the cases to look at again.

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
