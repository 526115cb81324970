"""Opening hours as a person types them, and every reason why they can't be kept. Pure: no window."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from desktop.guardrails import Closure, HoursUnreadable, OpeningHours, Slot
from desktop.guardrails.hours import YEAR_DAYS

_TIME = re.compile(r"(\d{1,2})(?:[:.,h](\d{2})?)?")
_DIGITS = re.compile(r"(\d{1,2})(\d{2})")
_RANGE = re.compile(r"\s*(?:-|–|—|to|a)\s*")
_DAY_MINUTES = 24 * 60


@dataclass(frozen=True, slots=True)
class TypedSlot:
    """One period of a day as typed."""

    opens: str
    closes: str


@dataclass(frozen=True, slots=True)
class TypedClosure:
    """Days of one's own: `hours` are the periods kept on them, such as "9-13, 15-17", "" for closed."""

    first: date
    last: date
    name: str
    hours: str = ""
    yearly: bool = False


@dataclass(frozen=True, slots=True)
class HoursForm:
    """The form's fields. `timezone` is "" where what was typed is no zone; the week begins on Monday."""

    timezone: str
    week: tuple[tuple[TypedSlot, ...], ...]
    country: str
    region: str
    holidays_off: bool
    closures: tuple[TypedClosure, ...]
    also: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class HoursFault:
    """What can't be kept.

    `reason`: "zone", "time", "order" (ends when it begins, or lasts over a day), "overlap", "dates", "closure_hours",
    "closure_year" (comes every year and lasts one).
    `day` is 0 for Monday and `place` the period on it; for a closure `day` is None and `place` counts closures.
    `facts` are the times that the sentence names.
    """

    reason: str
    day: int | None = None
    place: int = 0
    facts: tuple[str, ...] = ()


def form_of(hours: OpeningHours) -> HoursForm:
    """Return hours as the form shows them."""
    week = tuple(tuple(TypedSlot(slot.opens, slot.closes) for slot in day) for day in hours.week)
    closures = tuple(
        TypedClosure(one.start_date, one.end_date, one.name, typed_slots(one.slots), one.yearly)
        for one in hours.closures
    )
    also = tuple((country, region or "") for country, region in hours.also)
    return HoursForm(hours.timezone, week, hours.country or "", hours.region or "", hours.holidays_off, closures, also)


def hours_of(form: HoursForm) -> OpeningHours:
    """Return the hours of a form without faults. Raises ValueError for one with."""
    if faults_of(form):
        raise ValueError("the form has faults")
    week = tuple(tuple(sorted(_slot(typed) for typed in day)) for day in form.week)
    closures = tuple(map(closure_of, form.closures))
    also = tuple((country, region or None) for country, region in form.also)
    country, region = form.country or None, form.region or None
    return OpeningHours(form.timezone, week, country, region, closures, form.holidays_off, also)


def closure_of(typed: TypedClosure) -> Closure:
    """Return a closure without faults. Raises HoursUnreadable for one whose dates have any."""
    return Closure(typed.first, typed.last, typed.name.strip(), slots_in(typed.hours) or (), typed.yearly)


def faults_of(form: HoursForm) -> tuple[HoursFault, ...]:
    """Return every fault, in the order of the form."""
    found = [] if form.timezone else [HoursFault("zone")]
    for number, day in enumerate(form.week):
        found += _faults_of_day(number, day)
    for place, closure in enumerate(form.closures):
        if closure.last < closure.first:
            found.append(HoursFault("dates", None, place))
        elif closure.yearly and (closure.last - closure.first).days >= YEAR_DAYS:
            found.append(HoursFault("closure_year", None, place))
        if slots_in(closure.hours) is None:
            found.append(HoursFault("closure_hours", None, place, (closure.hours,)))
    return tuple(found)


def clean_time(typed: str) -> str:
    """Return "09:00" for "9", "900", "9.00", "9h" and the like, "24:00" for midnight at the end; else as typed."""
    text = typed.strip().lower()
    match = _TIME.fullmatch(text) or _DIGITS.fullmatch(text)
    if match is None:
        return typed.strip()
    hour, minute = int(match[1]), int(match[2] or 0)
    if minute > 59 or hour * 60 + minute > _DAY_MINUTES:
        return typed.strip()
    return f"{hour:02d}:{minute:02d}"


def slots_in(typed: str) -> tuple[Slot, ...] | None:
    """Return the periods in a line such as "9-13, 15:00–17:00", () for an empty one, None if it can't be read."""
    pieces = [piece for piece in re.split(r"[;,]", typed) if piece.strip()]
    found: list[Slot] = []
    for piece in pieces:
        times = _RANGE.split(piece.strip())
        if len(times) != 2:
            return None
        try:
            found.append(_slot(TypedSlot(times[0], times[1])))
        except HoursUnreadable:
            return None
    found.sort()
    return None if any(one.end > other.start for one, other in pairwise(found)) else tuple(found)


def typed_slots(slots: Sequence[Slot]) -> str:
    """Return periods as `slots_in` reads them."""
    return ", ".join(f"{slot.opens}–{slot.closes}" for slot in slots)


def _faults_of_day(number: int, day: tuple[TypedSlot, ...]) -> list[HoursFault]:
    found: list[HoursFault] = []
    read: list[tuple[Slot, int]] = []
    for place, typed in enumerate(day):
        try:
            read.append((_slot(typed), place))
        except HoursUnreadable as error:
            reason = "time" if error.reason == "not_a_time" else "order"
            found.append(HoursFault(reason, number, place, (typed.opens.strip(), typed.closes.strip())))
    read.sort()
    for (one, _), (other, place) in pairwise(read):
        if one.end > other.start:
            found.append(HoursFault("overlap", number, place, (one.opens, one.closes, other.opens, other.closes)))
    return found


def _slot(typed: TypedSlot) -> Slot:
    return Slot.of(clean_time(typed.opens), clean_time(typed.closes))
