"""The widgets of one main window and where they stand: bars, panes, lists, the welcome and what lies over them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from desktop.model import CaseId, CaseRow, Lane
from desktop.store import StoreError
from ui.accounts import FirstRunPage
from ui.customers import ProfilePane
from ui.inbox import CaseListModel, CaseListPane
from ui.outbox import QueuePane
from ui.outbox.controller import empty_drafts, empty_outbox
from ui.session import Session
from ui.shell.banner import Banner
from ui.shell.conversation import ConversationPane
from ui.shell.navigation import Navigation
from ui.shell.palette import CommandPalette
from ui.shell.panes import Panes, Wishes
from ui.shell.shortcuts_focus import PaneRing
from ui.shell.topbar import TopBar
from ui.theme import Theme


class Frame(QWidget):
    """The window's central widget. It makes and places everything that is seen and decides nothing about it."""

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
        self.top = TopBar(theme)
        self.banner = Banner(theme)
        self.navigation = Navigation(theme, lanes)
        self.model = CaseListModel(rows, session.clock)
        self.list = CaseListPane(theme, self.model)
        self.outbox = QueuePane(theme, "outbox", empty_outbox())
        self.drafts = QueuePane(theme, "drafts", empty_drafts())
        self.conversation = ConversationPane(theme, session.local_now)
        self.profile = ProfilePane(theme)
        self.first_run = FirstRunPage(session, theme)
        self._lists = QStackedWidget()
        self._lists.setObjectName("lists")
        for pane in (self.list, self.outbox, self.drafts):
            self._lists.addWidget(pane)
        self.panes = Panes(
            theme,
            self.navigation,
            self._lists,
            self.conversation,
            self.profile,
            load=self._load_widths,
            save=self._save_widths,
            screen_width=self._screen_width,
        )
        self._stack = QStackedWidget()
        self._stack.addWidget(self.panes)
        self._stack.addWidget(self.first_run)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.top)
        column.addWidget(self.banner)
        column.addWidget(self._stack, 1)
        self.palette_box = CommandPalette(theme, self)
        self.ring = PaneRing(
            (
                self.top,
                self.banner,
                self.navigation,
                self._lists,
                self.conversation,
                self.conversation.composer,
                self.profile,
            ),
            {self.conversation.composer: self.conversation.composer.editor},
        )

    def show_list_of(self, lane: Lane) -> None:
        """Bring the list of a view to the front: cases, deliveries or drafts."""
        self._lists.setCurrentWidget({Lane.OUTBOX: self.outbox, Lane.DRAFTS: self.drafts}.get(lane, self.list))

    def show_first_run(self, shown: bool) -> None:
        """Show the welcome instead of the panes, or the panes."""
        was_shown = self._stack.currentWidget() is self.first_run
        self._stack.setCurrentWidget(self.first_run if shown else self.panes)
        self.top.set_rail(not shown and self.panes.steps.rail)
        if shown and not was_shown:
            self.first_run.focus_first()

    def set_motion(self, moves: bool) -> None:
        """Let what opens and closes move, or not."""
        self.banner.set_motion(moves)
        self.panes.set_motion(moves)
        self.palette_box.set_motion(moves)
        self.conversation.toast.set_motion(moves)
        self.conversation.composer.set_motion(moves)

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
