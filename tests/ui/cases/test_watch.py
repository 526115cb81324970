"""The watch over the shown case: its two cards, what each button does, and that every decision can be undone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel, QMenu, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from desktop.cases import Done
from desktop.model import Author, CaseId, CaseStatus, Deed, Lane, LookAlike, Network, Trait
from desktop.outbox import AbuseDecision
from tests.factories import NOON, FakeClock, an_arrival, taken
from tests.ui.sessions import a_session, case_ids
from ui.cases.abuse_presenter import AbuseChoice, AbuseOffer
from ui.cases.abuse_strip import AbuseStrip
from ui.cases.likeness_card import LikenessCardView
from ui.cases.reason_dialog import ReasonDialog
from ui.cases.watch_controller import WatchController
from ui.session import Session
from ui.theme import Theme

LIKE = (LookAlike(Trait.NEAR_HANDLE, "@aurora1@town.example", "@aurora@town.example"),)


@dataclass
class Watch:
    """A window with both cards over a fresh store; `reasons` are given one by one."""

    session: Session
    clock: FakeClock
    likeness: LikenessCardView
    abuse: AbuseStrip
    controller: WatchController
    reasons: list[str | None] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    done: list[Done] = field(default_factory=list)

    def show(self, case_id: CaseId) -> None:
        self.controller.show(self.session.cases.detail(case_id))

    def undo(self) -> None:
        undo = self.done[-1].undo
        assert undo is not None
        undo()

    def lane(self, lane: Lane) -> list[int]:
        return list(self.session.store.lanes.ids(lane, agent="LB", at_risk_before=NOON))


@pytest.fixture
def watch(tmp_path: Path, light: Theme, qtbot: QtBot) -> Iterator[Watch]:
    clock = FakeClock()
    session, account = a_session(tmp_path, clock)
    false_us = Author(Network.MASTODON, "f", "@aurora1@town.example", "Aurora Energia")
    answer = an_arrival("f1", author=false_us, thread_remote_id="m0", in_reply_to="m0", text="Send me your card.")
    session.store.intake.take(account, [taken(answer, look_alikes=LIKE)], NOON)
    window = QWidget()
    qtbot.addWidget(window)
    column = QVBoxLayout(window)
    likeness, strip = LikenessCardView(light), AbuseStrip(light)
    column.addWidget(likeness)
    column.addWidget(strip)
    window.resize(560, 400)
    window.show()
    watch = Watch(session, clock, likeness, strip, None)  # type: ignore[arg-type]

    def ask(_theme: Theme, title: str, _meaning: str, _reasons: object, _parent: QWidget) -> str | None:
        watch.asked.append(title)
        return watch.reasons.pop(0)

    watch.controller = WatchController(session, light, likeness, strip, ask)
    watch.controller.done.connect(watch.done.append)
    yield watch
    session.store.close()


def press(widget: QWidget, name: str) -> None:
    button = widget.findChild(QPushButton, name)
    assert button is not None
    assert not button.isHidden()
    button.click()


def test_only_the_case_that_has_a_look_alike_shows_the_card(watch: Watch) -> None:
    ada, bo, _ = case_ids(watch.session)
    watch.show(bo)
    assert not watch.likeness.isVisible()
    watch.show(ada)
    assert watch.likeness.isVisible()
    assert watch.controller.has_look_alike
    watch.controller.show(None)
    assert not watch.likeness.isVisible()


def test_a_short_window_leaves_out_what_was_said(watch: Watch) -> None:
    watch.show(case_ids(watch.session)[0])
    quote = watch.likeness.findChild(QLabel, "likeness_quote")
    assert quote is not None
    assert not quote.isHidden()
    watch.likeness.set_compact(True)
    assert quote.isHidden()


def test_who_may_look_like_us_is_remembered_and_undo_brings_the_card_back(watch: Watch) -> None:
    ada = case_ids(watch.session)[0]
    watch.show(ada)
    press(watch.likeness, "likeness_known")
    watch.show(ada)
    assert not watch.likeness.isVisible()
    assert watch.lane(Lane.IMPOSTORS) == []
    watch.undo()
    watch.show(ada)
    assert watch.likeness.isVisible()
    assert watch.lane(Lane.IMPOSTORS) == [ada]


def test_the_warning_and_the_report_are_asked_of_others(watch: Watch, qtbot: QtBot) -> None:
    watch.show(case_ids(watch.session)[0])
    with qtbot.waitSignal(watch.controller.warning_wanted):
        press(watch.likeness, "likeness_warn")
    assert watch.session.impostors.report_page(watch.session.impostors.seen_in(case_ids(watch.session)[0])[0]) is None
    report = watch.likeness.findChild(QPushButton, "likeness_report")
    assert report is not None
    assert report.isHidden()


def test_marking_asks_why_and_no_reason_means_no_mark(watch: Watch) -> None:
    bo = case_ids(watch.session)[1]
    watch.show(bo)
    watch.reasons = [None, "insults"]
    watch.controller.open_decisions()
    assert watch.lane(Lane.ABUSE) == []
    watch.controller.open_decisions()
    watch.show(bo)
    assert watch.lane(Lane.ABUSE) == [bo]
    assert watch.abuse.isVisible()
    assert watch.abuse.card is not None
    assert watch.abuse.card.text == "insults"


@pytest.mark.parametrize(
    ("offer", "decision"),
    [
        (AbuseOffer(AbuseChoice.MUTE, "Mute", ""), AbuseDecision.MUTE),
        (AbuseOffer(AbuseChoice.BLOCK, "Block", "", timedelta(hours=1)), AbuseDecision.BLOCK),
        (AbuseOffer(AbuseChoice.UNANSWERED, "Solve", ""), AbuseDecision.UNANSWERED),
        (AbuseOffer(AbuseChoice.NO_ABUSE, "No", ""), AbuseDecision.NO_ABUSE),
    ],
)
def test_each_decision_is_carried_out_and_undone(watch: Watch, offer: AbuseOffer, decision: AbuseDecision) -> None:
    bo = case_ids(watch.session)[1]
    watch.session.abuse.mark(bo, "insults")
    before = watch.session.inbox.rows([bo])
    watch.show(bo)
    watch.reasons = ["because"]
    watch.controller.decide(offer)
    assert watch.done[-1].detail == decision
    assert watch.session.inbox.rows([bo]) != before
    watch.undo()
    assert watch.session.inbox.rows([bo]) == before


def test_a_decision_that_is_given_up_changes_nothing(watch: Watch) -> None:
    bo = case_ids(watch.session)[1]
    watch.session.abuse.mark(bo, "insults")
    watch.show(bo)
    watch.reasons = [None]
    watch.controller.decide(AbuseOffer(AbuseChoice.UNANSWERED, "Do not answer, solve…", ""))
    assert watch.done == []
    assert watch.asked == ["Do not answer, solve…"]
    assert watch.session.inbox.rows([bo])[0].status is not CaseStatus.SOLVED


def test_a_blocked_author_is_shown_with_the_end_and_can_be_heard_again(watch: Watch) -> None:
    bo = case_ids(watch.session)[1]
    watch.session.abuse.block(bo, timedelta(hours=1), "threats")
    watch.show(bo)
    card = watch.abuse.card
    assert card is not None
    assert card.title == "Blocked by Livia Bruno until 14:00"
    assert card.text == "threats. New messages wait here and raise no notification."
    press(watch.abuse, "abuse_plain")
    assert watch.done[-1].deed is Deed.HUSH
    watch.show(bo)
    assert not watch.abuse.isVisible()


def test_the_menu_names_every_decision(watch: Watch) -> None:
    bo = case_ids(watch.session)[1]
    watch.session.abuse.mark(bo, "insults")
    watch.show(bo)
    watch.controller.open_decisions()
    menu = watch.abuse.findChild(QMenu, "abuse_menu")
    assert menu is not None
    words = [action.text() for action in menu.actions()]
    menu.close()
    assert words == [
        "Block for 1 hour…",
        "Block for 1 day…",
        "Block for 7 days…",
        "Block for 30 days…",
        "Mute until ended…",
        "Do not answer, solve…",
    ]


def test_a_reason_can_not_be_left_out(light: Theme, qtbot: QtBot) -> None:
    dialog = ReasonDialog(light, "Mute until ended…", "What it means", ("Insults",))
    qtbot.addWidget(dialog)
    assert not dialog._accept.isEnabled()
    dialog._field.setEditText("  ")
    assert not dialog._accept.isEnabled()
    dialog._field.setEditText("Insults a colleague")
    assert dialog._accept.isEnabled()
    assert dialog.reason == "Insults a colleague"
