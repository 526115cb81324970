"""The conversation header, the context strip and the empty pane."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QMenu, QWidget
from pytestqt.qtbot import QtBot

from desktop.model import Agent, CaseStatus, Clock, ClockState, Network, ThreadKind
from tests.ui.conversation import AGENT, NOW, case, colour_at, picture, thread
from ui.cases import ContextFact, ContextStrip, ConversationHeader, EmptyConversation, clock_look, present_header
from ui.theme import Theme
from ui.widgets import Chip, ElidedLabel

SOON = Clock(ClockState.AT_RISK, seconds_left=13 * 60 + 5)


@pytest.fixture
def header(qtbot: QtBot, light: Theme) -> ConversationHeader:
    """A header at a conversation's width."""
    return shown(qtbot, light)


def shown(qtbot: QtBot, theme: Theme, width: int = 584) -> ConversationHeader:
    made = ConversationHeader(theme, lambda: NOW)
    qtbot.addWidget(made)
    made.resize(width, 56)
    made.set_case(case(), SOON, agents=(AGENT, Agent("Dario Conti", "DC", "^DC")))
    made.show()
    qtbot.waitExposed(made)
    return made


def button(header: QWidget, name: str) -> QAbstractButton:
    found = header.findChild(QAbstractButton, f"conversation_{name}")
    assert isinstance(found, QAbstractButton)
    return found


def filled(header: QWidget, name: str) -> QMenu:
    menu = header.findChild(QMenu, f"conversation_{name}_menu")
    assert isinstance(menu, QMenu)
    menu.aboutToShow.emit()
    return menu


def words(menu: QMenu) -> list[str]:
    return [action.text() for action in menu.actions() if not action.isSeparator()]


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({}, "Direct message on Mastodon"),
        (
            {"threads": (thread(Network.MASTODON, ThreadKind.PUBLIC),)},
            "Direct message on Mastodon, from a public thread",
        ),
        ({"thread_kind": ThreadKind.EMAIL, "network": Network.EMAIL}, "E-mail"),
        ({"thread_kind": ThreadKind.PUBLIC}, "Public thread on Mastodon"),
        ({"thread_kind": ThreadKind.PUBLIC, "network": Network.FACEBOOK}, "Public comments on Facebook"),
        (
            {
                "thread_kind": ThreadKind.PUBLIC,
                "network": Network.X,
                "threads": (thread(Network.X, ThreadKind.PUBLIC), thread(Network.FACEBOOK, ThreadKind.PUBLIC)),
            },
            "Public thread on X and Facebook",
        ),
    ],
)
def test_the_second_line_says_where_the_customer_writes(changed: dict[str, Any], said: str) -> None:
    assert present_header(case(**changed), SOON).kind_text == said


@pytest.mark.parametrize(
    ("clock", "text", "icon"),
    [
        (SOON, "13 min left", "hourglass-medium-fill"),
        (Clock(ClockState.BREACHED, seconds_left=-360), "6 min over", "warning-circle-fill"),
        (Clock(ClockState.ON_TRACK, seconds_left=38 * 60), "38 min left", "timer"),
        (Clock(ClockState.AT_RISK, seconds_left=45), "45 s left", "hourglass-medium-fill"),
        (Clock(ClockState.PAUSED), "Clock paused", "pause-circle"),
        (Clock(ClockState.QUEUED), "Reply queued", "clock"),
    ],
)
def test_the_clock_has_its_words_and_glyph(clock: Clock, text: str, icon: str) -> None:
    look = clock_look(clock)
    assert look is not None
    assert (look.text, look.icon) == (text, icon)


def test_where_nothing_is_owed_there_is_no_clock() -> None:
    assert clock_look(Clock(ClockState.NONE)) is None


def test_solve_becomes_reopen(header: ConversationHeader, qtbot: QtBot) -> None:
    with qtbot.waitSignal(header.solve_requested):
        QTest.mouseClick(button(header, "solve"), Qt.MouseButton.LeftButton)
    header.set_case(case(status=CaseStatus.SOLVED), SOON)
    with qtbot.waitSignal(header.reopen_requested):
        QTest.mouseClick(button(header, "solve"), Qt.MouseButton.LeftButton)


def test_the_status_menu_asks_for_a_status(header: ConversationHeader, qtbot: QtBot) -> None:
    menu = filled(header, "status")
    assert words(menu) == ["Open", "Waiting", "Solved", "Snoozed…"]
    assert menu.actions()[0].isChecked()
    with qtbot.waitSignal(header.status_requested) as told:
        menu.actions()[1].trigger()
    assert told.args == [CaseStatus.WAITING]


def test_the_assignee_menu_begins_with_the_agent_at_this_desk(header: ConversationHeader, qtbot: QtBot) -> None:
    menu = filled(header, "assignee")
    assert words(menu) == ["Me, Livia Bruno", "Dario Conti", "Nobody"]
    told: list[object] = []
    header.assignee_requested.connect(told.append)
    for action in menu.actions():
        action.trigger()
    assert told == ["LB", "DC", None]


def test_the_snooze_menu_counts_from_the_desks_clock(header: ConversationHeader, qtbot: QtBot) -> None:
    menu = filled(header, "snooze")
    said = words(menu)
    assert said[0] == "1 hour, until 11:48"
    assert said[-1] == "Date…"
    assert "Tomorrow, 09:00" in said
    with qtbot.waitSignal(header.snooze_requested) as told:
        menu.actions()[0].trigger()
    assert told.args is not None
    assert (told.args[0] - NOW).total_seconds() == 3_600


def test_more_offers_the_network_only_where_there_is_a_link(header: ConversationHeader, qtbot: QtBot) -> None:
    usual = [
        "Merge with…",
        "Unmerge",
        "Tag…",
        "Why this priority…",
        "Open ticket…",
        "Link a ticket…",
        "Abuse…",
        "Mark unread",
        "Open in its own window",
    ]
    assert words(filled(header, "more")) == usual
    linked = case(threads=(thread(Network.MASTODON, ThreadKind.PUBLIC, "https://social.example/1"),))
    header.set_case(linked, SOON, may_unmerge=True)
    menu = filled(header, "more")
    assert "Open on Mastodon" in words(menu)
    assert menu.actions()[1].isEnabled()
    with qtbot.waitSignal(header.open_on_network_requested) as told:
        next(action for action in menu.actions() if action.text() == "Open on Mastodon").trigger()
    assert told.args == ["https://social.example/1"]


def test_the_profile_toggle_tells_and_can_be_set_quietly(header: ConversationHeader, qtbot: QtBot) -> None:
    with qtbot.waitSignal(header.profile_toggled) as told:
        QTest.mouseClick(button(header, "profile"), Qt.MouseButton.LeftButton)
    assert told.args == [True]
    with qtbot.assertNotEmitted(header.profile_toggled):
        header.set_profile_shown(False)


def test_without_a_case_the_header_is_bare(header: ConversationHeader) -> None:
    header.set_case(None, None)
    assert not button(header, "solve").isVisible()
    header.grab()


def test_the_header_stands_as_in_picture_01(qtbot: QtBot, theme: Theme, tmp_path: Path) -> None:
    header = shown(qtbot, theme)
    image = picture(header, tmp_path, "header", theme)
    assert header.height() == 56
    assert colour_at(image, 300, 55) == theme.hex("line.hair")
    profile = button(header, "profile")
    assert (profile.x() + profile.width(), profile.height()) == (584 - 12, 28)
    assert abs(profile.y() - 14) <= 1
    assert button(header, "more").x() + 28 + 4 == profile.x()


@pytest.mark.parametrize("width", [480, 584, 700])
def test_nothing_is_cut_at_large_text(qtbot: QtBot, large: Theme, width: int) -> None:
    header = shown(qtbot, large, width)
    for one in header.findChildren(QAbstractButton):
        if one.isVisible():
            place = one.mapTo(header, QPoint(0, 0))
            assert place.x() >= 0
            assert place.x() + one.width() <= width
            assert one.width() >= one.sizeHint().width()
            assert place.y() + one.height() <= header.height()


def test_every_button_has_a_name(header: ConversationHeader) -> None:
    for one in header.findChildren(QAbstractButton):
        assert one.objectName()
        assert one.accessibleName(), one.objectName()
    assert button(header, "assignee").accessibleName() == "Assigned to Livia Bruno"


def test_the_context_strip_says_its_fact_and_hides_without_one(qtbot: QtBot, theme: Theme, tmp_path: Path) -> None:
    strip = ContextStrip(theme)
    qtbot.addWidget(strip)
    strip.resize(664, 34)
    strip.set_fact(ContextFact("Asked the same 4 days ago on Mastodon, unanswered", aside="RT #1426 open"))
    image = picture(strip, tmp_path, "context", theme)
    assert strip.sizeHint().height() == 34
    assert colour_at(image, 4, 10) == theme.hex("violet.tint")
    assert colour_at(image, 4, 33) == theme.hex("violet.line")
    assert strip.accessibleName() == "Asked the same 4 days ago on Mastodon, unanswered. RT #1426 open"
    with qtbot.waitSignal(strip.clicked):
        QTest.keyClick(strip, Qt.Key.Key_Space)
    strip.set_fact(None)
    assert strip.isHidden()


def test_the_empty_pane_says_what_to_do_next(qtbot: QtBot, light: Theme) -> None:
    empty = EmptyConversation(light)
    qtbot.addWidget(empty)
    assert empty.accessibleName() == "No conversation chosen. Choose one in the list, or write a new one."
    empty.grab()


def test_where_the_kind_has_no_room_it_says_less_before_it_is_cut(qtbot: QtBot, light: Theme) -> None:
    header = shown(qtbot, light, 640)
    header.set_case(case(threads=(thread(Network.MASTODON, ThreadKind.PUBLIC),)), SOON, agents=(AGENT,))
    label = header.findChild(ElidedLabel, "conversation_kind")
    assert label is not None
    whole = "Direct message on Mastodon, from a public thread"
    label.setFixedWidth(label.sizeHint().width() + 4)
    assert (label.shown_text(), label.toolTip()) == (whole, "")
    label.setFixedWidth(label.sizeHint().width() * 2 // 3)
    assert (label.shown_text(), label.toolTip()) == ("Direct message on Mastodon", whole)


def test_who_else_is_here_is_named_and_goes_with_the_case(header: ConversationHeader) -> None:
    chip = header.findChild(Chip, "conversation_company")
    assert chip is not None
    header.set_company("Giulia, Dario", "Giulia, Dario also here", writes=False)
    assert (chip.look.text, chip.accessibleName(), chip.isHidden()) == (
        "Giulia, Dario",
        "Giulia, Dario also here",
        False,
    )
    header.set_company("", "", writes=False)
    assert chip.isHidden()
    header.set_company("Giulia", "Giulia is answering this conversation.", writes=True)
    assert chip.look.icon == "pencil-simple"
    header.set_case(None, None)
    assert chip.isHidden()
