"""How a draft leaves: in numbered parts, later, and never past what somebody wrote meanwhile."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QDateTime, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QDateTimeEdit, QMenu, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from desktop.cases import Done
from desktop.model import Agent, Delivery, DeliveryState, Direction, Fix, HoldReason, Network
from tests.factories import NOON, an_arrival, an_author, taken
from tests.ui.composer.writing_desk import WritingDesk, a_writing_desk
from ui.composer.send_at_dialog import SendAtDialog
from ui.session import begin_session
from ui.shell.done_words import done_words
from ui.theme import Theme

LONG = "The crew comes tomorrow at nine. Keep the meter free, and have the last bill at hand. " * 8


@pytest.fixture
def desk(tmp_path: Path, light: Theme, qtbot: QtBot) -> Iterator[WritingDesk]:
    with a_writing_desk(tmp_path, light, qtbot) as opened:
        yield opened


def press(desk: WritingDesk, name: str) -> None:
    found = [one for one in desk.composer.findChildren(QAbstractButton, name) if not one.isHidden()]
    assert len(found) == 1, name
    QTest.mouseClick(found[0], Qt.MouseButton.LeftButton)


def deliveries(desk: WritingDesk) -> list[Delivery]:
    return [entry.delivery for entry in desk.session.outbox.listing().entries]


def arrive(desk: WritingDesk, text: str, **changes: object) -> None:
    arrival = an_arrival(
        f"later-{text}",
        thread_remote_id="m0",
        author=an_author("Ada Neri"),
        sent_at=desk.clock.now,
        text=text,
        **changes,
    )
    desk.session.store.intake.take(desk.account, [taken(arrival)], desk.clock.now)
    desk.controller.refresh(desk.case())


def titles(desk: WritingDesk) -> list[str]:
    state = desk.composer.strip.state
    return [page.title for page in state.pages] if state is not None else []


# --- numbered threads -----------------------------------------------------------------------------------------


def test_a_text_that_is_too_long_is_offered_in_parts_shown_and_sent_so(desk: WritingDesk) -> None:
    desk.show()
    desk.type(LONG)
    assert desk.composer.parts.isHidden()
    press(desk, "guard_cut")
    parts = [part.text for part in desk.composer.parts.parts]
    assert [text[:4] for text in parts] == ["1/2 ", "2/2 "]
    assert desk.composer.strip.state is None
    assert not desk.composer.parts.isHidden()
    desk.composer.send()
    assert [delivery.text for delivery in deliveries(desk)] == parts
    assert desk.composer.parts.isHidden()


def test_the_parts_can_be_one_message_again(desk: WritingDesk) -> None:
    desk.show()
    desk.type(LONG)
    press(desk, "guard_cut")
    press(desk, "composer_parts_join")
    assert desk.composer.parts.parts == ()
    assert desk.composer.strip.state is not None


def test_a_text_that_can_t_be_cut_says_why(desk: WritingDesk) -> None:
    desk.show()
    desk.type("@" + "a" * 900)
    press(desk, "guard_cut")
    page = desk.composer.strip.page
    assert page is not None
    assert page.text.startswith("It can’t be cut")
    assert Fix.CUT not in [action.fix for action in page.actions]


def test_undoing_a_thread_brings_its_text_back(desk: WritingDesk) -> None:
    desk.show()
    desk.type(LONG)
    press(desk, "guard_cut")
    desk.composer.send()
    draft = desk.session.outbox.take_back(deliveries(desk)[0].id, "Livia Bruno")
    assert draft is not None
    desk.controller.put(draft)
    assert desk.composer.text() == f"{LONG.strip()} ^LB"


# --- meanwhile ------------------------------------------------------------------------------------------------


def test_a_message_that_came_meanwhile_stops_the_reply_and_is_shown(desk: WritingDesk) -> None:
    desk.show()
    desk.type("We are on it.")
    arrive(desk, "It works again, thank you!")
    desk.clock.advance(20)
    desk.composer.send()
    assert deliveries(desk) == []
    page = desk.composer.strip.page
    assert page is not None
    assert page.title == "Ada Neri wrote 20 s ago."
    assert page.preview == "It works again, thank you!"
    press(desk, "guard_send_anyway")
    assert [delivery.text for delivery in deliveries(desk)] == ["We are on it. ^LB"]


def test_going_on_takes_the_news_for_read(desk: WritingDesk) -> None:
    desk.show()
    desk.type("We are on it.")
    arrive(desk, "It works again!")
    desk.composer.send()
    QTest.keyClick(desk.composer, Qt.Key.Key_Return, Qt.KeyboardModifier.AltModifier)
    assert titles(desk) == []
    assert desk.composer.text() == "We are on it."
    desk.composer.send()
    assert len(deliveries(desk)) == 1


def test_an_answer_of_a_colleague_stops_it_too(desk: WritingDesk) -> None:
    desk.show()
    desk.type("We are on it.")
    arrive(desk, "Done, Ada.", direction=Direction.OUTGOING)
    desk.clock.advance(5)
    arrive(desk, "Thanks!")
    desk.composer.send()
    page = desk.composer.strip.page
    assert page is not None
    assert page.title == "2 new messages since you began."
    assert page.preview == "Aurora Energia: Done, Ada.\nAda Neri: Thanks!"


def test_what_came_before_the_first_letter_stops_nothing(desk: WritingDesk) -> None:
    desk.show()
    arrive(desk, "And another thing")
    desk.type("We are on it.")
    desk.composer.send()
    assert len(deliveries(desk)) == 1


def test_a_draft_of_an_hour_ago_is_stopped_by_what_came_since(desk: WritingDesk) -> None:
    desk.show()
    desk.type("We are on it.")
    desk.controller.save()
    desk.controller.show(desk.case(1))
    desk.clock.advance(3_600)
    arrive(desk, "It works again!")
    desk.show()
    desk.composer.send()
    assert deliveries(desk) == []
    assert titles(desk)[0] == "Ada Neri wrote 1 s ago."


def test_an_own_answer_sent_meanwhile_is_no_news(desk: WritingDesk) -> None:
    desk.show()
    desk.type("First.")
    desk.composer.send()
    desk.type("Second.")
    desk.composer.send()
    assert len(deliveries(desk)) == 2


# --- later ----------------------------------------------------------------------------------------------------


def test_a_reply_is_scheduled_said_so_and_undone(desk: WritingDesk, qtbot: QtBot) -> None:
    case = desk.show()
    desk.type("See you tomorrow.")
    at = NOON + timedelta(days=1)
    with qtbot.waitSignal(desk.controller.note_written) as told:
        desk.composer.send_at(at)
    (delivery,) = deliveries(desk)
    assert (delivery.state, delivery.hold_reason, delivery.not_before) == (DeliveryState.HELD, HoldReason.SCHEDULED, at)
    done = told.args[0]
    assert isinstance(done, Done)
    words = done_words(done, NOON, UTC)
    assert words is not None
    assert words.startswith("Goes out ")
    assert done.undo is not None
    done.undo()
    assert deliveries(desk) == []
    assert desk.composer.text() == "See you tomorrow. ^LB"
    assert desk.session.drafts.of(case) is not None


def test_the_menu_offers_moments_of_the_account_s_zone(desk: WritingDesk) -> None:
    desk.show()
    menu = desk.composer.findChild(QMenu, "composer_send_at_menu")
    assert menu is not None
    words = [action.text() for action in menu.actions() if action.text()]
    assert words == ["When we open, Fri 09:00", "Next week, Mon 09:00", "Another date and time…"]


def test_a_moment_that_has_passed_can_t_be_chosen(light: Theme, qtbot: QtBot) -> None:
    dialog = SendAtDialog(light, lambda: NOON, UTC, NOON + timedelta(days=1), lambda _: None)
    qtbot.addWidget(dialog)
    field = dialog.findChild(QDateTimeEdit, "send_at_field")
    accept = dialog.findChild(QPushButton, "send_at_accept")
    assert field is not None
    assert accept is not None
    assert accept.isEnabled()
    field.setDateTime(QDateTime(2026, 3, 12, 11, 0, 0))
    assert not accept.isEnabled()
    assert dialog.chosen is None
    field.setDateTime(QDateTime(2026, 3, 14, 11, 30, 0))
    assert dialog.chosen == datetime(2026, 3, 14, 11, 30, tzinfo=UTC)


def test_return_schedules_and_never_cancels(light: Theme, qtbot: QtBot) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    parent.setStyleSheet("QDialogButtonBox { button-layout: 3 }")  # Cancel first, as in the window
    dialog = SendAtDialog(light, lambda: NOON, UTC, NOON + timedelta(days=1), lambda _: None, parent)
    dialog.open()
    qtbot.waitExposed(dialog)
    accept = dialog.findChild(QPushButton, "send_at_accept")
    assert accept is not None
    assert accept.isDefault()
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    assert dialog.chosen == NOON + timedelta(days=1)


def test_a_moment_at_which_the_desk_is_closed_says_when_it_goes_out(light: Theme, qtbot: QtBot) -> None:
    opens = NOON + timedelta(days=4)
    dialog = SendAtDialog(light, lambda: NOON, UTC, NOON + timedelta(days=1), lambda _: opens)
    qtbot.addWidget(dialog)
    assert "closed then" in dialog.findChild(QDateTimeEdit, "send_at_field").accessibleDescription()  # type: ignore[union-attr]


# --- signature ------------------------------------------------------------------------------------------------


def test_a_network_may_have_a_signature_of_its_own(desk: WritingDesk) -> None:
    desk.session.set_agent(replace(desk.session.agent, signatures=((Network.MASTODON, "^Livia"),)))
    assert begin_agent(desk) == desk.session.agent
    desk.show()
    desk.type("On its way.")
    desk.composer.send()
    assert deliveries(desk)[0].text == "On its way. ^Livia"
    assert desk.session.agent.signature_on(Network.X) == "^LB"


def begin_agent(desk: WritingDesk) -> Agent:
    """Return the agent as a new window would find them."""
    session = desk.session
    return begin_session(session.profile, session.store, session.key, session.vault, session.clock).agent
