"""What is done to a reply on its way from the conversation itself, on a real store."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDateTimeEdit
from pytestqt.qtbot import QtBot

from desktop.cases import Done
from desktop.model import Decision, Delivery, DeliveryState, Verdict, Visibility
from desktop.outbox import Reply
from tests.factories import NOON, FakeClock
from tests.ui.sessions import LIVIA, a_session, detail
from ui.cases import ConversationHeader, Timeline
from ui.cases.controller import CaseController
from ui.composer.send_at_dialog import SendAtDialog
from ui.session import Session
from ui.shell.done_words import done_words
from ui.theme import Theme

MONDAY = datetime(2026, 3, 16, 9, 0, tzinfo=UTC)


class Shown:
    """A conversation with a reply of ours that is to leave on Monday."""

    def __init__(self, session: Session, account: object, controller: CaseController, timeline: Timeline) -> None:
        self.session, self.controller, self.timeline = session, controller, timeline
        case = detail(session)
        reply = Reply(case, case.threads[0], account, Visibility.PUBLIC, "hello", LIVIA.name, later=MONDAY)  # type: ignore[arg-type]
        self.made = session.outbox.queue(reply, Verdict(Decision.ALLOW), undo_seconds=0)
        controller.show(int(case.row.id))

    def choose(self, words: str) -> None:
        """Choose from the menu of the reply, as with the menu key."""
        menu = self.timeline.menu_of(len(self.timeline.rows) - 1)
        next(action for action in menu.actions() if action.text() == words).trigger()
        menu.close()

    def now(self) -> Delivery:
        found = self.session.store.deliveries.get(self.made.id)
        assert found is not None
        return found


@pytest.fixture
def shown(qtbot: QtBot, tmp_path: Path, light: Theme) -> Iterator[Shown]:
    session, account = a_session(tmp_path, FakeClock())
    header, timeline = ConversationHeader(light, session.local_now), Timeline(light)
    for widget in (header, timeline):
        qtbot.addWidget(widget)
    controller = CaseController(session, light, header, timeline, lambda _: None)
    timeline.resize(584, 500)
    timeline.show()
    qtbot.waitExposed(timeline)
    yield Shown(session, account, controller, timeline)
    session.store.close()


def in_the_dialog(days: int, key: Qt.Key) -> None:
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, SendAtDialog)
    field = dialog.findChild(QDateTimeEdit, "send_at_field")
    assert isinstance(field, QDateTimeEdit)
    field.setDateTime(field.dateTime().addDays(days))
    QTest.keyClick(dialog, key)


def test_a_scheduled_reply_is_given_another_time_from_its_menu_and_the_toast_says_so(shown: Shown) -> None:
    told: list[Done] = []
    shown.controller.done.connect(told.append)
    QTimer.singleShot(0, lambda: in_the_dialog(1, Qt.Key.Key_Return))
    shown.choose("Change time…")
    (done,) = told
    assert shown.now().not_before == MONDAY + timedelta(days=1)
    assert done_words(done, NOON, UTC) == "Goes out Tue 09:00"


def test_giving_up_changes_nothing(shown: Shown) -> None:
    QTimer.singleShot(0, lambda: in_the_dialog(1, Qt.Key.Key_Escape))
    shown.choose("Change time…")
    assert shown.now() == shown.made


def test_a_reply_of_which_nobody_is_sure_is_said_to_have_been_sent(shown: Shown, qtbot: QtBot) -> None:
    for state in (DeliveryState.WAITING, DeliveryState.SENDING, DeliveryState.UNSURE):
        shown.session.store.deliveries.change(
            shown.made.id, tuple(DeliveryState), state, actor="engine", at=NOON, error="not_found"
        )
    shown.controller.refresh()
    with qtbot.waitSignal(shown.controller.sending_changed):
        shown.choose("It was sent")
    assert shown.now().state is DeliveryState.SENT
