"""The window's two steps: the inbox is painted first, and what is pressed before the rest is there is not lost."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

import pytest
from PySide6.QtCore import QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QWidget
from pytestqt.qtbot import QtBot

import ui.shell.window
from desktop.events import AccountsChanged, CasesChanged, Nudge, SyncNow
from desktop.guardrails import Guardrails
from desktop.model import Agent, Lane
from desktop.store import open_store
from desktop.system.profile import Profile, prepare
from desktop.system.vault import SessionVault
from tests.factories import KEY, NOON, FakeClock
from tests.ui.sessions import a_session, case_ids
from tests.ui.windows import put_away
from ui.bridge import EngineProcess, JobRunner
from ui.inbox.list_view import CaseListView
from ui.session import Session, begin_session
from ui.shell.window import MainWindow
from ui.theme import Theme

pytestmark = pytest.mark.slow  # a whole window each

CTRL = Qt.KeyboardModifier.ControlModifier


class FakeEngine(QObject):
    """An engine that notes what it is told."""

    event_received = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.told: list[Nudge] = []

    def nudge(self, nudge: Nudge) -> None:
        self.told.append(nudge)

    def leave(self) -> None:
        """There is no process."""


@dataclass
class Opened:
    """A window that has just been shown and has not been furnished yet."""

    window: MainWindow
    session: Session
    engine: FakeEngine
    furnished: list[bool] = field(default_factory=list)

    def part(self, name: str) -> Any:
        """Return a part of the window by its object name, None if it is not made."""
        return self.window.findChild(QWidget, name)

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press a key as the system hands it to the window."""
        QTest.keyClick(self.window.windowHandle(), key, modifier)

    def click(self, name: str) -> None:
        """Click a part of the first screen as the system hands the click to the window."""
        part = self.part(name)
        at = part.mapTo(self.window, part.rect().center())
        QTest.mouseClick(self.window.windowHandle(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at)


def no_rules() -> Guardrails:
    raise AssertionError("nobody writes here")


@contextmanager
def shown(theme: Theme, session: Session, *, is_seen: bool = True) -> Iterator[Opened]:
    """Show a window that has not furnished itself yet; close it and the store afterwards."""
    engine = FakeEngine()
    jobs = JobRunner(lambda: open_store(session.profile, KEY))
    opened = Opened(MainWindow(session, theme, jobs, cast("EngineProcess", engine), no_rules), session, engine)
    window = opened.window
    window.furnished.connect(lambda: opened.furnished.append(True))
    window.resize(1440, 900)
    window.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen, not is_seen)
    window.show()
    window.activateWindow()
    assert not window.is_furnished
    try:
        yield opened
    finally:
        put_away(window)
        session.store.close()


@pytest.fixture
def opened(tmp_path: Path, light: Theme) -> Iterator[Opened]:
    session, _ = a_session(tmp_path, FakeClock(NOON))
    for case_id in case_ids(session):
        session.cases.assign([case_id], session.agent.initials)
    with shown(light, session) as found:
        yield found


def furnished(bot: QtBot, opened: Opened) -> None:
    bot.waitUntil(lambda: bool(opened.furnished))


def test_the_inbox_is_there_before_the_rest(opened: Opened) -> None:
    rows = opened.part("case_list").visible_states()
    assert len(rows) >= 3
    assert None not in rows
    assert [opened.part(name) for name in ("conversation", "composer", "profile", "palette")] == [None] * 4


def test_the_rest_follows_by_itself(opened: Opened, qtbot: QtBot) -> None:
    furnished(qtbot, opened)
    assert all(opened.part(name) is not None for name in ("conversation", "composer", "profile", "palette"))
    assert opened.window.is_furnished
    qtbot.waitUntil(lambda: opened.window.is_settled)
    assert opened.furnished == [True]


def test_a_window_that_is_never_painted_is_furnished_too(
    tmp_path: Path, qtbot: QtBot, light: Theme, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ui.shell.window, "_UNSEEN_MS", 1)
    session, _ = a_session(tmp_path, FakeClock(NOON))
    with shown(light, session, is_seen=False) as unseen:
        assert not unseen.window.windowHandle().isExposed()
        furnished(qtbot, unseen)


def test_an_early_ctrl_k_opens_the_palette(opened: Opened) -> None:
    opened.press(Qt.Key.Key_K, CTRL)
    assert opened.part("palette").isVisible()


def test_an_early_ctrl_i_hides_the_profile(opened: Opened) -> None:
    opened.press(Qt.Key.Key_I, CTRL)
    assert opened.part("profile") is not None
    assert not opened.part("profile").isVisible()


def test_an_early_ctrl_r_reaches_the_engine(opened: Opened) -> None:
    opened.press(Qt.Key.Key_R, CTRL)
    assert opened.engine.told == [SyncNow()]


def test_an_early_search_is_typed_whole(opened: Opened) -> None:
    opened.press(Qt.Key.Key_F, CTRL)
    for key in (Qt.Key.Key_B, Qt.Key.Key_O):
        opened.press(key)
    assert opened.part("search").text() == "bo"


def test_an_early_arrow_chooses_a_case(opened: Opened, qtbot: QtBot) -> None:
    view: CaseListView = opened.part("case_list")
    view.setFocus()
    opened.press(Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: opened.part("conversation_name").isVisible())
    assert opened.part("conversation_name").text() in {"Ada Neri", "Bo Li", "Cleo Sala"}


def test_an_early_click_on_a_row_shows_its_case(opened: Opened, qtbot: QtBot) -> None:
    view: CaseListView = opened.part("case_list")
    at = view.viewport().mapTo(opened.window, QPoint(view.width() // 2, 60))
    QTest.mouseClick(opened.window.windowHandle(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at)
    qtbot.waitUntil(lambda: opened.part("conversation_name").isVisible())


def test_an_early_click_on_the_settings_opens_them_once(opened: Opened, qtbot: QtBot) -> None:
    opened.click("settings")
    furnished(qtbot, opened)
    dialogs = [one for one in opened.window.findChildren(QDialog) if one.objectName() == "settings_dialog"]
    assert [one.isVisible() for one in dialogs] == [True]
    dialogs[0].close()


def test_an_early_click_on_the_outbox_shows_it(opened: Opened) -> None:
    opened.click(f"view_{Lane.OUTBOX.value}")
    assert opened.part("outbox").isVisible()
    assert not opened.part("case_list").isVisible()


def test_a_case_that_was_chosen_before_is_shown_when_the_rest_is_there(opened: Opened, qtbot: QtBot) -> None:
    opened.window._first.frame.list.select_case(int(case_ids(opened.session)[1]))
    furnished(qtbot, opened)
    assert opened.part("conversation_name").text() == "Bo Li"


def test_a_case_to_begin_with_is_shown_at_once(opened: Opened) -> None:
    opened.window.begin_with(int(case_ids(opened.session)[2]))
    assert opened.part("conversation_name").text() == "Cleo Sala"


def test_every_wire_is_there_once_however_often_the_window_is_furnished(opened: Opened, qtbot: QtBot) -> None:
    opened.window.furnish()
    opened.window.furnish()
    furnished(qtbot, opened)
    opened.press(Qt.Key.Key_R, CTRL)
    assert opened.engine.told == [SyncNow()]
    assert opened.furnished == [True]


def test_tab_goes_from_the_lists_over_the_conversation_to_the_profile(opened: Opened, qtbot: QtBot) -> None:
    furnished(qtbot, opened)
    order, at = [], opened.part("navigation")
    for _ in range(2_000):
        at = at.nextInFocusChain()
        if at.objectName() in {"case_list", "outbox", "drafts", "conversation", "profile"}:
            order.append(at.objectName())
        if at is opened.part("navigation"):
            break
    assert order == ["case_list", "outbox", "drafts", "conversation", "profile"]


def test_a_window_can_be_closed_before_it_is_furnished(opened: Opened) -> None:
    opened.window.close()
    assert not opened.window.is_furnished
    opened.window.furnish()
    assert not opened.window.is_furnished


def test_a_closed_window_asks_its_store_for_nothing_more(qtbot: QtBot, opened: Opened) -> None:
    furnished(qtbot, opened)
    qtbot.waitUntil(lambda: opened.window.is_settled)
    assert any(timer.isActive() for timer in opened.window.findChildren(QTimer))
    opened.window.close()
    opened.engine.event_received.emit(AccountsChanged((1,)))
    opened.engine.event_received.emit(CasesChanged((1,)))
    assert [timer for timer in opened.window.findChildren(QTimer) if timer.isActive()] == []
    opened.window.close()


def test_a_desk_without_accounts_is_welcomed_first_and_its_buttons_act(
    tmp_path: Path, qtbot: QtBot, light: Theme
) -> None:
    profile = prepare(Profile(tmp_path / "profile"))
    session = begin_session(profile, open_store(profile, KEY), KEY, SessionVault(), FakeClock(NOON))
    session.set_agent(Agent("Livia Bruno", "LB", "^LB"))
    with shown(light, session) as opened:
        page = opened.window._first.frame.first_run
        assert page is not None
        assert page.isVisible()
        assert not opened.window._first.frame.top._rail, "the panes behind it have no width, and are not asked"
        opened.press(Qt.Key.Key_Slash, CTRL)
        assert opened.part("shortcut_dialog").isVisible()
        opened.part("shortcut_dialog").close()
        page.shortcuts_requested.emit()
        qtbot.waitUntil(lambda: any(one.isVisible() for one in opened.window.findChildren(QDialog, "shortcut_dialog")))
        for dialog in opened.window.findChildren(QDialog):
            dialog.close()
