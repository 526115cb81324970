"""Reminders in the window and the page of what is asked afterwards, as a person uses them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDateTimeEdit, QPushButton
from pytestqt.qtbot import QtBot

from desktop.follow_up import ReminderDesk, ReminderWatch, rules_of
from desktop.model import CaseId, CaseStatus, MessageClass
from desktop.model.follow_up import Reminder
from tests.factories import NOON, FakeClock
from tests.ui.sessions import a_session
from tests.ui.windows import Furnished, a_window
from ui.follow_up.presenter import moment_words, moved_to
from ui.follow_up.reminder_dialog import ReminderDialog
from ui.follow_up.section import ReminderRow, RemindersPart
from ui.session import Session
from ui.settings import SettingsDialog
from ui.settings.follow_up_page import FollowUpPage
from ui.shell.notices import NoticeKind
from ui.shell.notices_watch import Question, look
from ui.theme import Theme
from ui.widgets import ComboBox, Field

LATER = NOON + timedelta(days=1, hours=5)


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path, light: Theme) -> Iterator[Furnished]:
    with a_window(tmp_path, qtbot, light) as made:
        made.parts.case.show(first_case(made.session))
        yield made


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    made, _account = a_session(tmp_path, FakeClock())
    yield made
    made.store.close()


def first_case(session: Session) -> int:
    return int(session.store.lanes.rows(list(range(1, 10)))[0].id)


def rows_of(window: Furnished) -> list[ReminderRow]:
    part = window.window.findChild(RemindersPart)
    assert part is not None
    return [row for row in part.findChildren(ReminderRow) if not row.isHidden()]


@pytest.mark.slow  # a whole window
def test_a_reminder_is_set_shown_and_ticked_off_by_key_with_undo(window: Furnished) -> None:
    follow_up = window.parts.follow_up
    assert follow_up.has_case
    assert rows_of(window) == []
    told: list[object] = []
    follow_up.done.connect(told.append)
    follow_up.set(LATER, "Confirm the refund went out")
    window.bot.waitUntil(lambda: len(rows_of(window)) == 1)
    (row,) = rows_of(window)
    assert "Confirm the refund went out" in row.accessibleName()
    QTest.keyClick(row, Qt.Key.Key_Return)
    window.bot.waitUntil(lambda: rows_of(window) == [])
    window.parts.after.undo(told[-1])
    window.bot.waitUntil(lambda: len(rows_of(window)) == 1)


@pytest.mark.slow  # a whole window
def test_what_cant_be_a_reminder_changes_nothing(window: Furnished) -> None:
    window.parts.follow_up.set(NOON - timedelta(days=1), "Too late")
    window.parts.follow_up.set(LATER, "  ")
    assert rows_of(window) == []


@pytest.mark.slow  # a whole window
def test_the_key_and_the_palette_know_follow_ups(window: Furnished) -> None:
    actions = {action.id: action for action in window.parts.actions.all()}
    assert actions["follow_up"].shortcut == "F"
    assert actions["follow_up"].is_enabled()
    assert "follow_up_settings" in actions


def test_the_dialog_takes_words_and_a_moment_to_come(qtbot: QtBot, light: Theme) -> None:
    dialog = ReminderDialog(light, "Marta", lambda: NOON, UTC)
    qtbot.addWidget(dialog)
    accept = dialog.findChild(QPushButton, "reminder_accept")
    words = dialog.findChild(Field, "reminder_text_field")
    moment = dialog.findChild(QDateTimeEdit, "reminder_moment")
    assert accept is not None
    assert words is not None
    assert moment is not None
    assert not accept.isEnabled()
    QTest.keyClicks(words.edit, "Refund?")
    assert accept.isEnabled()
    moment.setDateTime(moment.dateTime().addYears(-1))
    assert dialog.moment is None
    assert not accept.isEnabled()
    offer = dialog.findChild(QPushButton, "reminder_offer_0")
    assert offer is not None
    offer.click()
    assert dialog.moment is not None
    assert dialog.moment > NOON
    assert dialog.text == "Refund?"


def test_a_moment_is_said_with_its_weekday() -> None:
    words = moment_words(NOON, NOON, UTC)
    assert words.endswith(", 12:00")
    assert "2025" in moment_words(NOON.replace(year=2025), NOON, UTC)


def test_the_agent_is_told_of_a_reminder_whose_moment_came(session: Session) -> None:
    clock = FakeClock(NOON)
    case_id = session.store.lanes.rows(list(range(1, 10)))[0].id
    ReminderDesk(session.store, lambda: session.agent, clock).set(case_id, LATER, "Refund?")
    clock.now = LATER
    question = Question(session.agent, LATER, session.inbox.standing(LATER))
    assert not [one for one in look(session.store, question).happenings if one.kind is NoticeKind.REMINDER]
    ReminderWatch(session.store, clock).work()
    (told,) = [one for one in look(session.store, question).happenings if one.kind is NoticeKind.REMINDER]
    assert (told.case_id, told.detail) == (int(case_id), "Refund?")
    row = session.store.lanes.rows([int(case_id)])[0]
    assert row.status in (CaseStatus.OPEN, CaseStatus.NEW)


def test_asking_is_off_until_days_are_chosen_and_saved(qtbot: QtBot, session: Session, light: Theme) -> None:
    dialog = SettingsDialog(session, light)
    qtbot.addWidget(dialog)
    dialog.show_group("follow_up")
    page = dialog.findChild(FollowUpPage)
    complaint = dialog.findChild(ComboBox, "follow_up_complaint")
    save = dialog.findChild(QPushButton, "save")
    assert page is not None
    assert complaint is not None
    assert save is not None
    assert not page.is_changed
    complaint.choose(2)
    assert page.is_changed
    assert not rules_of(session.store).asks
    save.click()
    (account,) = session.store.accounts.all()
    assert rules_of(session.store).of(account.uid).after(MessageClass.COMPLAINT.value) == 2
    assert page.title


@pytest.mark.slow  # a whole window
def test_a_follow_up_is_moved_by_its_menu_and_cancelled_with_undo(window: Furnished) -> None:
    follow_up = window.parts.follow_up
    told: list[object] = []
    follow_up.done.connect(told.append)
    follow_up.set(LATER, "Confirm the refund went out")
    window.bot.waitUntil(lambda: len(rows_of(window)) == 1)
    deeds = {one.text(): one for one in rows_of(window)[0].actions()}
    assert list(deeds) == ["Done", "Move to tomorrow", "Move to next week", "Move to another date…", "Cancel follow-up"]
    deeds["Move to next week"].trigger()
    window.bot.waitUntil(lambda: [one.at for one in kept(window)] == [LATER + timedelta(days=7)])
    window.parts.after.undo(told[-1])
    window.bot.waitUntil(lambda: [one.at for one in kept(window)] == [LATER])
    window.bot.waitUntil(lambda: len(rows_of(window)) == 1)
    {one.text(): one for one in rows_of(window)[0].actions()}["Cancel follow-up"].trigger()
    window.bot.waitUntil(lambda: rows_of(window) == [])
    window.parts.after.undo(told[-1])
    window.bot.waitUntil(lambda: len(rows_of(window)) == 1)


def kept(window: Furnished) -> tuple[Reminder, ...]:
    return window.parts.follow_up.desk.of_case(CaseId(first_case(window.session)))


def test_what_is_overdue_moves_from_today(light: Theme) -> None:
    week = timedelta(days=7)
    (tomorrow, in_a_week) = [at for _, at in moved_to(NOON - 3 * week, NOON, UTC)]
    assert (tomorrow, in_a_week) == (NOON + timedelta(days=1), NOON + week)
    shown = Reminder("u", CaseId(1), "Laura", "LB", LATER, "Refund?")
    dialog = ReminderDialog(light, "Marta", lambda: NOON, UTC, kept=shown)
    assert (dialog.text, dialog.moment) == ("Refund?", LATER)
