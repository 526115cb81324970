"""Each account's opening hours and rules for closed times, read from the settings once and again when they change.

The public holidays of the years around now are kept beside them: working them out takes a library as long to load as
the rest of the window's start.
"""

from __future__ import annotations

import logging
from datetime import date, datetime, timedelta

from desktop.accounts.closed_rules import ClockTime, ClosedRules
from desktop.guardrails import (
    HoursUnreadable,
    OpeningHours,
    add_open_seconds,
    closed_since,
    default_hours,
    is_open,
    next_closing,
    next_opening,
    open_seconds_between,
)
from desktop.guardrails.public_holidays import READING, PublicHolidays
from desktop.model import Account, Deed, ThreadId
from desktop.store import Store

_log = logging.getLogger(__name__)
_DESK = "hours"
_RULES = "closed"
_CALENDAR = "calendar"
SCHEDULE_SETTINGS = (_DESK, _RULES)
"""The settings, with those below them ("hours/…" by account), from which opening and closing follow."""


class HoursBook:
    """The opening hours of the desk and of accounts with hours of their own. One process, one thread."""

    def __init__(self, store: Store) -> None:
        """Read from the store's settings."""
        self._store = store
        self._kept: dict[str, OpeningHours] = {}
        self._rules: dict[str, ClosedRules] = {}
        self._calendars_of = 0

    def forget(self) -> None:
        """Read everything again: a setting changed."""
        self._kept.clear()
        self._rules.clear()
        self._calendars_of = 0

    def of(self, account: Account | None) -> OpeningHours:
        """Return an account's hours, the desk's where it has none of its own."""
        key = account.uid if account else _DESK
        found = self._kept.get(key)
        if found is None:
            found = self._read(account)
            self._kept[key] = found
        return found

    def rules(self, account: Account | None) -> ClosedRules:
        """Return an account's rules for closed times, the desk's where it has none of its own."""
        key = account.uid if account else _DESK
        found = self._rules.get(key)
        if found is None:
            own = self._store.settings.get(f"{_RULES}/{account.uid}") if account else None
            found = self._rules[key] = ClosedRules.from_dict(own or self._store.settings.get(_RULES))
        return found

    def has_own(self, account: Account) -> bool:
        """Return whether an account keeps hours of its own."""
        return bool(self._store.settings.get(f"{_DESK}/{account.uid}"))

    def own(self) -> dict[int, OpeningHours]:
        """Return the hours of the accounts that keep hours of their own, by account."""
        named = {name for name, value in self._store.clocks.settings_below((_DESK,)) if value != "null"} - {_DESK}
        if not named:
            return {}
        accounts = self._store.accounts.all()
        return {int(one.id): self.of(one) for one in accounts if f"{_DESK}/{one.uid}" in named}

    def keep_calendars(self, now: datetime) -> None:
        """Write down the public holidays of last, this and next year where this version of the library did not yet.

        For the engine, as often as it likes: the first time takes a quarter of a second, the next ones nothing.
        """
        if self._calendars_of == now.year:
            return
        from importlib import metadata

        made_by = f"{metadata.version('holidays')}+{READING}"
        self.of(None)
        for hours in tuple(self._kept.values()):
            for calendar in hours.timetable.calendars:
                if calendar.place[0] is not None:
                    self._keep_calendar(calendar, made_by, now)
        self._calendars_of = now.year

    def due(self, account: Account, arrived_at: datetime, seconds: float) -> datetime:
        """Return when a reply is due: `seconds` of opening time after `arrived_at`; of all time by some rules."""
        if self.rules(account).clock is ClockTime.WALL:
            return arrived_at + timedelta(seconds=seconds)
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

    def true_opening(self, account: Account | None, at: datetime) -> datetime | None:
        """Return the opening that may be promised: the next one, while the desk is open the one after its closing."""
        hours = self.of(account)
        after = next_closing(hours, at) if is_open(hours, at) else at
        if after is None:
            return None
        return after if is_open(hours, after) else next_opening(hours, after)

    def was_told(self, account: Account, thread_id: ThreadId, at: datetime) -> bool:
        """Return whether a thread's customer was told within this closure when the account's desk opens."""
        hours = self.of(account)
        if is_open(hours, at):
            return False
        since = closed_since(hours, at)
        return self._store.acknowledgements.was_told(thread_id, now=at, closed_since=since)

    def open_seconds_left(self, account: Account | None, now: datetime, due_at: datetime) -> float:
        """Return the opening time from now until a moment, in seconds; negative once it has passed."""
        return open_seconds_between(self.of(account), now, due_at)

    def counts_all_hours(self, account: Account | None) -> bool:
        """Return whether an account's first-reply clock counts closed hours too."""
        return self.rules(account).clock is ClockTime.WALL

    def set_desk_hours(self, hours: OpeningHours, at: datetime) -> None:
        """Keep new hours of the desk."""
        self.set_schedule(None, hours, self.rules(None), at=at, actor="")

    def set_schedule(
        self, account: Account | None, hours: OpeningHours | None, rules: ClosedRules, *, at: datetime, actor: str
    ) -> None:
        """Keep the hours and rules of an account, or of the desk for None, with a line in the journal.

        `hours` None lets the account keep the desk's hours and rules again. Raises StoreError.
        """
        below = f"/{account.uid}" if account else ""
        before = self.of(account).to_dict()
        with self._store.connection.writing():
            self._store.settings.set(_DESK + below, hours.to_dict() if hours else None, at)
            self._store.settings.set(_RULES + below, rules.to_dict() if hours else None, at)
            after = hours.to_dict() if hours else None
            if after != before:
                self._store.journal.record(
                    Deed.SETTING, actor=actor, at=at, before=before, after=[_DESK + below, after]
                )
        self.forget()

    def _keep_calendar(self, calendar: PublicHolidays, made_by: str, now: datetime) -> None:
        years = range(now.year - 1, now.year + 2)
        name = _name_of(calendar)
        kept = self._store.settings.get(name)
        if isinstance(kept, dict) and kept.get("by") == made_by and str(years[-1]) in kept:
            return
        days = {year: calendar.days_of(year) for year in years}
        plain = {str(year): sorted(day.isoformat() for day in found) for year, found in days.items()}
        self._store.settings.set(name, {"by": made_by, **plain}, now)

    def _read(self, account: Account | None) -> OpeningHours:
        hours = self._read_hours(account)
        for calendar in hours.timetable.calendars:
            kept = self._store.settings.get(_name_of(calendar))
            if isinstance(kept, dict):
                calendar.take(_years_of(kept))
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


def _name_of(calendar: PublicHolidays) -> str:
    """Return the name of the setting that keeps the public holidays of a country or region."""
    country, region = calendar.place
    return f"{_CALENDAR}/{country}/{region or ''}"


def _years_of(kept: dict[str, object]) -> dict[int, frozenset[date]]:
    """Return the kept days by year, none where they can't be read: they are worked out again then."""
    try:
        return {
            int(year): frozenset(map(date.fromisoformat, days)) for year, days in kept.items() if isinstance(days, list)
        }
    except (ValueError, TypeError):
        return {}
