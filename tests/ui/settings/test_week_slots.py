"""Periods of a day by hand: whatever is pulled where, they stay in order, apart, and within the day."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from desktop.guardrails import Slot
from ui.settings.week_slots import LAST, STEP, Grip, Slots, added, free_hours, moved, span_of, stretched, with_times

minutes = st.integers(-200, 2_000)


@st.composite
def days(draw: st.DrawFn) -> Slots:
    edges = sorted(draw(st.sets(st.integers(0, 95), max_size=8)))
    return tuple(Slot(a * 15, b * 15) for a, b in zip(edges[::2], edges[1::2], strict=False))


def are_apart(slots: Slots) -> bool:
    ordered = all(one.end <= other.start for one, other in zip(slots, slots[1:], strict=False))
    return ordered and all(slot.end <= LAST for slot in slots)


@given(days().filter(bool), st.data(), minutes, st.sampled_from(Grip))
def test_pulling_never_joins_swaps_or_loses_a_period(day: Slots, data: st.DataObject, minute: int, grip: Grip) -> None:
    place = data.draw(st.integers(0, len(day) - 1))
    after = moved(day, place, minute) if grip is Grip.WHOLE else stretched(day, place, grip, minute)
    assert len(after) == len(day)
    assert are_apart(after)
    others = [slot for number, slot in enumerate(day) if number != place]
    assert [slot for number, slot in enumerate(after) if number != place] == others
    if grip is Grip.WHOLE:
        assert after[place].end - after[place].start == day[place].end - day[place].start


@given(days(), minutes, minutes)
def test_a_new_period_finds_its_room_or_is_not_made(day: Slots, first: int, last: int) -> None:
    made = added(day, first, last)
    if made is not None:
        slots, place = made
        assert are_apart(slots)
        assert len(slots) == len(day) + 1
        assert set(day) < set(slots)
        assert slots[place].end - slots[place].start >= STEP


@given(days())
def test_a_free_hour_is_free(day: Slots) -> None:
    free = free_hours(day)
    if free is not None:
        made = added(day, *free)
        assert made is not None
        assert are_apart(made[0])


@given(days().filter(bool), st.integers(0, 1439), st.integers(1, 600))
def test_typed_times_are_taken_only_where_they_touch_nothing(day: Slots, start: int, length: int) -> None:
    after = with_times(day, 0, Slot(start, start + length))
    if after is not None:
        assert len(after) == len(day)
        assert all(one.end <= other.start for one, other in zip(after, after[1:], strict=False))


def test_the_picture_grows_with_early_and_late_periods() -> None:
    assert span_of([()]) == (7, 21)
    assert span_of([(Slot.of("05:30", "08:00"),), (Slot.of("22:00", "02:30"),)]) == (5, 27)
