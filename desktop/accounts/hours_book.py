"""Each account's opening hours, read from the settings once and again when they change.

The public holidays of the years around now are kept beside them: working them out takes a library as long to load as
the rest of the window's start.
"""

from __future__ import annotations

import logging
from datetime import date, datetime

from desktop.guardrails import (
    HoursUnreadable,
    OpeningHours,
    add_open_seconds,
    default_hours,
    is_open,
    next_closing,
    next_opening,
    open_seconds_between,
)
from desktop.model import Account
from desktop.store import Store

_log = logging.getLogger(__name__)
_DESK = "hours"
_CALENDAR = "calendar"


class HoursBook:
    """The opening hours of the desk and of accounts with hours of their own. One process, one thread."""

    def __init__(self, store: Store) -> None:
        """Read from the store's settings."""
        self._store = store
        self._kept: dict[str, OpeningHours] = {}
        self._calendars_of = 0

    def forget(self) -> None:
        """Read everything again: a setting changed."""
        self._kept.clear()
        self._calendars_of = 0

    def of(self, account: Account | None) -> OpeningHours:
        """Return an account's hours, the desk's where it has none of its own."""
        key = account.uid if account else _DESK
        found = self._kept.get(key)
        if found is None:
            found = self._read(account)
            self._kept[key] = found
        return found

    def keep_calendars(self, now: datetime) -> None:
        """Write down the public holidays of last, this and next year where this version of the library did not yet.

        For the engine, as often as it likes: the first time takes a quarter of a second, the next ones nothing.
        """
        if self._calendars_of == now.year:
            return
        from importlib import metadata

        made_by = metadata.version("holidays")
        self.of(None)
        for hours in self._kept.values():
            if hours.country is not None:
                self._keep_calendar(hours, made_by, now)
        self._calendars_of = now.year

    def due(self, account: Account, arrived_at: datetime, seconds: float) -> datetime:
        """Return when a reply is due: `seconds` of opening time after `arrived_at`."""
        return add_open_seconds(self.of(account), arrived_at, seconds)

    def is_open(self, account: Account | None, at: datetime) -> bool:
        """Return whether an account's desk is open."""
        return is_open(self.of(account), at)

    def next_opening(self, account: Account | None, at: datetime) -> datetime | None:
        """Return when the closed desk opens next."""
        return next_opening(self.of(account), at)

    def next_closing(self, account: Account | None, at: datetime) -> datetime | None:
        """Return when the open desk closes next."""
        return next_closing(self.of(account), at)

    def open_seconds_left(self, account: Account | None, now: datetime, due_at: datetime) -> float:
        """Return the opening time from now until a moment, in seconds; negative once it has passed."""
        return open_seconds_between(self.of(account), now, due_at)

    def set_desk_hours(self, hours: OpeningHours, at: datetime) -> None:
        """Keep new hours of the desk."""
        self._store.settings.set(_DESK, hours.to_dict(), at)
        self.forget()

    def _keep_calendar(self, hours: OpeningHours, made_by: str, now: datetime) -> None:
        years = range(now.year - 1, now.year + 2)
        kept = self._store.settings.get(_name_of(hours))
        if isinstance(kept, dict) and kept.get("by") == made_by and str(years[-1]) in kept:
            return
        days = {year: hours.timetable.public_holidays.days_of(year) for year in years}
        plain = {str(year): sorted(day.isoformat() for day in found) for year, found in days.items()}
        self._store.settings.set(_name_of(hours), {"by": made_by, **plain}, now)

    def _read(self, account: Account | None) -> OpeningHours:
        hours = self._read_hours(account)
        kept = self._store.settings.get(_name_of(hours))
        if isinstance(kept, dict):
            hours.timetable.public_holidays.take(_years_of(kept))
        return hours

    def _read_hours(self, account: Account | None) -> OpeningHours:
        value = self._store.settings.get(f"{_DESK}/{account.uid}") if account else None
        value = value or self._store.settings.get(_DESK)
        if value is None:
            return default_hours()
        try:
            return OpeningHours.from_dict(value)
        except HoursUnreadable:
            _log.warning("the stored opening hours can't be read; the standard hours are used")
            return default_hours()


def _name_of(hours: OpeningHours) -> str:
    """Return the name of the setting that keeps the public holidays of a country or region."""
    return f"{_CALENDAR}/{hours.country}/{hours.region or ''}"


def _years_of(kept: dict[str, object]) -> dict[int, frozenset[date]]:
    """Return the kept days by year, none where they can't be read: they are worked out again then."""
    try:
        return {
            int(year): frozenset(map(date.fromisoformat, days)) for year, days in kept.items() if isinstance(days, list)
        }
    except (ValueError, TypeError):
        return {}
