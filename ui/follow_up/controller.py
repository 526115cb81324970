"""The reminders' controller: the rows of the case in front, setting one and ticking it off."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QDialog, QWidget

from desktop.cases import Done
from desktop.follow_up import ReminderDesk
from desktop.model import CaseDetail
from desktop.model.follow_up import Reminder
from desktop.store import StoreError
from ui.follow_up.presenter import present_reminders
from ui.follow_up.reminder_dialog import ReminderDialog
from ui.follow_up.section import RemindersPart
from ui.session import Session
from ui.theme import Theme


class FollowUpController(QObject):
    """Keeps the rows true for one case. Window thread only; each look is a short read."""

    done = Signal(object)
    """A Done: a reminder was set, moved, cancelled or ticked off."""
    failed = Signal(object)
    """A StoreError: nothing was changed."""

    def __init__(self, session: Session, theme: Theme, part: RemindersPart, window: QWidget) -> None:
        """Show nothing until `show`."""
        super().__init__(part)
        self._session = session
        self._theme = theme
        self._part = part
        self._window = window
        self._case: CaseDetail | None = None
        self._found: tuple[Reminder, ...] = ()
        self.desk = ReminderDesk(session.store, lambda: session.agent, session.clock)
        part.new_requested.connect(self.ask)
        part.done_requested.connect(self.tick)
        part.move_requested.connect(self.move)
        part.cancel_requested.connect(self.cancel)

    @property
    def name(self) -> str:
        """Whose case is in front, "" for nobody's."""
        return self._case.row.name if self._case is not None else ""

    @property
    def has_case(self) -> bool:
        """True if a case is in front."""
        return self._case is not None

    def show(self, case: CaseDetail | None) -> None:
        """Show the reminders of a case, or none."""
        self._case = case
        self.refresh()

    def refresh(self) -> None:
        """Look again: the engine told of news, or something was undone."""
        if self._case is None:
            self._part.set_lines((), has_case=False)
            return
        try:
            found = self.desk.of_case(self._case.row.id)
        except StoreError as error:
            self.failed.emit(error)
            return
        self._found = found
        lines = present_reminders(found, self._session.clock(), self._session.tz)
        self._part.set_lines(lines, has_case=True)

    def ask(self) -> None:
        """Ask what to remember and when."""
        if self._case is None:
            return
        dialog = ReminderDialog(self._theme, self.name, self._session.clock, self._session.tz, self._window)
        if dialog.exec() == QDialog.DialogCode.Accepted and dialog.moment is not None:
            self.set(dialog.moment, dialog.text)
        dialog.deleteLater()

    def set(self, at: datetime, text: str) -> None:
        """Set a reminder in the case in front; one without words or for the past is not set."""
        case = self._case
        if case is not None:
            self._do(lambda: self.desk.set(case.row.id, at, text))

    def tick(self, uid: str) -> None:
        """Tick a reminder off."""
        self._do(lambda: self.desk.tick(uid))

    def move(self, uid: str, at: datetime | None = None) -> None:
        """Move a reminder to a moment; without one the agent is asked for it, and for its words."""
        if at is not None:
            self._do(lambda: self.desk.move(uid, at))
            return
        kept = next((one for one in self._found if one.uid == uid), None)
        if kept is None:
            return
        dialog = ReminderDialog(self._theme, self.name, self._session.clock, self._session.tz, self._window, kept)
        if dialog.exec() == QDialog.DialogCode.Accepted and (moment := dialog.moment) is not None:
            self._do(lambda: self.desk.move(uid, moment, dialog.text))
        dialog.deleteLater()

    def cancel(self, uid: str) -> None:
        """Take a reminder away."""
        self._do(lambda: self.desk.cancel(uid))

    def _do(self, deed: Callable[[], Done | None]) -> None:
        try:
            done = deed()
        except StoreError as error:
            self.failed.emit(error)
            return
        except ValueError:
            return
        self.refresh()
        if done is not None:
            self.done.emit(done)
