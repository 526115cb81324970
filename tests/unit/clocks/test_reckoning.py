"""Reckoning: over years, changes of clocks, closures and pauses a target is exactly the time that was counted."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from desktop.clocks import AT_RISK_SECONDS, Moment, Pause, Run, Schedule, Turn, deadline_of, resolution_run, waits_since
from desktop.guardrails import Closure, OpeningHours, Slot, default_hours, open_seconds_between, take_open_seconds
from desktop.model import ClockKind

ROME = default_hours()
WALL = Schedule()
DESK = Schedule(ROME)
ZONES = ("Europe/Rome", "America/New_York", "Australia/Lord_Howe", "Pacific/Apia", "UTC")
ALWAYS = OpeningHours("Europe/Rome", ((Slot(0, 1440),),) * 7)

BEGIN = datetime(2022, 1, 1, tzinfo=UTC)
moments = st.integers(0, 10 * 365 * 86_400).map(lambda seconds: BEGIN + timedelta(seconds=seconds))
slots = st.builds(lambda start, length: Slot(start, start + length), st.integers(0, 23 * 60), st.integers(15, 20 * 60))
weeks = st.lists(st.lists(slots, max_size=2).map(tuple), min_size=7, max_size=7).map(tuple)
closed_days = st.lists(
    st.builds(
        lambda day, length: Closure(day, day + timedelta(days=length)),
        st.dates(date(2022, 1, 1), date(2031, 12, 1)),
        st.integers(0, 20),
    ),
    max_size=3,
).map(tuple)
hours = st.builds(
    lambda zone, week, closed: OpeningHours(zone, week, closures=closed), st.sampled_from(ZONES), weeks, closed_days
)
schedules = st.one_of(st.just(WALL), st.just(DESK), hours.map(Schedule))


def pauses_after(since: datetime, lengths: list[tuple[int, int]]) -> tuple[Pause, ...]:
    at, found = since, []
    for gap, length in lengths:
        begun = at + timedelta(minutes=gap)
        at = begun + timedelta(minutes=length)
        found.append((begun, at))
    return tuple(found)


def counted(schedule: Schedule, run: Run, until: datetime) -> float:
    total = schedule.between(run.since, until)
    for begun, ended in run.pauses:
        if begun < until:
            total -= schedule.between(begun, min(ended, until))
    return total


def opens_at_all(schedule: Schedule) -> bool:
    return schedule.hours is None or any(schedule.hours.week)


@given(
    schedules,
    moments,
    st.integers(60, 40 * 3_600),
    st.lists(st.tuples(st.integers(1, 3_000), st.integers(1, 5_000)), max_size=4),
)
def test_the_end_is_the_first_moment_by_which_the_target_was_counted(
    schedule: Schedule, since: datetime, seconds: int, lengths: list[tuple[int, int]]
) -> None:
    run = Run(ClockKind.RESOLUTION, since, pauses_after(since, lengths))
    due = deadline_of(run, seconds, schedule).due_at
    if opens_at_all(schedule):
        assert counted(schedule, run, due) == seconds
        assert counted(schedule, run, due - timedelta(seconds=1)) == seconds - 1
    else:
        assert due > since


@given(
    schedules,
    moments,
    st.integers(60, 40 * 3_600),
    st.lists(st.tuples(st.integers(1, 3_000), st.integers(1, 5_000)), max_size=4),
)
def test_at_risk_is_the_last_moment_with_a_quarter_of_an_hour_left(
    schedule: Schedule, since: datetime, seconds: int, lengths: list[tuple[int, int]]
) -> None:
    run = Run(ClockKind.FIRST_REPLY, since, pauses_after(since, lengths))
    deadline = deadline_of(run, seconds, schedule)
    assert since <= deadline.at_risk_at <= deadline.due_at
    if opens_at_all(schedule) and deadline.at_risk_at > since:
        left = seconds - counted(schedule, run, deadline.at_risk_at)
        assert left == min(seconds, AT_RISK_SECONDS)
        assert seconds - counted(schedule, run, deadline.at_risk_at + timedelta(seconds=1)) < left


@given(hours, moments, st.integers(1, 100 * 3_600))
def test_taking_opening_time_undoes_adding_it(desk: OpeningHours, end: datetime, seconds: int) -> None:
    begun = take_open_seconds(desk, end, seconds)
    assert begun < end
    if any(desk.week):
        assert open_seconds_between(desk, begun, end) == seconds


@given(moments, st.integers(60, 400 * 3_600))
def test_a_desk_that_never_closes_counts_as_the_wall_does_also_when_clocks_change(
    since: datetime, seconds: int
) -> None:
    run = Run(ClockKind.NEXT_REPLY, since)
    always, wall = deadline_of(run, seconds, Schedule(ALWAYS)), deadline_of(run, seconds, WALL)
    assert (always.due_at, always.at_risk_at) == (wall.due_at, wall.at_risk_at)
    assert (always.all_hours, wall.all_hours) == (False, True)


def test_an_hour_over_the_night_in_which_clocks_go_forward_is_an_hour_of_the_desks() -> None:
    night = OpeningHours("Europe/Rome", ((Slot.of("01:00", "04:00"),),) * 7)
    run = Run(ClockKind.FIRST_REPLY, datetime(2026, 3, 29, 0, 30, tzinfo=UTC))  # 01:30 in Rome, 02:00 becomes 03:00
    assert deadline_of(run, 3_600, Schedule(night)).due_at == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)
    late = Run(ClockKind.FIRST_REPLY, datetime(2026, 3, 29, 1, 30, tzinfo=UTC))  # half an hour before it closes
    assert deadline_of(late, 3_600, Schedule(night)).due_at == datetime(2026, 3, 29, 23, 30, tzinfo=UTC)


def test_what_arrives_on_saturday_is_due_and_at_risk_on_monday() -> None:
    saturday = datetime(2026, 3, 14, 18, 0, tzinfo=UTC)
    deadline = deadline_of(Run(ClockKind.FIRST_REPLY, saturday), 3_600, DESK)
    assert deadline.due_at == datetime(2026, 3, 16, 9, 0, tzinfo=UTC)
    assert deadline.at_risk_at == datetime(2026, 3, 16, 8, 45, tzinfo=UTC)


TEN = datetime(2026, 3, 12, 10, 0, tzinfo=UTC)


def at(minutes: int, turn: Turn) -> Moment:
    return Moment(TEN + timedelta(minutes=minutes), turn)


def minute(number: int) -> datetime:
    return TEN + timedelta(minutes=number)


def test_a_clock_stands_still_while_the_customer_is_to_answer() -> None:
    turns = [at(0, Turn.OURS), at(10, Turn.THEIRS), at(30, Turn.OURS), at(40, Turn.THEIRS), at(45, Turn.THEIRS)]
    assert waits_since(turns, TEN, minute(60)) == ((minute(10), minute(30)), (minute(40), minute(60)))
    assert waits_since(turns, minute(35), minute(38)) == ()


def test_a_solution_ends_the_clock_and_a_new_question_begins_another() -> None:
    turns = [at(0, Turn.OURS), at(10, Turn.THEIRS), at(20, Turn.DONE)]
    assert resolution_run(turns, minute(60)) is None
    again = resolution_run([*turns, at(50, Turn.OURS)], minute(60))
    assert again == Run(ClockKind.RESOLUTION, minute(50))


def test_nothing_asked_is_nothing_to_solve() -> None:
    assert resolution_run([at(0, Turn.THEIRS)], minute(5)) is None
    assert resolution_run([], minute(5)) is None


@given(st.lists(st.tuples(st.integers(0, 500), st.sampled_from(Turn)), max_size=20), st.integers(0, 600))
def test_pauses_are_in_order_apart_and_over(turns: list[tuple[int, Turn]], now: int) -> None:
    run = resolution_run([at(number, turn) for number, turn in turns if number <= now], minute(now))
    if run is None:
        return
    edges = [run.since, *(moment for pause in run.pauses for moment in pause), minute(now)]
    assert edges == sorted(edges)
    assert all(begun < ended for begun, ended in run.pauses)
