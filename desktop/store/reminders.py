"""Reminders: what agents want to come back to in a case, and when. They stay until somebody ticks them off."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from desktop.model import CaseId, Deed
from desktop.model.follow_up import Reminder
from desktop.store.connection import Connection
from desktop.store.journal import Journal
from desktop.system.clock import from_ms, to_ms

_COLUMNS = "uid, case_id, agent, initials, at, text, told_at IS NOT NULL, done_at IS NOT NULL"


class Reminders:
    """Reads and writes of reminders on one connection."""

    def __init__(self, connection: Connection, journal: Journal) -> None:
        """Share the store's connection and journal."""
        self._db = connection
        self._journal = journal

    def add(self, reminder: Reminder, *, at: datetime) -> None:
        """Keep a reminder, made `at` a moment. One of the same uid is replaced (a change of time or words)."""
        with self._db.writing():
            self._db.write(
                "INSERT OR REPLACE INTO reminder (uid, case_id, agent, initials, at, text, made_at) "
                "VALUES (?, ?, ?, ?, ?, ?, ?)",
                (
                    reminder.uid,
                    reminder.case_id,
                    reminder.agent,
                    reminder.initials,
                    to_ms(reminder.at),
                    reminder.text,
                    to_ms(at),
                ),
            )
            self._record(reminder, reminder.agent, at, reminder.at.isoformat())

    def change(self, reminder: Reminder, *, actor: str, at: datetime) -> bool:
        """Make a reminder's moment, words and whether it was told these; False if it is gone or ticked off."""
        with self._db.writing():
            changed = self._db.write(
                "UPDATE reminder SET at = ?, text = ?, told_at = iif(?, coalesce(told_at, ?), NULL) "
                "WHERE uid = ? AND done_at IS NULL",
                (to_ms(reminder.at), reminder.text, int(reminder.told), to_ms(at), reminder.uid),
            )
            if changed:
                self._record(reminder, actor, at, reminder.at.isoformat())
        return changed == 1

    def set_done(self, reminder: Reminder, *, done: bool, actor: str, at: datetime) -> bool:
        """Tick a reminder off, or not after all; False if it stood so already."""
        with self._db.writing():
            changed = self._db.write(
                "UPDATE reminder SET done_at = ? WHERE uid = ? AND (done_at IS NOT NULL) <> ?",
                (to_ms(at) if done else None, reminder.uid, int(done)),
            )
            if changed:
                self._record(reminder, actor, at, "done" if done else "open")
        return changed == 1

    def remove(self, reminder: Reminder, *, actor: str, at: datetime) -> None:
        """Take a reminder away: it is wanted no longer, or was never (undo of making it)."""
        with self._db.writing():
            if self._db.write("DELETE FROM reminder WHERE uid = ?", (reminder.uid,)):
                self._record(reminder, actor, at, "removed")

    def get(self, uid: str) -> Reminder | None:
        """Return a reminder, None if it is gone."""
        row = self._db.read_one(f"SELECT {_COLUMNS} FROM reminder WHERE uid = ?", (uid,))  # noqa: S608
        return _reminder(row) if row is not None else None

    def of_case(self, case_id: CaseId, limit: int = 20) -> tuple[Reminder, ...]:
        """Return a case's reminders that nobody ticked off, the next one first."""
        rows = self._db.read(
            f"SELECT {_COLUMNS} FROM reminder WHERE case_id = ? AND done_at IS NULL ORDER BY at LIMIT ?",  # noqa: S608
            (case_id, limit),
        )
        return tuple(_reminder(row) for row in rows)

    def due(self, now: datetime, limit: int = 100) -> tuple[Reminder, ...]:
        """Return what is to be told by now and was not yet, the oldest first."""
        rows = self._db.read(
            f"SELECT {_COLUMNS} FROM reminder WHERE told_at IS NULL AND done_at IS NULL AND at <= ? "  # noqa: S608
            "ORDER BY at LIMIT ?",
            (to_ms(now), limit),
        )
        return tuple(_reminder(row) for row in rows)

    def mark_told(self, uid: str, at: datetime) -> None:
        """Note that a reminder's moment came. Call inside the transaction of what that leads to."""
        self._db.write("UPDATE reminder SET told_at = ? WHERE uid = ?", (to_ms(at), uid))

    def told_to(self, initials: str, since: datetime) -> tuple[Reminder, ...]:
        """Return an agent's reminders whose moment came since another, not ticked off."""
        rows = self._db.read(
            f"SELECT {_COLUMNS} FROM reminder WHERE initials = ? AND at >= ? AND done_at IS NULL "  # noqa: S608
            "AND told_at IS NOT NULL ORDER BY at LIMIT 50",
            (initials, to_ms(since)),
        )
        return tuple(_reminder(row) for row in rows)

    def _record(self, reminder: Reminder, actor: str, at: datetime, what: str) -> None:
        self._journal.record(Deed.REMINDER, actor=actor, at=at, case_id=reminder.case_id, after=[reminder.uid, what])


def _reminder(row: Sequence[Any]) -> Reminder:
    return Reminder(row[0], CaseId(row[1]), row[2], row[3], from_ms(row[4]), row[5], bool(row[6]), bool(row[7]))
