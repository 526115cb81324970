"""Whom a post answers that stands in a customer's conversation and is not by them: the customer's own thread."""

from __future__ import annotations

from collections.abc import Mapping

from desktop.model import Arrival
from desktop.store.connection import Connection
from desktop.store.intake_facts import Shelf, StoredMessage, ThreadKeys

_KEYS = "SELECT id, case_id, identity_id FROM thread WHERE "


def answered_thread(
    db: Connection,
    shelf: Shelf,
    stored: Mapping[str, StoredMessage],
    arrival: Arrival,
    thread: ThreadKeys,
    author_id: int,
) -> ThreadKeys | None:
    """Return the thread of somebody else that an arrival answers, None if it answers nobody's.

    In order: the thread it stands in, that of the post it replies to, that of the conversation's first post, and the
    newest one of the same conversation. `stored` is what the batch has already; networks that give each person a
    thread of their own name them "first post/person".
    """
    if thread.identity_id != author_id:
        return thread
    root, _, person = arrival.thread_remote_id.rpartition("/")
    for remote_id in (arrival.below, arrival.in_reply_to, root if person else None):
        found = _thread_of(db, shelf, stored, remote_id) if remote_id else None
        if found is not None and found.identity_id != author_id:
            return found
    return _newest_beside(db, shelf, root, thread.id, author_id) if root else None


def _thread_of(db: Connection, shelf: Shelf, stored: Mapping[str, StoredMessage], remote_id: str) -> ThreadKeys | None:
    message = stored.get(remote_id) or shelf.messages([remote_id]).get(remote_id)
    row = message and db.read_one(f"{_KEYS} id = ?", (message.thread_id,))
    return ThreadKeys(*row) if row else None


def _newest_beside(db: Connection, shelf: Shelf, root: str, thread_id: int, author_id: int) -> ThreadKeys | None:
    """Return the newest thread of the same conversation that is another person's."""
    marks = ",".join("?" * len(shelf.accounts))
    row = db.read_one(
        f"{_KEYS} account_id IN ({marks}) AND remote_id > ? AND remote_id < ? AND id <> ? AND identity_id <> ? "
        "ORDER BY last_at DESC LIMIT 1",
        (*shelf.accounts, f"{root}/", f"{root}0", thread_id, author_id),
    )
    return ThreadKeys(*row) if row else None
