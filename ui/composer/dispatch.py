"""Dispatch: how what was written leaves the composer, into the outbox, as a note, or as the record of an answer."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QObject, Signal

from desktop.model import CaseId, Decision, DraftMode, OutgoingAttachment, Purpose, Verdict
from desktop.outbox import Blocked, Reply
from desktop.store import StoreError
from ui.cases.dialogs import ask_snooze_date
from ui.composer.composer import Composer
from ui.composer.composer_presenter import SendKind
from ui.composer.draft_files import DraftFiles
from ui.composer.draft_view import DraftView, signed
from ui.composer.writing import Writing
from ui.session import Session
from ui.settings.preferences import undo_seconds_of


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
    failed = Signal(object)
    """A StoreError: nothing was queued, the draft is kept."""

    def __init__(
        self,
        session: Session,
        composer: Composer,
        writing: Writing,
        files: DraftFiles,
        write_note: Callable[[CaseId, str], object],
    ) -> None:
        """`write_note` keeps a note and returns a Done."""
        super().__init__(composer)
        self._session = session
        self._composer = composer
        self._writing = writing
        self._files = files
        self._write_note = write_note

    def send(self, kind: SendKind, *, override: str = "") -> None:
        """Send what is written, as it was last judged."""
        writing, text = self._writing, self._composer.text()
        if writing.case is None or writing.view is None or not (text.strip() or self._files.all):
            return
        if writing.mode is DraftMode.NOTE:
            self._add_note(writing.case.row.id, text)
            return
        later = None
        if kind is SendKind.SEND_LATER:
            later = ask_snooze_date(self._session.local_now(), self._composer.window())
            if later is None:
                return
        said = writing.verdict or Verdict(Decision.ALLOW)
        if self.queue(writing.view, text, said, override=override, later=later, attachments=self._files.outgoing()):
            self.emptied.emit()
            self.queued.emit(writing.case.row.id)
            self._after(kind)

    def acknowledge(self, view: DraftView, acknowledgement: str) -> bool:
        """Tell the customer now when the desk opens; the draft stays. False if the store says no."""
        if not self.queue(view, acknowledgement, Verdict(Decision.ALLOW), purpose=Purpose.ACKNOWLEDGEMENT):
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
        *,
        override: str = "",
        later: datetime | None = None,
        attachments: tuple[OutgoingAttachment, ...] = (),
        purpose: Purpose = Purpose.ANSWER,
    ) -> bool:
        """Queue a text; False if the guardrails or the store say no."""
        reply = Reply(
            case=view.case,
            thread=view.thread,
            account=view.account,
            visibility=view.visibility,
            text=signed(self._session, view, text),
            agent=self._session.agent.name,
            language="" if view.case.language == "unknown" else view.case.language,
            override_reason=override,
            later=later,
            attachments=attachments,
            purpose=purpose,
            past_hours=self._writing.past_hours,
            opens=self._session.hours.next_opening(view.account, self._session.clock()),
        )
        try:
            self._session.outbox.queue(reply, said, undo_seconds=undo_seconds_of(self._session.store))
        except Blocked:
            self._composer.send()
            return False
        except StoreError as error:
            self.failed.emit(error)
            return False
        return True

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
