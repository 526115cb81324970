"""Figures: how many questions were asked and answered, and how soon. Definitions are in CONTRIBUTING, "Reports"."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

HOUR, DAY = 3_600, 86_400
"""Seconds within which an answer counts as one within the hour, within the day."""


@dataclass(frozen=True, slots=True)
class Figures:
    """What a number of questions come to. Times are in seconds, None where nothing was answered."""

    received: int = 0
    answered: int = 0
    median: float | None = None
    mean: float | None = None
    in_hour: int = 0
    in_day: int = 0

    @property
    def rate(self) -> float | None:
        """Per cent of the questions that were answered, None without any."""
        return 100 * self.answered / self.received if self.received else None

    @property
    def hour_share(self) -> float | None:
        """Per cent of what was answered that was answered within the hour."""
        return 100 * self.in_hour / self.answered if self.answered else None

    @property
    def day_share(self) -> float | None:
        """Per cent of what was answered that was answered within 24 hours."""
        return 100 * self.in_day / self.answered if self.answered else None

    @property
    def unanswered(self) -> int:
        """How many questions have no answer."""
        return self.received - self.answered


def figures_of(received: int, seconds: Iterable[float]) -> Figures:
    """Return the figures of questions of which some were answered after so many seconds."""
    times = sorted(seconds)
    if not times:
        return Figures(received)
    return Figures(
        received,
        len(times),
        median_of(times),
        sum(times) / len(times),
        bisect_right(times, HOUR),
        bisect_right(times, DAY),
    )


def median_of(ordered: Sequence[float]) -> float | None:
    """Return the middle of some ordered numbers, the mean of the middle two for an even count, None for none."""
    if not ordered:
        return None
    half = len(ordered) // 2
    return float(ordered[half]) if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2


@dataclass(slots=True)
class Heap:
    """Questions that share everything that is counted by: when each was asked and answered, in milliseconds."""

    asked: list[int] = field(default_factory=list)
    answered: list[int | None] = field(default_factory=list)

    def seconds(self, between: Callable[[float, float], float] | None) -> list[float]:
        """Return how long each answered question waited, in order: by the wall clock, or as `between` counts.

        In order, because what is put together of ordered parts is put in order much faster.
        """
        pairs = zip(self.asked, self.answered, strict=True)
        if between is None:
            return sorted([(answered - asked) / 1_000 for asked, answered in pairs if answered is not None])
        return sorted([between(asked / 1_000, answered / 1_000) for asked, answered in pairs if answered is not None])

    @property
    def asked_of_answered(self) -> list[int]:
        """When those that were answered were asked, in milliseconds."""
        return [asked for asked, answered in zip(self.asked, self.answered, strict=True) if answered is not None]


class Tally:
    """Adds heaps up to the figures of a report; times are in seconds."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._received = 0
        self._seconds: list[float] = []

    def add(self, received: int, seconds: Sequence[float]) -> None:
        """Take in some questions and the waits of those that were answered."""
        self._received += received
        self._seconds += seconds

    def figures(self) -> Figures:
        """Return what they come to."""
        return figures_of(self._received, self._seconds)
