"""Why a case stands where it stands: every reason of the card leads to the words of the customer that gave it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from desktop.model import CaseId, Factor, FactorName, Lane, Reason, ReasonCode
from desktop.sync import CampaignWatch, Pipeline
from desktop.triage import Triage
from tests.factories import NOON, FakeClock, an_arrival, an_author
from tests.loaded import shipped_triage
from tests.ui.sessions import a_session
from tests.unit.sync.scripted_channel import AlwaysOpen
from ui.cases import ConversationHeader, Timeline
from ui.cases.controller import CaseController
from ui.cases.priority_card import PriorityCard
from ui.cases.priority_presenter import present_why
from ui.cases.timeline_rows import MessageRow
from ui.session import Session
from ui.theme import Theme

GRAVE = "Senza luce da ieri, è una vergogna: mio padre ha il respiratore. Se non risolvete disdico!"
PETITION = "Chiediamo ad Aurora di ritirare subito l'aumento delle tariffe deciso a gennaio per migliaia di famiglie."


@pytest.fixture(scope="module")
def triage() -> Triage:
    return shipped_triage()


class Shown:
    """A conversation's header and timeline over a store with real arrivals."""

    def __init__(self, bot: QtBot, session: Session, theme: Theme) -> None:
        self.bot, self.session = bot, session
        self.header, self.timeline = ConversationHeader(theme, session.local_now), Timeline(theme)
        self.controller = CaseController(session, theme, self.header, self.timeline, lambda _: None)
        for widget in (self.header, self.timeline):
            bot.addWidget(widget)
            widget.resize(584, 400)
            widget.show()
            bot.waitExposed(widget)

    def case(self, name: str) -> CaseId:
        ids = self.session.store.lanes.ids(Lane.ALL, agent="", at_risk_before=NOON)
        return next(row.id for row in self.session.store.lanes.rows(list(ids)) if row.name == name)

    def open(self, name: str) -> PriorityCard:
        self.controller.show(int(self.case(name)))
        self.header._priority.click()
        (card,) = [one for one in self.header.findChildren(PriorityCard) if one.isVisible()]
        return card

    def marked(self) -> list[tuple[str, ...]]:
        return [row.sought for row in self.timeline.rows if isinstance(row, MessageRow) and row.sought]


@pytest.fixture
def shown(qtbot: QtBot, tmp_path: Path, light: Theme, triage: Triage) -> Iterator[Shown]:
    clock = FakeClock(NOON + timedelta(hours=1))
    session, account = a_session(tmp_path, clock, ())
    pipeline = Pipeline(session.store, triage, AlwaysOpen(), clock, str.lower)
    people = [
        ("Marta Rossi", GRAVE),
        *((f"Signer {number}", PETITION) for number in range(6)),
        ("Ugo", "Grazie mille!"),
    ]
    pipeline.take(
        account,
        [
            an_arrival(f"m{number}", author=an_author(name), text=text, sent_at=NOON + timedelta(minutes=number))
            for number, (name, text) in enumerate(people)
        ],
    )
    CampaignWatch(session.store, clock).work()
    yield Shown(qtbot, session, light)
    session.store.close()


def links(card: PriorityCard) -> dict[str, QPushButton]:
    return {one.objectName(): one for one in card.findChildren(QPushButton)}


def test_each_reason_and_factor_with_words_leads_to_them_in_the_message(shown: Shown) -> None:
    shown.open("Marta Rossi").close()
    _, factors, reasons = shown.session.store.weighing.why(shown.case("Marta Rossi"))
    assert {one.code for one in reasons} >= {ReasonCode.MEDICAL_NEED, ReasonCode.LEAVING_RISK}
    said = [(f"why_reason_{n}", one.words) for n, one in enumerate(reasons) if one.words]
    assert len(said) >= 3
    for name, words in said:
        card = shown.open("Marta Rossi")
        QTest.mouseClick(links(card)[name], Qt.MouseButton.LeftButton)
        assert shown.marked() == [words]
        assert all(word in GRAVE for word in words)
    assert sum(factor.points for factor in factors) >= 40


def test_the_marks_go_with_the_case(shown: Shown) -> None:
    card = shown.open("Marta Rossi")
    next(iter(links(card).values())).click()
    assert shown.marked()
    shown.controller.show(int(shown.case("Ugo")))
    assert shown.marked() == []
    shown.controller.show(int(shown.case("Marta Rossi")))
    assert shown.marked() == []


def test_a_campaign_names_the_others_and_opens_them(shown: Shown) -> None:
    card = shown.open("Signer 2")
    names = sorted(one.text() for name, one in links(card).items() if name.startswith("why_case_"))
    assert names == [f"Signer {number}" for number in (0, 1, 3, 4, 5)]
    chosen = next(one for one in links(card).values() if one.text() == "Signer 4")
    chosen.click()
    assert shown.controller.detail is not None
    assert shown.controller.detail.row.name == "Signer 4"


def test_the_keyboard_opens_the_card_walks_through_it_and_closes_it(shown: Shown) -> None:
    shown.controller.show(int(shown.case("Marta Rossi")))
    shown.header._priority.setFocus()
    QTest.keyClick(shown.header._priority, Qt.Key.Key_Space)
    (card,) = shown.header.findChildren(PriorityCard)
    assert card.isVisible()
    QTest.keyClick(card, Qt.Key.Key_Escape)
    assert not card.isVisible()


def test_a_case_that_earned_nothing_says_so(shown: Shown) -> None:
    assert links(shown.open("Ugo")) == {}


FACTORS = (
    Factor(FactorName.URGENCY, 16, "complaint"),
    Factor(FactorName.REACH, 12, "120000"),
    Factor(FactorName.ACTIVITY, 4, "7"),
    Factor(FactorName.REPEAT, 8, "2"),
    Factor(FactorName.WAITING, 9, "7200"),
    Factor(FactorName.CUSTOMER_VALUE, 10, "VIP"),
    Factor(FactorName.SENTIMENT, 3, ""),
)


def test_figures_are_told_in_words_and_words_that_are_gone_too() -> None:
    card = present_why(62, (62, FACTORS, (Reason(ReasonCode.ASKED_BEFORE, "2"), Reason(ReasonCode.NO_MENTION))), ())
    assert [(one.points, one.said) for one in card.factors] == [
        ("+16", "complaints"),
        ("+12", "120,000 followers"),
        ("+4", "7 messages so far"),
        ("+8", "asked 2 times before"),
        ("+9", "2 hours"),
        ("+10", "VIP"),
        ("+3", "the words are gone"),
    ]
    assert [one.said for one in card.reasons] == [
        "2 earlier questions without an answer",
        "it names us without addressing us",
    ]
    assert card.note == ""
    assert card.spoken.startswith("Priority 62 of 100. Urgency +16: complaints.")


def test_a_cap_and_an_agent_s_own_word_are_told() -> None:
    assert "no case of its kind gets more than 5" in present_why(5, (5, FACTORS, ()), ()).note
    assert "set it to 70" in present_why(70, (62, FACTORS, ()), ()).note
