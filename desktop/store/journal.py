"""The journal: every intention and every outcome, one line each, from which history, undo and reports are read."""

from __future__ import annotations

import json
from datetime import datetime

from desktop.model import CaseId, Deed, JournalEntry
from desktop.store.connection import Connection
from desktop.system.clock import from_ms, to_ms

ENGINE = "engine"
"""The actor of what no person did."""


class Journal:
    """Reads and writes of the journal on one connection."""

    def __init__(self, connection: Connection) -> None:
        """Share the store's connection."""
        self._db = connection

    def record(
        self,
        deed: Deed,
        *,
        actor: str,
        at: datetime,
        case_id: int | None = None,
        before: object = None,
        after: object = None,
    ) -> None:
        """Add a line inside the transaction of what it tells. Values are plain JSON, never a message's text."""
        self._db.write(
            "INSERT INTO journal (at, actor, deed, case_id, before, after) VALUES (?, ?, ?, ?, ?, ?)",
            (to_ms(at), actor, deed.value, case_id, _packed(before), _packed(after)),
        )

    def note(self, deed: Deed, *, actor: str, at: datetime, before: object = None, after: object = None) -> None:
        """Add a line on what was changed outside the store, in a transaction of its own."""
        with self._db.writing():
            self.record(deed, actor=actor, at=at, before=before, after=after)

    def of_case(self, case_id: CaseId, limit: int = 200) -> tuple[JournalEntry, ...]:
        """Return a case's newest lines, oldest first."""
        rows = self._db.read(
            "SELECT id, at, actor, deed, case_id, before, after FROM journal WHERE case_id = ? ORDER BY id "
            "DESC LIMIT ?",
            (case_id, limit),
        )
        return tuple(_entry(row) for row in reversed(rows))

    def newest(self, limit: int = 100) -> tuple[JournalEntry, ...]:
        """Return the newest lines of the whole desk, newest first."""
        rows = self._db.read(
            "SELECT id, at, actor, deed, case_id, before, after FROM journal ORDER BY id DESC LIMIT ?", (limit,)
        )
        return tuple(_entry(row) for row in rows)


def _packed(value: object) -> str | None:
    return None if value is None else json.dumps(value, ensure_ascii=False)


def _entry(row: tuple[object, ...]) -> JournalEntry:
    key, at, actor, deed, case_id, before, after = row
    return JournalEntry(
        int(str(key)),
        from_ms(int(str(at))),
        str(actor),
        Deed(str(deed)),
        None if case_id is None else int(str(case_id)),
        json.loads(str(before)) if before is not None else None,
        json.loads(str(after)) if after is not None else None,
    )
