"""The projection: what the inbox shows of a case, refreshed by whoever changed a fact or an intention of it."""

from __future__ import annotations

from collections.abc import Collection

from desktop.store.connection import Connection
from desktop.store.schema import PROJECTION_COLUMNS

_CHUNK = 500


def refresh(connection: Connection, case_ids: Collection[int], *, clocks: bool = True) -> None:
    """Make the rows of these cases true again. Call inside the transaction that changed them.

    `clocks`: the engine is to look at their clocks again, because something they follow from may have changed. What
    was asked in them and when it was answered follows from the same facts, and is derived again before a report.
    """
    ordered = sorted(case_ids)
    for start in range(0, len(ordered), _CHUNK):
        chunk = ordered[start : start + _CHUNK]
        marks = ",".join("?" * len(chunk))
        connection.write(
            f"INSERT OR REPLACE INTO case_row ({PROJECTION_COLUMNS}) "  # noqa: S608 - only marks are put in
            f"SELECT {PROJECTION_COLUMNS} FROM case_projection WHERE case_id IN ({marks})",
            chunk,
        )
        if clocks:
            connection.write(f"INSERT OR IGNORE INTO clock_dirty SELECT id FROM cases WHERE id IN ({marks})", chunk)  # noqa: S608
            connection.write(f"INSERT OR IGNORE INTO question_dirty SELECT id FROM cases WHERE id IN ({marks})", chunk)  # noqa: S608
