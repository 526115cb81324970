"""Slots of a day moved, stretched and added by hand: in steps, within the day, never into each other. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from desktop.guardrails import Slot

STEP = 15
"""Minutes by which a mouse or an arrow key moves an edge."""
DAY = 24 * 60
LAST = DAY + 6 * 60
"""How far into the next morning a slot can be drawn; fields take any time."""
_SHORTEST = STEP

Slots = tuple[Slot, ...]


class Grip(StrEnum):
    """What of a slot is moved."""

    START = "start"
    END = "end"
    WHOLE = "whole"


def stretched(slots: Slots, place: int, grip: Grip, minute: int) -> Slots:
    """Return the day with an edge of one slot at a minute, as near as its neighbours and the day allow."""
    slot = slots[place]
    before, after = room(slots, place)
    minute = snapped(minute)
    if grip is Grip.START:
        start = max(before, min(minute, slot.end - _SHORTEST, DAY - STEP))
        return _with(slots, place, start, min(slot.end, start + _longest(start)))
    end = min(after, max(minute, slot.start + _SHORTEST))
    return _with(slots, place, slot.start, min(end, slot.start + _longest(slot.start)))


def moved(slots: Slots, place: int, start: int) -> Slots:
    """Return the day with one slot begun at a minute, its length kept, between its neighbours."""
    slot = slots[place]
    before, after = room(slots, place)
    length = slot.end - slot.start
    start = max(before, min(snapped(start), after - length, DAY - STEP))
    if length == DAY and start:
        return slots
    return _with(slots, place, start, start + length)


def added(slots: Slots, first: int, last: int) -> tuple[Slots, int] | None:
    """Return the day with a slot from one minute to another, and its place; None where there is no room for one."""
    start, end = sorted((snapped(first), snapped(last)))
    start = max(0, min(start, DAY - STEP))
    if any(slot.start <= start < slot.end for slot in slots):
        return None
    following = min((slot.start for slot in slots if slot.start > start), default=LAST)
    end = min(max(end, start + _SHORTEST), following, start + _longest(start))
    if end - start < _SHORTEST:
        return None
    ordered = tuple(sorted((*slots, Slot(start, end))))
    return ordered, ordered.index(Slot(start, end))


def free_hours(slots: Slots) -> tuple[int, int] | None:
    """Return where a further slot fits best: after the last one, else in the first gap; None if full."""
    if not slots:
        return 9 * 60, 18 * 60
    last = max(slot.end for slot in slots)
    if last + 2 * STEP <= DAY:
        begin = min(last + 60, DAY - 2 * STEP)
        return begin, min(begin + 3 * 60, DAY)
    ends = [0, *(slot.end for slot in slots)]
    starts = [*(slot.start for slot in slots), DAY]
    gaps = [(end, start) for end, start in zip(ends, starts, strict=True) if start - end >= 2 * STEP]
    return gaps[0] if gaps else None


def with_times(slots: Slots, place: int, slot: Slot) -> Slots | None:
    """Return the day with other times of one slot, None where they would overlap another one."""
    others = [other for number, other in enumerate(slots) if number != place]
    if any(slot.start < other.end and other.start < slot.end for other in others):
        return None
    return tuple(sorted((*others, slot)))


def snapped(minute: int) -> int:
    """Return the nearest step."""
    return round(minute / STEP) * STEP


def room(slots: Slots, place: int) -> tuple[int, int]:
    """Return between which minutes one slot may lie: its neighbours' edges."""
    before = max((slot.end for slot in slots[:place]), default=0)
    after = min((slot.start for slot in slots[place + 1 :]), default=LAST)
    return before, after


def span_of(week: Sequence[Slots]) -> tuple[int, int]:
    """Return the first and the last hour that a picture of a week shows: 7 to 21, more where slots need it."""
    slots = [slot for day in week for slot in day]
    first = min((slot.start // 60 for slot in slots), default=7)
    last = max((-(-slot.end // 60) for slot in slots), default=21)
    return min(7, first), max(21, min(last, LAST // 60))


def _with(slots: Slots, place: int, start: int, end: int) -> Slots:
    return (*slots[:place], Slot(start, end), *slots[place + 1 :])


def _longest(start: int) -> int:
    return DAY if start == 0 else DAY - STEP
