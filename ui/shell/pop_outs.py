"""Conversations in windows of their own: which there are, and that the main window leaves them to write in."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from desktop.model import CaseDetail
from ui.bridge import JobRunner
from ui.bridge.apart_jobs import ApartJobs
from ui.session import Session
from ui.shell.case_window import CaseWindow
from ui.shell.errands import Errands
from ui.shell.first_screen import FirstScreen
from ui.shell.furnishings import Furnishings
from ui.theme import Theme


class PopOuts(QObject):
    """One window a case at most, so that no two composers hold the same draft. Window thread only."""

    changed = Signal(object)
    """A frozenset of the cases that have windows of their own."""
    send_refused = Signal(object, object, str)
    """Something was to be sent from one of them and may not be: the case's id, its Verdict, the text."""

    def __init__(
        self,
        session: Session,
        theme: Theme,
        jobs: JobRunner,
        first: FirstScreen,
        parts: Furnishings,
        errands: Errands,
        letters_enabled: Callable[[], bool],
        parent: QObject,
    ) -> None:
        """Open none yet."""
        super().__init__(parent)
        self._session = session
        self._theme = theme
        self._jobs = jobs
        self._first = first
        self._parts = parts
        self._errands = errands
        self._letters_enabled = letters_enabled
        self._windows: dict[int, CaseWindow] = {}
        self._is_leaving = False
        first.surroundings.online_changed.connect(self._on_online_changed)
        parts.after.looked_again.connect(self._on_looked_again)
        parts.conversation.elsewhere_requested.connect(self._on_elsewhere_requested)
        parts.drafts.discarded.connect(lambda case_id: self._forget_drafts((case_id,)))
        parts.after.draft_returned.connect(self._forget_drafts)
        parts.knowledge.done.connect(lambda _: self._forget_entries())

    @property
    def windows(self) -> tuple[CaseWindow, ...]:
        """Those that are open."""
        return tuple(self._windows.values())

    def open_shown(self) -> None:
        """Give the case in front a window of its own."""
        detail = self._parts.case.detail
        if detail is not None:
            self.open(int(detail.row.id))

    def open(self, case_id: int) -> CaseWindow:
        """Give a case a window of its own, or bring it to the front if it has one."""
        window = self._windows.get(case_id)
        if window is not None:
            window.come_forward()
            return window
        shown = self._parts.case.detail
        if shown is not None and int(shown.row.id) == case_id:
            self._parts.composing.show(None)  # keeps the draft, which the new window reads
        jobs = ApartJobs(self._jobs, f"case{case_id}", self)
        window = CaseWindow(self._session, self._theme, jobs, self._parts.guardrails, self._parts.table, case_id)
        self._windows[case_id] = window
        window.closed.connect(self._on_window_closed)
        window.done.connect(lambda done: self._parts.after.look_again_at(done.case_ids))
        window.queued.connect(self._errands.send_queued)
        window.composing.send_refused.connect(self.send_refused)
        window.sending_changed.connect(self._errands.send_changed)
        window.failed.connect(self._first.inbox.fail)
        window.case_requested.connect(self._errands.raise_case)
        window.item_requested.connect(self._errands.raise_item)
        window.drafts_changed.connect(self._parts.after.count_drafts)
        window.settings_requested.connect(self._parts.doors.open_settings)
        window.entry_requested.connect(self._parts.knowledge.make_entry_of)
        self._tell()
        self.follow(shown)
        window.open(letters_enabled=self._letters_enabled(), online=self._first.surroundings.is_online)
        return window

    def write_in(self, case_id: int) -> bool:
        """Put the caret into the reply in a case's own window; False if it has none."""
        window = self._windows.get(case_id)
        if window is None:
            return False
        window.come_forward()
        window.conversation.composer.focus_editor()
        return True

    def follow(self, detail: CaseDetail | None) -> None:
        """The main window shows a case: if it has a window of its own, say so instead of offering a second composer."""
        elsewhere = detail is not None and int(detail.row.id) in self._windows
        name = detail.row.name if detail is not None else ""
        self._parts.conversation.show_elsewhere(name if elsewhere else None)
        if elsewhere:
            self._parts.composing.show(None)

    def tick(self) -> None:
        """A minute passed."""
        for window in self.windows:
            window.tick()

    def leave(self) -> None:
        """The main window closes: so do these, and keep their drafts."""
        self._is_leaving = True
        for window in self.windows:
            window.close()

    def _tell(self) -> None:
        cases = frozenset(self._windows)
        self._first.frame.model.set_elsewhere(cases)
        self.changed.emit(cases)

    def _on_window_closed(self, case_id: int) -> None:
        window = self._windows.pop(case_id)
        window.deleteLater()
        self._tell()
        shown = self._parts.case.detail
        if shown is not None and int(shown.row.id) == case_id and not self._is_leaving:
            self._parts.case.show(case_id)

    def _on_elsewhere_requested(self) -> None:
        self.open_shown()

    def _forget_drafts(self, case_ids: object) -> None:
        """Their drafts were thrown away, or brought back: show what is kept."""
        for case_id in case_ids if isinstance(case_ids, tuple) else ():
            window = self._windows.get(int(case_id))
            if window is not None:
                window.composing.forget()

    def _forget_entries(self) -> None:
        """An entry of the knowledge was kept or removed: offer those that there are now."""
        for window in self.windows:
            window.composing.shelf.forget_entries()

    def _on_online_changed(self, online: bool) -> None:
        for window in self.windows:
            window.set_online(online)

    def _on_looked_again(self, case_ids: object) -> None:
        ids = tuple(case_ids) if isinstance(case_ids, list | tuple | frozenset | set) else ()
        for window in self.windows:
            window.look_again_at(ids)
