"""Opening hours as typed: what is forgiven, what is refused and why, and that nothing is lost on the way."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtWidgets import QApplication

from desktop.guardrails import Closure, OpeningHours, Slot, default_hours
from ui.settings.hours_form import (
    HoursFault,
    HoursForm,
    TypedClosure,
    TypedSlot,
    clean_time,
    faults_of,
    form_of,
    hours_of,
    slots_in,
    typed_slots,
)
from ui.settings.words import country_name, hours_sentence, weekday_name


def clear_of_each_other(slots: list[Slot]) -> tuple[Slot, ...]:
    kept: list[Slot] = []
    for slot in sorted(slots):
        if not kept or kept[-1].end <= slot.start:
            kept.append(slot)
    return tuple(kept)


slots = st.builds(lambda start, length: Slot(start, start + length), st.integers(0, 1439), st.integers(1, 1439))
days = st.lists(slots, max_size=4).map(clear_of_each_other)
closures = st.builds(
    lambda first, length, name, kept: Closure(first, first + timedelta(length), name, kept),
    st.dates(date(2020, 1, 1), date(2030, 1, 1)),
    st.integers(0, 30),
    st.text(st.characters(categories=("L", "N")), max_size=10),
    days,
)
schedules = st.builds(
    OpeningHours,
    st.sampled_from(["Europe/Rome", "America/New_York", "UTC"]),
    st.tuples(*[days] * 7),
    st.sampled_from([None, "IT", "ES"]),
    st.none(),
    st.lists(closures, max_size=3).map(tuple),
    st.booleans(),
)


def form(**changes: object) -> HoursForm:
    return replace(form_of(default_hours()), **changes)  # type: ignore[arg-type]


def monday(*typed: tuple[str, str]) -> HoursForm:
    return form(week=(tuple(TypedSlot(*slot) for slot in typed), *((),) * 6))


@given(schedules)
def test_hours_come_back_from_the_form_as_they_went_in(hours: OpeningHours) -> None:
    shown = form_of(hours)
    assert faults_of(shown) == ()
    assert hours_of(shown) == hours


@given(st.tuples(*[st.lists(st.tuples(st.text(max_size=6), st.text(max_size=6)), max_size=3)] * 7), st.text(max_size=8))
def test_whatever_is_typed_gives_faults_or_hours_and_never_more(
    week: tuple[list[tuple[str, str]], ...], zone_hours: str
) -> None:
    typed = form(
        week=tuple(tuple(TypedSlot(*slot) for slot in day) for day in week),
        closures=(TypedClosure(date(2026, 8, 1), date(2026, 8, 9), "", zone_hours),),
    )
    if faults_of(typed):
        with pytest.raises(ValueError, match="faults"):
            hours_of(typed)
    else:
        assert faults_of(form_of(hours_of(typed))) == ()


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("9", "09:00"),
        ("930", "09:30"),
        ("0930", "09:30"),
        ("9.30", "09:30"),
        (" 18:00 ", "18:00"),
        ("18h", "18:00"),
        ("24", "24:00"),
        ("24:01", "24:01"),
        ("9:75", "9:75"),
        ("nine", "nine"),
        ("", ""),
    ],
)
def test_a_time_is_written_in_full_where_it_can_be_read(typed: str, expected: str) -> None:
    assert clean_time(typed) == expected


@pytest.mark.parametrize(
    ("typed", "faults"),
    [
        (monday(("9", "13"), ("14", "18")), []),
        (monday(("22", "6")), []),
        (monday(("0", "24")), []),
        (monday(("9", "noon")), [HoursFault("time", 0, 0, ("9", "noon"))]),
        (monday(("9", "")), [HoursFault("time", 0, 0, ("9", ""))]),
        (monday(("9", "9")), [HoursFault("order", 0, 0, ("9", "9"))]),
        (monday(("9", "13"), ("12", "18")), [HoursFault("overlap", 0, 1, ("09:00", "13:00", "12:00", "18:00"))]),
        (form(timezone=""), [HoursFault("zone")]),
    ],
)
def test_each_fault_has_its_place(typed: HoursForm, faults: list[HoursFault]) -> None:
    assert list(faults_of(typed)) == faults


def test_an_exception_that_ends_before_it_begins_or_has_odd_hours_is_named() -> None:
    first, last = date(2026, 8, 10), date(2026, 8, 1)
    typed = form(closures=(TypedClosure(first, last, "Holidays"), TypedClosure(last, first, "", "from nine")))
    assert [(fault.reason, fault.place) for fault in faults_of(typed)] == [("dates", 0), ("closure_hours", 1)]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [("", ""), ("9-13", "09:00–13:00"), ("15:00 – 17, 9 to 13", "09:00–13:00, 15:00–17:00"), ("dalle 9", None)],
)
def test_a_line_of_periods_is_read(typed: str, expected: str | None) -> None:
    found = slots_in(typed)
    assert (None if found is None else typed_slots(found)) == expected


def test_every_fault_is_a_sentence_with_its_day_and_times(qapp: QApplication) -> None:
    overlap = HoursFault("overlap", 2, 1, ("09:00", "13:00", "12:00", "18:00"))
    assert hours_sentence(overlap) == (
        f"{weekday_name(2)}: 09:00 to 13:00 and 12:00 to 18:00 overlap. Shorten or remove one."
    )
    for reason, facts in (
        ("zone", ()),
        ("time", ("9", "x")),
        ("order", ("9", "9")),
        ("dates", ()),
        ("closure_hours", ("x",)),
    ):
        sentence = hours_sentence(HoursFault(reason, 0, 0, facts))
        assert sentence.endswith(".")
        assert "{" not in sentence


def test_places_have_names(qapp: QApplication) -> None:
    assert weekday_name(0) != weekday_name(6)
    assert country_name("IT") != "IT"
    assert country_name("??") == "??"
