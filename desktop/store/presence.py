"""Presence: which agent has which case in front, in which window, and who is writing; gone by itself after a minute."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from desktop.model import CaseId
from desktop.store.connection import Connection
from desktop.system.clock import to_ms

FADES = timedelta(seconds=60)
"""So long after its last sign a window counts as being there."""
WRITES = timedelta(seconds=30)
"""So long after the last key somebody counts as writing."""


@dataclass(frozen=True, slots=True)
class Present:
    """An agent who has a case in front; `writes`: and is writing in it."""

    case_id: CaseId
    agent: str
    initials: str
    writes: bool


class Presence:
    """Signs of life on one connection. No journal: they tell nothing a minute later."""

    def __init__(self, connection: Connection) -> None:
        """Share the store's connection."""
        self._db = connection

    def note(self, window: str, case_id: CaseId | None, agent: str, initials: str, *, at: datetime) -> None:
        """Say that a window has a case in front, and no other; None: none. Signs that have faded are cleared."""
        with self._db.writing():
            self._db.write(
                "DELETE FROM presence WHERE (window = ? AND case_id IS NOT ?) OR seen_at <= ?",
                (window, case_id, to_ms(at - FADES)),
            )
            if case_id is not None:
                self._db.write(
                    "INSERT INTO presence (window, case_id, agent, initials, seen_at) SELECT ?, id, ?, ?, ? FROM cases "
                    "WHERE id = ? ON CONFLICT (window, case_id) DO UPDATE SET agent = excluded.agent, "
                    "initials = excluded.initials, seen_at = excluded.seen_at",
                    (window, agent, initials, to_ms(at), case_id),
                )

    def note_typing(self, window: str, case_id: CaseId, *, at: datetime | None) -> None:
        """Say that a key was pressed in a case's reply; None: the reply is empty, sent or left."""
        with self._db.writing():
            self._db.write(
                "UPDATE presence SET typed_at = ? WHERE window = ? AND case_id = ?",
                (to_ms(at) if at is not None else None, window, case_id),
            )

    def others(self, agent: str, now: datetime) -> tuple[Present, ...]:
        """Return which other agents have cases in front at `now`, those who write first."""
        rows = self._db.read(
            "SELECT case_id, agent, initials, max(coalesce(typed_at, 0) > ?) FROM presence "
            "WHERE agent <> ? AND seen_at > ? GROUP BY case_id, agent ORDER BY 4 DESC, max(seen_at) DESC",
            (to_ms(now - WRITES), agent, to_ms(now - FADES)),
        )
        return tuple(Present(CaseId(row[0]), row[1], row[2], bool(row[3])) for row in rows)

    def leave(self, window: str) -> None:
        """A window closes."""
        with self._db.writing():
            self._db.write("DELETE FROM presence WHERE window = ?", (window,))
