"""Calendar files: what an event closes, what is left out and why, and what is no calendar at all."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.accounts.calendar_file import CalendarUnreadable, LeftOut, read_calendar, with_closures
from desktop.guardrails import Closure, OpeningHours, Slot, default_hours, open_seconds_between

TODAY = date(2026, 3, 12)
HOURS = default_hours()


def calendar(*events: str, before: str = "") -> bytes:
    body = "".join(f"BEGIN:VEVENT\r\n{event.strip()}\r\nEND:VEVENT\r\n" for event in events)
    text = f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//y//\r\n{before}{body}END:VCALENDAR\r\n"
    return text.replace("\r\n", "\n").replace("\n", "\r\n").encode()


def closures(*events: str, hours: OpeningHours = HOURS, before: str = "") -> list[Closure]:
    return [entry.closure for entry in read_calendar(calendar(*events, before=before), hours, TODAY).entries]


def left_out(*events: str) -> dict[LeftOut, int]:
    return dict(read_calendar(calendar(*events), HOURS, TODAY).left_out)


def day(month: int, number: int, year: int = 2026) -> date:
    return date(year, month, number)


def test_a_whole_day_closes_it_and_several_days_are_one_closure() -> None:
    assert closures("DTSTART;VALUE=DATE:20260501\nSUMMARY:Assemblea") == [Closure(day(5, 1), day(5, 1), "Assemblea")]
    summer = "DTSTART;VALUE=DATE:20260810\nDTEND;VALUE=DATE:20260822\nSUMMARY:Ferie\\, tutti"
    assert closures(summer) == [Closure(day(8, 10), day(8, 21), "Ferie, tutti")]
    assert closures("DTSTART;VALUE=DATE:20260810\nDURATION:P2D") == [Closure(day(8, 10), day(8, 11), "")]


def test_a_meeting_in_the_afternoon_leaves_the_morning() -> None:
    event = "DTSTART;TZID=Europe/Rome:20260318T150000\nDTEND;TZID=Europe/Rome:20260318T200000\nSUMMARY:Formazione"
    assert closures(event) == [Closure(day(3, 18), day(3, 18), "Formazione", (Slot.of("09:00", "15:00"),))]
    middle = "DTSTART:20260318T110000Z\nDTEND:20260318T120000Z"  # 12:00 to 13:00 in Rome
    assert closures(middle)[0].slots == (Slot.of("09:00", "12:00"), Slot.of("13:00", "18:00"))


def test_a_time_in_another_zone_is_read_by_our_clock() -> None:
    event = "DTSTART;TZID=America/New_York:20260318T030000\nDTEND;TZID=America/New_York:20260318T130000"
    assert closures(event) == [Closure(day(3, 18), day(3, 18))]  # 08:00 to 18:00 in Rome, an hour nearer in March


def test_a_zone_that_the_file_itself_describes_is_used() -> None:
    zone = (
        "BEGIN:VTIMEZONE\nTZID:Ufficio\nBEGIN:STANDARD\nDTSTART:19700101T000000\nTZOFFSETFROM:+0100\n"
        "TZOFFSETTO:+0100\nEND:STANDARD\nEND:VTIMEZONE\n"
    )
    event = "DTSTART;TZID=Ufficio:20260318T170000\nDTEND;TZID=Ufficio:20260318T180000"
    assert closures(event, before=zone)[0].slots == (Slot.of("09:00", "17:00"),)


def test_a_yearly_day_is_kept_as_one_of_every_year() -> None:
    saint = "DTSTART;VALUE=DATE:20120624\nRRULE:FREQ=YEARLY\nSUMMARY:San Giovanni"
    assert closures(saint) == [Closure(day(6, 24), day(6, 24), "San Giovanni", yearly=True)]


def test_repeated_events_are_followed_for_two_years_without_what_was_taken_out() -> None:
    mondays = (
        "UID:1\nDTSTART;VALUE=DATE:20260302\nRRULE:FREQ=MONTHLY;BYDAY=1MO;COUNT=4\n"
        "EXDATE;VALUE=DATE:20260504\nSUMMARY:Inventario"
    )
    assert [one.start_date for one in closures(mondays)] == [day(4, 6), day(6, 1)]
    moved = "UID:1\nRECURRENCE-ID;VALUE=DATE:20260406\nDTSTART;VALUE=DATE:20260407\nSUMMARY:Inventario"
    assert [one.start_date for one in closures(mondays, moved)] == [day(4, 7), day(6, 1)]
    until = "DTSTART;VALUE=DATE:20260316\nRRULE:FREQ=WEEKLY;UNTIL=20260330\nRDATE;VALUE=DATE:20260415"
    assert [one.start_date for one in closures(until)] == [day(3, 16), day(3, 23), day(3, 30), day(4, 15)]
    endless = closures("DTSTART;VALUE=DATE:19800101\nRRULE:FREQ=WEEKLY")
    assert endless[0].start_date >= TODAY
    assert endless[-1].start_date <= TODAY + timedelta(days=731)


def test_a_repeated_hour_stays_at_its_hour_when_the_clocks_change() -> None:
    event = (
        "DTSTART;TZID=Europe/Rome:20260323T090000\nDTEND;TZID=Europe/Rome:20260323T100000\n"
        "RRULE:FREQ=WEEKLY;UNTIL=20260406T220000Z"
    )
    found = closures(event, hours=OpeningHours("Europe/Rome", HOURS.week, holidays_off=False))
    assert {one.slots for one in found} == {(Slot.of("10:00", "18:00"),)}
    assert len(found) == 3


def test_a_night_that_is_cut_short_keeps_its_beginning() -> None:
    nights = OpeningHours("Europe/Rome", ((Slot.of("22:00", "04:00"),),) * 7)
    event = "DTSTART;TZID=Europe/Rome:20260319T010000\nDTEND;TZID=Europe/Rome:20260319T060000"
    assert closures(event, hours=nights) == [Closure(day(3, 18), day(3, 18), "", (Slot.of("22:00", "01:00"),))]


def test_what_adds_nothing_is_counted_by_its_reason() -> None:
    assert left_out(
        "DTSTART;VALUE=DATE:20250101",
        "DTSTART;VALUE=DATE:20300101",
        "DTSTART;VALUE=DATE:20260501\nSTATUS:CANCELLED",
        "DTSTART;TZID=Europe/Rome:20260318T200000\nDTEND;TZID=Europe/Rome:20260318T210000",
        "DTSTART;VALUE=DATE:20260501\nRRULE:FREQ=MINUTELY",
        "SUMMARY:no date",
        "DTSTART;VALUE=DATE:20260502",
    ) == {
        LeftOut.PAST: 1,
        LeftOut.LATER: 1,
        LeftOut.CANCELLED: 1,
        LeftOut.OUTSIDE: 1,
        LeftOut.OFTEN: 1,
        LeftOut.UNREADABLE: 1,
    }


def test_what_is_there_already_is_known_and_not_added_again() -> None:
    closure = Closure(day(5, 4), day(5, 4), "Ponte")
    hours = OpeningHours("Europe/Rome", HOURS.week, closures=(closure,))
    event = "DTSTART;VALUE=DATE:20260504\nSUMMARY:Bridge"
    reading = read_calendar(calendar(event, "DTSTART;VALUE=DATE:20260505"), hours, TODAY)
    assert [entry.is_known for entry in reading.entries] == [True, False]
    added = with_closures(hours, [entry.closure for entry in reading.entries])
    assert added == (closure, Closure(day(5, 5), day(5, 5)))


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "not_a_calendar"),
        (b"<html>not here</html>", "not_a_calendar"),
        (b"\x00\x01\x02", "not_a_calendar"),
        (calendar(), "no_events"),
        (b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART:1\r\n", "broken"),
        (b"BEGIN:VCALENDAR\r\n" + b"X" * 2_000_001, "too_large"),
    ],
)
def test_what_is_no_calendar_is_refused_with_its_reason(content: bytes, reason: str) -> None:
    with pytest.raises(CalendarUnreadable) as caught:
        read_calendar(content, HOURS, TODAY)
    assert caught.value.reason == reason


def test_a_file_with_a_mark_in_front_and_bare_line_ends_is_read() -> None:
    content = b"\xef\xbb\xbf" + calendar("DTSTART;VALUE=DATE:20260501").replace(b"\r\n", b"\n")
    assert len(read_calendar(content, HOURS, TODAY).entries) == 1


def test_a_name_is_one_short_line() -> None:
    (closure,) = closures("DTSTART;VALUE=DATE:20260501\nSUMMARY:  A\\nB \u202e" + "x" * 200)
    assert closure.name.startswith("A B x")
    assert len(closure.name) == 80


@given(st.binary(max_size=200), st.integers(0, 400))
def test_a_damaged_file_is_refused_or_read_but_never_breaks(noise: bytes, place: int) -> None:
    whole = calendar("DTSTART;VALUE=DATE:20260501\nRRULE:FREQ=MONTHLY;COUNT=3\nSUMMARY:Ferie")
    content = whole[: place % len(whole)] + noise + whole[place % len(whole) :]
    try:
        read_calendar(content, HOURS, TODAY)
    except CalendarUnreadable:
        return


@given(st.integers(0, 48), st.integers(1, 60))
def test_an_event_never_leaves_more_open_time_than_its_gap(start: int, length: int) -> None:
    begins = datetime(2026, 3, 17) + timedelta(minutes=30 * start)  # noqa: DTZ001 - a wall clock's
    ends = begins + timedelta(minutes=30 * length)
    event = f"DTSTART:{begins:%Y%m%dT%H%M%S}\nDTEND:{ends:%Y%m%dT%H%M%S}"
    reading = read_calendar(calendar(event), HOURS, TODAY)
    after = OpeningHours("Europe/Rome", HOURS.week, closures=tuple(entry.closure for entry in reading.entries))
    before = OpeningHours("Europe/Rome", HOURS.week)
    first, last = (moment.replace(tzinfo=HOURS.zone) for moment in (begins, ends))
    assert open_seconds_between(after, first, last) == 0
    week = (first - timedelta(days=5), last + timedelta(days=5))
    lost = open_seconds_between(before, *week) - open_seconds_between(after, *week)
    assert lost == open_seconds_between(before, first, last)


def test_an_event_of_eight_thousand_years_closes_the_days_that_anybody_plans() -> None:
    """Its days are looked at one by one, which took minutes."""
    closed = closures("DTSTART:19700101T000000Z\nDTEND:99980101T000000Z")
    assert closed[0].start_date < TODAY
    assert TODAY + timedelta(days=700) < closed[-1].end_date < TODAY + timedelta(days=800)


def test_a_rule_for_the_thirtieth_of_february_is_not_looked_for_until_the_year_9999() -> None:
    never = "DTSTART:20260318T100000\nDTEND:20260318T110000\nRRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY="
    assert closures(*([f"{never}30"] * 50)) == []
    assert closures(f"{never}29,30")[0].start_date == day(2, 29, 2028)


def test_a_repetition_at_the_end_of_time_costs_no_other_event() -> None:
    replaced = "DTSTART:20260318T000000Z\nDTEND:20260318T230000Z\nRECURRENCE-ID:99991231T235959Z"
    assert closures(replaced, "DTSTART;VALUE=DATE:20260501") == [
        Closure(day(3, 18), day(3, 18)),
        Closure(day(5, 1), day(5, 1)),
    ]
