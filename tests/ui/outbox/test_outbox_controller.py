"""The outbox's and the drafts' controllers on a real store: each action carried out, and what they tell the window."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDateTimeEdit, QLabel
from pytestqt.qtbot import QtBot

from desktop.cases import Done
from desktop.model import (
    Account,
    Decision,
    Delivery,
    DeliveryState,
    DraftMode,
    OutgoingAttachment,
    Verdict,
    Visibility,
)
from desktop.outbox import Reply
from tests.factories import NOON, FakeClock
from tests.ui.sessions import LIVIA, a_session, case_ids, detail, queue
from ui.composer.send_at_dialog import SendAtDialog
from ui.outbox import QueueAction, QueuePane, QueueRow, QueueSection
from ui.outbox.controller import DraftsController, OutboxController, empty_drafts, empty_outbox
from ui.session import Session
from ui.theme import Theme


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def desk(tmp_path: Path, clock: FakeClock) -> Iterator[tuple[Session, Account]]:
    session, account = a_session(tmp_path, clock)
    yield session, account
    session.store.close()


@pytest.fixture
def outbox(qtbot: QtBot, light: Theme, desk: tuple[Session, Account]) -> OutboxController:
    pane = QueuePane(light, "outbox_pane", empty_outbox())
    qtbot.addWidget(pane)
    pane.show()
    return OutboxController(desk[0], pane)


@pytest.fixture
def drafts(qtbot: QtBot, light: Theme, desk: tuple[Session, Account]) -> DraftsController:
    pane = QueuePane(light, "drafts_pane", empty_drafts())
    qtbot.addWidget(pane)
    pane.show()
    return DraftsController(desk[0], pane)


def state_of(session: Session, delivery: Delivery) -> DeliveryState:
    found = session.store.deliveries.get(delivery.id)
    assert found is not None
    return found.state


def fail(session: Session, delivery: Delivery, *states: DeliveryState, error: str = "too_long") -> None:
    for state in states:
        session.store.deliveries.change(delivery.id, tuple(DeliveryState), state, actor="e", at=NOON, error=error)


def ask(controller: OutboxController | DraftsController, key: int, action: QueueAction) -> None:
    controller._pane.action_requested.emit(key, action)


def test_trying_again_releases_and_tells_the_engine(
    qtbot: QtBot, outbox: OutboxController, desk: tuple[Session, Account]
) -> None:
    session, account = desk
    delivery = queue(session, account, "hello")
    fail(session, delivery, DeliveryState.SENDING, DeliveryState.REFUSED)
    outbox.show()
    with qtbot.waitSignal(outbox.sending_changed):
        ask(outbox, delivery.id, QueueAction.TRY_AGAIN)
    assert state_of(session, delivery) is DeliveryState.WAITING
    title = outbox._pane.model.items[0]
    assert isinstance(title, QueueSection)
    assert title.code == "queued"


def test_editing_asks_for_the_conversation_first_and_then_hands_the_draft_over(
    qtbot: QtBot, outbox: OutboxController, desk: tuple[Session, Account]
) -> None:
    session, account = desk
    delivery = queue(session, account, "hello", 1)
    outbox.show()
    with qtbot.waitSignals([outbox.case_requested, outbox.edit_requested, outbox.sending_changed], order="strict"):
        ask(outbox, delivery.id, QueueAction.EDIT)
    draft = session.drafts.of(delivery.case_id)
    assert draft is not None
    assert draft.text == "hello"
    assert outbox._pane.model.items == ()


def test_discarding_can_be_undone(qtbot: QtBot, outbox: OutboxController, desk: tuple[Session, Account]) -> None:
    session, account = desk
    delivery = queue(session, account, "hello")
    outbox.show()
    with qtbot.waitSignal(outbox.done) as told:
        ask(outbox, delivery.id, QueueAction.DISCARD)
    assert told.args is not None
    assert state_of(session, delivery) is DeliveryState.CANCELLED
    told.args[0].undo()
    outbox.show()
    assert [row.key for row in outbox._pane.model.rows] == [delivery.id]


def test_a_person_settles_what_nobody_can_look_up(outbox: OutboxController, desk: tuple[Session, Account]) -> None:
    session, account = desk
    arrived, lost = queue(session, account, "one"), queue(session, account, "two", 1)
    for delivery in (arrived, lost):
        fail(session, delivery, DeliveryState.SENDING, DeliveryState.UNSURE, error="not_found")
    outbox.show()
    ask(outbox, arrived.id, QueueAction.WAS_SENT)
    ask(outbox, lost.id, QueueAction.WAS_NOT_SENT)
    assert state_of(session, arrived) is DeliveryState.SENT
    assert state_of(session, lost) is DeliveryState.WAITING


def test_a_text_that_left_meanwhile_is_left_alone(
    qtbot: QtBot, outbox: OutboxController, desk: tuple[Session, Account]
) -> None:
    session, account = desk
    delivery = queue(session, account, "hello")
    outbox.show()
    fail(session, delivery, DeliveryState.SENDING, error="")
    with qtbot.assertNotEmitted(outbox.edit_requested), qtbot.assertNotEmitted(outbox.done):
        ask(outbox, delivery.id, QueueAction.EDIT)
        ask(outbox, delivery.id, QueueAction.DISCARD)
    assert state_of(session, delivery) is DeliveryState.SENDING
    assert session.drafts.of(delivery.case_id) is None


def test_copying_keeps_the_whole_text(outbox: OutboxController, desk: tuple[Session, Account]) -> None:
    session, account = desk
    delivery = queue(session, account, "First line\n\nSecond line")
    outbox.show()
    ask(outbox, delivery.id, QueueAction.COPY)
    assert QGuiApplication.clipboard().text() == "First line\n\nSecond line"


def test_signing_in_is_asked_for_the_account_that_waits(
    qtbot: QtBot, outbox: OutboxController, desk: tuple[Session, Account]
) -> None:
    session, account = desk
    delivery = queue(session, account, "hello")
    outbox.show()
    with qtbot.waitSignal(outbox.sign_in_requested) as asked:
        ask(outbox, delivery.id, QueueAction.SIGN_IN)
    assert asked.args == [int(account.id)]


def test_choosing_a_row_asks_for_its_conversation(
    qtbot: QtBot, outbox: OutboxController, desk: tuple[Session, Account]
) -> None:
    session, account = desk
    delivery = queue(session, account, "hello", 2)
    outbox.show()
    with qtbot.waitSignal(outbox.case_requested) as asked:
        outbox._pane.view.select(delivery.id)
    assert asked.args == [int(delivery.case_id)]


def test_offline_the_title_counts_what_is_queued(outbox: OutboxController, desk: tuple[Session, Account]) -> None:
    session, account = desk
    for number in range(3):
        queue(session, account, f"reply {number}", number)
    outbox.show()
    count = outbox._pane.findChild(QLabel, "queue_count")
    assert count is not None
    assert count.text() == "3"
    outbox.set_online(False)
    assert count.text() == "3 queued"
    assert all(row.standing and "when you are back" in row.standing.text for row in outbox._pane.model.rows)


def test_seconds_are_counted_while_something_can_be_undone(
    qtbot: QtBot, outbox: OutboxController, desk: tuple[Session, Account], clock: FakeClock
) -> None:
    session, account = desk
    queue(session, account, "hello", undo_seconds=8)
    outbox.show()
    assert outbox._second.isActive()
    clock.advance(3)
    outbox._on_second_passed()
    standing = outbox._pane.model.rows[0].standing
    assert standing is not None
    assert standing.text == "Sends in 5\u00a0s"
    ask(outbox, outbox._pane.model.rows[0].key, QueueAction.UNDO)
    assert not outbox._second.isActive()


def test_a_hidden_pane_is_not_read(qtbot: QtBot, outbox: OutboxController, desk: tuple[Session, Account]) -> None:
    session, account = desk
    queue(session, account, "hello")
    outbox._pane.hide()
    outbox.refresh()
    assert outbox.is_settled
    outbox._pane.show()
    outbox.refresh()
    assert not outbox.is_settled
    qtbot.waitUntil(lambda: len(outbox._pane.model.rows) == 1)


def test_drafts_are_opened_discarded_and_brought_back(
    qtbot: QtBot, drafts: DraftsController, desk: tuple[Session, Account]
) -> None:
    session, _ = desk
    first = case_ids(session)[0]
    session.drafts.save(first, DraftMode.PUBLIC, "Good morning Ada")
    drafts.show()
    (row,) = drafts._pane.model.rows
    assert (row.name, row.way_text, row.text) == ("Ada Neri", "Public reply", "Good morning Ada")
    with qtbot.waitSignal(drafts.write_requested) as asked:
        ask(drafts, row.key, QueueAction.OPEN)
    assert asked.args == [int(first)]
    with qtbot.waitSignals([drafts.discarded, drafts.done]):
        ask(drafts, row.key, QueueAction.DISCARD)
    assert drafts._pane.model.rows == ()
    assert session.drafts.of(first) is None


def test_a_scheduled_reply_is_given_another_time_with_the_keyboard_and_undone(
    qtbot: QtBot, outbox: OutboxController, desk: tuple[Session, Account]
) -> None:
    session, account = desk
    monday = datetime(2026, 3, 16, 9, 0, tzinfo=UTC)
    case = detail(session)
    reply = Reply(case, case.threads[0], account, Visibility.PUBLIC, "hello", LIVIA.name, later=monday)
    delivery = session.outbox.queue(reply, Verdict(Decision.ALLOW), undo_seconds=0)
    outbox.show()
    menu = outbox._pane.view.menu_of(row_of(outbox))
    (change,) = [action for action in menu.actions() if action.text() == "Change time…"]
    QTimer.singleShot(0, lambda: choose_moment(days=1))
    told: list[Done] = []
    outbox.done.connect(told.append)
    with qtbot.waitSignal(outbox.sending_changed):
        change.trigger()
    menu.close()
    moved = session.store.deliveries.get(delivery.id)
    assert moved is not None
    assert (moved.state, moved.not_before) == (DeliveryState.HELD, monday + timedelta(days=1))
    (done,) = told
    assert done.undo is not None
    done.undo()
    back = session.store.deliveries.get(delivery.id)
    assert back is not None
    assert back.not_before == monday


def choose_moment(days: int) -> None:
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, SendAtDialog)
    field = dialog.findChild(QDateTimeEdit, "send_at_field")
    assert isinstance(field, QDateTimeEdit)
    field.setDateTime(field.dateTime().addDays(days))
    QTest.keyClick(dialog, Qt.Key.Key_Return)


def test_a_draft_of_files_alone_names_them(drafts: DraftsController, desk: tuple[Session, Account]) -> None:
    session, _ = desk
    first = case_ids(session)[0]
    files = [OutgoingAttachment(name, "image/png", b"x") for name in ("meter.png", "bill.png")]
    session.store.draft_files.add(first, files)
    session.drafts.save(first, DraftMode.PUBLIC, "")
    drafts.show()
    (row,) = drafts._pane.model.rows
    assert (row.text, row.way_text) == ("meter.png, bill.png", "Public reply, 2 files")
    assert row.more == ()  # there is no text to copy


def test_an_unreadable_store_keeps_the_rows_and_says_so(
    qtbot: QtBot, outbox: OutboxController, desk: tuple[Session, Account], monkeypatch: pytest.MonkeyPatch
) -> None:
    from desktop.store import StoreBusy

    session, account = desk
    queue(session, account, "hello")
    outbox.show()

    def broken() -> None:
        raise StoreBusy

    monkeypatch.setattr(outbox, "read", broken)
    with qtbot.waitSignal(outbox.failed):
        outbox.show()
    card = outbox._pane.findChild(QLabel, "outbox_pane_error_title")
    assert card is not None
    assert card.isVisible()
    assert len(outbox._pane.model.rows) == 1


def test_whoever_has_to_decide_can_look_on_the_network(
    qtbot: QtBot, outbox: OutboxController, desk: tuple[Session, Account]
) -> None:
    session, account = desk
    delivery = queue(session, account, "hello")
    session.store.connection.write("UPDATE message SET permalink = 'https://town.example/@ada/1'")
    outbox.show()
    assert QueueAction.ON_NETWORK not in [one.action for one in row_of(outbox).more]
    fail(session, delivery, DeliveryState.SENDING, DeliveryState.UNSURE, error="not_found")
    outbox.show()
    assert QueueAction.ON_NETWORK in [one.action for one in row_of(outbox).more]
    with qtbot.waitSignal(outbox.browser_requested) as told:
        ask(outbox, delivery.id, QueueAction.ON_NETWORK)
    assert told.args == ["https://town.example/@ada/1"]
    assert state_of(session, delivery) is DeliveryState.UNSURE


def row_of(controller: OutboxController) -> QueueRow:
    (row,) = [one for one in controller._pane.model.items if isinstance(one, QueueRow)]
    return row
