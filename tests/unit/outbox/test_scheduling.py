"""The moments at which a reply may be told to leave."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.outbox.scheduling import MORNING, Preset, TooFar, TooSoon, checked_moment, moment_in, offered_moments

ROME = ZoneInfo("Europe/Rome")
THURSDAY = datetime(2026, 3, 12, 12, 0, tzinfo=UTC)
EARLY, LATE = (datetime(year, 1, 1, tzinfo=UTC).replace(tzinfo=None) for year in (2020, 2038))
zones = st.sampled_from(["Europe/Rome", "Europe/Madrid", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu"])


def test_the_opening_tomorrow_and_monday_are_offered() -> None:
    opening = THURSDAY + timedelta(hours=3)
    moments = offered_moments(THURSDAY, ROME, opening)
    assert [(one.preset, one.at) for one in moments] == [
        (Preset.AT_OPENING, opening),
        (Preset.TOMORROW, datetime(2026, 3, 13, 8, 0, tzinfo=UTC)),
        (Preset.MONDAY, datetime(2026, 3, 16, 8, 0, tzinfo=UTC)),
    ]


def test_one_moment_is_offered_once() -> None:
    sunday = datetime(2026, 3, 15, 12, 0, tzinfo=UTC)
    opening = datetime(2026, 3, 16, 8, 0, tzinfo=UTC)
    assert [one.preset for one in offered_moments(sunday, ROME, opening)] == [Preset.AT_OPENING]


def test_an_hour_that_the_clocks_skip_is_the_moment_of_the_change() -> None:
    assert moment_in(date(2026, 3, 29), time(2, 30), ROME) == datetime(2026, 3, 29, 1, 0, tzinfo=UTC)


def test_of_an_hour_that_comes_twice_the_first_is_meant() -> None:
    assert moment_in(date(2026, 10, 25), time(2, 30), ROME) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def test_neither_the_past_nor_a_slip_of_years_is_taken() -> None:
    with pytest.raises(TooSoon):
        checked_moment(THURSDAY, THURSDAY)
    with pytest.raises(TooFar):
        checked_moment(THURSDAY.replace(year=2036), THURSDAY)
    assert checked_moment(THURSDAY + timedelta(minutes=1), THURSDAY) == THURSDAY + timedelta(minutes=1)


@given(
    day=st.dates(date(2020, 1, 1), date(2037, 12, 31)),
    clock=st.times().map(lambda one: one.replace(second=0, microsecond=0)),
    zone=zones.map(ZoneInfo),
)
def test_the_zone_s_clocks_show_the_time_that_was_chosen_or_have_just_skipped_it(
    day: date, clock: time, zone: ZoneInfo
) -> None:
    at = moment_in(day, clock, zone)
    shown = at.astimezone(zone)
    if shown.replace(tzinfo=None) != datetime.combine(day, clock):
        before = (at - timedelta(minutes=1)).astimezone(zone).replace(tzinfo=None)
        assert before < datetime.combine(day, clock) < shown.replace(tzinfo=None)


@given(now=st.datetimes(timezones=st.just(UTC), min_value=EARLY, max_value=LATE), zone=zones.map(ZoneInfo))
def test_what_is_offered_lies_ahead_in_the_morning(now: datetime, zone: ZoneInfo) -> None:
    offered = offered_moments(now, zone, None)
    assert offered
    assert len({one.at for one in offered}) == len(offered)
    for one in offered:
        assert now < one.at <= now + timedelta(days=8)
        assert one.at.astimezone(zone).time() == MORNING
