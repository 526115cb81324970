"""Clocks: when the answers that are owed are due, read and set again when the opening hours change."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from desktop.model import AccountId, CaseId
from desktop.store.connection import Connection
from desktop.store.projection import refresh
from desktop.system.clock import from_ms, from_ms_or_none, to_ms


@dataclass(frozen=True, slots=True)
class Owed:
    """A case that awaits an answer. `account_id` is the account that was written to last."""

    case_id: CaseId
    since: datetime
    due_at: datetime | None
    account_id: AccountId


class Clocks:
    """Reads and writes of due times on one connection (engine)."""

    def __init__(self, connection: Connection) -> None:
        """Share the store's connection."""
        self._db = connection

    def owed(self) -> tuple[Owed, ...]:
        """Return every case that awaits an answer."""
        rows = self._db.read(
            "SELECT c.id, c.awaiting_since, c.due_at, (SELECT t.account_id FROM thread t WHERE t.case_id = c.id "
            "ORDER BY t.last_at DESC LIMIT 1) AS account FROM cases c "
            "WHERE c.awaiting_since IS NOT NULL AND c.merged_into IS NULL"
        )
        return tuple(
            Owed(CaseId(row[0]), from_ms(row[1]), from_ms_or_none(row[2]), AccountId(row[3]))
            for row in rows
            if row[3] is not None
        )

    def is_owed(self, case_id: CaseId) -> bool:
        """Return whether a case awaits an answer."""
        row = self._db.read_one("SELECT 1 FROM cases WHERE id = ? AND awaiting_since IS NOT NULL", (case_id,))
        return row is not None

    def set_due(self, due: Iterable[tuple[CaseId, datetime]]) -> None:
        """Give some cases another due time, unless they were answered meanwhile."""
        changes = [(to_ms(at), case_id) for case_id, at in due]
        with self._db.writing():
            self._db.write_many("UPDATE cases SET due_at = ? WHERE id = ? AND awaiting_since IS NOT NULL", changes)
            refresh(self._db, {case_id for _, case_id in changes})

    def settings_below(self, names: Sequence[str]) -> tuple[tuple[str, str], ...]:
        """Return the settings of these names and those below them ("hours/…") as they are written, by name."""
        found: list[tuple[str, str]] = []
        for name in names:
            rows = self._db.read(
                "SELECT name, value FROM setting WHERE name = ? OR (name > ? AND name < ?) ORDER BY name",
                (name, f"{name}/", f"{name}0"),
            )
            found += [(str(row[0]), str(row[1])) for row in rows]
        return tuple(found)
