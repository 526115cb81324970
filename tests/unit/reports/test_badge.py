"""Facebook's badge as Meta counts it, and what wins it back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from desktop.guardrails import OpeningHours, Slot
from desktop.model import CaseId
from desktop.reports.badge import NewMessage, new_message, weigh
from desktop.system.clock import to_ms

ROME = ZoneInfo("Europe/Rome")
NOW = datetime(2026, 3, 12, 16, 0, tzinfo=ROME).astimezone(UTC)
DAYTIME = (Slot.of("09:00", "18:00"),)
WEEKDAYS = OpeningHours("Europe/Rome", (*(DAYTIME,) * 5, (), ()))


def a_message(number: int, days_ago: int = 1, minutes: float | None = 10) -> NewMessage:
    asked = NOW - timedelta(days=days_ago)
    answered = asked + timedelta(minutes=minutes) if minutes is not None else None
    return NewMessage(CaseId(number), asked, asked, answered)


def test_nine_of_ten_on_the_same_day_within_a_quarter_of_an_hour_keep_the_badge() -> None:
    badge = weigh([*(a_message(n) for n in range(9)), a_message(9, minutes=None)], NOW, ROME)
    assert (badge.rate, badge.median, badge.mean) == (90, 600, 600)
    assert badge.is_kept
    assert badge.points_below == 0


def test_a_slow_mean_loses_it_where_the_median_is_quick() -> None:
    badge = weigh([*(a_message(n) for n in range(9)), a_message(9, minutes=120)], NOW, ROME)
    assert badge.has_rate
    assert badge.median == 600
    assert not badge.is_kept


def test_an_answer_after_midnight_is_not_of_the_same_day() -> None:
    badge = weigh([a_message(1, minutes=8 * 60 + 1)], NOW, ROME)
    assert badge.kept == 0
    assert weigh([a_message(1, minutes=8 * 60 - 1)], NOW, ROME).kept == 1


def test_the_cases_of_today_win_it_back_and_how_many_is_said() -> None:
    known = [*(a_message(n) for n in range(7)), a_message(7, 3, None), a_message(8, 0, None), a_message(9, 0, None)]
    badge = weigh(known, NOW, ROME)
    assert badge.winning == (CaseId(8), CaseId(9))
    assert badge.open == (CaseId(7), CaseId(8), CaseId(9))
    assert badge.points_below == 20
    assert badge.needed == 2


def test_where_the_rest_of_today_is_not_enough_nothing_is_promised() -> None:
    badge = weigh([*(a_message(n) for n in range(7)), *(a_message(n, 3, None) for n in range(7, 10))], NOW, ROME)
    assert badge.winning == ()
    assert badge.needed is None


def test_away_the_clock_begins_when_the_desk_is_back_after_twelve_hours_at_the_latest() -> None:
    def starts(day: int, hour: int) -> datetime:
        asked = datetime(2026, 3, day, hour, tzinfo=ROME).astimezone(UTC)
        return new_message(1, to_ms(asked), None, WEEKDAYS).starts_at

    assert starts(11, 10) == datetime(2026, 3, 11, 9, tzinfo=UTC)  # open: at once
    assert starts(11, 22) == datetime(2026, 3, 12, 8, tzinfo=UTC)  # back at 9 in Rome
    assert starts(14, 10) == datetime(2026, 3, 14, 21, tzinfo=UTC)  # Saturday: twelve hours


def test_an_answer_before_the_desk_is_back_took_no_time() -> None:
    asked = datetime(2026, 3, 11, 22, tzinfo=ROME)
    early = new_message(1, to_ms(asked), to_ms(asked + timedelta(minutes=5)), WEEKDAYS)
    assert early.seconds == 0
    assert early.is_kept(ROME)


def test_nobody_wrote_and_nothing_is_claimed() -> None:
    badge = weigh([], NOW, ROME)
    assert badge.rate is None
    assert not badge.is_kept
    assert badge.points_below == 0


@given(kept=st.integers(0, 60), today=st.integers(0, 60), missed=st.integers(0, 60))
def test_as_many_as_needed_bring_it_back_and_one_fewer_does_not(kept: int, today: int, missed: int) -> None:
    known = [
        *(a_message(n) for n in range(kept)),
        *(a_message(n, 0, None) for n in range(kept, kept + today)),
        *(a_message(n, 2, None) for n in range(kept + today, kept + today + missed)),
    ]
    badge = weigh(known, NOW, ROME)
    total = kept + today + missed
    if badge.needed is None:
        assert 100 * (kept + today) < 90 * total
    elif total:
        assert 100 * (kept + badge.needed) >= 90 * total
        assert badge.needed == 0 or 100 * (kept + badge.needed - 1) < 90 * total
