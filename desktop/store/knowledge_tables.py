"""The tables of kept answers: a row for every version of every language, and the words of the newest ones.

A version is never changed. Removing an entry adds versions that say so, so that undo and history know what there was.
"""

from __future__ import annotations

KNOWLEDGE_TABLES = """
CREATE TABLE faq (
    id INTEGER PRIMARY KEY,
    uid TEXT NOT NULL,
    language TEXT NOT NULL,
    version INTEGER NOT NULL,
    category TEXT NOT NULL,
    question TEXT NOT NULL,
    answer TEXT NOT NULL,
    agent TEXT NOT NULL,
    at INTEGER NOT NULL,
    removed INTEGER NOT NULL DEFAULT 0,
    newest INTEGER NOT NULL DEFAULT 1,
    UNIQUE (uid, language, version)
) STRICT;
CREATE INDEX faq_newest ON faq(uid, language) WHERE newest = 1;
CREATE VIRTUAL TABLE faq_fts USING fts5(
    question, answer, category,
    content='', contentless_delete=1, prefix='2 3', tokenize="unicode61 remove_diacritics 2"
);
"""
