"""Opening hours: which wall-clock times the desk keeps, and how they are written down in the settings."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from desktop.guardrails.public_holidays import PublicHolidays

DAY_MINUTES = 24 * 60
WEEK_DAYS = 7
YEAR_DAYS = 365

_TIME = re.compile(r"(\d{1,2}):(\d{2})")


class HoursUnreadable(ValueError):
    """Opening hours that can't be read. `reason` is a code, `field` the place in the settings ("week[2][0].to")."""

    def __init__(self, reason: str, field_name: str = "") -> None:
        """Keep both as codes that the window can turn into a sentence."""
        super().__init__(f"{field_name}: {reason}" if field_name else reason)
        self.reason = reason
        self.field = field_name


@dataclass(frozen=True, slots=True, order=True)
class Slot:
    """One period of a day, in minutes after that day's midnight.

    `start` is 0 to 1439. `end` comes less than 24 hours later, and above 1440 on the next day. Only a slot from
    midnight to midnight lasts 24 hours, so that equal times are never read as a whole day by mistake.
    """

    start: int
    end: int

    def __post_init__(self) -> None:
        """Refuse a slot that is empty, longer than a day or starts on another day."""
        if not 0 <= self.start < DAY_MINUTES:
            raise HoursUnreadable("slot_start")
        longest = DAY_MINUTES if self.start == 0 else DAY_MINUTES - 1
        if not 0 < self.end - self.start <= longest:
            raise HoursUnreadable("slot_length")

    @classmethod
    def of(cls, opens: str, closes: str) -> Slot:
        """Return the slot from "HH:MM" to "HH:MM"; a close before the open is on the next day, "24:00" is midnight."""
        start, end = _minutes(opens, "from"), _minutes(closes, "to")
        return cls(start, end if end >= start else end + DAY_MINUTES)

    @property
    def opens(self) -> str:
        """The start as "HH:MM"."""
        return _clock(self.start)

    @property
    def closes(self) -> str:
        """The end as "HH:MM"; "24:00" for the midnight that ends the day."""
        return _clock(self.end if self.end <= DAY_MINUTES else self.end - DAY_MINUTES)


@dataclass(frozen=True, slots=True)
class Closure:
    """Days of our own on which the week does not apply, both ends included; they win over public holidays.

    `slots` are the hours kept on each of these days instead; none: closed. `yearly`: the same dates of every later
    year too, as a town keeps its patron saint's day.
    """

    start_date: date
    end_date: date
    name: str = ""
    slots: tuple[Slot, ...] = ()
    yearly: bool = False

    def __post_init__(self) -> None:
        """Refuse a closure that ends before it begins, or that would still last when it comes again."""
        if self.end_date < self.start_date:
            raise HoursUnreadable("closure_order")
        if self.yearly and (self.end_date - self.start_date).days >= YEAR_DAYS:
            raise HoursUnreadable("closure_length")

    def covers(self, day: date) -> bool:
        """Return whether `day` is one of the closure's days."""
        if not self.yearly or day < self.start_date:
            return self.start_date <= day <= self.end_date
        length = self.end_date - self.start_date
        begins = (_same_day_of(year, self.start_date) for year in (day.year, day.year - 1))
        return any(begin is not None and begin <= day <= begin + length for begin in begins)


@dataclass(slots=True)
class Timetable:
    """What has been worked out of some opening hours so far: kept with them, dropped with them."""

    zone: ZoneInfo
    calendars: tuple[PublicHolidays, ...]
    spans: dict[int, tuple[tuple[datetime, datetime], ...]] = field(default_factory=dict)  # by day's ordinal, UTC
    lengths: dict[int, float] = field(default_factory=dict)  # seconds of those spans


@dataclass(frozen=True, slots=True)
class OpeningHours:
    """When the desk is open, by the wall clock of `timezone` (an IANA name).

    `week` has seven days, Monday first, each with any number of slots; slots that meet or overlap count once. A slot
    belongs to the day it starts on: a closure or holiday cancels the slots that start on it, not a night that began
    the day before. `country` is an ISO 3166 code and `region` its subdivision, for public holidays; `also` are further
    places whose holidays are kept, each a country and a region of it or None.
    """

    timezone: str
    week: tuple[tuple[Slot, ...], ...]
    country: str | None = None
    region: str | None = None
    closures: tuple[Closure, ...] = ()
    holidays_off: bool = True
    also: tuple[tuple[str, str | None], ...] = ()
    timetable: Timetable = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Refuse a week that has not seven days and a time zone that does not exist."""
        if len(self.week) != WEEK_DAYS:
            raise HoursUnreadable("week_days", "week")
        places = ((self.country, self.region), *self.also)
        calendars = tuple(PublicHolidays(country, region) for country, region in places)
        object.__setattr__(self, "timetable", Timetable(_zone(self.timezone), calendars))

    @property
    def zone(self) -> ZoneInfo:
        """The time zone, for showing a moment as the desk's clock does."""
        return self.timetable.zone

    def slots_on(self, day: date) -> tuple[Slot, ...]:
        """Return the slots that start on a local day, closures and public holidays already applied."""
        for closure in self.closures:
            if closure.covers(day):
                return closure.slots
        slots = self.week[day.weekday()]
        if slots and self.holidays_off and any(day in calendar for calendar in self.timetable.calendars):
            return ()
        return slots

    @property
    def never_opens(self) -> bool:
        """Whether no slot is left at all: replies would wait for ever."""
        return not any(self.week) and not any(closure.slots for closure in self.closures)

    def to_dict(self) -> dict[str, object]:
        """Return plain JSON values for the settings; `from_dict` reads them back."""
        return {
            "timezone": self.timezone,
            "week": [_slots_to_list(day) for day in self.week],
            "country": self.country,
            "region": self.region,
            "closures": [_closure_to_dict(closure) for closure in self.closures],
            "holidays_off": self.holidays_off,
            "also": [{"country": country, "region": region} for country, region in self.also],
        }

    @classmethod
    def from_dict(cls, value: object) -> OpeningHours:
        """Return the hours that `to_dict` wrote down. Raises HoursUnreadable, naming the field, for anything else."""
        if not isinstance(value, Mapping):
            raise HoursUnreadable("not_an_object")
        week = tuple(_slots_from_list(day, f"week[{n}]") for n, day in enumerate(_list(value, "week")))
        closures = tuple(_closure_from(item, f"closures[{n}]") for n, item in enumerate(_list(value, "closures")))
        holidays_off = value.get("holidays_off", True)
        if not isinstance(holidays_off, bool):
            raise HoursUnreadable("not_true_or_false", "holidays_off")
        return cls(
            _text(value, "timezone", required=True),
            week,
            _text(value, "country") or None,
            _text(value, "region") or None,
            closures,
            holidays_off,
            tuple(_place_from(item, f"also[{n}]") for n, item in enumerate(_list(value, "also"))),
        )


def default_hours() -> OpeningHours:
    """Return what a new desk starts with: Monday to Friday 09:00 to 18:00 in Rome, closed on Italian holidays."""
    workday = (Slot.of("09:00", "18:00"),)
    return OpeningHours("Europe/Rome", (*(workday,) * 5, (), ()), country="IT")


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise HoursUnreadable("timezone_unknown", "timezone") from error


def _minutes(text: str, field_name: str) -> int:
    match = _TIME.fullmatch(text)
    if match is None:
        raise HoursUnreadable("not_a_time", field_name)
    hour, minute = int(match[1]), int(match[2])
    total = hour * 60 + minute
    if minute > 59 or total > DAY_MINUTES:  # noqa: PLR2004 - minutes of an hour
        raise HoursUnreadable("not_a_time", field_name)
    return total


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def _slots_to_list(slots: Sequence[Slot]) -> list[dict[str, str]]:
    return [{"from": slot.opens, "to": slot.closes} for slot in slots]


def _slots_from_list(value: object, place: str) -> tuple[Slot, ...]:
    if not isinstance(value, list):
        raise HoursUnreadable("not_a_list", place)
    return tuple(_slot_from(item, f"{place}[{n}]") for n, item in enumerate(value))


def _slot_from(value: object, place: str) -> Slot:
    if not isinstance(value, Mapping):
        raise HoursUnreadable("not_an_object", place)
    try:
        return Slot.of(_text(value, "from", required=True), _text(value, "to", required=True))
    except HoursUnreadable as error:
        raise HoursUnreadable(error.reason, f"{place}.{error.field}" if error.field else place) from error


def _closure_to_dict(closure: Closure) -> dict[str, object]:
    return {
        "from": closure.start_date.isoformat(),
        "to": closure.end_date.isoformat(),
        "name": closure.name,
        "hours": _slots_to_list(closure.slots),
        "yearly": closure.yearly,
    }


def _closure_from(value: object, place: str) -> Closure:
    if not isinstance(value, Mapping):
        raise HoursUnreadable("not_an_object", place)
    slots = _slots_from_list(value.get("hours", []), f"{place}.hours")
    yearly = value.get("yearly", False)
    if not isinstance(yearly, bool):
        raise HoursUnreadable("not_true_or_false", f"{place}.yearly")
    try:
        return Closure(_day(value, "from"), _day(value, "to"), _text(value, "name"), slots, yearly)
    except HoursUnreadable as error:
        raise HoursUnreadable(error.reason, f"{place}.{error.field}" if error.field else place) from error


def _place_from(value: object, place: str) -> tuple[str, str | None]:
    if not isinstance(value, Mapping):
        raise HoursUnreadable("not_an_object", place)
    try:
        return _text(value, "country", required=True), _text(value, "region") or None
    except HoursUnreadable as error:
        raise HoursUnreadable(error.reason, f"{place}.{error.field}") from error


def _same_day_of(year: int, day: date) -> date | None:
    """Return the same day of another year, None where that year has none: 29 February."""
    try:
        return day.replace(year=year)
    except ValueError:
        return None


def _day(value: Mapping[str, object], key: str) -> date:
    try:
        return date.fromisoformat(_text(value, key, required=True))
    except HoursUnreadable:
        raise
    except ValueError as error:
        raise HoursUnreadable("not_a_date", key) from error


def _text(value: Mapping[str, object], key: str, *, required: bool = False) -> str:
    text = value.get(key)
    if text is None and not required:
        return ""
    if not isinstance(text, str) or (required and not text):
        raise HoursUnreadable("not_a_text", key)
    return text


def _list(value: Mapping[str, object], key: str) -> list[object]:
    items = value.get(key, [])
    if not isinstance(items, list):
        raise HoursUnreadable("not_a_list", key)
    return items
