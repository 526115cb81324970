"""Backoff: how long to wait before the next try, doubling with jitter, never shorter than the server asked for."""

from __future__ import annotations

from collections.abc import Callable

_FIRST = 2.0
_LONGEST = 300.0


class Backoff:
    """Waiting times of one account. Not shared between tasks."""

    def __init__(self, jitter: Callable[[], float], *, first: float = _FIRST, longest: float = _LONGEST) -> None:
        """`jitter` returns 0.0 to 1.0; `first` and `longest` are in seconds."""
        self._jitter = jitter
        self._first = first
        self._longest = longest
        self._failures = 0

    @property
    def failures(self) -> int:
        """How many tries failed in a row."""
        return self._failures

    def succeeded(self) -> None:
        """Start from the beginning."""
        self._failures = 0

    def failed(self, retry_after: float | None = None) -> float:
        """Return the seconds to wait: between half and the whole of the doubled time, at least `retry_after`."""
        doubled = min(self._longest, self._first * 2.0 ** min(self._failures, 20))
        self._failures += 1
        waited = doubled * (0.5 + 0.5 * self._jitter())
        return max(waited, retry_after or 0.0)
