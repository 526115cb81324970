"""Conversations that can't be answered from here: the browser opens, the answer given there is recorded, the clock stops."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPlainTextEdit, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from desktop.cases import Done
from desktop.guardrails import DraftFacts
from desktop.guardrails.allowed import permission_findings
from desktop.model import (
    Account,
    AccountRole,
    CaseId,
    CaseStatus,
    Deed,
    DraftMode,
    Fix,
    Lane,
    Network,
    Verdict,
    Visibility,
    verdict_of,
)
from tests.factories import NOON, FakeClock, an_account, an_arrival, an_author, taken
from tests.ui.conversation import AGENT, NOW, TZ, reply
from tests.ui.drafts import finding
from tests.ui.sessions import a_session
from ui.cases import TimelineContext, present_timeline
from ui.cases.timeline_rows import MessageRow
from ui.composer import Composer
from ui.composer.controller import ComposerController
from ui.composer.sentences import sentences_around
from ui.guardrails import Ask, StripState, present_verdict
from ui.session import Session
from ui.theme import Theme

PAGE = "https://paper.example/aurora"


class OnlyPermission:
    """Guardrails that ask for nothing but the thread's permission."""

    def judge(self, facts: DraftFacts) -> Verdict:
        return verdict_of(tuple(permission_findings(facts)))


@dataclass
class Desk:
    session: Session
    window: QWidget
    composer: Composer
    controller: ComposerController
    opened: list[str] = field(default_factory=list)
    done: list[Done] = field(default_factory=list)

    def show(self, number: int = 0) -> CaseId:
        ids = sorted(self.session.store.lanes.ids(Lane.ALL, agent="", at_risk_before=NOON))
        detail = self.session.cases.detail(CaseId(ids[number]))
        assert detail is not None
        self.controller.show(detail)
        return detail.row.id

    @property
    def strip(self) -> StripState | None:
        return self.composer.strip.state

    def button(self, name: str) -> QPushButton:
        found = [one for one in self.composer.findChildren(QPushButton, f"guard_{name}") if not one.isHidden()]
        assert len(found) == 1, name
        return found[0]

    def click(self, name: str) -> None:
        QTest.mouseClick(self.button(name), Qt.MouseButton.LeftButton)

    @property
    def field(self) -> QPlainTextEdit:
        found = self.composer.findChild(QPlainTextEdit, "guard_answer")
        assert isinstance(found, QPlainTextEdit)
        return found


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path, light: Theme) -> Iterator[Desk]:
    """A composer on a session with two posts that listening found and one on X that does not name us."""
    clock = FakeClock()
    session, _ = a_session(tmp_path, clock, ())
    feeds = an_account(session.store, Network.LISTENING, "paper.example")
    session.store.accounts.change(feeds, role=AccountRole.MONITORED, name="Feeds", settings={}, actor="L", at=NOON)
    feeds = session.store.accounts.get(feeds.id) or feeds
    on_x = an_account(session.store, Network.X, "@AuroraEnergia")
    posts: tuple[tuple[Account, dict[str, Any]], ...] = (
        (feeds, {"remote_id": "f1", "permalink": PAGE, "author": an_author("Ada Neri", Network.LISTENING)}),
        (on_x, {"remote_id": "x1", "permalink": "https://x.com/a/status/1", "author": an_author("Bo Li", Network.X)}),
        (feeds, {"remote_id": "f2", "author": an_author("Cleo Sala", Network.LISTENING)}),
    )
    for account, values in posts:
        arrival = an_arrival(**values, mentions_us=False, thread_remote_id=values["remote_id"])
        session.store.intake.take(account, [taken(arrival)], NOON)
    clock.advance(60)
    window, composer = QWidget(), Composer(light)
    layout = QVBoxLayout(window)
    layout.addStretch(1)
    layout.addWidget(composer)
    window.resize(584, 600)
    window.show()
    window.activateWindow()
    qtbot.waitExposed(window)
    rules: Any = OnlyPermission()
    controller = ComposerController(session, composer, lambda: rules, lambda *_: None)
    qtbot.addWidget(window, before_close_func=lambda _: controller.show(None))
    desk = Desk(session, window, composer, controller)
    controller.browser_requested.connect(desk.opened.append)
    controller.note_written.connect(desk.done.append)
    yield desk
    session.store.close()


def test_the_ways_out_are_offered_before_anything_is_typed(desk: Desk) -> None:
    desk.show()
    assert desk.strip is not None
    page = desk.strip.pages[0]
    assert page.tint == "amber"
    assert page.title == "Ada Neri wrote this outside your accounts."
    assert [action.text for action in page.actions] == ["Open in browser", "Record the answer given there"]
    desk.show(1)
    assert desk.strip is not None
    assert desk.strip.pages[0].title == "X allows a reply only where the account was mentioned."


def test_opening_the_browser_takes_the_text_along_and_asks_what_was_answered(desk: Desk, qtbot: QtBot) -> None:
    case_id = desk.show()
    desk.composer.insert_text("Ecco le condizioni della tariffa.")
    qtbot.waitUntil(lambda: desk.strip is not None and desk.strip.blocks)
    desk.click("open_in_browser")
    assert desk.opened == [PAGE]
    assert QGuiApplication.clipboard().text() == "Ecco le condizioni della tariffa."
    assert desk.field.isVisible()
    assert desk.field.toPlainText() == "Ecco le condizioni della tariffa."
    desk.click("record")
    (done,) = desk.done
    assert (done.deed, done.case_ids) == (Deed.BROWSER_ANSWER, (case_id,))
    row = desk.session.inbox.rows([case_id])[0]
    assert (row.due_at, row.status, row.listening) == (None, CaseStatus.WAITING, False)
    shown = desk.session.cases.timeline(case_id)[-1]
    assert (shown.text, shown.in_browser, shown.author_name) == (
        "Ecco le condizioni della tariffa.",
        True,
        "Livia Bruno",
    )
    assert desk.composer.text() == ""
    assert desk.session.drafts.of(case_id) is None
    assert done.undo is not None
    done.undo()
    assert desk.session.inbox.rows([case_id])[0].due_at is not None


def test_an_answer_can_be_recorded_without_opening_anything_and_has_words(desk: Desk) -> None:
    desk.show(2)
    assert desk.strip is not None
    assert [action.ask for action in desk.strip.pages[0].actions if action.fix is None] == [Ask.ANSWER]
    assert [action.fix for action in desk.strip.pages[0].actions] == [None], "there is no page to open"
    desk.click("record")
    QTest.keyClicks(desk.field, "   ")
    desk.click("record")
    assert desk.done == [], "an answer has words"
    QTest.keyClicks(desk.field, "risposto sul forum")
    QTest.keyClick(desk.field, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert len(desk.done) == 1


def test_what_was_begun_for_one_conversation_is_not_recorded_in_another(desk: Desk) -> None:
    desk.show()
    desk.click("record")
    QTest.keyClicks(desk.field, "risposto a Ada")
    desk.show(2)
    assert not desk.field.isVisible()
    desk.click("record")
    assert desk.field.toPlainText() == ""


def test_escape_leaves_the_field_with_nothing_recorded(desk: Desk, qtbot: QtBot) -> None:
    desk.show()
    desk.click("record")
    with qtbot.waitSignal(desk.composer.strip.dismissed):
        QTest.keyClick(desk.field, Qt.Key.Key_Escape)
    assert desk.done == []


def test_a_note_needs_no_browser(desk: Desk) -> None:
    desk.show()
    desk.composer.mode_chosen.emit(DraftMode.NOTE)
    assert desk.strip is None


def test_a_recorded_answer_says_where_it_was_given() -> None:
    row = present_timeline([reply(in_browser=True)], TimelineContext(NOW, TZ, AGENT))[-1]
    assert isinstance(row, MessageRow)
    assert [remark.text for remark in row.remarks] == ["Given in the browser"]


def test_sentences_are_whole() -> None:
    text = "Buongiorno. Ci scriva il codice fiscale? Grazie."
    found = finding(words="codice fiscale", text=text)
    start, end = sentences_around(text, [found])
    assert text[start:end] == " Ci scriva il codice fiscale?"


def test_the_strip_of_a_thread_that_only_the_browser_answers(qtbot: QtBot, theme: Theme, tmp_path: Path) -> None:
    blocked = finding("permission.monitored", kind="monitored", fixes=(Fix.OPEN_IN_BROWSER,))
    state = present_verdict(
        verdict_of((blocked,)),
        visibility=Visibility.PUBLIC,
        network_name="Web listening",
        customer_name="Ada Neri",
        opens_text="",
        only_listens=True,
    )
    composer = Composer(theme)
    qtbot.addWidget(composer)
    composer.resize(584, 420)
    composer.show()
    composer.set_verdict(state)
    composer.strip.ask_answer()
    qtbot.waitUntil(lambda: composer.strip.height() > 150)
    composer.grab().save(str(tmp_path / "elsewhere.png"))
    assert composer.strip.page is not None
