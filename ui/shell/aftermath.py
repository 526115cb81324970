"""What follows a deed: every screen that may show it looks again, and the toast offers to undo it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from desktop.cases import Done
from desktop.customers import CustomerDone
from desktop.model import Deed
from desktop.store import StoreError
from ui.cases.controller import CaseController
from ui.composer.controller import ComposerController
from ui.customers import done_words as customer_words
from ui.customers.controller import CustomerController
from ui.inbox.controller import InboxController
from ui.outbox.controller import DraftsController, OutboxController
from ui.session import Session
from ui.shell.done_words import done_words
from ui.shell.toast import Toast


@dataclass(frozen=True, slots=True)
class Screens:
    """The controllers whose screens show cases."""

    inbox: InboxController
    outbox: OutboxController
    drafts: DraftsController
    case: CaseController
    composing: ComposerController
    customer: CustomerController


class Aftermath(QObject):
    """Brings the screens up to date after deeds and events. Window thread only."""

    case_wanted = Signal(int)
    """A case that came back by undo is to be shown."""

    draft_returned = Signal(object)
    """A tuple of the ids of cases whose draft came back by undo."""

    looked_again = Signal(object)
    """A tuple of the ids of cases that changed, for other windows."""

    def __init__(self, session: Session, screens: Screens, toast: Toast, look_around: Callable[[], object]) -> None:
        """`look_around` reads what surrounds the conversations."""
        super().__init__(toast)
        self._session = session
        self._screens = screens
        self._toast = toast
        self._look_around = look_around
        toast.undo_requested.connect(self.undo)

    def look_again_at(self, case_ids: Sequence[int]) -> None:
        """Facts or intentions of these cases changed."""
        screens = self._screens
        screens.inbox.refresh(case_ids)
        screens.case.refresh(case_ids)
        screens.composing.refresh(screens.case.detail)
        screens.outbox.refresh()
        screens.drafts.refresh()
        screens.customer.refresh()
        self._look_around()
        self.looked_again.emit(tuple(case_ids))

    def note_read(self, case_ids: Sequence[int]) -> None:
        """Cases were read by being opened: only lists and counts say something else than they should."""
        self._screens.inbox.refresh(case_ids)
        self.looked_again.emit(tuple(case_ids))

    def count_drafts(self) -> None:
        """A draft came or went: in whichever window, the lane and its count follow."""
        self._screens.inbox.refresh(())
        self._screens.drafts.refresh()

    def tick(self) -> None:
        """A minute passed: clocks and hours."""
        self._screens.case.tick()
        self._screens.composing.refresh()
        self._screens.inbox.refresh(())
        self._look_around()

    def on_done(self, done: Done) -> None:
        """An agent did something that the toast may offer to undo."""
        self.look_again_at(done.case_ids)
        words: str | None
        if isinstance(done, CustomerDone):
            words = customer_words(done)
        else:
            words = done_words(done, self._session.clock(), self._session.tz)
        if words is not None and done.undo is not None:
            self._toast.show_done(words, done)

    def undo(self, done: object) -> None:
        """Take a deed back."""
        if not isinstance(done, Done | CustomerDone) or done.undo is None:
            return
        try:
            done.undo()
        except StoreError as error:
            self._screens.inbox.fail(error)
            return
        if done.deed is Deed.DRAFT_DISCARDED:
            self._screens.composing.forget()
            self.draft_returned.emit(tuple(done.case_ids))
        self.look_again_at(done.case_ids)
        if done.case_ids and not isinstance(done, CustomerDone):
            self.case_wanted.emit(int(done.case_ids[0]))
