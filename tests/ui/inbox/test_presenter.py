"""What a row says: times, clocks, chips, marks and the words a screen reader speaks."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from desktop.model import (
    CaseRow,
    CaseStatus,
    ClockState,
    Lane,
    MessageClass,
    Network,
    Reason,
    ReasonCode,
)
from ui.inbox import Priority, RowState, present_row, spoken_row
from ui.inbox.wording import section_name

MakeRow = Callable[..., CaseRow]
ROME = ZoneInfo("Europe/Rome")


@pytest.fixture
def present(make_row: MakeRow, now: datetime) -> Callable[..., RowState]:
    def shown(**changed: Any) -> RowState:
        wide: dict[str, Any] = {"now": now, "tz": UTC, "hours_open": True, "lane": Lane.ALL}
        given = {name: changed.pop(name) for name in list(changed) if name in {*wide, "resumes_at", "open_seconds"}}
        return present_row(make_row(**changed), **wide | given)

    return shown


@pytest.mark.parametrize(
    ("left", "text", "state"),
    [
        (timedelta(minutes=90), "1 h 30", ClockState.ON_TRACK),
        (timedelta(minutes=60), "1 h", ClockState.ON_TRACK),
        (timedelta(minutes=38, seconds=30), "38 min", ClockState.ON_TRACK),
        (timedelta(minutes=15, seconds=1), "15 min", ClockState.ON_TRACK),
        (timedelta(minutes=15), "15 min", ClockState.AT_RISK),
        (timedelta(seconds=42), "42 s", ClockState.AT_RISK),
        (timedelta(0), "1 min over", ClockState.BREACHED),
        (timedelta(seconds=-1), "1 min over", ClockState.BREACHED),
        (timedelta(minutes=-4), "4 min over", ClockState.BREACHED),
        (timedelta(minutes=-80), "1 h 20 over", ClockState.BREACHED),
        (timedelta(days=-3), "3 d over", ClockState.BREACHED),
    ],
)
def test_the_clock_says_what_is_left_or_over(
    present: Callable[..., RowState], now: datetime, left: timedelta, text: str, state: ClockState
) -> None:
    clock = present(due_at=now + left).clock
    assert clock is not None
    assert (clock.text, clock.state) == (text, state)


def test_nothing_owed_shows_no_clock(present: Callable[..., RowState]) -> None:
    assert present(due_at=None).clock is None
    assert present(status=CaseStatus.SOLVED).clock is None


def test_a_queued_reply_stands_in_the_clocks_place(present: Callable[..., RowState]) -> None:
    clock = present(queued=2).clock
    assert clock is not None
    assert (clock.text, clock.state) == ("Queued", ClockState.QUEUED)


def test_a_snoozed_case_says_until_when(present: Callable[..., RowState]) -> None:
    until = datetime(2026, 3, 13, 9, 0, tzinfo=UTC)
    state = present(status=CaseStatus.SNOOZED, snoozed_until=until)
    assert state.clock is not None
    assert state.clock.text == "until Fri 09:00"
    assert state.status_icon == "bell-z"


def test_a_closed_desks_clock_counts_from_its_opening(present: Callable[..., RowState], now: datetime) -> None:
    opens = now + timedelta(hours=14)
    clock = present(due_at=opens + timedelta(minutes=12), hours_open=False, resumes_at=opens).clock
    assert clock is not None
    assert (clock.text, clock.state) == ("12 min", ClockState.PAUSED)


def test_spans_are_measured_in_opening_hours_where_they_can_be(present: Callable[..., RowState], now: datetime) -> None:
    overnight = now + timedelta(hours=16)
    clock = present(due_at=overnight, open_seconds=lambda _start, _end: 20 * 60.0).clock
    assert clock is not None
    assert clock.text == "20 min"
    late = present(due_at=now - timedelta(hours=16), open_seconds=lambda _start, _end: 300.0).clock
    assert late is not None
    assert late.text == "5 min over"


@pytest.mark.parametrize(
    ("age", "in_my_open", "elsewhere"),
    [
        (timedelta(seconds=20), "now", "now"),
        (timedelta(seconds=-90), "now", "now"),
        (timedelta(minutes=5), "10:43", "5 min"),
        (timedelta(minutes=70), "09:38", "09:38"),
        (timedelta(days=2), "Tue", "Tue"),
        (timedelta(days=9), "3 Mar", "3 Mar"),
        (timedelta(days=400), "Feb 2025", "Feb 2025"),
    ],
)
def test_times_are_as_short_as_they_can_be(
    present: Callable[..., RowState], now: datetime, age: timedelta, in_my_open: str, elsewhere: str
) -> None:
    assert present(last_at=now - age, lane=Lane.MY_OPEN).time_text == in_my_open
    assert present(last_at=now - age, lane=Lane.ALL).time_text == elsewhere


def test_times_are_told_in_the_accounts_zone(present: Callable[..., RowState], now: datetime) -> None:
    assert present(last_at=now - timedelta(hours=2), tz=ROME).time_text == "09:48"


def test_chips_come_in_the_order_of_their_weight(present: Callable[..., RowState]) -> None:
    codes = [ReasonCode.NO_MENTION, ReasonCode.ASKED_BEFORE, ReasonCode.MEDICAL_NEED]
    chips = present(reasons=tuple(Reason(code) for code in codes)).chips
    assert [chip.text for chip in chips] == ["Medical need", "Asked before, unanswered", "No @mention"]
    assert [chip.filled for chip in chips] == [False, True, False]


@pytest.mark.parametrize(
    ("digits", "text"),
    [("900", "900"), ("1204", "1.2k"), ("18000", "18k"), ("120000", "120k"), ("1300000", "1.3M"), ("many", "many")],
)
def test_followers_are_rounded(present: Callable[..., RowState], digits: str, text: str) -> None:
    (chip,) = present(reasons=(Reason(ReasonCode.FOLLOWERS, digits),)).chips
    assert chip.text == f"{text} followers"


@pytest.mark.parametrize(
    ("points", "message_class", "mark"),
    [
        (10, None, Priority.NORMAL),
        (40, None, Priority.HIGH),
        (70, None, Priority.URGENT),
        (10, MessageClass.URGENT, Priority.URGENT),
    ],
)
def test_the_priority_mark(
    present: Callable[..., RowState], points: int, message_class: MessageClass | None, mark: Priority
) -> None:
    assert present(priority=points, message_class=message_class).priority is mark


def test_own_words_are_marked_as_such_and_line_breaks_become_spaces(present: Callable[..., RowState]) -> None:
    state = present(snippet="Hello,\n\nwe are on it", snippet_is_ours=True)
    assert state.snippet == "You: Hello, we are on it"


def test_a_nameless_sender_goes_by_the_handle(present: Callable[..., RowState]) -> None:
    state = present(name=" ", handle="@ada@social.example")
    assert (state.name, state.handle) == ("@ada@social.example", "")
    assert present(name="", handle="").name == "Unknown sender"


def test_a_row_is_spoken_in_full_words(present: Callable[..., RowState], now: datetime) -> None:
    state = present(
        unread=True,
        network=Network.X,
        priority=51,
        due_at=now + timedelta(minutes=13),
        reasons=(Reason(ReasonCode.ASKED_BEFORE),),
        lane=Lane.MY_OPEN,
    )
    assert spoken_row(state, "LV") == (
        "Ada Ferrero, X, unread. Asked before, unanswered. High priority, 13 minutes left. "
        "Open, assigned to you. 10:01. The meter shows nothing since this morning."
    )
    assert "assigned to LV" in spoken_row(state, "GN")
    assert "unassigned" in spoken_row(present(assignee=None), "GN")


def test_a_paused_section_says_until_when(now: datetime) -> None:
    until = datetime(2026, 3, 16, 9, 0, tzinfo=UTC)
    assert section_name("paused", until, now, UTC) == "Clock paused until Mon 09:00"
    assert section_name("queued", None, now, UTC) == "Reply queued"
    assert section_name("something_new", None, now, UTC) == "something_new"
