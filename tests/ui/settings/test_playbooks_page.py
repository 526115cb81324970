"""The page of playbooks: steps added, moved, removed by class, kept with Save alone; crisis mode switched at once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLineEdit
from pytestqt.qtbot import QtBot

from desktop.cases.playbooks import CRISIS, read_playbooks, starter_playbooks
from desktop.model import Deed
from desktop.system.resources import resource_path
from tests.factories import FakeClock
from tests.ui.sessions import a_session
from ui.session import Session
from ui.settings import SettingsDialog
from ui.settings.playbooks_page import PlaybooksPage
from ui.theme import Theme

STARTER = starter_playbooks(resource_path("playbooks"), "en")


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    made, _account = a_session(tmp_path, FakeClock())
    yield made
    made.store.close()


@pytest.fixture
def dialog(qtbot: QtBot, session: Session, light: Theme) -> SettingsDialog:
    shown = SettingsDialog(session, light)
    qtbot.addWidget(shown)
    shown.show_group("playbooks")
    return shown


def page_of(dialog: SettingsDialog) -> PlaybooksPage:
    page = dialog.findChild(PlaybooksPage, "playbooks_page")
    assert isinstance(page, PlaybooksPage)
    return page


def press(dialog: SettingsDialog, name: str) -> None:
    button = dialog.findChild(QAbstractButton, name)
    assert button is not None
    button.click()


def choose(dialog: SettingsDialog, key: str) -> None:
    page_of(dialog)._class.box.choose(key)
    page_of(dialog)._on_class_chosen()


def line(dialog: SettingsDialog, place: int) -> QLineEdit:
    return next(one for one in page_of(dialog)._editor._lines if one.objectName() == f"playbook_step_{place}")


def words(dialog: SettingsDialog) -> list[str]:
    return [one.words for one in page_of(dialog)._editor.steps]


def test_it_shows_the_programs_steps_and_waits_for_nothing(dialog: SettingsDialog) -> None:
    assert words(dialog) == [one.words for one in STARTER[CRISIS].steps]
    assert not page_of(dialog).is_changed


def test_steps_are_added_moved_and_removed_and_only_save_keeps_them(dialog: SettingsDialog, session: Session) -> None:
    choose(dialog, "complaint")
    press(dialog, "playbooks_add")
    QTest.keyClicks(line(dialog, 5), "Call back")
    press(dialog, "playbook_up_5")
    press(dialog, "playbook_remove_0")
    expected = [one.words for one in STARTER["complaint"].steps]
    expected = [*expected[1:4], "Call back", expected[4]]
    assert words(dialog) == expected
    assert read_playbooks(session.profile.playbooks).books == ()
    assert "Complaints" in page_of(dialog).unsaved
    press(dialog, "save")
    (book,) = read_playbooks(session.profile.playbooks).books
    assert [one.words for one in book.steps] == expected
    assert [one.uid for one in book.steps][:3] == [one.uid for one in STARTER["complaint"].steps][1:4]
    kept = session.playbooks.shelf.of("complaint")
    assert kept is not None
    assert [one.words for one in kept.steps] == expected
    entry = session.store.journal.newest(1)[0]
    assert (entry.deed, entry.after) == (Deed.SETTING, {"playbooks": ["complaint"]})


def test_keys_do_it_too(dialog: SettingsDialog) -> None:
    choose(dialog, "urgent")
    before = words(dialog)
    QTest.keyClick(line(dialog, 0), Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert words(dialog)[:2] == [before[1], before[0]]
    QTest.keyClick(line(dialog, 1), Qt.Key.Key_Return)
    assert words(dialog)[2] == ""


def test_an_empty_line_is_not_kept_and_no_line_at_all_takes_the_playbook_away(
    dialog: SettingsDialog, session: Session
) -> None:
    choose(dialog, "abuse")
    while words(dialog):
        press(dialog, "playbook_remove_0")
    press(dialog, "playbooks_add")
    press(dialog, "save")
    assert session.playbooks.shelf.of("abuse") is None


def test_the_programs_steps_come_back(dialog: SettingsDialog) -> None:
    press(dialog, "playbook_remove_0")
    assert page_of(dialog).is_changed
    press(dialog, "playbooks_again")
    assert not page_of(dialog).is_changed
    assert words(dialog) == [one.words for one in STARTER[CRISIS].steps]


def test_the_programs_steps_speak_another_language(dialog: SettingsDialog, session: Session) -> None:
    page = page_of(dialog)
    page._language.box.choose("ca")
    page._on_language_chosen()
    assert words(dialog)[0] == starter_playbooks(resource_path("playbooks"), "ca")[CRISIS].steps[0].words
    press(dialog, "save")
    assert read_playbooks(session.profile.playbooks).language == "ca"


def test_a_file_that_cannot_be_read_is_told_of(qtbot: QtBot, session: Session, light: Theme) -> None:
    session.profile.playbooks.write_text("{", "utf-8")
    shown = SettingsDialog(session, light)
    qtbot.addWidget(shown)
    shown.show_group("playbooks")
    assert words(shown) == [one.words for one in STARTER[CRISIS].steps]


def test_crisis_mode_is_switched_at_once_and_told(dialog: SettingsDialog, session: Session) -> None:
    told: list[str] = []
    dialog.settings_changed.connect(told.append)
    press(dialog, "playbooks_crisis_switch")
    mode = session.store.crisis.mode()
    assert mode is not None
    assert mode.on_by == session.agent.name
    press(dialog, "playbooks_crisis_switch")
    assert session.store.crisis.mode() is None
    assert told == ["crisis", "crisis"]
