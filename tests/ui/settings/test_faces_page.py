"""The page of accounts that may look like ours: added, removed, brought back, and kept with Save alone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from desktop.model import Network
from tests.factories import FakeClock
from tests.ui.sessions import a_session
from ui.session import Session
from ui.settings import SettingsDialog
from ui.settings.faces_page import FacesPage
from ui.theme import Theme
from ui.widgets import Field, OptionList


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    made, _account = a_session(tmp_path, FakeClock())
    made.impostors.know(Network.X, "@AuroraPartner", "reseller in Turin")
    yield made
    made.store.close()


@pytest.fixture
def dialog(qtbot: QtBot, session: Session, light: Theme) -> SettingsDialog:
    shown = SettingsDialog(session, light)
    qtbot.addWidget(shown)
    shown.show_group("faces")
    return shown


def page_of(dialog: SettingsDialog) -> FacesPage:
    page = dialog.findChild(FacesPage, "faces_page")
    assert isinstance(page, FacesPage)
    return page


def press(dialog: SettingsDialog, name: str) -> None:
    button = dialog.findChild(QPushButton, name)
    assert button is not None
    button.click()


def write(dialog: SettingsDialog, name: str, text: str) -> None:
    field = next(one for one in dialog.findChildren(Field) if one.objectName().startswith(name))
    field.set_text(text)


def handles(session: Session) -> list[str]:
    return [face.handle for face in session.impostors.known()]


def test_what_is_added_waits_for_save(dialog: SettingsDialog, session: Session) -> None:
    write(dialog, "face_handle", " @aurora_store ")
    write(dialog, "face_note", "the shop in via Po")
    press(dialog, "add_face")
    assert page_of(dialog).is_changed
    assert handles(session) == ["AuroraPartner"]
    press(dialog, "save")
    assert sorted(handles(session)) == ["AuroraPartner", "aurora_store"]


@pytest.mark.parametrize("typed", ["", " @ ", "two words"])
def test_a_handle_that_is_none_is_not_added(dialog: SettingsDialog, typed: str) -> None:
    write(dialog, "face_handle", typed)
    press(dialog, "add_face")
    assert not page_of(dialog).is_changed


def test_what_is_removed_comes_back_with_undo_and_goes_with_save(dialog: SettingsDialog, session: Session) -> None:
    press(dialog, "remove_face")
    assert page_of(dialog).is_changed
    press(dialog, "undo_face")
    assert not page_of(dialog).is_changed
    press(dialog, "remove_face")
    press(dialog, "save")
    assert handles(session) == []


def test_the_list_says_who_each_one_is(dialog: SettingsDialog) -> None:
    listed = dialog.findChild(OptionList, "faces")
    assert listed is not None
    assert listed.current == (Network.X, "aurorapartner")
