"""Better words proposed while somebody writes: shown behind everything else, taken by one key, switched off at will."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop.model import DraftMode, Fix
from tests.ui.composer.writing_desk import WritingDesk, a_writing_desk
from ui.settings.preferences import keep_advice, keep_undo_seconds, undo_seconds_of
from ui.settings.sending_page import SendingPage
from ui.theme import Theme

HEAVY = "Le scriviamo in merito alla bolletta di febbraio."


@pytest.fixture
def desk(tmp_path: Path, light: Theme, qtbot: QtBot) -> Iterator[WritingDesk]:
    with a_writing_desk(tmp_path, light, qtbot) as opened:
        keep_advice(opened.session.store, True, opened.clock())
        opened.show()
        yield opened


def titles(desk: WritingDesk) -> list[str]:
    state = desk.composer.strip.state
    return [page.title for page in state.pages] if state is not None else []


def test_plain_words_are_proposed_and_taken_in_one_step(desk: WritingDesk) -> None:
    desk.type(HEAVY)
    assert titles(desk) == ["“in merito alla” is heavy to read."]
    state = desk.composer.strip.state
    assert state is not None
    assert [(one.fix, one.text) for one in state.pages[0].actions] == [(Fix.SAY_PLAINLY, "Write “sulla”")]
    desk.composer.strip.trigger_first()
    assert desk.composer.text() == "Le scriviamo sulla bolletta di febbraio."
    desk.composer.editor.undo()
    assert desk.composer.text() == HEAVY


def test_advice_never_keeps_a_reply_back(desk: WritingDesk) -> None:
    desk.type("Deve capire che parte domani.")
    assert desk.composer._state is not None
    assert desk.composer._state.enabled
    desk.composer.send()
    assert len(desk.queued) == 1


def test_what_blocks_comes_before_advice(desk: WritingDesk) -> None:
    desk.type(f"{HEAVY} " * 40)
    assert len(titles(desk)) == 2
    assert "over the limit" in titles(desk)[0]
    assert "heavy" in titles(desk)[1]


def test_an_internal_note_gets_no_advice(desk: WritingDesk) -> None:
    desk.controller._choose_mode(DraftMode.NOTE)
    desk.type(HEAVY)
    assert titles(desk) == []


def test_whoever_wants_no_advice_gets_none(desk: WritingDesk) -> None:
    keep_advice(desk.session.store, False, desk.clock())
    desk.type(HEAVY)
    assert titles(desk) == []


def test_the_choice_is_made_in_the_settings_and_leaves_the_others(desk: WritingDesk, qtbot: QtBot) -> None:
    keep_undo_seconds(desk.session.store, 15, desk.clock())
    page = SendingPage(desk.session, desk.composer.theme)
    qtbot.addWidget(page)
    assert not page.is_changed
    page._advice.setChecked(False)
    assert page.is_changed
    page.keep()
    assert not page.is_changed
    desk.type(HEAVY)
    assert titles(desk) == []
    assert undo_seconds_of(desk.session.store) == 15


def test_a_proposal_for_other_words_than_the_title_names_both(desk: WritingDesk) -> None:
    desk.type(f"{HEAVY} Deve capire che parte domani.")
    state = desk.composer.strip.state
    assert state is not None
    assert state.pages[0].title == "“Deve capire” may sound like a reproach."
    assert [one.text for one in state.pages[0].actions] == ["Write “sulla” for “in merito alla”"]
