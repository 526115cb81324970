"""An answer to abuse stops once at the guard strip; one key lets it go, and the next answer is asked about again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop.guardrails import DraftFacts
from desktop.guardrails.second_look import second_look_findings
from desktop.model import DraftMode, Verdict, verdict_of
from tests.ui.composer.writing_desk import WritingDesk, a_writing_desk
from ui.theme import Theme


class SecondLookAlone:
    """Guardrails that know of abuse only."""

    def judge(self, facts: DraftFacts) -> Verdict:
        return verdict_of(tuple(second_look_findings(facts)))


@pytest.fixture
def desk(tmp_path: Path, light: Theme, qtbot: QtBot) -> Iterator[WritingDesk]:
    with a_writing_desk(tmp_path, light, qtbot) as opened:
        opened.controller._display._guardrails = SecondLookAlone  # type: ignore[assignment]
        yield opened


def waiting(desk: WritingDesk) -> list[str]:
    return [entry.delivery.text for entry in desk.session.outbox.listing().entries]


def answer_abuse(desk: WritingDesk) -> None:
    desk.session.abuse.mark(desk.case().row.id, "insults")
    desk.show()
    desk.type("Calm down.")


def test_it_stops_once_and_alt_enter_sends_it(desk: WritingDesk, qtbot: QtBot) -> None:
    answer_abuse(desk)
    page = desk.composer.strip.page
    assert page is not None
    assert page.tint == "amber"
    desk.composer.send()
    assert waiting(desk) == []
    assert desk.composer.text() == "Calm down."
    QTest.keyClick(desk.composer.editor, Qt.Key.Key_Return, Qt.KeyboardModifier.AltModifier)
    assert len(waiting(desk)) == 1
    assert desk.composer.text() == ""


def test_looked_at_before_sending_it_goes_without_another_question(desk: WritingDesk) -> None:
    answer_abuse(desk)
    QTest.keyClick(desk.composer.editor, Qt.Key.Key_Return, Qt.KeyboardModifier.AltModifier)
    assert waiting(desk) == []
    assert desk.composer.strip.page is None
    desk.composer.send()
    assert len(waiting(desk)) == 1


def test_the_next_answer_is_asked_about_again(desk: WritingDesk) -> None:
    answer_abuse(desk)
    QTest.keyClick(desk.composer.editor, Qt.Key.Key_Return, Qt.KeyboardModifier.AltModifier)
    desk.composer.send()
    desk.show(1)
    desk.show(0)
    desk.type("And now this.")
    desk.composer.send()
    assert len(waiting(desk)) == 1


def test_what_was_stopped_in_one_conversation_never_leaves_in_another(desk: WritingDesk) -> None:
    answer_abuse(desk)
    desk.composer.send()
    desk.session.abuse.mark(desk.case(1).row.id, "insults")
    desk.show(1)
    desk.type("Another one.")
    QTest.keyClick(desk.composer.editor, Qt.Key.Key_Return, Qt.KeyboardModifier.AltModifier)
    assert waiting(desk) == []
    assert desk.composer.text() == "Another one."


def test_notes_and_other_conversations_are_never_asked_about(desk: WritingDesk) -> None:
    desk.show(1)
    desk.type("Thank you.")
    desk.composer.send()
    assert len(waiting(desk)) == 1
    answer_abuse(desk)
    desk.composer.mode_chosen.emit(DraftMode.NOTE)
    desk.composer.send()
    assert desk.composer.text() == ""
