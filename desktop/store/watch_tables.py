"""The tables of impostors and abuse: sightings, known faces, marks and hushes; made by one migration."""

from __future__ import annotations

WATCH_TABLES = """
CREATE TABLE impostor_sighting (
    message_id INTEGER PRIMARY KEY REFERENCES message(id) ON DELETE CASCADE,
    thread_id INTEGER NOT NULL REFERENCES thread(id) ON DELETE CASCADE,
    identity_id INTEGER NOT NULL REFERENCES identity(id) ON DELETE CASCADE,
    answered_id INTEGER REFERENCES identity(id) ON DELETE SET NULL,
    answered_thread_id INTEGER REFERENCES thread(id) ON DELETE SET NULL,
    likeness TEXT NOT NULL
) STRICT;
CREATE INDEX impostor_sighting_thread ON impostor_sighting(thread_id);
CREATE INDEX impostor_sighting_identity ON impostor_sighting(identity_id);
CREATE INDEX impostor_sighting_answered ON impostor_sighting(answered_id) WHERE answered_id IS NOT NULL;
CREATE INDEX impostor_sighting_below ON impostor_sighting(answered_thread_id) WHERE answered_thread_id IS NOT NULL;
CREATE TABLE known_face (
    network TEXT NOT NULL,
    handle TEXT NOT NULL COLLATE NOCASE,
    note TEXT NOT NULL DEFAULT '',
    agent TEXT NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (network, handle)
) STRICT, WITHOUT ROWID;
CREATE TABLE abuse_mark (
    case_id INTEGER PRIMARY KEY REFERENCES cases(id) ON DELETE CASCADE,
    abusive INTEGER NOT NULL,
    reason TEXT NOT NULL,
    agent TEXT NOT NULL,
    at INTEGER NOT NULL
) STRICT;
CREATE TABLE hush (
    identity_id INTEGER PRIMARY KEY REFERENCES identity(id) ON DELETE CASCADE,
    reason TEXT NOT NULL,
    agent TEXT NOT NULL,
    at INTEGER NOT NULL,
    until_at INTEGER
) STRICT;
CREATE INDEX hush_end ON hush(until_at) WHERE until_at IS NOT NULL;
"""
