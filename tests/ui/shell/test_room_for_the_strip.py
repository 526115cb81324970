"""What the guardrails say is read whole where there is little height: the conversation's cards make way meanwhile."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from pytestqt.qtbot import QtBot

from desktop.model import Fix
from ui.guardrails import StripAction, StripPage, StripState
from ui.shell.conversation import ConversationPane
from ui.theme import Theme

WORDS = "Move to a direct message. Anyone on X could read the answer, so sending is blocked."
BLOCKED = StripState(
    (
        StripPage(
            "red",
            "shield-warning-fill",
            "This public reply asks for personal data (codice fiscale, IBAN).",
            WORDS,
            (StripAction(Fix.MOVE_TO_DIRECT, "Move to direct message", "lock-key"),),
            "",
        ),
    )
)


@pytest.fixture
def pane(qtbot: QtBot, large: Theme) -> ConversationPane:
    made = ConversationPane(large, lambda: datetime(2026, 3, 12, 10, tzinfo=UTC))
    qtbot.addWidget(made)
    made.composer.set_motion(False)
    made.abuse.setFixedHeight(220)
    made.abuse.show()
    made.show_case(True)
    made.resize(620, 640)
    made.show()
    qtbot.waitExposed(made)
    made.set_window_height(700)
    return made


def test_the_cards_make_way_while_the_strip_needs_their_room(qtbot: QtBot, pane: ConversationPane) -> None:
    strip = pane.composer.strip
    assert pane.abuse.isVisible()
    strip.set_verdict(BLOCKED)
    qtbot.waitUntil(lambda: not pane.abuse.isVisible())
    qtbot.waitUntil(lambda: strip.height() >= strip.sizeHint().height())
    strip.set_verdict(None)
    qtbot.waitUntil(pane.abuse.isVisible)


def test_with_room_for_both_the_cards_stay(qtbot: QtBot, pane: ConversationPane) -> None:
    pane.resize(620, 1400)
    pane.composer.strip.set_verdict(BLOCKED)
    qtbot.waitUntil(pane.composer.strip.isVisible)
    assert pane.abuse.isVisible()
