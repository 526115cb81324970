"""What the hours dialog says of a schedule: how it stands now, which days are special, the next fourteen days. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from PySide6.QtCore import QCoreApplication, QDate, QLocale

from desktop.guardrails import (
    Closure,
    OpeningHours,
    holiday_name,
    holiday_places,
    is_open,
    next_closing,
    next_opening,
    open_periods_on,
)
from ui.inbox.wording import moment_name
from ui.settings.words import place_name, slot_words

DAYS_SHOWN = 14
_AHEAD = 366


@dataclass(frozen=True, slots=True)
class HoursStatus:
    """How a schedule stands: a line, what comes next, whether it is open, whether it warns."""

    text: str
    following: str
    is_open: bool
    warns: bool = False


@dataclass(frozen=True, slots=True)
class SpecialDay:
    """A holiday or an exception from `first` to `last`. `closure` is its place among the schedule's own, None else."""

    first: date
    last: date
    title: str
    note: str
    closure: int | None = None


@dataclass(frozen=True, slots=True)
class PlannedDay:
    """One of the next days: its name, its hours, why they are not the usual ones."""

    day: date
    name: str
    hours: str
    why: str
    is_closed: bool


def present_status(hours: OpeningHours, now: datetime) -> HoursStatus:
    """Return how a schedule stands at `now`."""
    if hours.never_opens:
        warning = _tr("No day has any hours: replies would wait for ever. Add a period.")
        return HoursStatus(_tr("Always closed"), warning, is_open=False, warns=True)
    open_now = is_open(hours, now)
    change = next_closing(hours, now) if open_now else next_opening(hours, now)
    if open_now and change is None:
        return HoursStatus(_tr("Always open"), "", is_open=True)
    if change is None:
        return HoursStatus(_tr("Closed now"), _tr("No opening is in sight."), is_open=False, warns=True)
    moment = moment_name(change, now, hours.zone)
    if not open_now:
        return HoursStatus(_tr("Closed now"), _tr("Opens {moment}").replace("{moment}", moment), is_open=False)
    following = next_opening(hours, change)
    words = _tr("Next opening {moment}").replace("{moment}", _long_moment(following, hours)) if following else ""
    return HoursStatus(_tr("Open now, until {moment}").replace("{moment}", moment), words, is_open=True)


def special_days(hours: OpeningHours, today: date, language: str) -> tuple[SpecialDay, ...]:
    """Return the exceptions that are not past and the public holidays of the coming year, by date."""
    found = list(_exceptions(hours, today))
    covered = {day for one in found for day in _days(one.first, one.last)}
    for ahead in range(_AHEAD):
        day = today + timedelta(days=ahead)
        if day in covered or not hours.holidays_off:
            continue
        name = holiday_name(hours, day, language)
        if name:
            places = [place_name(*place) for place in holiday_places(hours, day)]
            found.append(SpecialDay(day, day, name, _closed_in(places)))
    return tuple(sorted(found, key=lambda one: (one.first, one.last)))


def next_days(hours: OpeningHours, today: date, language: str) -> tuple[PlannedDay, ...]:
    """Return the next fourteen days, today first."""
    found = []
    for ahead in range(DAYS_SHOWN):
        day = today + timedelta(days=ahead)
        periods = open_periods_on(hours, day)
        times = ", ".join(
            f"{_clock(start)}–{_clock(end) if _clock(end) != '00:00' else '24:00'}" for start, end in periods
        )
        why = holiday_name(hours, day, language) or ""
        found.append(PlannedDay(day, _day_name(day), times or _tr("Closed"), why, not periods))
    return tuple(found)


def closure_note(closure: Closure) -> str:
    """Return what an exception does: "Closed", "Open 09:00 to 13:00, every year"."""
    times = ", ".join(map(slot_words, closure.slots))
    note = _tr("Open {times}").replace("{times}", times) if times else _tr("Closed")
    return f"{note}, {_tr('every year')}" if closure.yearly else note


def short_date(day: date) -> str:
    """Return a date as the lists show it: "6 Apr"."""
    return _locale().toString(QDate(day.year, day.month, day.day), "d MMM")


def _exceptions(hours: OpeningHours, today: date) -> Iterator[SpecialDay]:
    for place, closure in enumerate(hours.closures):
        length = closure.end_date - closure.start_date
        first = closure.start_date
        if closure.yearly and first + length < today:
            days = (today + timedelta(days=ahead) for ahead in range(_AHEAD))
            first = next((day for day in days if closure.covers(day)), first)
        if first + length < today:
            continue
        yield SpecialDay(first, first + length, closure.name or _tr("Exception"), closure_note(closure), place)


def _closed_in(places: list[str]) -> str:
    if not places:
        return _tr("Closed")
    if len(places) == 1:
        return _tr("Closed, {places}").replace("{places}", places[0])
    joined = _tr("{places} and {last}").replace("{places}", ", ".join(places[:-1])).replace("{last}", places[-1])
    return _tr("Closed, {places}").replace("{places}", joined)


def _long_moment(moment: datetime, hours: OpeningHours) -> str:
    local = moment.astimezone(hours.zone)
    day = _locale().toString(QDate(local.year, local.month, local.day), "ddd d MMMM")
    return f"{day}, {_clock(local)}"


def _day_name(day: date) -> str:
    return _locale().toString(QDate(day.year, day.month, day.day), "ddd d MMM")


def _days(first: date, last: date) -> Iterator[date]:
    for ahead in range((last - first).days + 1):
        yield first + timedelta(days=ahead)


def _clock(moment: datetime) -> str:
    return f"{moment:%H:%M}"


def _locale() -> QLocale:
    locale = QLocale()
    is_plain = locale.language() == QLocale.Language.C
    return QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom) if is_plain else locale


def _tr(text: str) -> str:
    return QCoreApplication.translate("Hours", text)
