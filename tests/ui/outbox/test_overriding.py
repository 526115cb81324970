"""A block that a person may lift, from the composer to the outbox: by keyboard, with a written reason."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from desktop.accounts.hours_book import HoursBook
from desktop.model import Decision, Deed, still_said
from desktop.outbox.recheck import Recheck
from tests.loaded import shipped_guardrails
from tests.ui.composer import writing_desk
from tests.ui.composer.writing_desk import WritingDesk, a_writing_desk
from ui.theme import Theme

TEXT = "Il suo codice cliente è 10023456."
REASON = "The customer wrote it here before"


@pytest.fixture
def desk(tmp_path: Path, light: Theme, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[WritingDesk]:
    monkeypatch.setattr(writing_desk, "LimitsAlone", shipped_guardrails)
    with a_writing_desk(tmp_path, light, qtbot) as opened:
        yield opened


def focused() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def test_a_reason_is_asked_for_by_keyboard_and_kept_over_the_check_before_sending(
    desk: WritingDesk, qtbot: QtBot
) -> None:
    desk.show()
    desk.type(TEXT)
    desk.composer.send()  # blocked: the keyboard goes to the strip
    strip = desk.composer.strip
    assert strip.isAncestorOf(focused())
    override = strip.findChild(QPushButton, "guard_override")
    assert isinstance(override, QPushButton)
    while not override.hasFocus():
        QTest.keyClick(focused(), Qt.Key.Key_Tab)
        assert strip.isAncestorOf(focused()), "Tab left the strip before it reached the button"
    QTest.keyClick(override, Qt.Key.Key_Space)
    field = strip.findChild(QLineEdit, "guard_reason")
    assert isinstance(field, QLineEdit)
    assert field.hasFocus()
    QTest.keyClicks(field, "ok")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert desk.session.outbox.listing().entries == ()
    assert field.hasFocus()
    field.clear()
    QTest.keyClicks(field, REASON)
    QTest.keyClick(field, Qt.Key.Key_Return)
    (entry,) = desk.session.outbox.listing().entries
    delivery = entry.delivery
    assert (delivery.override_reason, delivery.text.startswith(TEXT)) == (REASON, True)
    assert desk.composer.text() == ""
    (line,) = [one for one in desk.session.store.journal.newest() if one.deed is Deed.OVERRIDE]
    assert line.after == {"reason": REASON, "findings": [["privacy.value", "customer_number"]]}
    judge = Recheck(desk.session.store, shipped_guardrails(), HoursBook(desk.session.store), desk.clock)
    verdict = judge(delivery)
    assert verdict.decision is Decision.BLOCK
    assert still_said(verdict, delivery.overridden).decision.severity < Decision.BLOCK.severity


def test_escape_keeps_the_draft_and_queues_nothing(desk: WritingDesk) -> None:
    desk.show()
    desk.type(TEXT)
    button = desk.composer.strip.findChild(QPushButton, "guard_override")
    assert isinstance(button, QPushButton)
    button.click()
    field = desk.composer.strip.findChild(QLineEdit, "guard_reason")
    assert isinstance(field, QLineEdit)
    QTest.keyClicks(field, REASON)
    QTest.keyClick(field, Qt.Key.Key_Escape)
    assert desk.composer.text() == TEXT
    assert desk.session.outbox.listing().entries == ()
