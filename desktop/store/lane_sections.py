"""A lane's sections in the urgency order: what is over, what is at risk, what runs, and what stands still."""

from __future__ import annotations

from array import array
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from desktop.store.connection import Connection
from desktop.system.clock import to_ms

_WALL = "case_row r INDEXED BY case_row_wall"
_RUNS = "r.stage = 0 AND r.all_hours = 1"  # as the index says it


@dataclass(frozen=True, slots=True)
class Standing:
    """How the desk's clocks stand at `now`.

    `closed` and `opened` are the accounts with hours of their own; the others follow the desk. No clock that runs and
    ends after `horizon` is at risk yet: a quarter of an hour of opening time from now, by the hours that end last.
    """

    now: datetime
    horizon: datetime
    desk_closed: bool = False
    closed: Collection[int] = ()
    opened: Collection[int] = ()

    @property
    def all_stand_still(self) -> bool:
        """Whether no clock runs but those that count all hours."""
        return self.desk_closed and not self.opened

    def stopped(self) -> str:
        """Return the condition on `case_row r` that a clock stands still, "" where none does."""
        if self.desk_closed:
            own = _listed((*self.closed, *self.opened))
            which = f"(r.account_id IS NULL OR r.account_id NOT IN {own} OR r.account_id IN {_listed(self.closed)})"
        elif self.closed:
            which = f"r.account_id IN {_listed(self.closed)}"
        else:
            return ""
        return f"(r.due_at IS NOT NULL AND r.all_hours = 0 AND {which})"


class SectionIds(NamedTuple):
    """The ids of each section in order. What owes nothing runs, or stands still with all others."""

    over: array[int]
    at_risk: array[int]
    running: array[int]
    still: array[int]


class SectionReader:
    """Reads one lane's sections; every read is a range of an index that the lane names."""

    def __init__(
        self, connection: Connection, table: str, where: str, values: tuple[object, ...], by: str, limit: int | None
    ) -> None:
        """`by` is the column of the order: `r.urgency`, or `r.due_at` where that is the same and indexed."""
        self._db = connection
        self._table = table
        self._where = where
        self._values = values
        self._by = by
        self._left = limit

    def read(self, standing: Standing) -> SectionIds:
        """Return the sections in order, together not more than the limit."""
        now = to_ms(standing.now)
        over = self._ids(f"{self._by} <= ?", (now,))
        if standing.all_stand_still:
            risky = self._ids(f"{self._by} > ? AND r.at_risk_at <= ? AND {_RUNS}", (now, now), _WALL)
            calm = self._ids(f"{self._by} > ? AND r.at_risk_at > ? AND {_RUNS}", (now, now), _WALL)
            return SectionIds(over, risky, calm, self._ids(f"{self._by} > ? AND r.all_hours = 0", (now,)))
        stopped = standing.stopped()
        runs = f" AND NOT {stopped}" if stopped else ""
        ends = max(now, to_ms(standing.horizon))
        at_risk = self._ids(f"{self._by} > ? AND {self._by} <= ? AND r.at_risk_at <= ?{runs}", (now, ends, now))
        running = self._ids(
            f"{self._by} > ? AND ({self._by} > ? OR r.at_risk_at IS NULL OR r.at_risk_at > ?){runs}", (now, ends, now)
        )
        still = self._ids(f"{self._by} > ? AND {stopped}", (now,)) if stopped else array("q")
        return SectionIds(over, at_risk, running, still)

    def _ids(self, condition: str, values: tuple[object, ...], table: str = "") -> array[int]:
        if self._left is not None and self._left <= 0:
            return array("q")
        sql = (
            f"SELECT r.case_id FROM {table or self._table} WHERE {self._where} AND {condition} "  # noqa: S608
            f"ORDER BY {self._by}, r.case_id"
        )
        if self._left is not None:
            sql += f" LIMIT {self._left}"
        found = array("q", self._db.read_column(sql, (*self._values, *values)))
        if self._left is not None:
            self._left -= len(found)
        return found


def _listed(accounts: Collection[int]) -> str:
    return f"({','.join(str(int(one)) for one in sorted(accounts))})"
