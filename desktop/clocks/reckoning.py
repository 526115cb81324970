"""Reckoning: when a clock that began at a moment is due and at risk, with its pauses and the desk's closed times."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from desktop.guardrails import OpeningHours, add_open_seconds, open_seconds_between, take_open_seconds
from desktop.model import ClockKind

AT_RISK_SECONDS = 900
"""A clock is at risk from this much of its own time before it is due."""

Pause = tuple[datetime, datetime]
"""From when until when a clock stood still because the customer was to answer; aware."""


@dataclass(frozen=True, slots=True)
class Run:
    """One run of a clock: since when, and when it stood still, in order and clear of each other."""

    clock: ClockKind
    since: datetime
    pauses: tuple[Pause, ...] = ()


@dataclass(frozen=True, slots=True)
class Deadline:
    """When a run is due and from when it is at risk, UTC. `all_hours`: it counts closed hours too."""

    due_at: datetime
    at_risk_at: datetime
    all_hours: bool = False


@dataclass(frozen=True, slots=True)
class Schedule:
    """The time that a clock counts: of some opening hours, of all hours for None."""

    hours: OpeningHours | None = None

    def between(self, start: datetime, end: datetime) -> float:
        """Return the counted seconds from one moment to another; negative where the end comes first."""
        if self.hours is None:
            return (end - start).total_seconds()
        return open_seconds_between(self.hours, start, end)

    def later(self, start: datetime, seconds: float, pauses: Sequence[Pause] = ()) -> datetime:
        """Return the first moment by which `seconds` were counted since `start`, pauses left out."""
        at, left = start, seconds
        for begun, ended in pauses:
            if ended <= at:
                continue
            counted = self.between(at, max(at, begun))
            if counted >= left:
                break
            at, left = ended, left - counted
        return at + timedelta(seconds=left) if self.hours is None else add_open_seconds(self.hours, at, left)

    def earlier(self, end: datetime, seconds: float, pauses: Sequence[Pause] = ()) -> datetime:
        """Return the last moment from which `seconds` are counted until `end`, pauses left out."""
        at, left = end, seconds
        for begun, ended in reversed(pauses):
            if begun >= at:
                continue
            counted = self.between(min(at, ended), at)
            if counted >= left:
                break
            at, left = begun, left - counted
        return at - timedelta(seconds=left) if self.hours is None else take_open_seconds(self.hours, at, left)


def deadline_of(run: Run, seconds: float, schedule: Schedule) -> Deadline:
    """Return when a run with a target of `seconds` is due and at risk; at risk at the earliest when it begins."""
    due_at = schedule.later(run.since, seconds, run.pauses)
    at_risk_at = max(run.since, schedule.earlier(due_at, min(seconds, AT_RISK_SECONDS), run.pauses))
    return Deadline(due_at, min(at_risk_at, due_at), schedule.hours is None)
