"""Opening times: when the desk opens and closes next, and how long it has been open between two moments.

All moments are aware; what comes out is UTC. A wall-clock time of the hours means the first moment at which the wall
clock shows it or a later one: a time that a change of clocks repeats counts from its first showing, a time that it
skips means the moment of the change. So slots never overlap, never swap and never end before they start.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from desktop.guardrails.hours import DAY_MINUTES, OpeningHours

HORIZON_DAYS = 800  # how far ahead an opening is looked for; longer closures count as closed for good

Span = tuple[datetime, datetime]

_SECOND = timedelta(seconds=1)
_AT_THE_ENDS = 4  # days whose spans may begin before or end after a period; a slot reaches into the next day at most
_DAYS = range(date.min.toordinal() + 2, date.max.toordinal() - 2)  # all whose neighbours exist in every time zone


def is_open(hours: OpeningHours, at: datetime) -> bool:
    """Return whether the desk is open at a moment; open at the minute it opens, closed at the minute it closes."""
    at = _utc(at)
    today = _local_ordinal(hours, at)
    return any(start <= at < end for day in (today - 1, today) for start, end in _spans(hours, day))


def next_opening(hours: OpeningHours, at: datetime) -> datetime | None:
    """Return the first moment after `at` at which the closed desk opens, None if there is none in sight."""
    at = _utc(at)
    return next((start for start, _ in _periods(hours, at) if start > at), None)


def next_closing(hours: OpeningHours, at: datetime) -> datetime | None:
    """Return the first moment after `at` at which the open desk closes, None if it never does or never opens."""
    at = _utc(at)
    return next((end for _, end in _periods(hours, at)), None)


def open_seconds_between(hours: OpeningHours, a: datetime, b: datetime) -> float:
    """Return how many seconds the desk is open from `a` to `b`; negative where `b` comes before `a`."""
    a, b = _utc(a), _utc(b)
    if b < a:
        return -open_seconds_between(hours, b, a)
    days = range(_local_ordinal(hours, a) - 1, _local_ordinal(hours, b) + 1)
    whole = days[_AT_THE_ENDS:-_AT_THE_ENDS]  # all of their spans lie between the two moments
    total = timedelta()
    for day in (*days[:_AT_THE_ENDS], *days[max(_AT_THE_ENDS, len(days) - _AT_THE_ENDS) :]):
        for start, end in _spans(hours, day):
            if end > a and start < b:
                total += min(end, b) - max(start, a)
    known = hours.timetable.lengths
    return total.total_seconds() + sum(known[day] if day in known else _length(hours, day) for day in whole)


def add_open_seconds(hours: OpeningHours, start: datetime, seconds: float) -> datetime:
    """Return the first moment by which the desk has been open for `seconds` since `start`.

    A desk with no opening in sight runs by the wall clock, so that no case loses its deadline because the week was
    left empty. Raises ValueError for negative seconds. About 5 µs once the days in question have been worked out.
    """
    if seconds < 0:
        raise ValueError("seconds must not be negative")
    start = _utc(start)
    left = timedelta(seconds=seconds)
    if not left:
        return start
    first = day = _local_ordinal(hours, start) - 1
    while day < first + HORIZON_DAYS:
        for opens, closes in _spans(hours, day):
            if closes <= start:
                continue
            begun = max(opens, start)
            if closes - begun >= left:
                return begun + left
            left -= closes - begun
            first = day
        day += 1
    return start + timedelta(seconds=seconds)


def take_open_seconds(hours: OpeningHours, end: datetime, seconds: float) -> datetime:
    """Return the last moment from which the desk is open for `seconds` until `end`.

    By the wall clock where the desk was not open for so long in sight. Raises ValueError for negative seconds.
    """
    if seconds < 0:
        raise ValueError("seconds must not be negative")
    end = _utc(end)
    left = timedelta(seconds=seconds)
    if not left:
        return end
    first = day = _local_ordinal(hours, end)
    while day > first - HORIZON_DAYS:
        for opens, closes in reversed(_spans(hours, day)):
            if opens >= end:
                continue
            until = min(closes, end)
            if until - opens >= left:
                return until - left
            left -= until - opens
            first = day
        day -= 1
    return end - timedelta(seconds=seconds)


def open_periods_on(hours: OpeningHours, day: date) -> tuple[Span, ...]:
    """Return the periods that start on a local day, as aware times of the desk's zone, for people to read."""
    zone = hours.zone
    return tuple((start.astimezone(zone), end.astimezone(zone)) for start, end in _spans(hours, day.toordinal()))


def holiday_name(hours: OpeningHours, day: date, language: str) -> str | None:
    """Return why the desk keeps other hours on a local day: its own closure's name, else the public holiday's.

    `language` is ISO 639-1. None on an ordinary day, and for public holidays where they are ignored.
    """
    for closure in hours.closures:
        if closure.covers(day):
            return closure.name or None
    names = (calendar.name(day, language) for calendar in hours.timetable.calendars) if hours.holidays_off else ()
    return next((name for name in names if name), None)


def holiday_places(hours: OpeningHours, day: date) -> tuple[tuple[str | None, str | None], ...]:
    """Return the country and region of each of the desk's calendars in which a day is a public holiday."""
    return tuple(calendar.place for calendar in hours.timetable.calendars if day in calendar)


def closed_since(hours: OpeningHours, at: datetime) -> datetime | None:
    """Return when the desk closed that is closed at `at`, None while it is open or if it was never open in sight."""
    at = _utc(at)
    if is_open(hours, at):
        return None
    last = _local_ordinal(hours, at)
    for day in range(last, last - HORIZON_DAYS, -1):
        ends = [end for start, end in _spans(hours, day) if start <= at]
        if ends:
            return max(ends)
    return None


def _periods(hours: OpeningHours, at: datetime) -> Iterator[tuple[datetime, datetime | None]]:
    """Yield the periods that end after `at`, those that meet as one; an end of None lies beyond the horizon."""
    first = _local_ordinal(hours, at) - 1
    current: Span | None = None
    for day in range(first, first + HORIZON_DAYS):
        for start, end in _spans(hours, day):
            if end <= at:
                continue
            if current is not None and start <= current[1]:
                current = (current[0], end)
                continue
            if current is not None:
                yield current
            current = (start, end)
    if current is not None:
        reaches_horizon = _local_ordinal(hours, current[1]) >= first + HORIZON_DAYS
        yield (current[0], None) if reaches_horizon else current


def _spans(hours: OpeningHours, day: int) -> tuple[Span, ...]:
    """Return the open spans that start on a local day, in order and clear of each other and of the day before."""
    known = hours.timetable.spans.get(day)
    if known is None:
        known = hours.timetable.spans[day] = tuple(_worked_out(hours, day)) if day in _DAYS else ()
    return known


def _length(hours: OpeningHours, day: int) -> float:
    """Return the seconds of a local day's spans, and keep them: a list asks for the same months row by row."""
    seconds = sum((end - start).total_seconds() for start, end in _spans(hours, day))
    hours.timetable.lengths[day] = seconds
    return seconds


def _worked_out(hours: OpeningHours, day: int) -> Iterator[Span]:
    taken_until = max((end for _, end in _raw_spans(hours, day - 1)), default=None) if _reaches(hours, day) else None
    for start, end in _raw_spans(hours, day):
        begin = start if taken_until is None else max(start, taken_until)
        if begin < end:
            yield begin, end
            taken_until = end


def _reaches(hours: OpeningHours, day: int) -> bool:
    """Return whether a slot of the day before may reach into a local day."""
    return any(slot.end > DAY_MINUTES for slot in hours.slots_on(date.fromordinal(day - 1)))


def _raw_spans(hours: OpeningHours, day: int) -> list[Span]:
    zone = hours.zone
    slots = hours.slots_on(date.fromordinal(day))
    return sorted((_moment(zone, day, slot.start), _moment(zone, day, slot.end)) for slot in slots)


def _moment(zone: ZoneInfo, day: int, minute: int) -> datetime:
    """Return the first moment at which the wall clock shows that minute of that day, or a later one."""
    wall = datetime.fromordinal(day + minute // DAY_MINUTES) + timedelta(minutes=minute % DAY_MINUTES)
    late = wall.replace(tzinfo=zone).astimezone(UTC)
    if _wall(zone, late) == wall:
        return late
    early = wall.replace(tzinfo=zone, fold=1).astimezone(UTC)  # skipped: the change lies between the two readings
    while late - early > _SECOND:
        middle = early + (late - early) // _SECOND // 2 * _SECOND
        early, late = (middle, late) if _wall(zone, middle) < wall else (early, middle)
    return late


def _wall(zone: ZoneInfo, moment: datetime) -> datetime:
    return moment.astimezone(zone).replace(tzinfo=None)


def _local_ordinal(hours: OpeningHours, at: datetime) -> int:
    try:
        return at.astimezone(hours.zone).toordinal()
    except OverflowError:  # the first or last day of the calendar, from a message with a broken date
        return at.toordinal()


def _utc(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("a moment needs a time zone")
    return moment.astimezone(UTC)
