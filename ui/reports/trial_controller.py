"""The self-test's controller: begins, shows and ends one. Everything it writes stands in the store."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from desktop.model import Network
from desktop.reports.trial import Setup, Writer, plan, recognise
from desktop.store import StoreError
from ui.reports.trial_dialog import TrialDialog
from ui.session import Session
from ui.theme import Theme

_Result = TypeVar("_Result")


class TrialController(QObject):
    """Window thread; short reads and writes."""

    changed = Signal()
    """A test was begun, ended or recognised posts: figures may have changed."""
    failed = Signal(object)
    """A StoreError."""

    def __init__(self, session: Session, theme: Theme, parent: QWidget) -> None:
        """Open nothing yet."""
        super().__init__(parent)
        self._session = session
        self._theme = theme
        self._parent = parent
        self._dialog: TrialDialog | None = None

    def open(self) -> TrialDialog:
        """Show the newest test, or the form of the first."""
        accounts = [one for one in self._session.store.accounts.all() if one.network is not Network.LISTENING]
        networks = list(dict.fromkeys(one.network for one in accounts if one.network is not Network.EMAIL))
        company = accounts[0].name if accounts else ""
        dialog = TrialDialog(self._theme, networks, company, self._session.tz, self._parent)
        dialog.begin_requested.connect(self._on_begin_requested)
        dialog.posted_toggled.connect(self._on_posted_toggled)
        dialog.end_requested.connect(self._on_end_requested)
        dialog.finished.connect(dialog.deleteLater)
        self._dialog = dialog
        self._show()
        dialog.open()
        return dialog

    def _show(self) -> None:
        trials = self._session.store.trials
        trial = self._try(trials.newest)
        if self._dialog is None:
            return
        if trial is None:
            self._dialog.show_form()
            return
        if self._try(lambda: recognise(self._session.store, trial)):
            self.changed.emit()
        posts = self._try(lambda: trials.posts(trial.id))
        if posts is not None:
            self._dialog.show_trial(trial, posts)

    def _on_begin_requested(self, writers: tuple[Writer, ...], company: str, language: str) -> None:
        session = self._session
        handles = {one.network: one.handle for one in reversed(session.store.accounts.all())}
        setup = Setup(writers, company, handles, language)
        now = session.clock()
        posts = plan(setup, session.local_now().date(), session.tz, int(now.timestamp()))
        if self._try(lambda: session.store.trials.begin(posts, actor=session.agent.name, at=now)) is not None:
            self._show()

    def _on_posted_toggled(self, post_id: int, is_posted: bool) -> None:
        at = self._session.clock() if is_posted else None
        self._try(lambda: self._session.store.trials.set_posted(post_id, at))
        self._show()

    def _on_end_requested(self) -> None:
        trial = self._try(self._session.store.trials.newest)
        if trial is not None:
            self._try(lambda: self._session.store.trials.end(trial.id, self._session.clock()))
            self._show()

    def _try(self, work: Callable[[], _Result]) -> _Result | None:
        try:
            return work()
        except StoreError as error:
            self.failed.emit(error)
            return None
