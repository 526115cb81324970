"""In crisis mode the composer says of a canned reply that it will be held, and sending it holds it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop.guardrails import DraftFacts
from desktop.guardrails.crisis import crisis_findings
from desktop.model import DeliveryState, HoldReason, Verdict, verdict_of
from tests.ui.composer.writing_desk import WritingDesk, a_writing_desk
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
