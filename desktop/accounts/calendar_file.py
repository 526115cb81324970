"""Calendar files: which days of our own an iCalendar file (RFC 5545) adds to the opening hours, before any is added.

An event for whole days closes them; one with times closes what it covers and leaves the day's other hours. Repeated
events are followed for two years, a plain yearly one is kept as a date of every year.
"""

from __future__ import annotations

from calendar import monthrange
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any

from desktop.guardrails import Closure, OpeningHours, Slot
from desktop.guardrails.hours import DAY_MINUTES, YEAR_DAYS

LARGEST_BYTES = 2_000_000
MOST_ENTRIES = 500
AHEAD = timedelta(days=2 * YEAR_DAYS + 1)
_MOST_STEPS = 50_000  # of one repeated event: every day since 1890
_LONGEST_NAME = 80
_OFTEN = frozenset({"SECONDLY", "MINUTELY", "HOURLY"})
_PLAIN_YEARLY = frozenset({"FREQ", "INTERVAL", "BYMONTH", "BYMONTHDAY", "WKST"})
_ONE_DAY = timedelta(days=1)
_LEAP_YEAR = 2000


class CalendarUnreadable(ValueError):
    """A file that is no calendar.

    `reason`: "too_large", "not_a_calendar" (no iCalendar at all), "broken" (it begins as one), "no_events".
    """

    def __init__(self, reason: str) -> None:
        """Keep the reason as a code."""
        super().__init__(reason)
        self.reason = reason


class LeftOut(StrEnum):
    """Why an event of a file adds nothing."""

    PAST = "past"
    LATER = "later"  # more than two years ahead
    CANCELLED = "cancelled"
    OUTSIDE = "outside"  # at times when the desk is closed anyway
    UNREADABLE = "unreadable"
    OFTEN = "often"  # repeated more than once a day
    MANY = "many"  # beyond the 500 that are read


@dataclass(frozen=True, slots=True)
class CalendarEntry:
    """What one event would add. `is_known`: the opening hours have it already."""

    closure: Closure
    is_known: bool = False


@dataclass(frozen=True, slots=True)
class CalendarReading:
    """What a file would add, by date, and how many events were left out for which reason."""

    entries: tuple[CalendarEntry, ...]
    left_out: tuple[tuple[LeftOut, int], ...] = ()


@dataclass(frozen=True, slots=True)
class _Times:
    """When an event takes place, by the desk's wall clock."""

    start: datetime
    end: datetime
    whole_days: bool


def read_calendar(content: bytes, hours: OpeningHours, today: date) -> CalendarReading:
    """Return what a file would add to `hours`. Loads the library, about 0.1 s. Raises CalendarUnreadable."""
    events = _events(content)
    if not events:
        raise CalendarUnreadable("no_events" if b"END:VCALENDAR" in content.upper() else "broken")
    left_out: Counter[LeftOut] = Counter()
    replaced = _replaced(events, hours)
    closures: list[Closure] = []
    for event in events:
        try:
            found = list(_closures(event, hours, today, replaced))
        except _Skipped as skipped:
            left_out[skipped.why] += 1
            continue
        except (ValueError, TypeError, AttributeError, OverflowError, KeyError):
            left_out[LeftOut.UNREADABLE] += 1
            continue
        closures += found
    ordered = sorted(set(closures), key=lambda one: (one.start_date, one.end_date, one.name))
    if len(ordered) > MOST_ENTRIES:
        left_out[LeftOut.MANY] = len(ordered) - MOST_ENTRIES
    known = set(hours.closures)
    entries = tuple(CalendarEntry(one, _same(one, known)) for one in ordered[:MOST_ENTRIES])
    return CalendarReading(entries, tuple(sorted(left_out.items())))


def with_closures(hours: OpeningHours, closures: Iterable[Closure]) -> tuple[Closure, ...]:
    """Return the hours' closures with some more, by date; what is there already is not added again."""
    kept = list(hours.closures)
    kept += [one for one in closures if not _same(one, set(kept))]
    return tuple(sorted(kept, key=lambda one: (one.start_date, one.end_date)))


class _Skipped(Exception):
    def __init__(self, why: LeftOut) -> None:
        super().__init__(why)
        self.why = why


def _events(content: bytes) -> list[Any]:
    from icalendar import Calendar

    if len(content) > LARGEST_BYTES:
        raise CalendarUnreadable("too_large")
    head = content.lstrip(b"\xef\xbb\xbf \r\n\t")[:15].upper()
    if head != b"BEGIN:VCALENDAR":
        raise CalendarUnreadable("not_a_calendar")
    try:
        calendars = Calendar.from_ical(content.lstrip(b"\xef\xbb\xbf \r\n\t"), multiple=True)
    except Exception as error:
        raise CalendarUnreadable("broken") from error
    return [event for calendar in calendars for event in calendar.walk("VEVENT")]


def _same(closure: Closure, known: Iterable[Closure]) -> bool:
    return any(
        (one.start_date, one.end_date, one.slots, one.yearly)
        == (closure.start_date, closure.end_date, closure.slots, closure.yearly)
        for one in known
    )


def _closures(event: Any, hours: OpeningHours, today: date, replaced: set[tuple[str, datetime]]) -> Iterator[Closure]:
    """Yield what an event adds. Raises _Skipped where it adds nothing."""
    if str(event.get("STATUS", "")).upper() == "CANCELLED":
        raise _Skipped(LeftOut.CANCELLED)
    times, name = _times(event, hours), _name(event)
    if _is_plain_yearly(event, times):
        yield _yearly(times, name, today)
        return
    last = today + AHEAD
    starts = [times.start]
    if event.get("RRULE") is not None or event.get("RDATE") is not None:
        starts = list(_starts(event, times, hours, last))
        taken_out = {start for uid, start in replaced if uid == str(event.get("UID", ""))}
        starts = [start for start in starts if start not in taken_out]
    ahead = [_moved(times, start) for start in starts if start.date() <= last]
    to_come = [one for one in ahead if one.end > datetime.combine(today, time())]
    if not to_come:
        raise _Skipped(LeftOut.PAST if ahead or not starts else LeftOut.LATER)
    near = [one if one.whole_days else _near(one, today) for one in to_come[: MOST_ENTRIES + 1]]
    found = [closure for one in near for closure in _covered(one, hours, name)]
    if not found:
        raise _Skipped(LeftOut.OUTSIDE)
    yield from found


def _times(event: Any, hours: OpeningHours) -> _Times:
    start = event["DTSTART"].dt
    whole_days = not isinstance(start, datetime)
    if event.get("DTEND") is not None:
        end = event["DTEND"].dt
    elif event.get("DURATION") is not None:
        end = start + event["DURATION"].dt
    else:
        end = start + (_ONE_DAY if whole_days else timedelta())
    first, last = _wall(start, hours), _wall(end, hours)
    if whole_days and last <= first:
        last = first + _ONE_DAY
    if last <= first:
        raise _Skipped(LeftOut.OUTSIDE)
    return _Times(first, last, whole_days)


def _wall(moment: date | datetime, hours: OpeningHours) -> datetime:
    """Return a date or time as the desk's wall clock shows it; one without a zone is meant so already."""
    if not isinstance(moment, datetime):
        return datetime.combine(moment, time())
    return moment.astimezone(hours.zone).replace(tzinfo=None) if moment.tzinfo is not None else moment


def _moved(times: _Times, start: datetime) -> _Times:
    return _Times(start, start + (times.end - times.start), times.whole_days)


def _starts(event: Any, times: _Times, hours: OpeningHours, last: date) -> Iterator[datetime]:
    """Yield when a repeated event begins, by the wall clock, up to a day."""
    without = set(_listed(event, "EXDATE", hours))
    days = {one.date() for one in without} if times.whole_days else set()
    more = set(_listed(event, "RDATE", hours))
    for start in sorted({*_by_rule(event, times, hours, last), *more, *([] if event.get("RRULE") else [times.start])}):
        if start not in without and start.date() not in days:
            yield start


def _by_rule(event: Any, times: _Times, hours: OpeningHours, last: date) -> Iterator[datetime]:
    from dateutil.rrule import rrulestr  # type: ignore[import-untyped]

    rules = event.get("RRULE")
    for rule in rules if isinstance(rules, list) else [rules] if rules is not None else []:
        parts = dict(rule)
        if str(parts["FREQ"][0]).upper() in _OFTEN:
            raise _Skipped(LeftOut.OFTEN)
        if _is_never(parts):
            continue
        text = ";".join(part for part in rule.to_ical().decode().split(";") if not part.startswith("UNTIL="))
        until = _wall(parts["UNTIL"][0], hours) if parts.get("UNTIL") else datetime.max  # noqa: DTZ901 - a wall clock's
        if until.time() == time() and until < datetime.max - _ONE_DAY:  # noqa: DTZ901
            until += _ONE_DAY - timedelta(seconds=1)
        for step, start in enumerate(rrulestr(text, dtstart=times.start)):
            if start > until or start.date() > last or step > _MOST_STEPS:
                break
            yield start


def _is_never(parts: Mapping[str, Any]) -> bool:
    """Return whether a rule names only days that no month has: the library would look for one until the year 9999."""
    days, months = parts.get("BYMONTHDAY"), parts.get("BYMONTH")
    if not days or not months:
        return False
    longest = max(monthrange(_LEAP_YEAR, int(month))[1] for month in months)
    return all(abs(int(one)) > longest for one in days)


def _listed(event: Any, name: str, hours: OpeningHours) -> Iterator[datetime]:
    lists = event.get(name)
    for one in lists if isinstance(lists, list) else [lists] if lists is not None else []:
        for item in one.dts:
            moment = item.dt[0] if isinstance(item.dt, tuple) else item.dt
            yield _wall(moment, hours)


def _replaced(events: Sequence[Any], hours: OpeningHours) -> set[tuple[str, datetime]]:
    """Return which repetitions have an event of their own in the file."""
    found = set[tuple[str, datetime]]()
    for event in events:
        if event.get("RECURRENCE-ID") is not None:
            try:
                found.add((str(event.get("UID", "")), _wall(event["RECURRENCE-ID"].dt, hours)))
            except (ValueError, TypeError, AttributeError, OverflowError):
                continue
    return found


def _is_plain_yearly(event: Any, times: _Times) -> bool:
    rule = event.get("RRULE")
    if rule is None or isinstance(rule, list) or not times.whole_days or event.get("EXDATE") is not None:
        return False
    parts = {str(key).upper(): value for key, value in dict(rule).items()}
    if parts["FREQ"] != ["YEARLY"] or not set(parts) <= _PLAIN_YEARLY or parts.get("INTERVAL", [1]) != [1]:
        return False
    same = parts.get("BYMONTH", [times.start.month]) == [times.start.month]
    return bool(same and parts.get("BYMONTHDAY", [times.start.day]) == [times.start.day])


def _yearly(times: _Times, name: str, today: date) -> Closure:
    """Return a date of every year, from this year on: how long ago it began does not matter."""
    first, length = times.start.date(), times.end - times.start - _ONE_DAY
    if first.year < today.year and (first.month, first.day) != (2, 29):
        first = first.replace(year=today.year)
    return Closure(first, first + length, name, yearly=True)


def _near(times: _Times, today: date) -> _Times:
    """Return the part of an event that is no further from today than anybody plans: each of its days is looked at."""
    midnight = datetime.combine(today, time())
    return _Times(max(times.start, midnight - AHEAD), min(times.end, midnight + AHEAD), times.whole_days)


def _covered(times: _Times, hours: OpeningHours, name: str) -> Iterator[Closure]:
    """Yield the closures of one event: whole days as one, days with hours left one by one."""
    if times.whole_days:
        yield Closure(times.start.date(), (times.end - _ONE_DAY).date(), name)
        return
    closed: list[date] = []
    day = times.start.date() - _ONE_DAY
    while day <= times.end.date():
        before = hours.slots_on(day)
        after = _without(before, _minutes(day, times.start), _minutes(day, times.end))
        if after != before and not after:
            closed.append(day)
        elif after != before:
            yield Closure(day, day, name, after)
        day += _ONE_DAY
    for first, last in _runs(closed):
        yield Closure(first, last, name)


def _minutes(day: date, moment: datetime) -> int:
    return int((moment - datetime.combine(day, time())).total_seconds() // 60)


def _without(slots: Sequence[Slot], start: int, end: int) -> tuple[Slot, ...]:
    """Return a day's slots without the minutes from `start` to `end` after its midnight."""
    kept: list[Slot] = []
    for slot in slots:
        for first, last in ((slot.start, min(slot.end, start)), (max(slot.start, end), slot.end)):
            if first < last and first < DAY_MINUTES:
                kept.append(Slot(first, last))
    return tuple(kept)


def _runs(days: Sequence[date]) -> Iterator[tuple[date, date]]:
    first: date | None = None
    for place, day in enumerate(days):
        first = first or day
        if place + 1 == len(days) or days[place + 1] != day + _ONE_DAY:
            yield first, day
            first = None


def _name(event: Any) -> str:
    words = " ".join(str(event.get("SUMMARY", "")).split())
    return "".join(char for char in words if char.isprintable())[:_LONGEST_NAME]
