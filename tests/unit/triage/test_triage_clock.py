"""The response clock: opening hours only, and honest about what is missed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from desktop.model import Clock, ClockState
from desktop.triage import clock, first_reply_due

NOW = datetime(2026, 3, 10, 10, 0, tzinfo=UTC)


def at(minutes: float) -> datetime:
    return NOW + timedelta(minutes=minutes)


def read(
    *,
    due_at: datetime | None = NOW,
    is_open_now: bool = True,
    resumes_at: datetime | None = None,
    queued: bool = False,
    open_seconds_left: float | None = None,
) -> Clock:
    return clock(
        due_at=due_at,
        now=NOW,
        is_open_now=is_open_now,
        resumes_at=resumes_at,
        queued=queued,
        open_seconds_left=open_seconds_left,
    )


def test_the_first_reply_is_due_after_an_hour_of_opening_time() -> None:
    asked: list[tuple[datetime, float]] = []

    def add_open_seconds(moment: datetime, seconds: float) -> datetime:
        asked.append((moment, seconds))
        return moment + timedelta(hours=14)

    assert first_reply_due(NOW, add_open_seconds) == NOW + timedelta(hours=14)
    assert asked == [(NOW, 3600)]


def test_nothing_owed_has_no_clock() -> None:
    assert read(due_at=None) == Clock(ClockState.NONE)


def test_more_than_a_quarter_of_an_hour_is_on_track_and_less_is_at_risk() -> None:
    assert read(due_at=at(16)).state is ClockState.ON_TRACK
    assert read(due_at=at(15)) == Clock(ClockState.AT_RISK, at(15), 900)


def test_the_seconds_are_those_of_opening_hours() -> None:
    assert read(due_at=at(600), open_seconds_left=600.0) == Clock(ClockState.AT_RISK, at(600), 600)


def test_what_is_due_now_is_breached_and_counts_below_zero() -> None:
    assert read(due_at=at(0)) == Clock(ClockState.BREACHED, at(0), 0)
    assert read(due_at=at(-4)) == Clock(ClockState.BREACHED, at(-4), -240)
    assert read(due_at=at(-600), open_seconds_left=-240.0).seconds_left == -240
    assert read(due_at=at(-4), open_seconds_left=0.0).seconds_left == -240


def test_a_closed_desk_pauses_the_clock_until_it_opens() -> None:
    opens = at(900)
    paused = read(due_at=at(930), is_open_now=False, resumes_at=opens, open_seconds_left=1800.0)
    assert paused == Clock(ClockState.PAUSED, at(930), 1800, opens)


def test_a_missed_target_stays_missed_while_the_desk_is_closed() -> None:
    assert read(due_at=at(-4), is_open_now=False).state is ClockState.BREACHED


def test_an_answer_in_the_outbox_is_queued_and_still_counts() -> None:
    assert read(due_at=at(-4), queued=True) == Clock(ClockState.QUEUED, at(-4), -240)


@given(
    minutes=st.integers(-10_000, 10_000),
    is_open_now=st.booleans(),
    queued=st.booleans(),
    left=st.one_of(st.none(), st.floats(-1e6, 1e6)),
)
def test_breached_is_exactly_due_and_not_answered(
    minutes: int, is_open_now: bool, queued: bool, left: float | None
) -> None:
    result = read(due_at=at(minutes), is_open_now=is_open_now, queued=queued, open_seconds_left=left)
    assert (result.state is ClockState.BREACHED) == (minutes <= 0 and not queued)
    assert result.seconds_left is not None
    assert (result.seconds_left <= 0) or minutes > 0
