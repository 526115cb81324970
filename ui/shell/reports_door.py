"""The way into the reports and back: the page is loaded when it is first opened, and leaves when a view is chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop.model import CaseId
from ui.bridge import JobRunner
from ui.session import Session
from ui.shell.first_screen import FirstScreen
from ui.shell.page_cover import PageCover
from ui.theme import Theme

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ui.reports.controller import ReportsController


class ReportsDoor(QObject):
    """Opens and closes the reports. Window thread only."""

    hours_requested = Signal()
    case_requested = Signal(int)
    failed = Signal(object)
    """A StoreError."""

    def __init__(self, session: Session, theme: Theme, jobs: JobRunner, first: FirstScreen) -> None:
        """Load nothing yet."""
        super().__init__(first)
        self._session = session
        self._theme = theme
        self._jobs = jobs
        self._first = first
        frame = first.frame
        covered = (frame.lists, frame.conversation_room, frame.profile_room)
        self._cover = PageCover(frame.panes, frame.navigation, covered)
        self._controller: ReportsController | None = None
        frame.navigation.reports_requested.connect(self.open)
        frame.navigation.current_set.connect(self._on_current_set)

    @property
    def controller(self) -> ReportsController | None:
        """What is behind the door, once it was opened."""
        return self._controller

    @property
    def is_open(self) -> bool:
        """True while the reports are shown."""
        return self._cover.page is not None

    @property
    def is_settled(self) -> bool:
        """True if no report is being read."""
        return self._controller is None or not self.is_open or self._controller.is_settled

    def open(self) -> None:
        """Show the reports, read anew; not while the welcome is shown: there is nothing to report."""
        if self._first.frame.panes.isHidden():
            self._first.frame.navigation.set_current(self._first.inbox.lane)
            return
        controller = self._controller or self._make()
        self._first.frame.panes.close_drawer()
        self._first.frame.navigation.set_reports_current()
        self._cover.show(controller.page)
        controller.show()
        controller.page.focus_first()

    def close(self, *, focus: bool = True) -> None:
        """Show again what was there before; `focus` gives the list the keyboard."""
        if self.is_open:
            inbox = self._first.inbox
            self._cover.hide()
            if inbox.view is not None:
                self._first.frame.navigation.set_current_view(inbox.view.uid)
            else:
                self._first.frame.navigation.set_current(None if inbox.typed else inbox.lane)
            if focus:
                self._first.frame.list.focus_list()

    def _make(self) -> ReportsController:
        from ui.reports.controller import ReportsController

        controller = ReportsController(self._session, self._theme, self._jobs, self._first.frame.panes)
        controller.closed.connect(self._on_closed)
        controller.cases_requested.connect(self._on_cases_requested)
        controller.case_requested.connect(self._on_case_requested)
        controller.lane_requested.connect(self._first.choose_lane)
        controller.hours_requested.connect(self.hours_requested)
        controller.failed.connect(self.failed)
        self._controller = controller
        return controller

    def _on_closed(self) -> None:
        self.close()

    def _on_current_set(self) -> None:
        """A view was chosen: the page has done its work."""
        self._cover.hide()

    def _on_cases_requested(self, name: str, case_ids: Sequence[CaseId]) -> None:
        self._cover.hide()
        self._first.show_cases(name, case_ids)

    def _on_case_requested(self, case_id: int) -> None:
        self.close(focus=False)
        self.case_requested.emit(case_id)
