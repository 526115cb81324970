"""Open time: how many seconds a desk was open until a moment, as one look into a table, for many moments at once."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from datetime import datetime, timedelta

from desktop.guardrails import OpeningHours, open_periods_on

_DAY = timedelta(days=1)


class OpenTime:
    """The open seconds of some opening hours between two moments. Moments are seconds since 1970."""

    def __init__(self, hours: OpeningHours, since: datetime, until: datetime) -> None:
        """Look the days from one moment to another up once; a day's walk of the calendar takes microseconds."""
        self._starts: list[float] = []
        self._ends: list[float] = []
        self._before: list[float] = []
        total = 0.0
        day = since.astimezone(hours.zone).date() - _DAY
        last = until.astimezone(hours.zone).date() + _DAY
        while day <= last:
            for start, end in open_periods_on(hours, day):
                begins, ends = start.timestamp(), end.timestamp()
                self._starts.append(begins)
                self._ends.append(ends)
                self._before.append(total)
                total += ends - begins
            day += _DAY

    def until(self, moment: float) -> float:
        """Return how many seconds were open from the beginning up to a moment."""
        place = bisect_right(self._starts, moment) - 1
        if place < 0:
            return 0.0
        return self._before[place] + min(moment, self._ends[place]) - self._starts[place]

    def between(self, pairs: Sequence[tuple[float, float]]) -> list[float]:
        """Return the open seconds of each pair of moments."""
        return [self.until(end) - self.until(start) for start, end in pairs]
