"""The tables of what is asked afterwards and of what agents want to be reminded of.

`follow_up` has a row for every question that was made ready, with the delivery that carries it; one whose delivery was
cancelled was never asked. It hangs on the identity, so that tying people together changes whose it is and loses none.
`channel_answer` is what people said of channels, `reminder` what an agent wants to come back to, and when.
"""

from __future__ import annotations

FOLLOW_UP_TABLES = """
CREATE TABLE follow_up (
    id INTEGER PRIMARY KEY,
    case_id INTEGER NOT NULL REFERENCES cases(id) ON DELETE CASCADE,
    identity_id INTEGER NOT NULL REFERENCES identity(id) ON DELETE CASCADE,
    account_id INTEGER NOT NULL REFERENCES account(id),
    asking TEXT NOT NULL,
    delivery_uid TEXT NOT NULL UNIQUE,
    asked_at INTEGER NOT NULL,
    ends_at INTEGER NOT NULL,
    answered_at INTEGER
) STRICT;
CREATE INDEX follow_up_open ON follow_up(account_id, ends_at) WHERE answered_at IS NULL;
CREATE INDEX follow_up_identity ON follow_up(identity_id, asked_at);
CREATE INDEX follow_up_case ON follow_up(case_id);
CREATE TABLE channel_answer (
    id INTEGER PRIMARY KEY,
    case_id INTEGER NOT NULL REFERENCES cases(id) ON DELETE CASCADE,
    identity_id INTEGER NOT NULL REFERENCES identity(id) ON DELETE CASCADE,
    uses TEXT NOT NULL,
    rather TEXT NOT NULL,
    at INTEGER NOT NULL,
    message_id INTEGER REFERENCES message(id) ON DELETE SET NULL
) STRICT;
CREATE INDEX channel_answer_case ON channel_answer(case_id);
CREATE INDEX channel_answer_identity ON channel_answer(identity_id);
CREATE UNIQUE INDEX channel_answer_message ON channel_answer(message_id) WHERE message_id IS NOT NULL;
CREATE TABLE reminder (
    uid TEXT PRIMARY KEY,
    case_id INTEGER NOT NULL REFERENCES cases(id) ON DELETE CASCADE,
    agent TEXT NOT NULL,
    initials TEXT NOT NULL,
    at INTEGER NOT NULL,
    text TEXT NOT NULL,
    made_at INTEGER NOT NULL,
    told_at INTEGER,
    done_at INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX reminder_case ON reminder(case_id, at);
CREATE INDEX reminder_due ON reminder(at) WHERE told_at IS NULL AND done_at IS NULL;
CREATE INDEX reminder_open ON reminder(initials, at) WHERE done_at IS NULL;
"""
