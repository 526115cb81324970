"""How soon a server may be asked again: often while it has plenty left for us, rarely when it says that it has not."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from desktop.channels.exchange import seconds_until

USUAL = 15.0  # seconds between two pulls: some eight requests each, of 3,000 in five minutes
_PLENTY = 0.2  # of the limit: below it the rest is spread until the limit begins anew
_A_PULL = 12  # requests, generously
_LONGEST = 300.0


class Pace:
    """Keeps what the last answer said of its limit (headers RateLimit-Limit, -Remaining, -Reset)."""

    def __init__(self) -> None:
        """Nothing is known yet."""
        self._limit = 0
        self._remaining = 0
        self._resets_at = 0.0

    def heard(self, headers: Mapping[str, str], now: datetime) -> None:
        """Take in an answer's headers; one without them changes nothing."""
        limit, remaining = _number(headers.get("RateLimit-Limit")), _number(headers.get("RateLimit-Remaining"))
        until = seconds_until(headers.get("RateLimit-Reset", ""), now)
        if limit and remaining is not None and until is not None:
            self._limit, self._remaining = limit, remaining
            self._resets_at = now.timestamp() + until

    def seconds(self, now: datetime) -> float:
        """Return the seconds to wait before the next pull."""
        until = self._resets_at - now.timestamp()
        if not self._limit or until <= 0 or self._remaining > self._limit * _PLENTY:
            return USUAL
        pulls_left = self._remaining // _A_PULL
        return min(max(USUAL, until / (pulls_left + 1)), _LONGEST)


def _number(value: str | None) -> int | None:
    text = (value or "").strip()
    return int(text[:9]) if text.isascii() and text.isdigit() else None
