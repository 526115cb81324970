"""Crisis: whether more people write, or more of them angrily, than this hour of the week has ever seen.

The last sixty minutes are held against the account's own weeks: what the same hour of the week, and its neighbours,
brought before. Traffic comes in bursts, so the allowance grows with how bursty this account has always been. An old
crisis among the weeks raises neither figure, because the most unusual hours are left out of both.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from math import sqrt
from statistics import fmean

from desktop.model import HourCount, Surge, Surging

HOUR = timedelta(hours=1)
WEEKS = 8
"""How far back the baseline looks."""
_HOURS_NEEDED = 24 * 14  # with less than two weeks nothing is unusual yet
_RARITY = 4.5  # standard deviations of a normal count: an ordinary hour goes beyond them once in fifteen years
_LEAST = {"volume": 12, "anger": 8}  # messages below which nobody would speak of a crisis
_TIMES = {"volume": 2.5, "anger": 2.5}
_NEIGHBOUR = 0.5  # weight of the hour before and the hour after in the same week
_WEEK = 168  # hours
_TRIMMED = 0.02  # share of the most unusual hours that count for nothing


@dataclass(frozen=True, slots=True)
class _Usual:
    """What each of the 168 hours of a week brings, and how bursty that is (1: as chance alone would have it)."""

    means: Mapping[int, float]
    bursts: float


class Baseline:
    """What is usual for one account. Immutable; a year of hours takes some milliseconds to read."""

    def __init__(self, hours: Iterable[HourCount], until: datetime, tz: tzinfo) -> None:
        """Read the weeks before `until`. Hours without a count were silent ones, from the first that has one.

        `tz` is the account's zone: people write by their own clock, whatever summer time does.
        """
        start = until - timedelta(weeks=WEEKS)
        counted = {one.start: one for one in hours if start <= one.start and one.start + HOUR <= until}
        self._tz = tz
        known = _every_hour(counted, until)
        self._known = len(known)
        self._usual = {
            Surging.VOLUME: _usual([(self._slot(one.start), one.people) for one in known]),
            Surging.ANGER: _usual([(self._slot(one.start), one.angry) for one in known]),
        }

    @property
    def is_ready(self) -> bool:
        """False while the account is too young to have an ordinary week."""
        return self._known >= _HOURS_NEEDED

    def expected(self, of: Surging, now: datetime) -> float:
        """Return how many the sixty minutes before `now` usually bring."""
        means = self._usual[of].means
        past = (now.minute * 60 + now.second) / 3_600
        before, after = means.get(self._slot(now - HOUR), 0.0), means.get(self._slot(now), 0.0)
        return before * (1 - past) + after * past

    def surges(self, now: datetime, people: int, angry: int) -> tuple[Surge, ...]:
        """Return what is far beyond the usual in the sixty minutes before `now`. Empty while not ready."""
        if not self.is_ready:
            return ()
        counted = {Surging.VOLUME: people, Surging.ANGER: angry}
        return tuple(
            Surge(of, count, self.expected(of, now)) for of, count in counted.items() if self._is_far(of, count, now)
        )

    def _is_far(self, of: Surging, count: int, now: datetime) -> bool:
        usual = self.expected(of, now)
        allowed = _highest_ordinary(max(usual, 1.0), self._usual[of].bursts)
        return count >= _LEAST[of.value] and count > allowed and count >= _TIMES[of.value] * usual

    def _slot(self, moment: datetime) -> int:
        local = moment.astimezone(self._tz)
        return local.weekday() * 24 + local.hour


def _highest_ordinary(mean: float, bursts: float) -> float:
    """Return the count beyond which an hour is too rare to be ordinary, by Wilson and Hilferty's cube root.

    Counts that come in bursts have a long tail upwards: a gamma of this mean, its variance `bursts` times the mean.
    """
    shape = mean / bursts
    return mean * (1 - 1 / (9 * shape) + _RARITY / (3 * sqrt(shape))) ** 3


def _every_hour(counted: Mapping[datetime, HourCount], until: datetime) -> Sequence[HourCount]:
    if not counted:
        return ()
    first, hours = min(counted), []
    while first + HOUR <= until:
        hours.append(counted.get(first, HourCount(first, 0)))
        first += HOUR
    return hours


def _usual(counts: Sequence[tuple[int, int]]) -> _Usual:
    kept = _without_the_oddest(counts)
    slots = defaultdict[int, list[int]](list)
    for slot, count in kept:
        slots[slot].append(count)
    plain = {slot: fmean(values) for slot, values in slots.items()}
    means = {slot: _smoothed(plain, slot) for slot in plain}
    odd = [(count - means[slot]) ** 2 / max(means[slot], 1.0) for slot, count in kept]
    return _Usual(means, max(1.0, fmean(odd)) if odd else 1.0)


def _without_the_oddest(counts: Sequence[tuple[int, int]]) -> Sequence[tuple[int, int]]:
    """Return the counts without the most unusual ones: an hour that outdid its own hour of the week many times."""
    slots = defaultdict[int, list[int]](list)
    for slot, count in counts:
        slots[slot].append(count)
    middle = {slot: sorted(values)[len(values) // 2] for slot, values in slots.items()}
    ranked = sorted(counts, key=lambda one: (one[1] - middle[one[0]]) / sqrt(middle[one[0]] + 1.0))
    return ranked[: len(ranked) - int(len(ranked) * _TRIMMED)]


def _smoothed(plain: Mapping[int, float], slot: int) -> float:
    near = ((slot - 1) % _WEEK, (slot + 1) % _WEEK)
    weighed = [(plain[slot], 1.0), *((plain[one], _NEIGHBOUR) for one in near if one in plain)]
    return sum(value * weight for value, weight in weighed) / sum(weight for _, weight in weighed)
