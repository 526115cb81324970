"""A closed desk in the composer: held, sent or asked by the account's rule, told once, and no promise it can't keep."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot

from desktop.accounts.closed_rules import ClosedRules
from desktop.guardrails import DraftFacts, WhenClosed, default_hours
from desktop.guardrails.closed import closed_findings
from desktop.guardrails.promises import PromiseRules
from desktop.model import Delivery, DeliveryState, HoldReason, Purpose, Verdict, verdict_of
from desktop.system.resources import resource_path
from tests.ui.composer.writing_desk import WritingDesk, a_writing_desk
from ui.theme import Theme

SATURDAY = datetime(2026, 3, 14, 19, 0, tzinfo=UTC)
MONDAY_NINE = datetime(2026, 3, 16, 8, 0, tzinfo=UTC)
PROMISES = PromiseRules.load(resource_path("hours"))


class HoursAlone:
    """Guardrails that know of opening hours and promises only."""

    def judge(self, facts: DraftFacts) -> Verdict:
        return verdict_of((*closed_findings(facts), *PROMISES.findings(facts)))


@pytest.fixture
def desk(tmp_path: Path, light: Theme, qtbot: QtBot) -> Iterator[WritingDesk]:
    with a_writing_desk(tmp_path, light, qtbot) as opened:
        opened.controller._display._guardrails = HoursAlone  # type: ignore[assignment]
        opened.clock.now = SATURDAY
        yield opened


def rule(desk: WritingDesk, replies: WhenClosed) -> None:
    desk.session.keep_schedule(None, default_hours(), ClosedRules(replies))


def press(desk: WritingDesk, name: str) -> None:
    found = [one for one in desk.composer.findChildren(QAbstractButton, name) if not one.isHidden()]
    assert len(found) == 1, name
    QTest.mouseClick(found[0], Qt.MouseButton.LeftButton)


def deliveries(desk: WritingDesk) -> list[Delivery]:
    return [entry.delivery for entry in desk.session.outbox.listing().entries]


def pages(desk: WritingDesk) -> list[tuple[str, str]]:
    state = desk.composer.strip.state
    return [(page.title, page.text) for page in state.pages] if state is not None else []


def test_a_reply_is_held_until_the_desk_opens(desk: WritingDesk) -> None:
    desk.show()
    desk.type("The meter is replaced.")
    desk.composer.send()
    (delivery,) = deliveries(desk)
    assert (delivery.hold_reason, delivery.not_before) == (HoldReason.CLOSED, MONDAY_NINE)


def test_an_account_that_sends_at_once_only_says_so(desk: WritingDesk) -> None:
    rule(desk, WhenClosed.SEND)
    desk.show()
    desk.type("The meter is replaced.")
    assert pages(desk) == [("Closed now — opens Mon 09:00.", "Your reply goes out all the same.")]
    desk.composer.send()
    assert deliveries(desk)[0].hold_reason is HoldReason.UNDO


def test_an_account_that_asks_sends_nothing_before_somebody_decided(desk: WritingDesk) -> None:
    rule(desk, WhenClosed.ASK)
    desk.show()
    desk.type("The meter is replaced.")
    assert pages(desk)[0][1] == "Hold your reply until then, or send it now?"
    strip = desk.composer.strip.page
    assert strip is not None
    assert [action.text for action in strip.actions] == ["Send acknowledgement", "Hold", "Send now"]
    desk.composer.send()
    assert deliveries(desk) == []
    press(desk, "guard_send_anyway")
    (delivery,) = deliveries(desk)
    assert (delivery.past_hours, delivery.hold_reason) == (True, HoldReason.UNDO)
    assert desk.composer.text() == ""


def test_a_reply_that_was_asked_about_can_be_held(desk: WritingDesk) -> None:
    rule(desk, WhenClosed.ASK)
    desk.show()
    desk.type("The meter is replaced.")
    press(desk, "guard_hold_until_open")
    assert deliveries(desk)[0].not_before == MONDAY_NINE
    desk.type("And this one?")
    assert not desk.controller._writing.past_hours


def test_an_acknowledgement_leaves_the_draft_and_is_not_offered_twice(desk: WritingDesk) -> None:
    case = desk.show()
    desk.type("The meter is replaced.")
    press(desk, "guard_send_acknowledgement")
    told, reply = sorted(deliveries(desk), key=lambda one: one.purpose, reverse=False)
    if told.purpose is Purpose.ANSWER:
        told, reply = reply, told
    assert (told.purpose, reply.purpose) == (Purpose.ACKNOWLEDGEMENT, Purpose.ANSWER)
    assert reply.text.startswith("The meter is replaced.")
    assert reply.state is DeliveryState.HELD
    desk.show()
    desk.type("One more thing.")
    assert pages(desk)[0][1] == "Your reply will be held until then."
    assert case == desk.case().row.id


def test_a_promise_is_marked_and_replaced_by_the_true_opening(desk: WritingDesk) -> None:
    desk.show()
    desk.type("We will call you today, Ada.")
    titles = [title for title, _ in pages(desk)]
    assert "You promise “today”, but the desk is closed then." in titles
    marks = desk.composer.editor.marks.marks
    assert [desk.composer.text()[mark.start : mark.end] for mark in marks] == ["today"]
    strip = desk.composer.strip
    strip._on_more_clicked()
    assert strip.page is not None
    assert strip.page.text == "It opens Mon 09:00. Name that, or what you can keep."
    press(desk, "guard_name_opening")
    assert desk.composer.text() == "We will call you on Monday at 9:00, Ada."
    desk.composer.state_needed.emit()
    assert len(pages(desk)) == 1
