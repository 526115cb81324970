"""Spelling in the settings: the choice is kept, a folder that is not there is named, what was found is said."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QAbstractButton, QLineEdit
from pytestqt.qtbot import QtBot

from desktop.composer.dictionaries import Lacking
from desktop.composer.own_words import OwnWords, SpellingChoice
from tests.factories import FakeClock
from tests.ui.sessions import a_session
from ui.session import Session
from ui.settings.spelling_form import SpellingForm
from ui.theme import Theme
from ui.widgets import IconLine


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    opened, _ = a_session(tmp_path, FakeClock(), ())
    yield opened
    opened.store.close()


@pytest.fixture
def form(session: Session, light: Theme, qtbot: QtBot) -> Iterator[SpellingForm]:
    made = SpellingForm(session, light)
    qtbot.addWidget(made)
    yield made
    made.wait()


def test_the_choice_is_kept(form: SpellingForm, session: Session, tmp_path: Path) -> None:
    box, folder = form.findChild(QAbstractButton, "spelling_on"), form.findChild(QLineEdit, "spelling_folder")
    assert box is not None
    assert folder is not None
    assert not form.is_changed
    box.click()
    folder.setText(str(tmp_path))
    assert form.is_changed
    assert form.check()
    form.keep()
    assert not form.is_changed
    kept = OwnWords(session.store, session.clock).choice()
    assert kept == SpellingChoice(is_on=False, folder=str(tmp_path))


def test_a_folder_that_is_not_there_is_not_kept(form: SpellingForm) -> None:
    folder = form.findChild(QLineEdit, "spelling_folder")
    assert folder is not None
    folder.setText("/nowhere/at/all")
    assert not form.check()


@pytest.mark.parametrize(
    ("lacking", "languages", "said"),
    [
        (None, ("it", "ca"), "Dictionaries found: Italian, Catalan."),
        (Lacking.DICTIONARIES, (), "Spelling is not checked: no dictionary was found. Name a folder that has some."),
        (Lacking.LIBRARY, (), "Spelling is not checked: the library Enchant is not on this computer."),
    ],
)
def test_what_was_found_is_said(
    form: SpellingForm, lacking: Lacking | None, languages: tuple[str, ...], said: str
) -> None:
    form.say((lacking, languages))
    note = form.findChild(IconLine, "spelling_note")
    assert note is not None
    assert note.text == said
