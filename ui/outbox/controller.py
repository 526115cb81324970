"""The controllers of the outbox's and the drafts' lane: when they read, and how each action is carried out."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QCoreApplication, QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication

from desktop.composer.drafts import DraftEntry
from desktop.model import CaseId, DeliveryId, Lane
from desktop.outbox import OutboxListing
from desktop.store import StoreError
from ui.inbox import lane_name
from ui.outbox.drafts_presenter import present_drafts
from ui.outbox.outbox_presenter import present_outbox
from ui.outbox.outbox_words import Surroundings
from ui.outbox.pane import QueuePane
from ui.outbox.queue_rows import QueueAction, QueueRow
from ui.session import Session
from ui.widgets import NoticeWords

_GATHER_MS = 80
_SECOND_MS = 1_000
_Result = TypeVar("_Result")


class QueueController(QObject):
    """What both lanes share: reading soon after something changed, and only while the pane is seen."""

    case_requested = Signal(int)
    """The conversation of a row is to be shown."""
    done = Signal(object)
    """A Done, to be offered for undo."""
    failed = Signal(object)
    """A StoreError: nothing was changed."""

    def __init__(self, session: Session, pane: QueuePane) -> None:
        """Read nothing until the pane is shown."""
        super().__init__(pane)
        self._session = session
        self._pane = pane
        self._gather = QTimer(self)
        self._gather.setSingleShot(True)
        self._gather.setInterval(_GATHER_MS)
        self._gather.timeout.connect(self.show)
        pane.action_requested.connect(self._on_pane_action_requested)
        pane.row_chosen.connect(self._on_pane_row_chosen)
        pane.retry_requested.connect(self.show)

    @property
    def is_settled(self) -> bool:
        """True if nothing is about to be read again."""
        return not self._gather.isActive()

    def show(self) -> None:
        """Read and show everything now. A few milliseconds."""
        self._gather.stop()
        try:
            self.read()
        except StoreError as error:
            self._pane.set_error(_unreadable(error))
            self.failed.emit(error)
            return
        self._pane.set_error(None)

    def refresh(self) -> None:
        """Look again soon, if anybody sees it."""
        if self._pane.isVisible() and not self._gather.isActive():
            self._gather.start()

    def read(self) -> None:
        """Read from the store and give the pane its rows. Raises StoreError."""

    def carry_out(self, row: QueueRow, action: QueueAction) -> None:
        """Do what was asked of a row."""

    def _on_pane_action_requested(self, key: int, action: QueueAction) -> None:
        number = self._pane.model.row_of(key)
        row = self._pane.model.item_at(number) if number is not None else None
        if not isinstance(row, QueueRow):
            return
        if action is QueueAction.COPY:
            QGuiApplication.clipboard().setText(row.whole)
        else:
            self.carry_out(row, action)

    def _on_pane_row_chosen(self, key: int) -> None:
        number = self._pane.model.row_of(key)
        row = self._pane.model.item_at(number) if number is not None else None
        if isinstance(row, QueueRow):
            self.case_requested.emit(row.case_id)

    def _try(self, deed: Callable[[], _Result]) -> _Result | None:
        try:
            return deed()
        except StoreError as error:
            self.failed.emit(error)
            return None


class OutboxController(QueueController):
    """The outbox's lane. Window thread only."""

    edit_requested = Signal(object)
    """A Draft that came back; its conversation was asked for before."""
    sending_changed = Signal()
    """A delivery was released, taken back or discarded: the engine should look."""
    sign_in_requested = Signal(int)
    """An account's id."""
    browser_requested = Signal(str)
    """The address of what a delivery answers: somebody wants to look whether it arrived."""

    def __init__(self, session: Session, pane: QueuePane) -> None:
        """Count the seconds of what can still be undone while it is seen."""
        super().__init__(session, pane)
        self._listing = OutboxListing()
        self._online = True
        self._second = QTimer(self)
        self._second.setInterval(_SECOND_MS)
        self._second.timeout.connect(self._on_second_passed)

    def set_online(self, online: bool) -> None:
        """Tell whether any channel can be reached."""
        if online != self._online:
            self._online = online
            self._present()

    def read(self) -> None:
        """Read what has not gone out."""
        self._listing = self._session.outbox.listing()
        self._present()

    def carry_out(self, row: QueueRow, action: QueueAction) -> None:
        """Release, take back, settle or discard a delivery."""
        outbox, agent, key = self._session.outbox, self._session.agent.name, DeliveryId(row.key)
        match action:
            case QueueAction.OPEN:
                self.case_requested.emit(row.case_id)
                return
            case QueueAction.SIGN_IN:
                if row.account_id is not None:
                    self.sign_in_requested.emit(row.account_id)
                return
            case QueueAction.ON_NETWORK:
                self.browser_requested.emit(row.address)
                return
            case QueueAction.EDIT | QueueAction.UNDO:
                self._take_back(row)
            case QueueAction.DISCARD:
                done = self._try(lambda: outbox.discard(key, agent))
                if done is not None:
                    self.done.emit(done)
            case QueueAction.CHANGE_TIME:
                self._change_time(row)
            case QueueAction.WAS_SENT:
                self._try(lambda: outbox.mark_sent(key, agent))
            case _:
                self._try(lambda: outbox.try_again(key, agent))
        self.show()
        self.sending_changed.emit()

    def _change_time(self, row: QueueRow) -> None:
        from ui.composer.send_times import change_send_time  # a dialog that is seldom needed

        done = self._try(lambda: change_send_time(self._session, row.key, self._pane.theme, self._pane.window()))
        if done is not None:
            self.done.emit(done)

    def _take_back(self, row: QueueRow) -> None:
        draft = self._try(lambda: self._session.outbox.take_back(DeliveryId(row.key), self._session.agent.name))
        if draft is not None:
            self.case_requested.emit(row.case_id)
            self.edit_requested.emit(draft)

    def _present(self) -> None:
        session = self._session
        around = Surroundings(session.clock(), session.tz, self._online, session.crisis.mode() is not None)
        items = present_outbox(self._listing, around)
        self._pane.set_items(items)
        total = self._listing.total
        queued = _tr("{count} queued").format(count=total) if total and not self._online else str(total or "")
        spoken = _tr("{view}, {count} texts").format(view=lane_name(Lane.OUTBOX), count=total)
        self._pane.set_title(lane_name(Lane.OUTBOX), queued, spoken, alarming=bool(total) and not self._online)
        counts = any(isinstance(item, QueueRow) and item.undo_until is not None for item in items)
        if counts and not self._second.isActive():
            self._second.start()
        elif not counts:
            self._second.stop()

    def _on_second_passed(self) -> None:
        if self._pane.isVisible():
            self._present()
        else:
            self._second.stop()


class DraftsController(QueueController):
    """The drafts' lane. Window thread only."""

    write_requested = Signal(int)
    """A case whose draft is to be gone on with: shown, with the caret in the editor."""
    discarded = Signal(int)
    """A case whose draft was thrown away, or brought back by undo of `done`: its composer should look again."""

    def __init__(self, session: Session, pane: QueuePane) -> None:
        """Begin empty."""
        super().__init__(session, pane)
        self._entries: tuple[DraftEntry, ...] = ()

    def read(self) -> None:
        """Read the drafts."""
        self._entries = self._session.drafts.newest()
        self._pane.set_items(present_drafts(self._entries, self._session.clock(), self._session.tz))
        count = len(self._entries)
        spoken = _tr("{view}, {count} texts").format(view=lane_name(Lane.DRAFTS), count=count)
        self._pane.set_title(lane_name(Lane.DRAFTS), str(count or ""), spoken)

    def carry_out(self, row: QueueRow, action: QueueAction) -> None:
        """Go on writing, or throw a draft away."""
        if action is QueueAction.OPEN:
            self.write_requested.emit(row.case_id)
        elif action is QueueAction.DISCARD:
            done = self._try(lambda: self._session.drafts.throw_away(CaseId(row.case_id), self._session.agent.name))
            if done is not None:
                self.show()
                self.discarded.emit(row.case_id)
                self.done.emit(done)


def empty_outbox() -> NoticeWords:
    """Return what an empty outbox says."""
    fact = _tr("Replies wait here while they are held, while you are offline, or when a network refused them.")
    return NoticeWords(_tr("Everything has gone out"), fact, icon="paper-plane-tilt")


def empty_drafts() -> NoticeWords:
    """Return what is said without drafts."""
    return NoticeWords(_tr("No drafts"), _tr("What you type is kept here until you send it."), icon="pencil-line")


def _unreadable(error: StoreError) -> NoticeWords:
    fact = _tr("What you see is the last that was read. Nothing is lost.")
    if error.code == "disk_full":
        fact = _tr("The disk is full. Free 200 MB; nothing is lost.")
    return NoticeWords(_tr("The list could not be read"), fact, icon="warning-circle", action=_tr("Try again"))


def _tr(text: str) -> str:
    return QCoreApplication.translate("OutboxController", text)
