"""The demo's desk in its real window with the real engine: the whole town, and what colleagues did there before."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.demo.desk import settle_desk
from desktop.demo.history import settle_history
from desktop.demo.people import COMPANY
from desktop.demo.town import Said
from desktop.model import Network
from desktop.system.clock import utc_now
from tests.journeys.demoside import LAURA, DemoProfile, ServedDemo, is_pulled
from tests.journeys.hands import key
from tests.journeys.windowed import Windowed, windowed
from ui.settings.preferences import keep_undo_seconds


class DemoWindow:
    """The window of the demo's desk and the town behind it."""

    def __init__(self, at: Windowed, demo: ServedDemo) -> None:
        self.at = at
        self.demo = demo

    def lets_say(self, who: str, network: Network, text: str, *, direct: bool = False, names_us: bool = True) -> None:
        """Let somebody of the town write now, and have the engine look (Ctrl+R)."""
        self.demo.does(lambda town: town.say(who, network, text, direct=direct, names_us=names_us))
        self.sync()

    def sync(self) -> None:
        """Have the engine look at every channel now."""
        key(self.at, Qt.Key.Key_F5)

    def heard(self, words: str) -> list[Said]:
        """Return what the town heard from the company that holds these words."""
        return [one for one in tuple(self.demo.server.town.said) if one.who == COMPANY and words in one.text]


@contextmanager
def demo_window(
    bot: QtBot, app: QApplication, folder: Path, *only: Network, remembers: bool = False
) -> Iterator[DemoWindow]:
    """Open the demo's window as `sportello --demo` does, with the colleagues' work of the morning done.

    The town has all its networks or `only` some. With `remembers` there are weeks of questions and answers behind the desk. Replies leave at once, with no undo.
    """
    with ServedDemo(*only) as demo:
        profile = DemoProfile(folder, demo)
        if remembers:
            with profile.store() as store:
                settle_history(store, store.accounts.all(), 3, utc_now())
        with windowed(bot, app, profile) as at:
            at.until(lambda: is_pulled(at.session.store))
            keep_undo_seconds(at.session.store, 0, utc_now())
            at.window.begin_with(settle_desk(at.session.store, LAURA, utc_now))
            yield DemoWindow(at, demo)
