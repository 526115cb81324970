"""The hours dialog: the week drawn with mouse and keys, holidays and exceptions, rules, files, and what is seen live."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desktop.accounts.closed_rules import ClockTime, ClosedRules
from desktop.guardrails import Closure, OpeningHours, Slot, WhenClosed, default_hours
from desktop.model import Account
from desktop.store.errors import StoreFull
from desktop.store.settings import Settings
from tests.factories import FakeClock
from tests.ui.accounts.hands import Hands
from tests.ui.sessions import a_session
from ui.session import Session
from ui.settings.acknowledgement_dialog import AcknowledgementDialog
from ui.settings.calendar_import import CalendarImport
from ui.settings.day_lane import DayLane
from ui.settings.exception_dialog import ExceptionDialog
from ui.settings.hours_dialog import HoursDialog
from ui.settings.hours_presenter import special_days
from ui.theme import Theme

Key, Mod = Qt.Key, Qt.KeyboardModifier
Desk = tuple[Session, Account]
Opened = Callable[..., tuple[HoursDialog, Hands]]
OFFICE = (Slot.of("09:00", "18:00"),)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    session, account = a_session(tmp_path, FakeClock(), ())
    yield session, account
    session.store.close()


@pytest.fixture
def opened(qtbot: QtBot, desk: Desk, light: Theme) -> Opened:
    def show(account: int = 0) -> tuple[HoursDialog, Hands]:
        dialog = HoursDialog(desk[0], light, account=account)
        qtbot.addWidget(dialog)
        dialog.show()
        dialog.setMinimumSize(100, 100)
        dialog.resize(1080, 664)
        dialog.activateWindow()
        qtbot.waitUntil(dialog.isActiveWindow)
        hands = Hands(qtbot, dialog)
        qtbot.waitUntil(lambda: is_seen(dialog, "next_words_0"))
        return dialog, hands

    return show


def is_seen(dialog: QWidget, name: str) -> bool:
    return any(child.isVisible() for child in dialog.findChildren(QWidget, name))


def words_of(dialog: QWidget, name: str) -> str:
    """Return the words of a label that may be about to be replaced, "" while it is."""
    seen = [child for child in dialog.findChildren(QWidget, name) if child.isVisible()]
    return str(seen[0].property("text")) if seen else ""


def lane(dialog: HoursDialog, day: int) -> DayLane:
    found = dialog.findChild(DayLane, f"lane_{day}")
    assert found is not None
    return found


def at(day: DayLane, clock: str) -> QPoint:
    hour, minute = map(int, clock.split(":"))
    return QPoint(round(day.scale.x_of(hour * 60 + minute)), day.height() // 2)


def drag(day: DayLane, first: str, last: str) -> None:
    QTest.mousePress(day, Qt.MouseButton.LeftButton, Mod.NoModifier, at(day, first))
    QTest.mouseMove(day, at(day, last))
    QTest.mouseMove(day, at(day, last))
    QTest.mouseRelease(day, Qt.MouseButton.LeftButton, Mod.NoModifier, at(day, last))


def keys(hands: Hands, key: Qt.Key, modifiers: Qt.KeyboardModifier = Mod.NoModifier, times: int = 1) -> None:
    for _ in range(times):
        QTest.keyClick(hands.focus, key, modifiers)
        QApplication.processEvents()


def kept(desk: Desk) -> OpeningHours:
    return desk[0].hours.of(None)


def test_a_saturday_is_drawn_with_the_mouse(desk: Desk, opened: Opened) -> None:
    dialog, hands = opened()
    drag(lane(dialog, 5), "09:00", "13:00")
    assert lane(dialog, 5).slots == (Slot.of("09:00", "13:00"),)
    assert hands.words("slot_title") == "Saturday"
    assert (hands.words("slot_from"), hands.words("slot_to")) == ("09:00", "13:00")
    hands.click("save_hours")
    assert kept(desk).week[5] == (Slot.of("09:00", "13:00"),)
    assert not dialog.isVisible()


def test_a_bar_is_moved_and_stretched_and_never_into_its_neighbour(opened: Opened) -> None:
    dialog, _ = opened()
    monday = lane(dialog, 0)
    drag(monday, "18:00", "13:00")
    assert monday.slots[0] == Slot.of("09:00", "13:00")
    drag(monday, "14:00", "17:00")
    drag(monday, "11:00", "16:30")
    assert list(monday.slots) == [Slot.of("10:00", "14:00"), Slot.of("14:00", "17:00")]
    drag(monday, "10:00", "08:00")
    assert monday.slots[0] == Slot.of("08:00", "14:00")


def test_the_week_is_changed_with_keys_alone(desk: Desk, opened: Opened) -> None:
    dialog, hands = opened()
    assert hands.focus is lane(dialog, 0)
    keys(hands, Key.Key_Left, Mod.ShiftModifier, 20)  # five hours earlier
    keys(hands, Key.Key_Space)
    keys(hands, Key.Key_Right, Mod.ControlModifier, 2)
    assert lane(dialog, 0).slots == (Slot.of("09:00", "13:00"), Slot.of("14:30", "17:30"))
    keys(hands, Key.Key_Right, Mod.ControlModifier | Mod.ShiftModifier)
    keys(hands, Key.Key_C, Mod.ControlModifier)
    keys(hands, Key.Key_Down)
    keys(hands, Key.Key_V, Mod.ControlModifier)
    keys(hands, Key.Key_Delete)
    keys(hands, Key.Key_Down)
    keys(hands, Key.Key_Delete)
    hands.click("save_hours")
    week = kept(desk).week
    assert week[0] == (Slot.of("09:00", "13:00"), Slot.of("14:45", "17:30"))
    assert week[1] == (Slot.of("14:45", "17:30"),)
    assert week[2] == ()


def test_a_lunch_break_is_typed_and_copied_to_the_weekdays(desk: Desk, opened: Opened) -> None:
    _, hands = opened()
    hands.write("slot_to", "13:00")
    hands.click("add_period")
    hands.write("slot_from", "14:30")
    hands.write("slot_to", "1830")
    hands.press(Key.Key_Tab)
    hands.click("copy_day")
    hands.click("save_hours")
    expected = (Slot.of("09:00", "13:00"), Slot.of("14:30", "18:30"))
    assert kept(desk).week[0] == kept(desk).week[4] == expected
    assert kept(desk).week[5] == ()
    assert desk[0].inbox.hours == kept(desk)


@pytest.mark.parametrize(
    ("opens", "closes", "said"), [("nine", "18:00", "are not two times"), ("10:00", "10:00", "has no length")]
)
def test_times_that_can_not_be_kept_are_refused_where_they_stand(
    desk: Desk, opened: Opened, opens: str, closes: str, said: str
) -> None:
    dialog, hands = opened()
    hands.write("slot_from", opens)
    hands.write("slot_to", closes)
    hands.press(Key.Key_Tab)
    assert said in hands.words("slot_fault_words")
    drag(lane(dialog, 5), "09:00", "13:00")
    assert kept(desk) == default_hours()


def test_periods_that_overlap_are_refused(desk: Desk, opened: Opened) -> None:
    dialog, hands = opened()
    hands.write("slot_to", "13:00")
    hands.click("add_period")
    hands.write("slot_from", "12:00")
    hands.press(Key.Key_Tab)
    assert "overlap" in hands.words("slot_fault_words")
    dialog._on_save_clicked()
    assert hands.focus.objectName() == "slot_from"
    assert kept(desk) == default_hours()


def test_a_night_reaches_into_the_next_day(desk: Desk, opened: Opened) -> None:
    dialog, hands = opened()
    lane(dialog, 4).choose(0)
    hands.write("slot_from", "22:00")
    hands.write("slot_to", "02:00")
    hands.press(Key.Key_Tab)
    assert lane(dialog, 4).slots == (Slot(22 * 60, 26 * 60),)
    assert lane(dialog, 4)._hours == (7, 26)
    assert lane(dialog, 4).accessibleName() == "Friday, open 22:00 to 02:00"
    hands.click("save_hours")
    assert kept(desk).week[4] == (Slot(22 * 60, 26 * 60),)


def test_what_is_seen_follows_every_change(qtbot: QtBot, opened: Opened) -> None:
    dialog, hands = opened()
    assert hands.words("hours_status_words") == "Open now, until 18:00"
    assert hands.words("next_words_0") == "09:00–18:00"
    assert hands.words("next_words_2") == "Closed"
    thursday = lane(dialog, 3)
    drag(thursday, "09:00", "15:00")
    qtbot.waitUntil(lambda: words_of(dialog, "next_words_0") == "15:00–18:00")
    assert hands.words("hours_status_words") == "Closed now"
    assert hands.words("hours_following") == "Opens 15:00"


def test_a_week_without_hours_is_warned_of(qtbot: QtBot, opened: Opened) -> None:
    _, hands = opened()
    for day in range(5):
        hands.click(f"day_{day}")
    qtbot.waitUntil(lambda: hands.words("hours_status_words") == "Always closed")
    assert "wait for ever" in hands.words("hours_following")


def test_a_day_is_closed_and_opened_again_without_losing_its_hours(opened: Opened) -> None:
    dialog, hands = opened()
    drag(lane(dialog, 0), "18:00", "16:00")
    hands.click("day_0")
    assert lane(dialog, 0).accessibleName() == "Monday, closed"
    hands.click("day_0")
    assert lane(dialog, 0).slots == (Slot.of("09:00", "16:00"),)


def test_holidays_come_from_several_calendars_and_are_named(desk: Desk, opened: Opened, qtbot: QtBot) -> None:
    dialog, hands = opened()
    assert hands.words("special_title_0") == "Easter Sunday"
    hands.click("other_calendars")
    country = hands.see(QWidget, "country")
    country.setCurrentIndex(country.findData("ES"))  # type: ignore[attr-defined]
    region = hands.see(QWidget, "region")
    region.setCurrentIndex(region.findData("CT"))  # type: ignore[attr-defined]
    hands.click("add_place")
    qtbot.waitUntil(lambda: words_of(dialog, "special_title_0") == "Good Friday")
    assert hands.words("special_note_0") == "Closed, Catalunya"
    assert hands.words("special_note_2") == "Closed, Italy and Catalunya"
    hands.click("save_hours")
    hours = kept(desk)
    assert (hours.country, hours.also) == ("IT", (("ES", "CT"),))
    assert not dialog.isVisible()


def test_an_exception_is_checked_and_kept(qtbot: QtBot, desk: Desk, opened: Opened) -> None:
    dialog, hands = opened()
    hands.click("add_closure")
    asking = dialog.findChild(ExceptionDialog)
    assert asking is not None
    inside = Hands(qtbot, asking)
    inside.write("closure_name", "Stocktaking")
    inside.write("closure_hours", "from nine")
    inside.click("keep_exception")
    assert "from nine" in inside.words("closure_hours_hint_words")
    inside.write("closure_hours", "9-13")
    inside.click("yearly")
    inside.click("keep_exception")
    qtbot.waitUntil(lambda: words_of(dialog, "special_title_0") == "Stocktaking")
    assert hands.words("special_note_0") == "Open 09:00 to 13:00, every year"
    hands.click("save_hours")
    today = desk[0].local_now().date()
    assert kept(desk).closures == (Closure(today, today, "Stocktaking", (Slot.of("09:00", "13:00"),), yearly=True),)


def test_a_holiday_can_be_worked_on(qtbot: QtBot, desk: Desk, opened: Opened) -> None:
    dialog, hands = opened()
    monday = next(one for one in special_days(default_hours(), date(2026, 3, 12), "en") if one.title == "Easter Monday")
    dialog._panel._keep_usual(monday)
    qtbot.waitUntil(lambda: dialog.is_changed)
    hands.click("save_hours")
    (closure,) = kept(desk).closures
    assert (closure.start_date, closure.slots) == (date(2026, 4, 6), OFFICE)


def test_a_calendar_is_shown_before_anything_of_it_is_added(
    qtbot: QtBot, desk: Desk, opened: Opened, tmp_path: Path
) -> None:
    dialog, hands = opened()
    path = tmp_path / "ferie.ics"
    events = ("DTSTART;VALUE=DATE:20260810\nDTEND;VALUE=DATE:20260822\nSUMMARY:Ferie", "DTSTART;VALUE=DATE:20200101")
    body = "".join(f"BEGIN:VEVENT\n{event}\nEND:VEVENT\n" for event in events)
    path.write_text(f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:x\n{body}END:VCALENDAR\n")
    dialog.import_calendar(path)
    preview = dialog.findChild(CalendarImport)
    assert preview is not None
    inside = Hands(qtbot, preview)
    assert inside.words("calendar_entry_0") == "10 Aug – 21 Aug 2026  Ferie"
    assert inside.words("calendar_left_out_words") == "Left out: 1 in the past."
    assert kept(desk).closures == ()
    inside.click("calendar_entry_0")
    assert inside.words("add_closures") == "Add"
    inside.click("calendar_entry_0")
    inside.click("add_closures")
    hands.click("save_hours")
    assert kept(desk).closures == (Closure(date(2026, 8, 10), date(2026, 8, 21), "Ferie"),)


@pytest.mark.parametrize(("content", "said"), [(b"<html>", "no calendar file"), (None, "can't be read")])
def test_a_file_that_is_no_calendar_is_refused_in_a_sentence(
    qtbot: QtBot, opened: Opened, tmp_path: Path, content: bytes | None, said: str
) -> None:
    dialog, _ = opened()
    path = tmp_path / "page.ics"
    if content is not None:
        path.write_bytes(content)
    dialog.import_calendar(path)
    preview = dialog.findChild(CalendarImport)
    assert preview is not None
    assert said in Hands(qtbot, preview).words("calendar_fault_words")


def test_rules_for_closed_times_are_kept(desk: Desk, opened: Opened) -> None:
    _, hands = opened()
    hands.click("closed_ask")
    hands.click("acknowledges")
    hands.click("pauses_clock")
    hands.click("save_hours")
    assert desk[0].hours.rules(None) == ClosedRules(WhenClosed.ASK, ClockTime.WALL, acknowledges=True)


def test_the_acknowledgements_text_is_written_by_language_and_seen(qtbot: QtBot, desk: Desk, opened: Opened) -> None:
    dialog, hands = opened()
    hands.click("edit_texts")
    writing = dialog.findChild(AcknowledgementDialog)
    assert writing is not None
    inside = Hands(qtbot, writing)
    assert "riapriamo lunedì alle 9:00" in inside.words("text_preview")
    inside.write("acknowledgement_text", "Ciao {nome}, riapriamo {opening}.")
    assert "Nothing fills {nome}" in inside.words("text_fault_words")
    inside.write("acknowledgement_text", "Ciao {name}, riapriamo {opening}.")
    assert inside.words("text_preview") == "Ciao Marta, riapriamo lunedì alle 9:00."
    inside.click("keep_texts")
    hands.click("save_hours")
    assert desk[0].hours.rules(None).text("it") == "Ciao {name}, riapriamo {opening}."


def test_an_account_with_hours_of_its_own_goes_back_to_the_desks(desk: Desk, opened: Opened) -> None:
    session, account = desk
    session.keep_schedule(account, OpeningHours("Europe/Madrid", (OFFICE,) * 7), ClosedRules(WhenClosed.SEND))
    dialog, hands = opened(int(account.id))
    assert len(lane(dialog, 6).slots) == 1
    hands.click("use_desk_hours")
    assert not session.hours.has_own(account)
    assert lane(dialog, 6).slots == ()


def test_an_unknown_time_zone_is_refused(desk: Desk, opened: Opened) -> None:
    _, hands = opened()
    zone = hands.see(QWidget, "zone")
    zone.setEditText("Atlantis")  # type: ignore[attr-defined]
    hands.click("save_hours")
    assert "Choose a time zone" in hands.words("zone_fault_words")
    assert kept(desk) == default_hours()


def test_a_full_disk_is_told_and_the_dialog_stays(desk: Desk, opened: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise StoreFull

    dialog, hands = opened()
    hands.click("day_5")
    monkeypatch.setattr(Settings, "set", full)
    hands.click("save_hours")
    assert "disk is full" in hands.words("dialog_hint_words")
    assert dialog.isVisible()


def test_the_dialog_fits_a_large_text(qtbot: QtBot, desk: Desk, large: Theme) -> None:
    dialog = HoursDialog(desk[0], large)
    qtbot.addWidget(dialog)
    dialog.show()
    screen = QApplication.primaryScreen().availableSize()
    assert dialog.width() <= screen.width()
    assert dialog.height() <= screen.height()
