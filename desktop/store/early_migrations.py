"""Early migrations: how the tables came to be until canned replies joined them; nothing is added here any more."""

from __future__ import annotations

import json
import mimetypes
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desktop.model import Network, Visibility
from desktop.store.schema import TABLES

if TYPE_CHECKING:
    from sqlite_utils import Database


def run_script(db: Database, script: str) -> None:
    """Carry out the statements of a script, each of which ends with a semicolon at the end of a line."""
    for statement in script.split(";\n"):
        if statement.strip():
            db.conn.execute(statement)


def _make_tables(db: Database) -> None:
    run_script(db, TABLES)


def _page_a_customers_cases(db: Database) -> None:
    """Let a customer's cases be read newest first from the index alone, however many there are."""
    db.conn.execute("DROP INDEX cases_customer")
    db.conn.execute("CREATE INDEX cases_customer ON cases(customer_id, merged_into, last_at)")


_LISTENING = """
ALTER TABLE message ADD COLUMN addressed INTEGER NOT NULL DEFAULT 1;
ALTER TABLE message ADD COLUMN hidden INTEGER NOT NULL DEFAULT 0;
ALTER TABLE message ADD COLUMN closed_public TEXT;
ALTER TABLE message ADD COLUMN closed_direct TEXT;
ALTER TABLE message ADD COLUMN post_key INTEGER;
ALTER TABLE cases ADD COLUMN listening INTEGER NOT NULL DEFAULT 0;
CREATE TABLE spending (
    account_id INTEGER NOT NULL REFERENCES account(id) ON DELETE CASCADE,
    day TEXT NOT NULL,
    kind TEXT NOT NULL,
    count INTEGER NOT NULL,
    micros INTEGER NOT NULL,
    PRIMARY KEY (account_id, day, kind)
) STRICT, WITHOUT ROWID;
UPDATE message SET addressed = 0 WHERE direction = 'incoming'
    AND account_id IN (SELECT id FROM account WHERE network = 'listening');
UPDATE cases SET listening = 1 WHERE network = 'listening' AND last_out_at IS NULL;
UPDATE message SET post_key = post_key((SELECT network FROM account WHERE id = account_id), permalink)
    WHERE visibility = 'public' AND permalink IS NOT NULL
    AND account_id IN (SELECT id FROM account WHERE network IN ('mastodon', 'listening'));
CREATE INDEX message_post ON message(post_key) WHERE post_key IS NOT NULL;
"""


def _tell_listening_from_mentions(db: Database) -> None:
    """Know what addresses us, what can be answered where, which posts are the same one, and what was spent."""
    from desktop.store.sameness import post_key

    db.conn.create_function("post_key", 2, lambda name, link: post_key(Network(name), Visibility.PUBLIC, link))
    run_script(db, _LISTENING)


def _fit_the_search_index(db: Database) -> None:
    """Let a leaf of the search index fill one page, and let its segments be merged eight at a time.

    SQLCipher keeps 48 bytes of every page for itself, so that FTS5's usual leaf of 4,050 bytes takes two. Merging
    eight segments instead of four writes a message's words again less often, and costs a search half a millisecond.
    """
    for option, value in (("pgsz", 4_000), ("automerge", 8)):
        db.conn.execute("INSERT INTO message_fts (message_fts, rank) VALUES (?, ?)", (option, value))


def _know_whose_conversation_it_is(db: Database) -> None:
    """Know of a comment that it stands below a post of ours which is in no thread, as an announcement is."""
    db.conn.execute("ALTER TABLE message ADD COLUMN below_ours INTEGER NOT NULL DEFAULT 0")


_MODERATION = """
CREATE TABLE moderation (
    id INTEGER PRIMARY KEY,
    message_id INTEGER NOT NULL REFERENCES message(id) ON DELETE CASCADE,
    deed TEXT NOT NULL,
    agent TEXT NOT NULL,
    at INTEGER NOT NULL,
    state TEXT NOT NULL,
    error TEXT NOT NULL DEFAULT '',
    attempts INTEGER NOT NULL DEFAULT 0,
    next_try_at INTEGER,
    changed_at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX moderation_open ON moderation(message_id) WHERE state NOT IN ('done', 'cancelled');
CREATE INDEX moderation_message ON moderation(message_id);
"""


def _let_agents_moderate(db: Database) -> None:
    """Keep what is to be hidden, shown or deleted on a network until it is done: at most one thing a message."""
    run_script(db, _MODERATION)


def _describe_pictures(db: Database) -> None:
    """Keep what a picture shows beside it, whether it waits with a draft or leaves with a delivery."""
    db.conn.execute("ALTER TABLE attachment ADD COLUMN alt_text TEXT NOT NULL DEFAULT ''")
    for case_id, paths in db.conn.execute("SELECT case_id, attachments FROM draft").fetchall():
        files = [[path, ""] for path in json.loads(paths)]
        db.conn.execute("UPDATE draft SET attachments = ? WHERE case_id = ?", (json.dumps(files), case_id))


_ACKNOWLEDGEMENTS = """
ALTER TABLE delivery ADD COLUMN purpose TEXT NOT NULL DEFAULT 'answer';
ALTER TABLE delivery ADD COLUMN past_hours INTEGER NOT NULL DEFAULT 0;
CREATE TABLE acknowledgement (
    id INTEGER PRIMARY KEY,
    identity_id INTEGER NOT NULL REFERENCES identity(id),
    delivery_uid TEXT NOT NULL UNIQUE,
    at INTEGER NOT NULL,
    until_at INTEGER
) STRICT;
CREATE INDEX acknowledgement_identity ON acknowledgement(identity_id, at);
"""


def _acknowledge_once(db: Database) -> None:
    """Know which customers were told when the desk opens, and why a delivery is written."""
    run_script(db, _ACKNOWLEDGEMENTS)


_THREADS = """
ALTER TABLE delivery ADD COLUMN series TEXT NOT NULL DEFAULT '';
ALTER TABLE delivery ADD COLUMN part INTEGER NOT NULL DEFAULT 0;
ALTER TABLE delivery ADD COLUMN parts INTEGER NOT NULL DEFAULT 0;
ALTER TABLE delivery ADD COLUMN gap TEXT NOT NULL DEFAULT '';
CREATE INDEX delivery_series ON delivery(series) WHERE series <> '';
"""


def _number_threads(db: Database) -> None:
    """Know which deliveries are the parts of one text that was too long for its network, and in which order."""
    run_script(db, _THREADS)


_DRAFT_FILES = """
CREATE TABLE draft_file (
    id INTEGER PRIMARY KEY,
    case_id INTEGER NOT NULL REFERENCES cases(id) ON DELETE CASCADE,
    place INTEGER NOT NULL,
    name TEXT NOT NULL,
    content_type TEXT NOT NULL,
    content BLOB NOT NULL,
    alt_text TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX draft_file_case ON draft_file(case_id);
"""


def _keep_draft_files(db: Database) -> None:
    """Keep the bytes of drafts' files here instead of the paths where they were; what is gone there is left out."""
    run_script(db, _DRAFT_FILES)
    for case_id, files in db.conn.execute("SELECT case_id, attachments FROM draft").fetchall():
        for place, (name, alt_text) in enumerate(json.loads(files)):
            path = Path(name)
            try:
                content = path.read_bytes()
            except OSError:
                continue
            kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
            db.conn.execute(
                "INSERT INTO draft_file (case_id, place, name, content_type, content, alt_text) "
                "VALUES (?, ?, ?, ?, ?, ?)",
                (case_id, place, path.name, kind, content, alt_text),
            )
    db.conn.execute("UPDATE draft SET attachments = '[]'")


_CANNED = """
CREATE TABLE canned_reply (
    uid TEXT PRIMARY KEY,
    shortcut TEXT NOT NULL,
    folder TEXT NOT NULL DEFAULT '',
    texts TEXT NOT NULL,
    network TEXT,
    visibility TEXT,
    crisis INTEGER NOT NULL DEFAULT 0,
    deleted INTEGER NOT NULL DEFAULT 0,
    made_at INTEGER NOT NULL,
    changed_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE canned_said (
    uid TEXT NOT NULL,
    language TEXT NOT NULL,
    account_id INTEGER NOT NULL REFERENCES account(id) ON DELETE CASCADE,
    variation INTEGER NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (uid, language, account_id)
) STRICT, WITHOUT ROWID;
"""


def _let_agents_write_canned_replies(db: Database) -> None:
    """Keep the replies that a desk changed or made, and in which words each was last used on an account."""
    run_script(db, _CANNED)


def _know_whose_clock_it_is(_db: Database) -> None:
    """Let the projection, made anew after every migration, name the account that a case is with."""


EARLY_MIGRATIONS: tuple[tuple[str, Callable[[Any], None]], ...] = (
    ("make_tables", _make_tables),
    ("page_a_customers_cases", _page_a_customers_cases),
    ("tell_listening_from_mentions", _tell_listening_from_mentions),
    ("fit_the_search_index", _fit_the_search_index),
    ("know_whose_conversation_it_is", _know_whose_conversation_it_is),
    ("let_agents_moderate", _let_agents_moderate),
    ("describe_pictures", _describe_pictures),
    ("acknowledge_once", _acknowledge_once),
    ("number_threads", _number_threads),
    ("keep_draft_files", _keep_draft_files),
    ("let_agents_write_canned_replies", _let_agents_write_canned_replies),
    ("know_whose_clock_it_is", _know_whose_clock_it_is),
)
