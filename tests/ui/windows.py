"""A real window on a fresh store without an engine process, furnished, for tests of what its parts do together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, cast

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Signal
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop.events import Nudge
from desktop.model import CaseId, Lane
from desktop.store import open_store
from desktop.system.profile import Profile
from tests.factories import KEY, NOON, FakeClock
from tests.loaded import shipped_guardrails
from tests.ui.sessions import CUSTOMERS, a_session
from ui.bridge import EngineProcess, JobRunner
from ui.session import Session
from ui.shell.furnishings import Furnishings
from ui.shell.inbox_tools import InboxTools
from ui.shell.window import MainWindow
from ui.theme import Theme


class NoEngine(QObject):
    """An engine that notes what it is told."""

    event_received = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.told: list[Nudge] = []

    def nudge(self, nudge: Nudge) -> None:
        self.told.append(nudge)

    def leave(self) -> None:
        """There is no process."""


class Furnished:
    """A window with all its parts."""

    def __init__(self, bot: QtBot, window: MainWindow, session: Session) -> None:
        self.bot = bot
        self.window = window
        self.session = session

    @property
    def parts(self) -> Furnishings:
        """The furnishings."""
        parts = self.window._parts
        assert parts is not None
        return parts

    @property
    def tools(self) -> InboxTools:
        """The inbox's tools."""
        wiring = self.window._wiring
        assert wiring is not None
        return wiring.tools

    @property
    def pane(self) -> Any:
        """The case list's pane."""
        return self.window._first.frame.list

    def part(self, name: str) -> Any:
        """Return a part of the window by its object name."""
        found = self.window.findChild(QWidget, name)
        assert found is not None, name
        return found

    def settle(self) -> None:
        """Wait until nothing is about to be read."""
        self.bot.waitUntil(lambda: self.window.is_settled)

    def wait_for(self, *names: str) -> None:
        """Wait until the list holds just these, in whatever order."""
        self.bot.waitUntil(lambda: sorted(self.names()) == sorted(names))

    def names(self) -> list[str]:
        """Return who is in the list, in order."""
        positions = self.window._first.frame.model.positions
        return [row.name for row in self.session.inbox.rows(list(positions.ids_between(0, positions.cases)))]


def put_away(window: QWidget) -> None:
    """Close a window and take it apart at once, before its store is closed."""
    window.close()
    window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@contextmanager
def a_window(
    folder: Path, bot: QtBot, theme: Theme, customers: Sequence[str] = CUSTOMERS, size: tuple[int, int] = (1440, 900)
) -> Iterator[Furnished]:
    """Open a window whose agent has every customer's case, and close it afterwards."""
    session, _ = a_session(folder, FakeClock(NOON), customers)
    everybody = [CaseId(one) for one in session.inbox.page(Lane.ALL).ids]
    session.cases.assign(everybody, session.agent.initials)
    jobs = JobRunner(lambda: open_store(Profile(folder / "profile"), KEY))
    engine = cast("EngineProcess", NoEngine())
    rules = shipped_guardrails()
    window = MainWindow(session, theme, jobs, engine, lambda: rules)
    window.set_motion(False)
    window.resize(*size)
    window.show()
    try:
        bot.waitUntil(lambda: window.is_furnished)
        bot.waitUntil(lambda: window.is_settled)
        yield Furnished(bot, window, session)
    finally:
        put_away(window)
        session.store.close()
