"""The first-run page: who works here, what is next, what is kept where, and what it asks the window for."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop.model import Agent, Network
from desktop.store.errors import StoreFull
from desktop.store.settings import Settings
from tests.ui.accounts.hands import Hands
from ui.accounts import FirstRunPage
from ui.accounts.agent_form import agent_faults
from ui.session import Session
from ui.theme import Theme
from ui.widgets import Label

Key = Qt.Key
NOBODY = Agent("", "", "")


def shown(qtbot: QtBot, session: Session, theme: Theme) -> tuple[FirstRunPage, Hands]:
    page = FirstRunPage(session, theme)
    qtbot.addWidget(page)
    page.resize(1200, 800)
    page.show()
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    page.focus_first()
    return page, Hands(qtbot, page)


def test_a_new_agent_types_a_name_and_the_rest_follows(qtbot: QtBot, session: Session, light: Theme) -> None:
    session.agent = NOBODY
    page, hands = shown(qtbot, session, light)
    named: list[Agent] = []
    page.agent_named.connect(named.append)
    assert hands.focus.objectName() == "agent_name"
    QTest.keyClicks(hands.focus, "Laura  Bianchi")
    hands.press(Key.Key_Return)
    assert named == [Agent("Laura Bianchi", "LB", "^LB")]
    assert session.agent == named[0]
    assert hands.words("agent_words") == "Laura Bianchi. Public replies end with ^LB."
    assert hands.focus.objectName() == "connect_channel", "what is to be done next has the focus"


def test_initials_and_signature_that_were_typed_stay(qtbot: QtBot, session: Session, light: Theme) -> None:
    session.agent = NOBODY
    _, hands = shown(qtbot, session, light)
    hands.write("agent_initials", "lbi")
    hands.write("agent_signature", "-- L")
    hands.write("agent_name", "Laura Bianchi")
    hands.click("save_agent")
    assert session.agent == Agent("Laura Bianchi", "LBI", "-- L")


def test_an_empty_name_is_asked_for_and_nothing_is_kept(qtbot: QtBot, session: Session, light: Theme) -> None:
    session.agent = NOBODY
    _, hands = shown(qtbot, session, light)
    hands.press(Key.Key_Return)
    assert hands.words("agent_name_hint_words").startswith("Type your name")
    assert not session.agent.is_set


@pytest.mark.parametrize(
    ("agent", "faulty"),
    [
        (Agent("Laura Bianchi", "LB", ""), set()),
        (Agent("", "", ""), {"name", "initials"}),
        (Agent("L" * 61, "LB", ""), {"name"}),
        (Agent("Laura", "LAUR", ""), {"initials"}),
        (Agent("Laura", "^", ""), {"initials"}),
        (Agent("Laura", "LB", "^" * 13), {"signature"}),
    ],
)
def test_each_field_says_what_will_not_do(agent: Agent, faulty: set[str]) -> None:
    assert set(agent_faults(agent)) == faulty


def test_a_disk_that_is_full_is_told(
    qtbot: QtBot, session: Session, light: Theme, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise StoreFull

    session.agent = NOBODY
    _, hands = shown(qtbot, session, light)
    monkeypatch.setattr(Settings, "set", full)
    QTest.keyClicks(hands.focus, "Laura Bianchi")
    hands.press(Key.Key_Return)
    assert "disk is full" in hands.words("agent_fault_words")
    assert not session.agent.is_set


def test_every_way_to_begin_is_told_to_the_window(qtbot: QtBot, session: Session, light: Theme) -> None:
    page, hands = shown(qtbot, session, light)
    asked: list[object] = []
    page.connect_requested.connect(asked.append)
    page.hours_requested.connect(lambda: asked.append("hours"))
    page.demo_requested.connect(lambda: asked.append("demo"))
    hands.tab_to("connect_mastodon")
    hands.press(Key.Key_Space)
    page.canned_requested.connect(lambda: asked.append("canned"))
    for name in ("connect_channel", "set_hours", "choose_texts", "open_demo"):
        hands.click(name)
    assert asked == [Network.MASTODON, None, "hours", "canned", "demo"]


def test_while_the_demo_runs_it_is_not_offered_again(qtbot: QtBot, session: Session, light: Theme) -> None:
    page, hands = shown(qtbot, session, light)
    asked: list[str] = []
    page.demo_requested.connect(lambda: asked.append("demo"))
    page.set_demo_open(True)
    with pytest.raises(AssertionError, match="can't be pressed"):
        hands.click("open_demo")
    page.set_demo_open(False)
    hands.click("open_demo")
    assert asked == ["demo"]


def test_the_page_says_what_is_kept_where(qtbot: QtBot, session: Session, light: Theme) -> None:
    page, _ = shown(qtbot, session, light)
    words = " ".join(label.text() for label in page.findChildren(Label))
    assert str(session.profile.folder) in words
    assert "encrypted" in words
    assert "nobody else" in words


def test_the_shortcut_list_is_offered(qtbot: QtBot, session: Session, light: Theme) -> None:
    page, hands = shown(qtbot, session, light)
    with qtbot.waitSignal(page.shortcuts_requested):
        hands.click("open_shortcuts")
