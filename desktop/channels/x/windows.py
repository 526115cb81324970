"""How often X may still be asked: each kind of request has a window of 15 minutes, told in the headers of its answers.

What must be asked is asked as long as the window is open; what only would be good to know is spread over the rest of
the window once half of it is used, so that a nudge from the agent always finds something left.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from desktop.channels.exchange import seconds_until

DEFAULT_PAUSE = 60.0  # seconds, where a busy server does not say how long
LONGEST_PAUSE = 3600.0  # seconds; asking hourly does no harm even where a day's limit is used up
_DAYS = ("x-user-limit-24hour", "x-app-limit-24hour")


@dataclass(slots=True)
class _Window:
    limit: int
    remaining: int
    reset: datetime
    asked: datetime


class Windows:
    """What is left of each kind of request, by name. Of one channel, in the engine's event loop."""

    def __init__(self) -> None:
        """Know nothing yet: everything is allowed."""
        self._windows: dict[str, _Window] = {}

    def note(self, kind: str, headers: Mapping[str, str], now: datetime) -> None:
        """Take in what an answer says of its window; an answer that says nothing changes nothing."""
        limit = _number(headers, "x-rate-limit-limit")
        remaining = _number(headers, "x-rate-limit-remaining")
        seconds = seconds_until(headers.get("x-rate-limit-reset", ""), now)
        if limit is None or remaining is None or seconds is None:
            return
        self._windows[kind] = _Window(limit, remaining, now + timedelta(seconds=_bounded(seconds)), now)

    def close(self, kind: str, seconds: float, now: datetime) -> None:
        """Let nothing of a kind be asked for some seconds: the server said no."""
        self._windows[kind] = _Window(1, 0, now + timedelta(seconds=_bounded(seconds)), now)

    def pause(self, kind: str, now: datetime) -> float:
        """Return the seconds until something may be asked at all, 0 for now."""
        window = self._open(kind, now)
        return 0.0 if window is None or window.remaining > 0 else (window.reset - now).total_seconds()

    def affords(self, kind: str, now: datetime) -> bool:
        """Tell whether something that can wait may be asked now."""
        window = self._open(kind, now)
        if window is None or window.remaining * 2 > window.limit:
            return True
        if window.remaining <= 0:
            return False
        return now - window.asked >= (window.reset - now) / window.remaining

    def _open(self, kind: str, now: datetime) -> _Window | None:
        window = self._windows.get(kind)
        if window is not None and window.reset <= now:
            del self._windows[kind]
            return None
        return window


def pause_of(headers: Mapping[str, str], now: datetime) -> float | None:
    """Return the seconds that a refused request is asked to wait, None if the server does not say.

    Where a limit of 24 hours is used up, the 15 minutes' window tells too early a moment. Between one second and one
    hour.
    """
    used_up = [name for name in _DAYS if headers.get(f"{name}-remaining", "").strip() == "0"]
    named = [f"{name}-reset" for name in used_up] or ["retry-after", "x-rate-limit-reset"]
    found = [seconds for name in named if (seconds := seconds_until(headers.get(name, ""), now)) is not None]
    if not found:
        return None
    return _bounded(max(found) if used_up else found[0])


def _bounded(seconds: float) -> float:
    return min(max(seconds, 1.0), LONGEST_PAUSE)


def _number(headers: Mapping[str, str], name: str) -> int | None:
    text = headers.get(name, "").strip()
    return int(text[:9]) if text.isascii() and text.isdigit() else None
