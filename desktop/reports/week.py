"""The week by its hours: how many questions come on a Monday at nine, and in which of these hours the desk is open."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo

from desktop.guardrails import OpeningHours
from desktop.reports.period import Period
from desktop.store import Store

WEEKS = 12
"""How many weeks, up to the period's last day, are looked at."""
_HOURS, _DAYS = 24, 7
_MINUTES = 60
_QUARTER, _QUARTERS = 900, 96  # seconds; in a day
_EPOCH_WEEKDAY = 3


@dataclass(frozen=True, slots=True)
class HourWeek:
    """Questions by local weekday (0: Monday) and hour, all of `weeks` weeks together.

    `open` is the share of each hour that the desk's ordinary week is open, 0 to 1; holidays and closures are not in it.
    """

    counts: tuple[tuple[int, ...], ...]
    open: tuple[tuple[float, ...], ...]
    weeks: int

    @property
    def total(self) -> int:
        """All questions of these weeks."""
        return sum(map(sum, self.counts))

    @property
    def is_average(self) -> bool:
        """Whether an average says more than the total: there are enough questions for whole numbers."""
        return max(map(max, self.counts)) >= 2 * self.weeks

    def shown(self, day: int, hour: int) -> int:
        """Return the number to print in a cell: the average of these weeks, rounded half up, or the total."""
        count = self.counts[day][hour]
        return (2 * count + self.weeks) // (2 * self.weeks) if self.is_average else count


def hour_week(store: Store, account_ids: list[int], hours: OpeningHours, last: date, zone: tzinfo) -> HourWeek:
    """Return the week of the last twelve weeks that end with a local day; fewer where the store is younger."""
    period = Period(last - timedelta(days=_DAYS * WEEKS - 1), last, zone)
    counts = [[0] * _HOURS for _ in range(_DAYS)]
    first: int | None = None
    clock = _Clock(zone)
    for quarter, count in store.reports.by_quarter(account_ids, period.since, period.until):
        day, hour = clock.hour_of(quarter)
        counts[day][hour] += count
        first = quarter if first is None else min(first, quarter)
    return HourWeek(tuple(map(tuple, counts)), open_share(hours), _weeks(period, first))


def open_share(hours: OpeningHours) -> tuple[tuple[float, ...], ...]:
    """Return which share of each hour of the ordinary week is open."""
    minutes = [[0] * _HOURS for _ in range(_DAYS)]
    for day, slots in enumerate(hours.week):
        taken: set[int] = set()
        for slot in slots:
            taken.update(range(slot.start, slot.end))
        for minute in taken:
            there = (day + minute // (_HOURS * _MINUTES)) % _DAYS
            minutes[there][minute // _MINUTES % _HOURS] += 1
    return tuple(tuple(min(1.0, count / _MINUTES) for count in row) for row in minutes)


def _weeks(period: Period, first: int | None) -> int:
    if first is None:
        return WEEKS
    begun = datetime.fromtimestamp(first * 900, UTC)
    days = -(-(period.until - begun) // timedelta(days=1))
    return max(1, min(WEEKS, -(-days // _DAYS)))


class _Clock:
    """The local weekday and hour of quarters of an hour; a zone is asked once for a UTC day that has one offset."""

    def __init__(self, zone: tzinfo) -> None:
        self._zone = zone
        self._offsets: dict[int, int | None] = {}

    def hour_of(self, quarter: int) -> tuple[int, int]:
        """Return weekday (0: Monday) and hour of a quarter, its number since 1970."""
        day = quarter // _QUARTERS
        if day not in self._offsets:
            first, last = self._offset(day * _QUARTERS), self._offset((day + 1) * _QUARTERS)
            self._offsets[day] = first if first == last else None
        offset = self._offsets[day]
        local = quarter * _QUARTER + (self._offset(quarter) if offset is None else offset)
        return (local // 86_400 + _EPOCH_WEEKDAY) % _DAYS, local % 86_400 // 3_600

    def _offset(self, quarter: int) -> int:
        moment = datetime.fromtimestamp(quarter * _QUARTER, UTC).astimezone(self._zone)
        offset = moment.utcoffset()
        return 0 if offset is None else int(offset.total_seconds())
