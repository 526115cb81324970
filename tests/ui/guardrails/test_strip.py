"""The guard strip as a widget: buttons, pages, the written reason, the keyboard."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from desktop.model import Fix, verdict_of
from tests.ui.drafts import asking_verdict, closed_verdict, finding, strip_of
from ui.guardrails import GuardStrip, Paragraph
from ui.theme import Theme


@pytest.fixture
def strip(qtbot: QtBot, light: Theme) -> Iterator[GuardStrip]:
    """A strip in a window of a conversation's width."""
    window = QWidget()
    made = GuardStrip(light)
    layout = QVBoxLayout(window)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.addWidget(made)
    layout.addStretch(1)
    window.resize(556, 400)
    window.show()
    qtbot.waitExposed(window)
    yield made
    window.close()
    window.deleteLater()


def button(strip: GuardStrip, name: str) -> QPushButton:
    found = [one for one in strip.findChildren(QPushButton, f"guard_{name}") if not one.isHidden()]
    assert len(found) == 1
    return found[0]


def test_the_strip_is_hidden_while_nothing_is_said(strip: GuardStrip) -> None:
    assert strip.isHidden()
    strip.set_verdict(strip_of(asking_verdict()))
    assert strip.isVisible()
    strip.set_verdict(None)
    assert strip.isHidden()


def test_the_strip_is_as_high_as_the_picture(strip: GuardStrip, qtbot: QtBot) -> None:
    strip.set_verdict(strip_of(asking_verdict()))
    qtbot.waitUntil(lambda: strip.height() == 110)
    strip.set_verdict(strip_of(closed_verdict()))
    qtbot.waitUntil(lambda: abs(strip.height() - 124) <= 1)


def test_a_button_tells_its_fix(strip: GuardStrip, qtbot: QtBot) -> None:
    strip.set_verdict(strip_of(asking_verdict()))
    with qtbot.waitSignal(strip.fix_requested) as told:
        QTest.mouseClick(button(strip, "insert_privacy_notice"), Qt.MouseButton.LeftButton)
    assert told.args == [Fix.INSERT_PRIVACY_NOTICE]


def test_the_first_action_can_be_done_from_the_keyboard(strip: GuardStrip, qtbot: QtBot) -> None:
    strip.set_verdict(strip_of(asking_verdict()))
    with qtbot.waitSignal(strip.fix_requested) as told:
        assert strip.trigger_first()
    assert told.args == [Fix.MOVE_TO_DIRECT]


def test_a_hidden_strip_has_no_first_action(strip: GuardStrip) -> None:
    assert not strip.trigger_first()


def test_the_rest_is_behind_a_link_with_their_number(strip: GuardStrip, qtbot: QtBot) -> None:
    strip.set_verdict(strip_of(verdict_of((*asking_verdict().findings, *closed_verdict().findings))))
    more = button(strip, "more")
    assert more.text() == "1 more"
    QTest.mouseClick(more, Qt.MouseButton.LeftButton)
    assert strip.page is not None
    assert strip.page.title.startswith("Closed now")


def test_a_page_stays_in_front_while_the_draft_changes(strip: GuardStrip, qtbot: QtBot) -> None:
    both = verdict_of((*asking_verdict().findings, *closed_verdict().findings))
    strip.set_verdict(strip_of(both))
    QTest.mouseClick(button(strip, "more"), Qt.MouseButton.LeftButton)
    strip.set_verdict(strip_of(verdict_of((finding(words="IBAN"), *closed_verdict().findings))))
    assert strip.page is not None
    assert strip.page.title.startswith("Closed now")


def test_overriding_asks_for_a_reason_first(strip: GuardStrip, qtbot: QtBot) -> None:
    strip.set_verdict(strip_of(verdict_of((finding(words="IBAN", overridable=True),))))
    QTest.mouseClick(button(strip, "override"), Qt.MouseButton.LeftButton)
    reason = strip.findChild(QLineEdit, "guard_reason")
    assert isinstance(reason, QLineEdit)
    assert reason.isVisible()
    rule = strip.findChild(Paragraph, "guard_reason_rule")
    assert isinstance(rule, Paragraph)
    for too_little in ("", "   ", "ok", "........"):
        reason.setText(too_little)
        with qtbot.assertNotEmitted(strip.override_requested):
            QTest.keyClick(reason, Qt.Key.Key_Return)
        assert reason.isVisible()
        assert rule.isVisible()
        assert "8 letters" in rule.text
    reason.clear()
    QTest.keyClicks(reason, " it is the shop's own number ")
    with qtbot.waitSignal(strip.override_requested) as told:
        QTest.keyClick(reason, Qt.Key.Key_Return)
    assert told.args == ["it is the shop's own number"]


def test_escape_gives_the_keyboard_back(strip: GuardStrip, qtbot: QtBot) -> None:
    strip.set_verdict(strip_of(asking_verdict()))
    with qtbot.waitSignal(strip.dismissed):
        QTest.keyClick(button(strip, "move_to_direct"), Qt.Key.Key_Escape)


def test_a_screen_reader_finds_title_and_advice(strip: GuardStrip) -> None:
    strip.set_verdict(strip_of(asking_verdict()))
    assert strip.accessibleName().startswith("This public reply asks")
    assert "Move to a direct message" in strip.accessibleDescription()
    strip.announce()


def test_nothing_is_cut_at_large_text_in_a_narrow_pane(qtbot: QtBot, large: Theme) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    strip = GuardStrip(large)
    layout = QVBoxLayout(window)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.addWidget(strip)
    layout.addStretch(1)
    window.resize(452, 500)
    window.show()
    strip.set_verdict(strip_of(verdict_of((*asking_verdict().findings, *closed_verdict().findings))))
    qtbot.waitUntil(lambda: strip.height() > 150)
    for one in strip.findChildren(QPushButton):
        if one.isVisible():
            assert one.width() >= one.sizeHint().width()
            assert strip.rect().contains(one.geometry())


def test_opening_takes_time_only_where_things_move(strip: GuardStrip, qtbot: QtBot) -> None:
    strip.set_motion(True)
    strip.set_verdict(strip_of(asking_verdict()))
    assert strip.maximumHeight() < 110
    qtbot.waitUntil(lambda: strip.height() == 110)
