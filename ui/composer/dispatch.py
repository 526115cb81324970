"""Dispatch: how what was written leaves the composer, into the outbox, as a note, or as the record of an answer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QObject, Signal

from desktop.cases import Done
from desktop.composer.parts import Part
from desktop.guardrails.second_look import SECOND_LOOK
from desktop.model import CaseId, Decision, Deed, Delivery, DraftFile, DraftMode, Purpose, Verdict
from desktop.outbox import Blocked, Reply
from desktop.store import StoreError
from ui.composer.composer import Composer
from ui.composer.composer_presenter import SendKind
from ui.composer.draft_files import DraftFiles
from ui.composer.draft_view import DraftView, signed
from ui.composer.meanwhile import Meanwhile
from ui.composer.writing import Writing
from ui.session import Session
from ui.settings.preferences import undo_seconds_of


@dataclass(frozen=True, slots=True)
class Order:
    """How the draft is to be sent. `later` is when it may leave; `past_hours`: although the desk is closed."""

    kind: SendKind = SendKind.SEND
    override: str = ""
    later: datetime | None = None
    past_hours: bool = False


class Dispatch(QObject):
    """Sends one case's draft. The draft is gone only when it is kept elsewhere. Window thread only."""

    queued = Signal(object)
    """A CaseId whose reply was queued."""
    solve_requested = Signal()
    snooze_requested = Signal()
    written = Signal(object)
    """A Done: a note, or the record of an answer that was given in the browser."""
    emptied = Signal()
    """What was written has left the composer."""
    stopped = Signal(object)
    """An Order that was not carried out: what is new, or what answers abuse, must be read first."""
    came_back = Signal(object)
    """A Draft: sending it later was taken back."""
    failed = Signal(object)
    """A StoreError: nothing was queued, the draft is kept."""

    def __init__(
        self,
        session: Session,
        composer: Composer,
        writing: Writing,
        files: DraftFiles,
        meanwhile: Meanwhile,
        write_note: Callable[[CaseId, str], object],
    ) -> None:
        """`write_note` keeps a note and returns a Done."""
        super().__init__(composer)
        self._session = session
        self._composer = composer
        self._writing = writing
        self._files = files
        self._meanwhile = meanwhile
        self._write_note = write_note

    def send(self, order: Order) -> None:
        """Send what is written, as it was last judged, unless something must be read first: then `stopped` is told."""
        writing, text = self._writing, self._composer.text()
        if writing.case is None or writing.view is None or not (text.strip() or self._files.all):
            return
        if self._files.is_busy:
            self._files.say_busy()
            return
        if writing.mode is DraftMode.NOTE:
            self._add_note(writing.case.row.id, text)
            return
        if self._meanwhile.stops() or self._wants_a_second_look():
            self.stopped.emit(order)
            return
        said = writing.verdict or Verdict(Decision.ALLOW)
        made = self.queue(writing.view, text, said, order, attachments=self._files.outgoing(), parts=writing.parts)
        if made is None:
            return
        self.emptied.emit()
        self.queued.emit(writing.case.row.id)
        if order.later is not None:
            self.written.emit(self._scheduled(made))
        self._after(order.kind)

    def _wants_a_second_look(self) -> bool:
        verdict = self._writing.verdict
        return any(one.rule == SECOND_LOOK for one in (verdict.findings if verdict else ()))

    def acknowledge(self, view: DraftView, acknowledgement: str) -> bool:
        """Tell the customer now when the desk opens; the draft stays. False if the store says no."""
        order = Order(past_hours=self._writing.past_hours)
        said = Verdict(Decision.ALLOW)
        if self.queue(view, acknowledgement, said, order, purpose=Purpose.ACKNOWLEDGEMENT) is None:
            return False
        self.queued.emit(view.case.row.id)
        return True

    def record_answer(self, text: str) -> None:
        """Record what was answered in the browser: it takes the draft's place."""
        view = self._writing.view
        if view is None:
            return
        try:
            done = self._session.cases.answered_in_browser(view.thread.id, text)
        except StoreError as error:
            self.failed.emit(error)
            return
        self.emptied.emit()
        self.written.emit(done)

    def queue(
        self,
        view: DraftView,
        text: str,
        said: Verdict,
        order: Order,
        *,
        attachments: tuple[DraftFile, ...] = (),
        purpose: Purpose = Purpose.ANSWER,
        parts: tuple[Part, ...] = (),
    ) -> Delivery | None:
        """Queue a text; None if the guardrails or the store say no."""
        reply = Reply(
            case=view.case,
            thread=view.thread,
            account=view.account,
            visibility=view.visibility,
            text=signed(self._session, view, text),
            agent=self._session.agent.name,
            language="" if view.case.language == "unknown" else view.case.language,
            override_reason=order.override,
            later=order.later,
            attachments=attachments,
            purpose=purpose,
            past_hours=order.past_hours,
            opens=self._session.hours.next_opening(view.account, self._session.clock()),
            parts=parts,
        )
        try:
            return self._session.outbox.queue(reply, said, undo_seconds=undo_seconds_of(self._session.store))
        except Blocked:
            self._composer.send()
        except StoreError as error:
            self._files.look_again()  # one may be gone
            self.failed.emit(error)
        return None

    def _scheduled(self, delivery: Delivery) -> Done:
        """Return what the toast says of a reply that leaves later; undo brings it back as a draft."""
        until = delivery.not_before or delivery.created_at

        def undo() -> None:
            draft = self._session.outbox.take_back(delivery.id, self._session.agent.name)
            if draft is not None:
                self.came_back.emit(draft)

        return Done(Deed.DELIVERY_MADE, (delivery.case_id,), until.isoformat(), undo)

    def _add_note(self, case_id: CaseId, text: str) -> None:
        try:
            done = self._write_note(case_id, text)
        except StoreError as error:
            self.failed.emit(error)
            return
        self.emptied.emit()
        self.written.emit(done)

    def _after(self, kind: SendKind) -> None:
        if kind is SendKind.SEND_AND_SOLVE:
            self.solve_requested.emit()
        elif kind is SendKind.SEND_AND_SNOOZE:
            self.snooze_requested.emit()
