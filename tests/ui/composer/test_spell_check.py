"""Spelling in the editor: marked after a pause, mended from the menu, own words kept."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from desktop.composer.dictionaries import Dictionaries
from desktop.composer.own_words import OwnWords, SpellingChoice
from tests.ui.composer.writing_desk import WritingDesk, a_writing_desk
from ui.composer.spell_check import SpellCheck
from ui.theme import Theme


class TwoWords:
    """Knows two words."""

    def check(self, word: str) -> bool:
        return word.casefold() in {"the", "crew"}

    def suggest(self, word: str) -> list[str]:
        return ["crew"] if word == "creww" else []


class English(Dictionaries):
    """Has a dictionary of English alone."""

    def open(self, language: str) -> TwoWords | None:
        return TwoWords() if language == "en" else None


@pytest.fixture
def desk(tmp_path: Path, light: Theme, qtbot: QtBot) -> Iterator[WritingDesk]:
    with a_writing_desk(tmp_path, light, qtbot) as opened:
        opened.controller.spelling.set_language("")
        yield opened


@pytest.fixture
def spelling(desk: WritingDesk, tmp_path: Path) -> Iterator[SpellCheck]:
    check = SpellCheck(desk.session, desk.composer.editor, lambda: English(tmp_path))
    yield check
    check.wait()


def marked(desk: WritingDesk, spelling: SpellCheck, qtbot: QtBot) -> list[str]:
    spelling.check()
    spelling.wait()
    qtbot.waitUntil(lambda: spelling._spellings.get("en") is not None)
    spelling.check()
    return [error.word for error in spelling.errors]


def menu_at(spelling: SpellCheck, position: int) -> QMenu:
    menu = QMenu()
    menu.addAction("Undo")
    spelling._fill_menu(menu, position)
    return menu


def test_wrong_words_are_marked_in_the_conversation_s_language(
    desk: WritingDesk, spelling: SpellCheck, qtbot: QtBot
) -> None:
    desk.show()
    desk.type("👍 the creww ")
    spelling.set_language("en")
    assert marked(desk, spelling, qtbot) == ["creww"]
    spelling.set_language("unknown")
    spelling.check()
    assert spelling.errors == ()


def test_a_suggestion_takes_the_word_s_place(desk: WritingDesk, spelling: SpellCheck, qtbot: QtBot) -> None:
    desk.show()
    desk.type("the creww ")
    spelling.set_language("en")
    marked(desk, spelling, qtbot)
    menu = menu_at(spelling, 6)
    spelling.wait()
    qtbot.waitUntil(lambda: menu.actions()[0].text() == "crew")
    menu.actions()[0].trigger()
    assert desk.composer.text() == "the crew "
    assert spelling.errors == ()


def test_a_word_can_be_added_for_every_conversation(desk: WritingDesk, spelling: SpellCheck, qtbot: QtBot) -> None:
    desk.show()
    desk.type("Lumeservizi ")
    spelling.set_language("en")
    assert marked(desk, spelling, qtbot) == ["Lumeservizi"]
    menu = menu_at(spelling, 3)
    add = menu.findChild(QAction, "spelling_add")
    assert isinstance(add, QAction)
    add.trigger()
    spelling.wait()
    assert spelling.errors == ()
    assert OwnWords(desk.session.store, desk.clock).all() == {"lumeservizi"}


def test_nothing_is_offered_at_a_word_that_is_right(desk: WritingDesk, spelling: SpellCheck, qtbot: QtBot) -> None:
    desk.show()
    desk.type("the creww ")
    spelling.set_language("en")
    marked(desk, spelling, qtbot)
    menu = menu_at(spelling, 1)
    assert [action.text() for action in menu.actions()] == ["Undo"]


def test_spelling_can_be_switched_off(desk: WritingDesk, spelling: SpellCheck, qtbot: QtBot) -> None:
    OwnWords(desk.session.store, desk.clock).choose(SpellingChoice(is_on=False))
    desk.show()
    desk.type("the creww ")
    spelling.set_language("en")
    spelling.check()
    spelling.wait()
    assert spelling.errors == ()
