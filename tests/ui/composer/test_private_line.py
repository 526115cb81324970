"""Asking a customer who posted personal data to take it down: a public line, whatever the agent was about to write."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop.model import DraftMode
from tests.ui.composer.writing_desk import WritingDesk, a_writing_desk
from ui.theme import Theme


@pytest.fixture
def desk(tmp_path: Path, light: Theme, qtbot: QtBot) -> Iterator[WritingDesk]:
    with a_writing_desk(tmp_path, light, qtbot) as opened:
        yield opened


def test_the_line_is_put_into_a_public_reply(desk: WritingDesk) -> None:
    desk.show(mode=DraftMode.DIRECT)
    desk.controller.ask_to_go_private()
    assert desk.controller._writing.mode is DraftMode.PUBLIC
    shelf = desk.controller.shelf
    assert desk.composer.text().strip() == shelf.wording.posted_data(desk.case().language)


def test_what_was_typed_stays(desk: WritingDesk) -> None:
    desk.show()
    desk.type("Dear Ada, ")
    desk.controller.ask_to_go_private()
    assert desk.composer.text().startswith("Dear Ada, ")
    assert len(desk.composer.text()) > 50


def test_with_no_conversation_nothing_happens(desk: WritingDesk) -> None:
    desk.controller.show(None)
    desk.controller.ask_to_go_private()
    assert desk.composer.text() == ""
