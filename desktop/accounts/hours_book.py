"""Each account's opening hours, read from the settings once and again when they change."""

from __future__ import annotations

import logging
from datetime import datetime

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


class HoursBook:
    """The opening hours of the desk and of accounts with hours of their own. One process, one thread."""

    def __init__(self, store: Store) -> None:
        """Read from the store's settings."""
        self._store = store
        self._kept: dict[str, OpeningHours] = {}

    def forget(self) -> None:
        """Read everything again: a setting changed."""
        self._kept.clear()

    def of(self, account: Account | None) -> OpeningHours:
        """Return an account's hours, the desk's where it has none of its own."""
        key = account.uid if account else _DESK
        found = self._kept.get(key)
        if found is None:
            found = self._read(account)
            self._kept[key] = found
        return found

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

    def _read(self, account: Account | None) -> OpeningHours:
        value = self._store.settings.get(f"{_DESK}/{account.uid}") if account else None
        value = value or self._store.settings.get(_DESK)
        if value is None:
            return default_hours()
        try:
            return OpeningHours.from_dict(value)
        except HoursUnreadable:
            _log.warning("the stored opening hours can't be read; the standard hours are used")
            return default_hours()
