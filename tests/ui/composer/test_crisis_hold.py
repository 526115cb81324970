"""In crisis mode the composer says of a canned reply that it will be held, and sending it holds it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, timedelta
from pathlib import Path

import pytest
from PySide6.QtWidgets import QDateTimeEdit, QMenu
from pytestqt.qtbot import QtBot

from desktop.guardrails import DraftFacts
from desktop.guardrails.crisis import crisis_findings
from desktop.model import DeliveryState, HoldReason, Verdict, verdict_of
from tests.ui.composer.writing_desk import WritingDesk, a_writing_desk
from ui.composer.send_at_dialog import SendAtDialog
from ui.outbox.outbox_words import Surroundings, held_words
from ui.theme import Theme

CANNED = (
    "Salve Marta, il guasto in zona Torino nord è stato riparato. Se è ancora senza corrente, ci risponda qui e "
    "controlliamo subito. Grazie della pazienza."
)


class CrisisAlone:
    """Guardrails that know of the crisis only."""

    def judge(self, facts: DraftFacts) -> Verdict:
        return verdict_of(tuple(crisis_findings(facts)))


@pytest.fixture
def desk(tmp_path: Path, light: Theme, qtbot: QtBot) -> Iterator[WritingDesk]:
    with a_writing_desk(tmp_path, light, qtbot) as opened:
        opened.controller._display._guardrails = CrisisAlone  # type: ignore[assignment]
        yield opened


def test_a_canned_reply_is_announced_and_held(desk: WritingDesk) -> None:
    desk.session.crisis.switch_on()
    desk.show()
    desk.type(CANNED)
    page = desk.composer.strip.page
    assert page is not None
    assert page.title == "Crisis mode is on. This canned reply will be held."
    desk.composer.send()
    (entry,) = desk.session.outbox.listing().entries
    assert (entry.delivery.state, entry.delivery.hold_reason) == (DeliveryState.HELD, HoldReason.CRISIS)


def test_own_words_are_not_held_and_nothing_is_once_the_crisis_is_over(desk: WritingDesk) -> None:
    desk.session.crisis.switch_on()
    desk.show()
    desk.type("Il tecnico arriva alle sei.")
    assert desk.composer.strip.page is None
    desk.session.crisis.switch_off(send=True)
    desk.controller.refresh()
    desk.type(f" {CANNED}")
    assert desk.composer.strip.page is None


def test_before_a_reply_is_scheduled_in_a_crisis_the_menu_and_the_dialog_say_that_it_will_be_held(
    desk: WritingDesk, light: Theme, qtbot: QtBot
) -> None:
    desk.session.crisis.switch_on()
    desk.show()
    menu = desk.composer.findChild(QMenu, "composer_send_at_menu")
    assert menu is not None
    *moments, _ = [action.text() for action in menu.actions() if action.text()]
    assert moments
    assert all(words.endswith(": held while crisis mode is on") for words in moments)
    now = desk.session.clock()
    dialog = SendAtDialog(light, lambda: now, UTC, now + timedelta(days=1), lambda _: None, in_crisis=True)
    qtbot.addWidget(dialog)
    field = dialog.findChild(QDateTimeEdit, "send_at_field")
    assert field is not None
    assert field.accessibleDescription().startswith("Crisis mode is on. If it still is ")


def test_a_reply_that_is_scheduled_in_a_crisis_waits_in_the_outbox_with_the_reason(desk: WritingDesk) -> None:
    desk.session.crisis.switch_on()
    desk.show()
    desk.type("Il tecnico arriva domani alle nove.")
    desk.composer.send_at(desk.session.clock() + timedelta(days=1))
    (entry,) = desk.session.outbox.listing().entries
    around = Surroundings(desk.session.clock(), UTC, crisis=True)
    assert held_words(entry.delivery, "Marta", "Mastodon", around).endswith(
        "While crisis mode is on it will be held then."
    )
