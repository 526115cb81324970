"""Empty threads: takes away those in which nothing is left, without looking through every message for them."""

from __future__ import annotations

from collections.abc import Iterable

from desktop.store.connection import Connection
from desktop.store.uprooting import unguarded

_WRITTEN = " OR ".join(
    f"EXISTS (SELECT 1 FROM {table} WHERE {table}.case_id IN (thread.case_id, thread.home_case_id) "  # noqa: S608
    f"AND {table}.thread_id = thread.id)"
    for table in ("message", "delivery")
)
"""What is written in a thread lies in its case: an index finds it there."""
_REFERRED = " OR ".join(
    f"EXISTS (SELECT 1 FROM {table} WHERE {column} = thread.id)"  # noqa: S608
    for table, column in (
        ("draft", "thread_id"),
        ("draft_aside", "thread_id"),
        ("impostor_sighting", "thread_id"),
        ("impostor_sighting", "answered_thread_id"),
    )
)


def is_written(db: Connection, thread_id: int) -> bool:
    """Return whether there is a message or a delivery in a thread."""
    return db.read_one(f"SELECT 1 FROM thread WHERE id = ? AND ({_WRITTEN})", (thread_id,)) is not None  # noqa: S608


def forget_unused(db: Connection, threads: Iterable[int]) -> None:
    """Take those away that are unused, in a transaction of their own; what is used meanwhile stays.

    Foreign keys are not enforced within, because SQLite would look through all messages for each thread that goes.
    Raises StoreError, and then all of them stay.
    """
    with unguarded(db), db.writing():
        db.write_many(
            f"DELETE FROM thread WHERE id = ? AND NOT ({_WRITTEN} OR {_REFERRED})",  # noqa: S608
            [(one,) for one in sorted(threads)],
        )
