"""Opening times through changes of clocks: properties over years, and the moments that are easy to get wrong."""

from __future__ import annotations

import itertools
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.guardrails import (
    Closure,
    OpeningHours,
    Slot,
    add_open_seconds,
    closed_since,
    default_hours,
    is_open,
    next_closing,
    next_opening,
    open_periods_on,
    open_seconds_between,
    take_open_seconds,
)
from tests.effort import examples

ROME = "Europe/Rome"
# half an hour (Lord Howe), at midnight (Havana, São Paulo), a lost day (Apia 2011), twice a year more (Casablanca)
ZONES = (
    ROME,
    "Atlantic/Azores",
    "America/Havana",
    "America/Sao_Paulo",
    "Australia/Lord_Howe",
    "Pacific/Apia",
    "Africa/Casablanca",
    "Asia/Kolkata",
)
# days near which those zones change their clocks, and any other
CHANGES = tuple(
    datetime(*day, tzinfo=UTC)
    for day in (
        (2026, 3, 29),
        (2026, 10, 25),
        (2026, 3, 8),
        (2026, 11, 1),
        (2018, 11, 4),
        (2019, 2, 17),
        (2026, 4, 5),
        (2026, 10, 4),
        (2011, 12, 30),
        (2025, 2, 23),
    )
)
moments = st.one_of(
    st.builds(
        lambda day, seconds: day + timedelta(seconds=seconds),
        st.sampled_from(CHANGES),
        st.integers(-3 * 86_400, 3 * 86_400),
    ),
    st.datetimes(datetime(2010, 1, 1), datetime(2035, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001 - bounds are naive
)


@st.composite
def slots(draw: st.DrawFn) -> Slot:
    if draw(st.integers(0, 5)) == 0:
        return Slot(0, 1440)
    start = draw(st.integers(0, 47)) * 30
    return Slot(start, start + draw(st.integers(1, 1439)))


@st.composite
def schedules(draw: st.DrawFn) -> OpeningHours:
    days = tuple(tuple(draw(st.lists(slots(), max_size=3))) for _ in range(7))
    first = draw(st.dates(date(2026, 1, 1), date(2026, 12, 31)))
    closure = Closure(first, first + timedelta(days=draw(st.integers(0, 10))))
    return OpeningHours(draw(st.sampled_from(ZONES)), days, closures=(closure,))


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[misc, arg-type]


def every_day(*slots: Slot, zone: str = ROME) -> OpeningHours:
    return OpeningHours(zone, (slots,) * 7)


@given(schedules(), moments, moments, moments)
def test_open_time_adds_up(hours: OpeningHours, a: datetime, b: datetime, c: datetime) -> None:
    b, c = (a + (moment - a) % timedelta(days=30) for moment in (b, c))
    whole = open_seconds_between(hours, a, c)
    assert whole == pytest.approx(open_seconds_between(hours, a, b) + open_seconds_between(hours, b, c), abs=1e-6)
    assert open_seconds_between(hours, c, a) == -whole


@given(schedules(), moments, st.integers(0, 4 * 86_400))
def test_open_time_never_exceeds_the_time_that_passes(hours: OpeningHours, a: datetime, seconds: int) -> None:
    assert 0 <= open_seconds_between(hours, a, a + timedelta(seconds=seconds)) <= seconds


@given(schedules(), moments, st.integers(1, 40 * 3600))
def test_adding_open_time_gives_the_first_moment_that_has_it(hours: OpeningHours, a: datetime, seconds: int) -> None:
    due = add_open_seconds(hours, a, seconds)
    if next_opening(hours, a) is None and not is_open(hours, a):
        assert due == a + timedelta(seconds=seconds)
        return
    assert open_seconds_between(hours, a, due) == seconds
    assert open_seconds_between(hours, a, due - timedelta(microseconds=1)) < seconds


@given(schedules(), moments, st.integers(0, 40 * 3600))
def test_taking_open_time_gives_the_last_moment_that_still_has_it(
    hours: OpeningHours, end: datetime, seconds: int
) -> None:
    begun = take_open_seconds(hours, end, seconds)
    assert begun <= end
    if open_seconds_between(hours, begun, end) == seconds:
        assert not seconds or open_seconds_between(hours, begun + timedelta(microseconds=1), end) < seconds
    else:
        assert begun == end - timedelta(seconds=seconds)


@given(schedules(), moments)
def test_the_next_opening_is_open_and_what_lies_before_it_was_closed(hours: OpeningHours, at: datetime) -> None:
    opens = next_opening(hours, at)
    if opens is None:
        return
    assert opens > at
    assert is_open(hours, opens)
    assert not is_open(hours, opens - timedelta(microseconds=1))
    if not is_open(hours, at):
        assert open_seconds_between(hours, at, opens) == 0


@given(schedules(), moments)
def test_the_next_closing_is_closed_and_what_lies_before_it_was_open(hours: OpeningHours, at: datetime) -> None:
    closes = next_closing(hours, at)
    if closes is None:
        return
    assert closes > at
    assert not is_open(hours, closes)
    assert is_open(hours, closes - timedelta(microseconds=1))
    if is_open(hours, at):
        assert open_seconds_between(hours, at, closes) == (closes - at).total_seconds()


@given(schedules(), moments)
def test_openings_and_closings_take_turns_without_gap_or_overlap(hours: OpeningHours, at: datetime) -> None:
    moment, opened = at, is_open(hours, at)
    for _ in range(12):
        following = next_closing(hours, moment) if opened else next_opening(hours, moment)
        if following is None:
            return
        spent = open_seconds_between(hours, moment, following)
        assert spent == ((following - moment).total_seconds() if opened else 0)
        opened = not opened
        assert is_open(hours, following) is opened
        moment = following


@given(schedules(), moments)
def test_a_closed_desk_knows_since_when(hours: OpeningHours, at: datetime) -> None:
    since = closed_since(hours, at)
    if is_open(hours, at):
        assert since is None
    elif since is not None:
        assert since <= at
        assert open_seconds_between(hours, since, at) == 0
        assert is_open(hours, since - timedelta(microseconds=1))


@given(schedules(), moments)
def test_an_open_moment_lies_within_a_slot_of_the_wall_clock(hours: OpeningHours, at: datetime) -> None:
    local = at.astimezone(ZoneInfo(hours.timezone))
    today = local.date()
    minute = local.hour * 60 + local.minute
    within = any(slot.start <= minute < slot.end for slot in hours.slots_on(today)) or any(
        slot.start <= minute + 1440 < slot.end for slot in hours.slots_on(today - timedelta(days=1))
    )
    change = {(at + timedelta(hours=n)).astimezone(ZoneInfo(hours.timezone)).utcoffset() for n in range(-48, 49)}
    if len(change) == 1:
        assert is_open(hours, at) is within


@given(schedules(), moments)
@settings(max_examples=examples(50))
def test_the_periods_of_a_day_make_up_its_open_time(hours: OpeningHours, at: datetime) -> None:
    zone = ZoneInfo(hours.timezone)
    first = at.astimezone(zone).date()
    days = [first + timedelta(days=n) for n in range(5)]
    listed = [period for day in days for period in open_periods_on(hours, day)]
    assert all(one[1] <= other[0] for one, other in itertools.pairwise(listed))
    assert all(start < end for start, end in listed)


def test_a_day_and_a_night_without_holidays_never_close() -> None:
    always = every_day(Slot(0, 1440))
    assert next_closing(always, utc(2026, 11, 24)) is None
    assert next_opening(always, utc(2026, 11, 24)) is None
    assert open_seconds_between(always, utc(2026, 1, 1), utc(2027, 1, 1)) == 365 * 86_400


def test_an_empty_week_never_opens_and_its_clock_runs_by_the_wall() -> None:
    never = every_day()
    assert not is_open(never, utc(2026, 11, 24))
    assert next_opening(never, utc(2026, 11, 24)) is None
    assert next_closing(never, utc(2026, 11, 24)) is None
    assert add_open_seconds(never, utc(2026, 11, 24), 3600) == utc(2026, 11, 24, 1)
    assert take_open_seconds(never, utc(2026, 11, 24, 1), 3600) == utc(2026, 11, 24)


def test_an_hour_asked_on_friday_evening_is_due_on_monday() -> None:
    assert add_open_seconds(default_hours(), utc(2026, 11, 20, 16, 45), 3600) == utc(2026, 11, 23, 8, 45)


def test_a_night_desk_stays_open_past_midnight_and_into_a_closed_day() -> None:
    night = OpeningHours(ROME, ((Slot.of("22:00", "02:00"),), *((),) * 6))
    assert is_open(night, utc(2026, 11, 24, 0, 30))  # Tuesday 01:30
    assert not is_open(night, utc(2026, 11, 24, 1, 0))
    assert next_closing(night, utc(2026, 11, 23, 22, 0)) == utc(2026, 11, 24, 1, 0)


def test_a_night_slot_and_the_morning_after_it_are_one_opening() -> None:
    hours = every_day(Slot.of("20:00", "06:00"), Slot.of("05:00", "12:00"))
    assert next_closing(hours, utc(2026, 11, 24, 20, 0)) == utc(2026, 11, 25, 11, 0)
    assert open_seconds_between(hours, utc(2026, 11, 24, 11), utc(2026, 11, 25, 11)) == 16 * 3600


def test_a_skipped_hour_is_not_worked_and_a_repeated_one_is() -> None:
    night = every_day(Slot.of("00:00", "06:00"))
    assert open_seconds_between(night, utc(2026, 3, 28, 22), utc(2026, 3, 29, 12)) == 5 * 3600
    assert open_seconds_between(night, utc(2026, 10, 24, 20), utc(2026, 10, 25, 12)) == 7 * 3600


def test_a_slot_within_the_skipped_hour_does_not_open() -> None:
    skipped = every_day(Slot.of("02:10", "02:50"))
    assert open_seconds_between(skipped, utc(2026, 3, 28, 22), utc(2026, 3, 29, 12)) == 0
    late = every_day(Slot.of("02:30", "03:10"))
    assert next_opening(late, utc(2026, 3, 29, 0)) == utc(2026, 3, 29, 1, 0)
    assert next_closing(late, utc(2026, 3, 29, 0)) == utc(2026, 3, 29, 1, 10)


def test_a_repeated_time_means_its_first_showing() -> None:
    hours = every_day(Slot.of("02:30", "09:00"))
    assert next_opening(hours, utc(2026, 10, 24, 20)) == utc(2026, 10, 25, 0, 30)


def test_a_day_that_the_calendar_skips_has_no_hours() -> None:
    samoa = every_day(Slot.of("09:00", "18:00"), zone="Pacific/Apia")
    assert open_periods_on(samoa, date(2011, 12, 30)) == ()
    assert next_opening(samoa, utc(2011, 12, 30, 5)) == utc(2011, 12, 30, 19)


@pytest.mark.parametrize("at", [utc(1, 1, 1), utc(9999, 12, 29)])
def test_a_message_with_a_broken_date_is_not_our_downfall(at: datetime) -> None:
    hours = OpeningHours("America/New_York", default_hours().week)
    assert is_open(hours, at) in {True, False}
    assert add_open_seconds(hours, at, 3600) > at


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="zone"):
        is_open(default_hours(), datetime(2026, 1, 1))  # noqa: DTZ001 - the point
    for reckoning in (add_open_seconds, take_open_seconds):
        with pytest.raises(ValueError, match="negative"):
            reckoning(default_hours(), utc(2026, 1, 1), -1)


def test_open_time_never_runs_backwards() -> None:
    with pytest.raises(ValueError, match="negative"):
        add_open_seconds(default_hours(), datetime(2026, 3, 12, 12, 0, tzinfo=UTC), -1)


def test_no_seconds_later_is_now_whether_the_desk_is_open_or_not() -> None:
    for moment in (datetime(2026, 3, 12, 12, 0, tzinfo=UTC), datetime(2026, 3, 14, 12, 0, tzinfo=UTC)):
        assert add_open_seconds(default_hours(), moment, 0) == moment
