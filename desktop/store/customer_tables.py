"""The tables of what is known of a customer beside what they wrote, and of what is to be forgotten about one.

`rating` has a row for every mark (1 to 5) that a customer gave; its customer is always the one whose case it is in.
`tie_basis` tells why an identity is tied to its customer, `tie_refused` which two identities are not one person.
`erased` holds salted marks of erased ids, `redaction` salted marks of redacted values: neither can be read back.
"""

from __future__ import annotations

CUSTOMER_TABLES = """
CREATE TABLE rating (
    id INTEGER PRIMARY KEY,
    customer_id INTEGER NOT NULL REFERENCES customer(id) ON DELETE CASCADE,
    case_id INTEGER NOT NULL REFERENCES cases(id) ON DELETE CASCADE,
    mark INTEGER NOT NULL CHECK (mark BETWEEN 1 AND 5),
    at INTEGER NOT NULL,
    message_id INTEGER REFERENCES message(id) ON DELETE SET NULL
) STRICT;
CREATE INDEX rating_customer ON rating(customer_id, at);
CREATE INDEX rating_case ON rating(case_id, at);
CREATE UNIQUE INDEX rating_message ON rating(message_id) WHERE message_id IS NOT NULL;
CREATE TABLE tie_basis (
    identity_id INTEGER PRIMARY KEY REFERENCES identity(id) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    why TEXT NOT NULL,
    agent TEXT NOT NULL,
    at INTEGER NOT NULL
) STRICT;
CREATE TABLE tie_refused (
    identity_id INTEGER NOT NULL REFERENCES identity(id) ON DELETE CASCADE,
    other_id INTEGER NOT NULL REFERENCES identity(id) ON DELETE CASCADE,
    agent TEXT NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (identity_id, other_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX tie_refused_other ON tie_refused(other_id);
CREATE TABLE custom_field (
    id INTEGER PRIMARY KEY,
    uid TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    choices TEXT NOT NULL DEFAULT '[]',
    place INTEGER NOT NULL,
    removed_at INTEGER
) STRICT;
CREATE TABLE custom_value (
    customer_id INTEGER NOT NULL REFERENCES customer(id) ON DELETE CASCADE,
    field_id INTEGER NOT NULL REFERENCES custom_field(id) ON DELETE CASCADE,
    value TEXT NOT NULL,
    agent TEXT NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (customer_id, field_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX custom_value_field ON custom_value(field_id, value);
CREATE TABLE consent (
    id INTEGER PRIMARY KEY,
    customer_id INTEGER NOT NULL REFERENCES customer(id) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    given INTEGER NOT NULL,
    how TEXT NOT NULL,
    agent TEXT NOT NULL,
    at INTEGER NOT NULL
) STRICT;
CREATE INDEX consent_customer ON consent(customer_id, kind, at);
CREATE TABLE erased (
    mark BLOB PRIMARY KEY,
    at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE redaction (
    id INTEGER PRIMARY KEY,
    account_id INTEGER NOT NULL REFERENCES account(id) ON DELETE CASCADE,
    remote_id TEXT NOT NULL,
    length INTEGER NOT NULL,
    mark BLOB NOT NULL,
    agent TEXT NOT NULL,
    at INTEGER NOT NULL
) STRICT;
CREATE INDEX redaction_message ON redaction(account_id, remote_id);
"""
