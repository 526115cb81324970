"""Opening hours as settings, and the days on which they do not apply."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.guardrails import (
    Closure,
    HoursUnreadable,
    OpeningHours,
    Slot,
    default_hours,
    holiday_name,
    holiday_places,
    holidays_known,
    is_open,
    next_opening,
    open_periods_on,
)
from desktop.guardrails.public_holidays import PublicHolidays

ROME = "Europe/Rome"


def week(*slots: Slot) -> tuple[tuple[Slot, ...], ...]:
    return (slots,) * 7


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[misc, arg-type]


@st.composite
def slots(draw: st.DrawFn) -> Slot:
    start = draw(st.integers(0, 1439))
    return Slot(start, start + draw(st.integers(1, 1440 if start == 0 else 1439)))


@st.composite
def closures(draw: st.DrawFn) -> Closure:
    first = draw(st.dates(date(2020, 1, 1), date(2030, 1, 1)))
    last = first + timedelta(days=draw(st.integers(0, 40)))
    return Closure(first, last, draw(st.text(max_size=8)), tuple(draw(st.lists(slots(), max_size=2))))


opening_hours = st.builds(
    OpeningHours,
    st.sampled_from((ROME, "Atlantic/Azores", "America/Havana")),
    st.tuples(*(st.lists(slots(), max_size=3).map(tuple) for _ in range(7))),
    country=st.sampled_from((None, "IT", "ES")),
    region=st.none(),
    closures=st.lists(closures(), max_size=2).map(tuple),
    holidays_off=st.booleans(),
)


@given(opening_hours)
def test_hours_come_back_from_the_settings_as_they_were(hours: OpeningHours) -> None:
    assert OpeningHours.from_dict(json.loads(json.dumps(hours.to_dict()))) == hours


@given(
    st.recursive(
        st.none()
        | st.booleans()
        | st.integers()
        | st.text(max_size=6)
        | st.sampled_from(("09:00", ROME, "2026-01-01")),
        lambda inner: (
            st.lists(inner, max_size=7)
            | st.dictionaries(
                st.sampled_from(("timezone", "week", "from", "to", "closures", "hours", "country", "holidays_off")),
                inner,
            )
        ),
        max_leaves=20,
    )
)
def test_any_other_setting_is_refused_by_name_and_nothing_else(value: object) -> None:
    with pytest.raises(HoursUnreadable):
        OpeningHours.from_dict(value)


@pytest.mark.parametrize(
    ("change", "reason", "field"),
    [
        ({"timezone": "Europe/Nowhere"}, "timezone_unknown", "timezone"),
        ({"timezone": "../etc/passwd"}, "timezone_unknown", "timezone"),
        ({"timezone": "Europe"}, "timezone_unknown", "timezone"),
        ({"timezone": 1}, "not_a_text", "timezone"),
        ({"week": [[]] * 6}, "week_days", "week"),
        ({"week": [[], [], [{"from": "09:00", "to": "25:00"}], [], [], [], []]}, "not_a_time", "week[2][0].to"),
        ({"week": [[{"from": "09:00", "to": "09:00"}], *[[]] * 6]}, "slot_length", "week[0][0]"),
        ({"week": [["09:00"], *[[]] * 6]}, "not_an_object", "week[0][0]"),
        ({"closures": [{"from": "2026-08-10", "to": "2026-08-09"}]}, "closure_order", "closures[0]"),
        ({"closures": [{"from": "10/08/2026", "to": "2026-08-19"}]}, "not_a_date", "closures[0].from"),
        ({"holidays_off": "yes"}, "not_true_or_false", "holidays_off"),
    ],
)
def test_unreadable_hours_name_the_field(change: dict[str, object], reason: str, field: str) -> None:
    with pytest.raises(HoursUnreadable) as caught:
        OpeningHours.from_dict({**default_hours().to_dict(), **change})
    assert (caught.value.reason, caught.value.field) == (reason, field)


def test_a_slot_that_closes_before_it_opens_ends_on_the_next_day() -> None:
    assert Slot.of("22:00", "02:00") == Slot(22 * 60, 26 * 60)
    assert Slot.of("18:00", "00:00") == Slot.of("18:00", "24:00")
    assert (Slot(22 * 60, 26 * 60).opens, Slot(22 * 60, 26 * 60).closes) == ("22:00", "02:00")


def test_the_default_desk_keeps_office_hours_and_italian_holidays() -> None:
    hours = default_hours()
    assert is_open(hours, utc(2026, 11, 23, 8, 0))  # 09:00 in Rome, a Monday
    assert not is_open(hours, utc(2026, 11, 23, 7, 59))
    assert not is_open(hours, utc(2026, 11, 23, 17, 0))
    assert not is_open(hours, utc(2026, 11, 22, 10, 0))
    assert not is_open(hours, utc(2026, 12, 8, 10, 0))  # Immacolata, a Tuesday


def test_holidays_count_only_where_they_are_off() -> None:
    hours = OpeningHours(ROME, default_hours().week, country="IT", holidays_off=False)
    assert is_open(hours, utc(2026, 12, 8, 10, 0))
    assert holiday_name(hours, date(2026, 12, 8), "it") is None


def test_a_region_has_holidays_of_its_own() -> None:
    barcelona = OpeningHours("Europe/Madrid", week(Slot.of("09:00", "18:00")), country="ES", region="CT")
    madrid = OpeningHours("Europe/Madrid", week(Slot.of("09:00", "18:00")), country="ES", region="MD")
    sant_joan = utc(2026, 6, 24, 10, 0)
    assert not is_open(barcelona, sant_joan)
    assert is_open(madrid, sant_joan)
    assert holiday_name(barcelona, sant_joan.date(), "ca") == "Sant Joan"


@pytest.mark.parametrize(
    ("country", "language", "name"),
    [("IT", "it", "Natale"), ("ES", "ca", "Nadal"), ("ES", "es", "Navidad"), ("IT", "en", "Christmas Day")],
)
def test_a_holiday_is_called_by_its_name_in_each_language(country: str, language: str, name: str) -> None:
    hours = OpeningHours(ROME, week(), country=country)
    known = holiday_name(hours, date(2026, 12, 25), language)
    assert known is not None
    assert known in {name, "Nativitat del Senyor", "Natividad del Señor"}


def test_a_language_without_translation_gets_english() -> None:
    hours = OpeningHours(ROME, week(), country="IT")
    assert holiday_name(hours, date(2026, 1, 1), "ca") == "New Year's Day"
    assert holiday_name(hours, date(2026, 1, 2), "it") is None


def test_an_own_closure_wins_over_the_week_and_over_holidays() -> None:
    half = Closure(date(2026, 8, 14), date(2026, 8, 14), "Ponte", (Slot.of("09:00", "13:00"),))
    on_duty = Closure(date(2026, 12, 25), date(2026, 12, 25), "Presidio", (Slot.of("10:00", "12:00"),))
    holiday = Closure(date(2026, 8, 17), date(2026, 8, 21), "Ferie")
    hours = OpeningHours(ROME, default_hours().week, country="IT", closures=(half, on_duty, holiday))
    assert is_open(hours, utc(2026, 8, 14, 10, 0))
    assert not is_open(hours, utc(2026, 8, 14, 12, 0))
    assert is_open(hours, utc(2026, 12, 25, 9, 30))
    assert next_opening(hours, utc(2026, 8, 16, 10, 0)) == utc(2026, 8, 24, 7, 0)
    assert holiday_name(hours, date(2026, 8, 19), "it") == "Ferie"


@pytest.mark.expects_warnings
def test_an_unknown_country_has_no_holidays_and_an_unknown_region_its_countrys() -> None:
    nowhere = OpeningHours(ROME, week(Slot.of("09:00", "18:00")), country="QQ")
    assert is_open(nowhere, utc(2026, 12, 25, 10, 0))
    province = OpeningHours(ROME, week(Slot.of("09:00", "18:00")), country="IT", region="QQ")
    assert not is_open(province, utc(2026, 12, 25, 10, 0))
    assert holiday_name(province, date(2026, 12, 25), "it") == "Natale"


def test_the_calendars_that_there_are_can_be_asked_for() -> None:
    assert holidays_known("IT")
    assert holidays_known("ES", "CT")
    assert not holidays_known("ES", "QQ")
    assert not holidays_known("QQ")


def test_periods_of_a_day_are_in_local_time() -> None:
    lunch = OpeningHours(ROME, week(Slot.of("14:00", "18:00"), Slot.of("09:00", "13:00")))
    periods = open_periods_on(lunch, date(2026, 7, 1))
    assert [(start.hour, end.hour) for start, end in periods] == [(9, 13), (14, 18)]
    assert periods[0][0].utcoffset() == timedelta(hours=2)


def test_a_patron_saint_is_kept_every_year_from_the_first_one_on() -> None:
    san_giovanni = Closure(date(2026, 6, 24), date(2026, 6, 24), "San Giovanni", yearly=True)
    assert [san_giovanni.covers(date(year, 6, 24)) for year in (2025, 2026, 2027, 2040)] == [False, True, True, True]
    assert not san_giovanni.covers(date(2027, 6, 25))
    over_new_year = Closure(date(2026, 12, 24), date(2027, 1, 6), yearly=True)
    assert over_new_year.covers(date(2030, 1, 6))
    assert over_new_year.covers(date(2029, 12, 31))
    assert not over_new_year.covers(date(2030, 1, 7))
    assert Closure(date(2028, 2, 29), date(2028, 2, 29), yearly=True).covers(date(2032, 2, 29))
    with pytest.raises(HoursUnreadable):
        Closure(date(2026, 1, 1), date(2027, 1, 1), yearly=True)


def test_several_calendars_count_together() -> None:
    hours = OpeningHours(ROME, week(Slot.of("09:00", "18:00")), country="IT", also=(("ES", "CT"),))
    assert not is_open(hours, utc(2026, 6, 24, 10, 0))  # Sant Joan
    assert not is_open(hours, utc(2026, 6, 2, 10, 0))  # Festa della Repubblica
    assert holiday_name(hours, date(2026, 6, 24), "ca") == "Sant Joan"
    assert holiday_places(hours, date(2026, 5, 1)) == (("IT", None), ("ES", "CT"))
    assert OpeningHours.from_dict(json.loads(json.dumps(hours.to_dict()))) == hours


def test_a_spanish_holiday_on_a_sunday_counts_although_the_library_leaves_it_out() -> None:
    all_saints = date(2026, 11, 1)
    assert all_saints.weekday() == 6
    calendar = PublicHolidays("ES", None)
    assert all_saints in calendar
    assert calendar.name(all_saints, "es") == "Todos los Santos"
    assert date(2026, 11, 8) not in calendar
    assert date(2028, 12, 31) not in calendar
    assert all_saints in calendar.days_of(2026)


@pytest.mark.parametrize("also", [[{"region": "CT"}], ["ES"], {"country": "ES"}])
def test_further_calendars_that_can_not_be_read_are_refused(also: object) -> None:
    with pytest.raises(HoursUnreadable):
        OpeningHours.from_dict({**default_hours().to_dict(), "also": also})


@pytest.mark.parametrize(
    ("change", "reason", "field"),
    [
        ({"week": [[{"from": "09:60", "to": "10:00"}], [], [], [], [], [], []]}, "not_a_time", "week[0][0].from"),
        ({"week": [[{"from": "nine", "to": "10:00"}], [], [], [], [], [], []]}, "not_a_time", "week[0][0].from"),
        ({"week": ["closed", [], [], [], [], [], []]}, "not_a_list", "week[0]"),
        ({"closures": ["2026-08-15"]}, "not_an_object", "closures[0]"),
        ({"closures": [{"from": 15, "to": "2026-08-15"}]}, "not_a_text", "closures[0].from"),
        ({"closures": [{"from": "Ferragosto", "to": "2026-08-15"}]}, "not_a_date", "closures[0].from"),
        (
            {"closures": [{"from": "2026-08-15", "to": "2026-08-15", "yearly": "sì"}]},
            "not_true_or_false",
            "closures[0].yearly",
        ),
        ({"closures": [{"from": "2026-08-15", "to": "2026-08-01"}]}, "closure_order", "closures[0]"),
        ({"holidays_off": "no"}, "not_true_or_false", "holidays_off"),
    ],
)
def test_every_field_that_can_not_be_read_is_named(change: dict[str, object], reason: str, field: str) -> None:
    with pytest.raises(HoursUnreadable) as caught:
        OpeningHours.from_dict({**default_hours().to_dict(), **change})
    assert (caught.value.reason, caught.value.field) == (reason, field)


@pytest.mark.parametrize("start", [-1, 24 * 60])
def test_a_slot_starts_on_its_own_day(start: int) -> None:
    with pytest.raises(HoursUnreadable):
        Slot(start, start + 60)


def test_a_desk_without_any_hours_never_opens_and_one_with_a_special_day_does() -> None:
    never = OpeningHours(ROME, week())
    assert never.never_opens
    assert not OpeningHours(ROME, week(Slot.of("09:00", "18:00"))).never_opens
    special = Closure(date(2026, 12, 24), date(2026, 12, 24), slots=(Slot.of("09:00", "12:00"),))
    assert not OpeningHours(ROME, week(), closures=(special,)).never_opens


def test_kept_holidays_are_believed_without_the_library_and_no_country_has_none() -> None:
    kept = PublicHolidays("IT", None)
    kept.take({2026: frozenset({date(2026, 2, 3)})})
    assert date(2026, 2, 3) in kept
    assert date(2026, 12, 25) not in kept
    nowhere = PublicHolidays(None, None)
    assert date(2026, 12, 25) not in nowhere
    assert nowhere.name(date(2026, 12, 25), "it") is None


def test_a_yearly_closure_on_the_leap_day_is_left_out_in_other_years() -> None:
    leap = Closure(date(2024, 2, 29), date(2024, 2, 29), yearly=True)
    assert leap.covers(date(2028, 2, 29))
    assert not any(leap.covers(date(2026, month, day)) for month, day in ((2, 28), (3, 1)))
