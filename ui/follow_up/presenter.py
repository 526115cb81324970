"""A case's reminders as rows: pure, from the desk's values to what the section shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta, tzinfo

from PySide6.QtCore import QCoreApplication, QDate, QLocale

from desktop.model.follow_up import Reminder
from desktop.outbox.scheduling import MORNING, moment_in
from ui.text.times import clock_time

translate = QCoreApplication.translate
_AFTERNOON = time(15, 0)
_WEEK = 7


@dataclass(frozen=True, slots=True)
class ReminderLine:
    """One row. `is_over`: its moment has come and nobody ticked it off."""

    uid: str
    moment: str
    text: str
    initials: str
    is_over: bool
    spoken: str
    moves: tuple[tuple[str, datetime], ...] = ()  # moments that one word chooses


def present_reminders(found: Sequence[Reminder], now: datetime, tz: tzinfo) -> tuple[ReminderLine, ...]:
    """Return the rows in the order given."""
    return tuple(_line(one, now, tz) for one in found)


def moment_words(at: datetime, now: datetime, tz: tzinfo) -> str:
    """Return "Fri 13 Mar, 15:00", with the year where it is another one."""
    local = at.astimezone(tz)
    same_year = local.year == now.astimezone(tz).year
    pattern = translate("FollowUp", "ddd d MMM") if same_year else translate("FollowUp", "ddd d MMM yyyy")
    return f"{QLocale().toString(QDate(local.year, local.month, local.day), pattern)}, {clock_time(at, tz)}"


def offered(now: datetime, tz: tzinfo) -> tuple[tuple[str, datetime], ...]:
    """Return moments that are offered with a word: tomorrow at nine, in two days at three, next Monday at nine."""
    today = now.astimezone(tz).date()
    monday = today + timedelta(days=_WEEK - today.weekday())
    return (
        (translate("FollowUp", "Tomorrow"), moment_in(today + timedelta(days=1), MORNING, tz)),
        (translate("FollowUp", "In 2 days"), moment_in(today + timedelta(days=2), _AFTERNOON, tz)),
        (translate("FollowUp", "Next Monday"), moment_in(monday, MORNING, tz)),
    )


def moved_to(at: datetime, now: datetime, tz: tzinfo) -> tuple[tuple[str, datetime], ...]:
    """Return where a reminder may be moved with a word, at its own time of day: tomorrow, and a week from its day.

    One whose day has passed goes a week from today.
    """
    clock, today = at.astimezone(tz).time(), now.astimezone(tz).date()
    day = max(at.astimezone(tz).date(), today)
    return (
        (translate("FollowUp", "Move to tomorrow"), moment_in(today + timedelta(days=1), clock, tz)),
        (translate("FollowUp", "Move to next week"), moment_in(day + timedelta(days=_WEEK), clock, tz)),
    )


def _line(reminder: Reminder, now: datetime, tz: tzinfo) -> ReminderLine:
    moment, is_over = moment_words(reminder.at, now, tz), reminder.at <= now
    spoken = translate("FollowUp", "Follow-up {moment}, {agent}. {text}")
    if is_over:
        spoken = translate("FollowUp", "Follow-up due since {moment}, {agent}. {text}")
    for mark, value in (("{moment}", moment), ("{agent}", reminder.agent), ("{text}", reminder.text)):
        spoken = spoken.replace(mark, value)
    moves = moved_to(reminder.at, now, tz)
    return ReminderLine(reminder.uid, moment, reminder.text, reminder.initials, is_over, spoken, moves)
