"""The playbook's card: folded it says how far it is, open its steps are ticked with mouse and keys, undone by a Done."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.cases import Done
from desktop.model import CaseDetail, Lane, MessageClass
from tests.factories import NOON, FakeClock, an_arrival, an_assessment, an_author, taken
from tests.ui.sessions import a_session, detail
from ui.playbooks.card import PlaybookCard
from ui.playbooks.controller import PlaybookController
from ui.session import Session
from ui.theme import Theme


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    made, account = a_session(tmp_path, FakeClock())
    grateful = an_arrival("m9", author=an_author("Dina Porta"), text="Grazie")
    thanks = taken(grateful, assessment=an_assessment(MessageClass.PRAISE_THANKS))
    made.store.intake.take(account, [thanks], NOON)
    yield made
    made.store.close()


class Bench:
    """A card with its controller, and what that told."""

    def __init__(self, qtbot: QtBot, session: Session, theme: Theme) -> None:
        self.card = PlaybookCard(theme)
        qtbot.addWidget(self.card)
        self.controller = PlaybookController(session, self.card)
        self.done: list[Done] = []
        self.controller.done.connect(self.done.append)
        self.card.resize(560, 300)

    def notes(self) -> list[str]:
        return [box.accessibleDescription() for box in self.card.steps.boxes]


@pytest.fixture
def bench(qtbot: QtBot, session: Session, light: Theme) -> Bench:
    return Bench(qtbot, session, light)


def thanks_case(session: Session) -> CaseDetail:
    ids = session.store.lanes.ids(Lane.ALL, agent="", at_risk_before=NOON)
    row = next(one for one in session.store.lanes.rows(ids) if one.name == "Dina Porta")
    found = session.cases.detail(row.id)
    assert found is not None
    return found


def test_a_case_without_a_playbook_shows_nothing(bench: Bench, session: Session) -> None:
    bench.controller.show(thanks_case(session))
    assert bench.card.isHidden()
    assert not bench.controller.is_shown
    bench.controller.open()
    assert bench.card.isHidden()


def test_folded_it_says_how_far_it_is_and_what_is_next(bench: Bench, session: Session) -> None:
    bench.controller.show(detail(session))
    said = bench.card.heading.accessibleName()
    assert said == "Playbook: Complaints, 0 of 5. Next: Read the whole history: was it asked before?"
    assert bench.controller.name == "Ada Neri"


def test_a_click_ticks_a_step_and_the_done_undoes_it(bench: Bench, session: Session) -> None:
    bench.controller.show(detail(session))
    bench.card.steps.boxes[0].click()
    assert bench.notes()[0] == "Livia Bruno, 13:00"
    assert "1 of 5" in bench.card.heading.accessibleName()
    (done,) = bench.done
    assert done.undo is not None
    done.undo()
    bench.controller.refresh()
    assert bench.notes()[0] == ""
    assert not bench.card.steps.boxes[0].isChecked()


def test_the_keyboard_opens_it_walks_and_ticks(bench: Bench, session: Session, qtbot: QtBot) -> None:
    bench.card.show()
    qtbot.waitExposed(bench.card)
    bench.controller.show(detail(session))
    bench.card.steps.boxes[0].click()
    bench.controller.open()
    bench.card.activateWindow()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is bench.card.steps.boxes[1])
    QTest.keyClick(bench.card.steps.boxes[1], Qt.Key.Key_Down)
    assert QApplication.focusWidget() is bench.card.steps.boxes[2]
    QTest.keyClick(bench.card.steps.boxes[2], Qt.Key.Key_Space)
    assert len(bench.done) == 2
    assert QApplication.focusWidget() is bench.card.steps.boxes[2], "the focus stays where it was"
    bench.controller.open()
    assert not bench.card.heading.isChecked()


def test_all_done_says_so(bench: Bench, session: Session) -> None:
    bench.controller.show(detail(session))
    for box in bench.card.steps.boxes:
        box.click()
    assert bench.card.heading.accessibleName() == "Playbook: Complaints, 5 of 5. All done"
