"""A desk with its real window and its real engine process, for journeys that are walked as an agent walks them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Protocol

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desktop.commands.rules import load_guardrails
from desktop.model import Agent
from desktop.store import open_store
from desktop.system.clock import utc_now
from desktop.system.profile import Profile
from desktop.system.resources import resource_path
from desktop.system.vault import SessionVault
from tests.journeys.deskside import KEY
from ui.bridge import EngineProcess, JobRunner, engine_command
from ui.composer import Composer
from ui.inbox import CaseListPane
from ui.session import Session, begin_session
from ui.shell import apply_style
from ui.shell.window import MainWindow
from ui.theme import Scheme, Theme, load_tokens

PATIENCE_MS = 60_000


class Desk(Protocol):
    """A profile on disk and what its accounts sign in with."""

    profile: Profile
    secrets: dict[str, str]


class Windowed:
    """The window of a desk, and what a person does with it."""

    def __init__(self, bot: QtBot, session: Session, window: MainWindow, engine: EngineProcess) -> None:
        self.bot = bot
        self.session = session
        self.window = window
        self.engine = engine

    def part(self, name: str) -> QWidget:
        """Return a part of the window by its object name."""
        found = self.window.findChild(QWidget, name)
        assert found is not None, f"the window has no {name}"
        return found

    @property
    def list_pane(self) -> CaseListPane:
        """The case list."""
        pane = self.part("case_list_pane")
        assert isinstance(pane, CaseListPane)
        return pane

    @property
    def composer(self) -> Composer:
        """The composer."""
        composer = self.part("composer")
        assert isinstance(composer, Composer)
        return composer

    def until(self, fact: Callable[[], bool]) -> None:
        """Wait for a fact to become true."""
        self.bot.waitUntil(fact, timeout=PATIENCE_MS)

    def press(
        self, widget: QWidget, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
    ) -> None:
        """Press a key on a widget."""
        QTest.keyClick(widget, key, modifier)

    def type_text(self, widget: QWidget, text: str) -> None:
        """Type key by key; Qt's test library can only type ASCII."""
        assert text.isascii()
        QTest.keyClicks(widget, text)

    def click(self, name: str) -> None:
        """Click a part of the window."""
        QTest.mouseClick(self.part(name), Qt.MouseButton.LeftButton)


@contextmanager
def windowed(bot: QtBot, app: QApplication, desk: Desk) -> Iterator[Windowed]:
    """Open a desk's window, start its engine as `sportello` does, and close both afterwards."""
    store = open_store(desk.profile, KEY)
    session = begin_session(desk.profile, store, KEY, SessionVault(desk.secrets), utc_now)
    session.set_agent(Agent("Laura Bianchi", "LB", "^LB"))
    theme = Theme(load_tokens(resource_path("styles", "tokens.json")), Scheme.LIGHT)
    apply_style(app, theme)
    jobs = JobRunner(lambda: open_store(desk.profile, KEY))
    engine = EngineProcess(engine_command(desk.profile.folder), session.unlock_line)
    rules = load_guardrails()
    window = MainWindow(session, theme, jobs, engine, lambda: rules)
    window.resize(1440, 900)
    window.furnished.connect(engine.start)
    window.show()
    bot.waitUntil(lambda: window.is_furnished, timeout=PATIENCE_MS)
    try:
        yield Windowed(bot, session, window, engine)
    finally:
        window.close()
        assert engine.wait(40)
        window.deleteLater()
        bot.wait(1)
        store.close()
        app.setStyleSheet("")
