"""What is seen, side by side: the bars, the navigation, the lists, the conversation and the profile.

The bars, the navigation and the case list are made at once. The rooms of the conversation and the profile, and the
lists of the outbox and the drafts, are furnished when the first screen is painted; the welcome when it is needed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from desktop.model import CaseId, CaseRow, Lane
from desktop.store import StoreError
from ui.inbox import CaseListModel, CaseListPane
from ui.session import Session
from ui.shell.banner import Banner
from ui.shell.navigation import Navigation
from ui.shell.panes import Panes, Wishes
from ui.shell.room import Room
from ui.shell.topbar import TopBar
from ui.theme import Theme

if TYPE_CHECKING:
    from ui.accounts import FirstRunPage


class Frame(QWidget):
    """The window's central widget. It makes and places what is seen and decides nothing about it."""

    first_run_made = Signal(object)
    """The FirstRunPage, when it is needed for the first time."""

    def __init__(
        self,
        session: Session,
        theme: Theme,
        lanes: Sequence[Lane],
        rows: Callable[[Sequence[CaseId]], Sequence[CaseRow]],
    ) -> None:
        """`lanes` are the navigation's views; `rows` fetches the list's rows."""
        super().__init__()
        self._session = session
        self._theme = theme
        self.top = TopBar(theme)
        self.banner = Banner(theme)
        self.navigation = Navigation(theme, lanes)
        self.model = CaseListModel(rows, session.clock)
        self.list = CaseListPane(theme, self.model)
        self.first_run: FirstRunPage | None = None
        self.lists = QStackedWidget()
        self.lists.setObjectName("lists")
        self.lists.addWidget(self.list)
        self.conversation_room = Room("surface")
        self.profile_room = Room("window")
        self.panes = Panes(
            theme,
            self.navigation,
            self.lists,
            self.conversation_room,
            self.profile_room,
            load=self._load_widths,
            save=self._save_widths,
            screen_width=self._screen_width,
        )
        self._stack = QStackedWidget()
        self._stack.addWidget(self.panes)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.top)
        column.addWidget(self.banner)
        column.addWidget(self._stack, 1)

    def show_first_run(self, shown: bool) -> None:
        """Show the welcome instead of the panes, or the panes."""
        was_shown = self._stack.currentWidget() is not self.panes
        if shown:
            page = self._first_run_page()
            self._stack.setCurrentWidget(page)
            if not was_shown:
                page.focus_first()
        else:
            self._stack.setCurrentWidget(self.panes)
        self.set_rail(self.panes.steps.rail)

    def set_rail(self, rail: bool) -> None:
        """Narrow the top bar with the panes; beside the welcome it has room whatever their width is meanwhile."""
        self.top.set_rail(rail and self._stack.currentWidget() is self.panes)

    def _first_run_page(self) -> FirstRunPage:
        if self.first_run is None:
            from ui.accounts import FirstRunPage

            self.first_run = FirstRunPage(self._session, self._theme)
            self._stack.addWidget(self.first_run)
            self.first_run_made.emit(self.first_run)
        return self.first_run

    def _load_widths(self, screen: int) -> Wishes | None:
        value = self._session.store.settings.get(f"panes/{screen}")
        return value if isinstance(value, dict) else None

    def _save_widths(self, screen: int, wishes: Wishes) -> None:
        try:
            self._session.store.settings.set(f"panes/{screen}", wishes, self._session.clock())
        except StoreError:
            return  # widths are worth no error message

    def _screen_width(self) -> int:
        screen = self.screen()
        return screen.size().width() if screen is not None else self.width()
