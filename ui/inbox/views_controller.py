"""The saved views' controller: which there are, how many cases each holds, how they are made, changed, undone."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QDialog, QMessageBox, QWidget

from desktop.inbox import Inbox, SavedView, ViewBook, ViewDone, ViewRefusedError
from desktop.model import Sort
from desktop.store import Store, StoreError
from ui.bridge import JobRunner
from ui.inbox.query_words import query_fault_words
from ui.inbox.view_dialog import ViewDialog
from ui.session import Session
from ui.theme import Theme

_Result = TypeVar("_Result")


class SavedViewsController(QObject):
    """Window thread only; counting is done by the job runner."""

    changed = Signal(object)
    """A tuple of SavedView: those there are now."""
    counted = Signal(object)
    """dict of uid to int."""
    done = Signal(object)
    """A ViewDone, to be offered for undo."""
    shown = Signal(object)
    """A SavedView that was just made or changed: it is to be shown."""
    failed = Signal(object)
    """A StoreError: nothing was changed."""

    def __init__(self, session: Session, theme: Theme, jobs: JobRunner, window: QWidget) -> None:
        """Read nothing until `refresh`."""
        super().__init__(window)
        self._session = session
        self._theme = theme
        self._jobs = jobs
        self._window = window
        self._known: Mapping[str, Sequence[str]] = {}
        self.book = ViewBook(session.store, session.clock, lambda: session.tz)

    def refresh(self) -> None:
        """Read the views and count them anew."""
        try:
            views = self.book.all()
        except StoreError as error:
            self.failed.emit(error)
            return
        self.changed.emit(views)
        self.count(views)

    def count(self, views: Sequence[SavedView] | None = None) -> None:
        """Count what each view holds, aside."""
        asked = self.book.all() if views is None else views
        queries = {view.uid: view.query for view in asked}
        if queries:
            read = self._with_inbox(lambda inbox: {uid: inbox.count_view(query) for uid, query in queries.items()})
            self._jobs.run("views", read, self.counted.emit)

    def set_known(self, known: Mapping[str, Sequence[str]]) -> None:
        """Offer these values in the form: tags, agents, accounts."""
        self._known = known

    def begin(self, query: str = "", sort: Sort = Sort.URGENCY) -> ViewDialog:
        """Open the form of a new view."""
        return self._open(SavedView("", "", query, sort=sort))

    def edit(self, uid: str) -> ViewDialog | None:
        """Open the form of a view; None if it is gone."""
        view = self.book.get(uid)
        return self._open(view) if view is not None else None

    def remove(self, uid: str) -> None:
        """Delete a view; undo puts it back."""
        self._do(lambda: self.book.remove(uid))

    def move(self, uid: str, by: int) -> None:
        """Move a view up or down."""
        self._do(lambda: self.book.move(uid, by))

    def undo(self, done: ViewDone) -> None:
        """Take a change back."""
        try:
            done.undo()
        except StoreError as error:
            self.failed.emit(error)
        self.refresh()

    def _open(self, view: SavedView) -> ViewDialog:
        dialog = ViewDialog(self._theme, view, self._known, self.book.faults, self._window)
        dialog.count_wanted.connect(lambda query: self._count_one(dialog, query))
        dialog.finished.connect(lambda result: self._on_dialog_finished(dialog, result))
        dialog.open()
        return dialog

    def _count_one(self, dialog: ViewDialog, query: str) -> None:
        read = self._with_inbox(lambda inbox: inbox.count_view(query))
        self._jobs.run("view", read, lambda count: dialog.show_count(query, count))

    def _on_dialog_finished(self, dialog: ViewDialog, result: int) -> None:
        self._jobs.cancel("view")
        dialog.deleteLater()
        if result == QDialog.DialogCode.Accepted:
            self.keep(dialog.view)

    def keep(self, view: SavedView) -> None:
        """Keep a view, a new one if it has no uid, and show it."""
        if view.uid:
            self._do(lambda: self.book.change(view), shows=True)
        else:
            self._do(lambda: self.book.add(view.name, view.query, view.icon, view.sort), shows=True)

    def _do(self, deed: Callable[[], ViewDone | None], *, shows: bool = False) -> None:
        try:
            done = deed()
        except StoreError as error:
            self.failed.emit(error)
            return
        except ViewRefusedError as refused:
            self._say(refused)
            return
        except KeyError:
            return  # gone in another window: it stays gone
        self.refresh()
        if done is not None:
            self.done.emit(done)
            if shows:
                self.shown.emit(done.view)

    def _say(self, refused: ViewRefusedError) -> None:
        words = query_fault_words(refused.faults) or self.tr(
            "There is room for 40 views. Delete one that nobody needs, then save this one."
        )
        QMessageBox.information(self._window, self.tr("The view was not saved"), words)

    def _with_inbox(self, read: Callable[[Inbox], _Result]) -> Callable[[Store], _Result]:
        session = self._session
        agent, clock, hours, own = session.agent, session.clock, session.inbox.hours, session.inbox.own
        return lambda store: read(Inbox(store, agent, clock, hours, own))
