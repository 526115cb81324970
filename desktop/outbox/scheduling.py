"""Scheduling: the moments at which a reply is offered to leave, and what a chosen moment means in a zone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from enum import StrEnum

MORNING = time(9, 0)
SOONEST = timedelta(minutes=1)
"""A moment nearer than this is now."""

FURTHEST = timedelta(days=366)
_WEEK = 7


class Preset(StrEnum):
    """The moments that are offered without asking for a date."""

    AT_OPENING = "at_opening"
    TOMORROW = "tomorrow"
    MONDAY = "monday"


@dataclass(frozen=True, slots=True)
class Offered:
    """A moment that is offered, UTC."""

    preset: Preset
    at: datetime


class TooSoon(ValueError):
    """The chosen moment has passed."""


class TooFar(ValueError):
    """The chosen moment is more than a year away: more likely a slip than a plan."""


def offered_moments(now: datetime, zone: tzinfo, opening: datetime | None) -> tuple[Offered, ...]:
    """Return what to offer at `now`: the next opening, tomorrow and next Monday at nine in `zone`, each moment once.

    `opening` is the desk's next opening, None if none is in sight.
    """
    today = now.astimezone(zone).date()
    monday = today + timedelta(days=_WEEK - today.weekday())
    moments = [] if opening is None or opening <= now else [Offered(Preset.AT_OPENING, opening.astimezone(UTC))]
    for preset, day in ((Preset.TOMORROW, today + timedelta(days=1)), (Preset.MONDAY, monday)):
        at = moment_in(day, MORNING, zone)
        if all(one.at != at for one in moments):
            moments.append(Offered(preset, at))
    return tuple(moments)


def moment_in(day: date, clock: time, zone: tzinfo) -> datetime:
    """Return the moment at which the clocks of `zone` show a time on a day, UTC.

    A time that the clocks skip in spring is the moment of the change; of one that they show twice, it is the first.
    """
    wanted = datetime.combine(day, clock.replace(second=0, microsecond=0, tzinfo=None), zone).replace(fold=0)
    at = wanted.astimezone(UTC)
    shown = at.astimezone(zone)
    if (shown.hour, shown.minute) == (clock.hour, clock.minute):
        return at
    later = wanted.replace(fold=1).astimezone(UTC)  # skipped: between the two readings lies the change
    first, last = min(at, later), max(at, later)
    offset = first.astimezone(zone).utcoffset()
    while first < last and first.astimezone(zone).utcoffset() == offset:
        first += timedelta(minutes=1)
    return first


def checked_moment(at: datetime, now: datetime) -> datetime:
    """Return a moment at which something may be sent, UTC. Raises TooSoon or TooFar."""
    if at < now + SOONEST:
        raise TooSoon(at.isoformat())
    if at > now + FURTHEST:
        raise TooFar(at.isoformat())
    return at.astimezone(UTC)
