"""Crisis: an ordinary week raises no alarm, whatever its Mondays are like; a surge is seen within the hour."""

from __future__ import annotations

import math
import random
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.model import HourCount, Surging
from desktop.triage.crisis import Baseline

ROME = ZoneInfo("Europe/Rome")
BEGIN = datetime(2026, 1, 5, tzinfo=UTC)
HOUR = timedelta(hours=1)


def ordinary(local: datetime, busy: float) -> float:
    """Return the mean of an hour: busy Mondays, a peak before noon, quiet nights and Sundays."""
    by_day = (1.6, 1.1, 1.0, 1.0, 0.9, 0.4, 0.25)[local.weekday()]
    by_hour = 0.05 + math.exp(-(((local.hour - 11) / 3) ** 2)) + 0.6 * math.exp(-(((local.hour - 18) / 2.5) ** 2))
    return busy * by_day * by_hour


def drawn(chance: random.Random, mean: float, bursts: float) -> int:
    """Return a count of that mean whose variance is `bursts` times as large: a Poisson of a gamma."""
    if bursts > 1:
        mean = chance.gammavariate(mean / (bursts - 1), bursts - 1) if mean else 0.0
    limit, product, count = math.exp(-mean), chance.random(), 0
    while product > limit:
        product *= chance.random()
        count += 1
    return count


def traffic(weeks: int, seed: int, busy: float, bursts: float, angry: float = 0.15) -> list[HourCount]:
    chance = random.Random(seed)
    hours = []
    for number in range(weeks * 168):
        start = BEGIN + number * HOUR
        people = drawn(chance, ordinary(start.astimezone(ROME), busy), bursts)
        hours.append(HourCount(start, people, sum(chance.random() < angry for _ in range(people))))
    return hours


def alarms(hours: list[HourCount], first_week: int) -> list[tuple[datetime, Surging]]:
    """Return each alarm of the hours from a week on, the baseline read anew each day."""
    found = []
    for day in range(first_week * 7, len(hours) // 24):
        now = BEGIN + timedelta(days=day)
        baseline = Baseline(hours[max(0, day - 56) * 24 : day * 24], now, ROME)
        for one in hours[day * 24 : day * 24 + 24]:
            found += [(one.start, surge.of) for surge in baseline.surges(one.start + HOUR, one.people, one.angry)]
    return found


@pytest.mark.parametrize(("busy", "bursts"), [(3.0, 1.0), (40.0, 2.5), (120.0, 4.0)])
def test_four_ordinary_weeks_raise_no_alarm_not_even_on_mondays(busy: float, bursts: float) -> None:
    assert alarms(traffic(8, seed=3, busy=busy, bursts=bursts), first_week=4) == []


@pytest.mark.parametrize(("busy", "bursts"), [(12.0, 1.5), (40.0, 2.5), (120.0, 4.0)])
def test_four_times_the_usual_is_seen_within_the_hour(busy: float, bursts: float) -> None:
    hours = traffic(9, seed=5, busy=busy, bursts=bursts)
    now = BEGIN + timedelta(weeks=9, days=1, hours=10)
    baseline = Baseline(hours, BEGIN + timedelta(weeks=9), ROME)
    usual = baseline.expected(Surging.VOLUME, now)
    surges = baseline.surges(now, people=math.ceil(4 * usual), angry=0)
    assert [surge.of for surge in surges] == [Surging.VOLUME]
    assert surges[0].expected == pytest.approx(usual)


def test_anger_is_seen_even_where_no_more_people_write() -> None:
    baseline = Baseline(traffic(9, seed=6, busy=40, bursts=1.5), BEGIN + timedelta(weeks=9), ROME)
    now = BEGIN + timedelta(weeks=9, days=1, hours=10)
    usual = round(baseline.expected(Surging.VOLUME, now))
    assert [surge.of for surge in baseline.surges(now, people=usual, angry=usual)] == [Surging.ANGER]


def test_an_old_crisis_does_not_hide_the_next_one() -> None:
    hours = traffic(9, seed=7, busy=20, bursts=1.5)
    peak = 7 * 168 + 24 + 9
    crisis = [HourCount(one.start, one.people * 15 + 100, one.angry) for one in hours[peak : peak + 8]]
    baseline = Baseline([*hours[:peak], *crisis, *hours[peak + 8 :]], BEGIN + timedelta(weeks=9), ROME)
    calm = Baseline(hours, BEGIN + timedelta(weeks=9), ROME)
    now = BEGIN + timedelta(weeks=9, days=1, hours=10)
    assert baseline.expected(Surging.VOLUME, now) < 2 * calm.expected(Surging.VOLUME, now)
    assert baseline.surges(now, people=150, angry=0)


def test_a_young_account_raises_no_alarm() -> None:
    baseline = Baseline(traffic(1, seed=1, busy=10, bursts=1), BEGIN + timedelta(weeks=1), ROME)
    assert not baseline.is_ready
    assert baseline.surges(BEGIN + timedelta(weeks=1), 10_000, 10_000) == ()
    assert Baseline([], BEGIN, ROME).surges(BEGIN, 10_000, 10_000) == ()


def test_a_handful_of_people_is_no_crisis_however_quiet_the_night() -> None:
    baseline = Baseline(traffic(9, seed=2, busy=2, bursts=1), BEGIN + timedelta(weeks=9), ROME)
    assert baseline.surges(BEGIN + timedelta(weeks=9, hours=3), people=11, angry=7) == ()


def test_summer_time_moves_the_busy_hour_with_the_clock_on_the_wall() -> None:
    hours = traffic(14, seed=4, busy=40, bursts=1)  # the clocks change in the twelfth week
    until = BEGIN + timedelta(weeks=14)
    baseline = Baseline(hours, until, ROME)
    noon = until.astimezone(ROME).replace(hour=12)
    night = noon.replace(hour=4)
    assert baseline.expected(Surging.VOLUME, noon) > 10 * baseline.expected(Surging.VOLUME, night)


@given(st.integers(0, 59), st.integers(0, 167))
def test_the_expected_passes_smoothly_from_one_hour_to_the_next(minute: int, slot: int) -> None:
    baseline = _STEADY()
    whole = BEGIN + timedelta(weeks=9) + slot * HOUR
    here = baseline.expected(Surging.VOLUME, whole)
    there = baseline.expected(Surging.VOLUME, whole + HOUR)
    between = baseline.expected(Surging.VOLUME, whole + timedelta(minutes=minute))
    assert min(here, there) - 1e-9 <= between <= max(here, there) + 1e-9


def _steady() -> Callable[[], Baseline]:
    made: list[Baseline] = []

    def give() -> Baseline:
        if not made:
            made.append(Baseline(traffic(9, seed=8, busy=20, bursts=1), BEGIN + timedelta(weeks=9), ROME))
        return made[0]

    return give


_STEADY = _steady()
