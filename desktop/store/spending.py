"""Spending: what each account's network charged, per UTC day, and what is left of a month's budget."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from desktop.model import Account, AccountId, Spent, declared_of
from desktop.store.connection import Connection

SENDING = "sending"
"""The kind under which a sent answer's price is kept: the receipt names no other."""


@dataclass(frozen=True, slots=True)
class DaySpent:
    """What one kind of thing cost an account on one day. `micros` are millionths of a US dollar."""

    day: date
    kind: str
    count: int
    micros: int


class Spending:
    """Reads and writes of what was spent, on one connection."""

    def __init__(self, connection: Connection) -> None:
        """Share the store's connection."""
        self._db = connection

    def add(self, account_id: AccountId, spent: Iterable[Spent], at: datetime) -> None:
        """Add what was charged to the day of `at` (engine). Nothing is written for nothing."""
        day = _day(at)
        rows = [(account_id, day, one.kind, one.count, one.micros) for one in spent if one.count or one.micros]
        if not rows:
            return
        with self._db.writing():
            self._db.write_many(
                "INSERT INTO spending (account_id, day, kind, count, micros) VALUES (?, ?, ?, ?, ?) "
                "ON CONFLICT (account_id, day, kind) DO UPDATE SET count = count + excluded.count, "
                "micros = micros + excluded.micros",
                rows,
            )

    def of_month(self, account_id: AccountId, at: datetime) -> int:
        """Return what an account spent in the calendar month of `at` so far, in micros."""
        first = month_of(at)
        row = self._db.read_one(
            "SELECT coalesce(sum(micros), 0) FROM spending WHERE account_id = ? AND day >= ? AND day < ?",
            (account_id, _day(first), _day(next_month(at))),
        )
        return int(row[0]) if row else 0

    def kinds_of_month(self, account_id: AccountId, at: datetime) -> tuple[Spent, ...]:
        """Return what an account spent in the calendar month of `at` so far, one entry a kind, the dearest first."""
        rows = self._db.read(
            "SELECT kind, sum(count), sum(micros) FROM spending WHERE account_id = ? AND day >= ? AND day < ? "
            "GROUP BY kind ORDER BY sum(micros) DESC, kind",
            (account_id, _day(month_of(at)), _day(next_month(at))),
        )
        return tuple(Spent(*row) for row in rows)

    def left(self, account: Account, at: datetime) -> int | None:
        """Return what is left of an account's budget this month, negative if overdrawn; None if there is no budget."""
        budget = declared_of(account).budget_micros
        return None if budget is None else budget - self.of_month(account.id, at)

    def days(self, account_id: AccountId, since: datetime) -> tuple[DaySpent, ...]:
        """Return what was spent on each day from that of `since` on, oldest first."""
        rows = self._db.read(
            "SELECT day, kind, count, micros FROM spending WHERE account_id = ? AND day >= ? ORDER BY day, kind",
            (account_id, _day(since)),
        )
        return tuple(DaySpent(date.fromisoformat(row[0]), *row[1:]) for row in rows)


def month_of(at: datetime) -> datetime:
    """Return the first moment of a moment's calendar month, UTC."""
    return at.astimezone(UTC).replace(day=1, hour=0, minute=0, second=0, microsecond=0)


def next_month(at: datetime) -> datetime:
    """Return the first moment of the calendar month after a moment's own, UTC: when a spent budget is new."""
    return month_of(month_of(at) + timedelta(days=31))


def _day(at: datetime) -> str:
    return at.astimezone(UTC).date().isoformat()
