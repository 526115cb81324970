"""The composer's controller: the draft of the shown case, saved as typed, judged as typed, queued when sent."""

from __future__ import annotations

import mimetypes
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog

from desktop.guardrails import Guardrails
from desktop.model import (
    AccountId,
    CaseDetail,
    CaseId,
    Decision,
    Draft,
    DraftFile,
    DraftMode,
    Fix,
    Network,
    OutgoingAttachment,
    Verdict,
    Visibility,
)
from desktop.outbox import Blocked, Reply
from desktop.store import StoreError
from ui.cases.dialogs import ask_snooze_date
from ui.composer.account_button import AccountChoice
from ui.composer.canned_shelf import CannedShelf
from ui.composer.composer import Composer
from ui.composer.composer_presenter import ComposerFacts, SendKind, present_composer
from ui.composer.draft_view import DraftView, default_mode, elsewhere, judge, left_to_write, signed, speakers, view_of
from ui.composer.sentences import sentences_around
from ui.guardrails import present_verdict
from ui.inbox import network_name
from ui.inbox.wording import moment_name
from ui.session import Session
from ui.settings.preferences import undo_seconds_of

_SAVE_MS = 250
_JUDGE_MS = 40
_LARGEST_FILE = 25_000_000


class ComposerController(QObject):
    """Keeps one case's draft. Window thread only."""

    queued = Signal(object)
    """A CaseId whose reply was queued."""
    solve_requested = Signal()
    snooze_requested = Signal()
    note_written = Signal(object)
    """A Done: a note, or the record of an answer that was given in the browser."""
    failed = Signal(object)
    """A StoreError: nothing was queued, the draft is kept."""
    problem = Signal(str)
    """A sentence about a file that was left out."""
    focus_left = Signal()
    browser_requested = Signal(str)

    def __init__(
        self,
        session: Session,
        composer: Composer,
        guardrails: Callable[[], Guardrails],
        write_note: Callable[[CaseId, str], object],
    ) -> None:
        """`guardrails` loads the rules when they are first needed."""
        super().__init__(composer)
        self._session = session
        self._composer = composer
        self._guardrails = guardrails
        self._write_note = write_note
        self.shelf = CannedShelf(session)
        self._case: CaseDetail | None = None
        self._view: DraftView | None = None
        self._mode = DraftMode.DIRECT
        self._account: AccountId | None = None
        self._files: list[Path] = []
        self._verdict: Verdict | None = None
        self._online = True
        self._save_timer = self._timer(_SAVE_MS, self.save)
        self._judge_timer = self._timer(_JUDGE_MS, self._judge)
        self._connect()

    # --- what the window tells --------------------------------------------------------------------------------

    def show(self, case: CaseDetail | None) -> None:
        """Show a case's draft; the one before is saved first."""
        self.save()
        self._case = case
        self._account = None
        self._files = []
        self._composer.setVisible(case is not None)
        if case is None:
            self._view = None
            return
        draft = self._session.drafts.of(case.row.id)
        self._mode = draft.mode if draft is not None else default_mode(case)
        self._account = draft.account_id if draft is not None else None
        self._files = [Path(file.path) for file in draft.attachments] if draft is not None else []
        self._composer.set_text(draft.text if draft is not None else "")
        self._composer.choose_mode(self._mode)
        self._look_again()

    def forget(self) -> None:
        """Take the shown case's draft from the store again: it was thrown away, or brought back."""
        case, self._case = self._case, None
        self._save_timer.stop()
        self.show(case)

    def refresh(self, case: CaseDetail | None = None) -> None:
        """Work out the surroundings again: the case, its account or the hours changed; the text stays."""
        if case is not None and self._case is not None and case.row.id == self._case.row.id:
            self._case = case
        if self._case is not None:
            self._look_again()

    def put(self, draft: Draft) -> None:
        """Show a draft that came back from the outbox."""
        if self._case is None or draft.case_id != self._case.row.id:
            return
        kept = self._session.drafts.of(draft.case_id)
        self._mode = draft.mode
        self._composer.choose_mode(draft.mode)
        self._composer.set_text(kept.text if kept is not None else draft.text)
        self._look_again()
        self._composer.focus_editor()

    def put_canned(self, shortcut: str) -> None:
        """Put a canned reply into the draft at the caret, filled for the case."""
        choices = self.shelf.search(shortcut, self._view)
        chosen = next((one for one in choices if one.shortcut == shortcut), None)
        if chosen is not None:
            self._composer.insert_text(chosen.filled.text)
            self.shelf.used(chosen.uid)
            self._composer.focus_editor()

    def set_online(self, online: bool) -> None:
        """Say in the button whether a reply goes out at once or is queued."""
        if online != self._online:
            self._online = online
            self.refresh()

    def save(self) -> None:
        """Save what is typed, now."""
        self._save_timer.stop()
        if self._case is None:
            return
        view = self._view
        try:
            self._session.drafts.save(
                self._case.row.id,
                self._mode,
                self._composer.text(),
                thread_id=view.thread.id if view is not None else None,
                account_id=self._account,
                attachments=tuple(DraftFile(str(path)) for path in self._files),
            )
        except StoreError as error:
            self.failed.emit(error)

    # --- judging and showing ----------------------------------------------------------------------------------

    def _look_again(self) -> None:
        assert self._case is not None
        self._view = view_of(self._session, self._case, self._mode, self._account)
        if self._view is not None:
            choices = [
                AccountChoice(one.id, one.network, one.handle or one.name)
                for one in speakers(self._session, self._view)
            ]
            self._composer.set_accounts(choices)
        self._judge()

    def _judge(self) -> None:
        """Ask the guardrails and show what they say. About a millisecond for 1,000 characters."""
        self._judge_timer.stop()
        view, text = self._view, self._composer.text()
        if view is None or self._case is None:
            self._composer.set_verdict(None)
            return
        self._verdict = None
        if text.strip():
            self._verdict = judge(self._session, self._guardrails(), view, text, files=len(self._files))
        self._show_state(view, text)

    def _show_state(self, view: DraftView, text: str) -> None:
        session = self._session
        now = session.clock()
        is_open = session.hours.is_open(view.account, now)
        opens_at = None if is_open else session.hours.next_opening(view.account, now)
        opens = moment_name(opens_at, now, session.tz) if opens_at else ""
        left = left_to_write(session, view, text)
        self._composer.set_state(
            present_composer(
                ComposerFacts(
                    mode=self._mode,
                    text=text,
                    permission=view.permission,
                    network=view.account.network,
                    thread_kind=view.thread.kind,
                    verdict=self._verdict,
                    remaining=left,
                    online=self._online,
                    is_open=is_open or view.mode is DraftMode.NOTE,
                    opens_text=opens,
                    customer_name=view.case.row.name,
                    account_name=view.account.handle or view.account.name,
                    signature=session.agent.signature if view.visibility is Visibility.PUBLIC else "",
                    undo_seconds=undo_seconds_of(self._session.store),
                    attachments=tuple(path.name for path in self._files),
                )
            )
        )
        strip = present_verdict(
            self._verdict or elsewhere(view),
            visibility=view.visibility,
            network_name=network_name(view.account.network),
            customer_name=view.case.row.name,
            opens_text=opens,
            acknowledgement_preview=self.shelf.acknowledgement(view) if opens else "",
            over=-left if left is not None and left < 0 else None,
            online=self._online,
            only_listens=view.account.network is Network.LISTENING,
            has_page=bool(view.thread.permalink),
        )
        self._composer.set_verdict(strip, self._verdict.findings if self._verdict else (), text)

    # --- sending ----------------------------------------------------------------------------------------------

    def _send(self, kind: SendKind, *, override: str = "") -> None:
        self._judge()
        text = self._composer.text()
        if self._case is None or self._view is None or not (text.strip() or self._files):
            return
        if self._mode is DraftMode.NOTE:
            self._add_note(self._case.row.id, text)
            return
        later = None
        if kind is SendKind.SEND_LATER:
            later = ask_snooze_date(self._session.local_now(), self._composer.window())
            if later is None:
                return
        if self._queue(self._view, text, override=override, later=later):
            self._after(kind)

    def _add_note(self, case_id: CaseId, text: str) -> None:
        try:
            done = self._write_note(case_id, text)
        except StoreError as error:
            self.failed.emit(error)
            return
        self._clear()
        self.note_written.emit(done)

    def _queue(
        self,
        view: DraftView,
        text: str,
        *,
        override: str = "",
        later: datetime | None = None,
        verdict: Verdict | None = None,
        keep_draft: bool = False,
    ) -> bool:
        """Queue a text; False if the guardrails or the store say no. The draft is gone only when it is queued."""
        self._save_timer.stop()
        said = verdict or self._verdict or Verdict(Decision.ALLOW)
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
            attachments=() if keep_draft else self._read_files(),
        )
        try:
            self._session.outbox.queue(reply, said, undo_seconds=undo_seconds_of(self._session.store))
        except Blocked:
            self._composer.send()
            return False
        except StoreError as error:
            self.failed.emit(error)
            return False
        if not keep_draft:
            self._clear()
        self.queued.emit(view.case.row.id)
        return True

    def _after(self, kind: SendKind) -> None:
        if kind is SendKind.SEND_AND_SOLVE:
            self.solve_requested.emit()
        elif kind is SendKind.SEND_AND_SNOOZE:
            self.snooze_requested.emit()

    def _clear(self) -> None:
        self._files = []
        self._verdict = None
        self._composer.set_text("")
        self.refresh()

    def _read_files(self) -> tuple[OutgoingAttachment, ...]:
        found = []
        for path in self._files:
            try:
                content = path.read_bytes()
            except OSError:
                self.problem.emit(self.tr("{name} can't be read any more and was left out.").format(name=path.name))
                continue
            kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
            found.append(OutgoingAttachment(path.name, kind, content))
        return tuple(found)

    # --- fixes ------------------------------------------------------------------------------------------------

    def _fix(self, fix: Fix) -> None:
        view = self._view
        if view is None:
            return
        if fix is Fix.MOVE_TO_DIRECT:
            self._choose_mode(DraftMode.DIRECT)
            self._composer.focus_editor()
        elif fix is Fix.INSERT_PRIVACY_NOTICE:
            self._replace_sentences(view)
        elif fix is Fix.HOLD_UNTIL_OPEN:
            self._send(SendKind.SEND)
        elif fix is Fix.SEND_ACKNOWLEDGEMENT:
            self._send_acknowledgement(view)
        elif fix is Fix.SWITCH_ACCOUNT:
            self._switch_to_care(view)
        elif fix is Fix.OPEN_IN_BROWSER and view.thread.permalink:
            self._answer_elsewhere(view.thread.permalink)
        else:
            self._composer.focus_editor()

    def _answer_elsewhere(self, address: str) -> None:
        """Open the conversation's own page, what is typed ready to be pasted there, and ask what was answered."""
        text = self._composer.text().strip()
        if text:
            QGuiApplication.clipboard().setText(text)
        self.browser_requested.emit(address)
        self._composer.strip.ask_answer()

    def _replace_sentences(self, view: DraftView) -> None:
        """Put the privacy notice in the place of the sentences that were marked: one step for undo."""
        findings = [one for one in (self._verdict.findings if self._verdict else ()) if one.end > one.start]
        text = self._composer.text()
        if not findings:
            self._composer.insert_text(self.shelf.privacy_notice(view))
            return
        start, end = sentences_around(text, findings)
        lead = " " if start > 0 and text[start - 1] != "\n" else ""
        self._composer.replace_span(start, end, lead + self.shelf.privacy_notice(view))
        self._composer.focus_editor()

    def _send_acknowledgement(self, view: DraftView) -> None:
        """Tell the customer now when the desk opens; the reply itself is held until then."""
        acknowledgement = self.shelf.acknowledgement(view)
        if self._queue(view, acknowledgement, verdict=Verdict(Decision.ALLOW), keep_draft=True):
            text = self._composer.text()
            self._session.drafts.save(view.case.row.id, self._mode, text, thread_id=view.thread.id)
            self._send(SendKind.SEND)

    def _switch_to_care(self, view: DraftView) -> None:
        care = [one for one in speakers(self._session, view) if one.role.value == "care"]
        if care:
            self._on_composer_account_chosen(care[0].id)

    # --- signals ----------------------------------------------------------------------------------------------

    def _connect(self) -> None:
        composer = self._composer
        composer.text_changed.connect(self._on_composer_text_changed)
        composer.mode_chosen.connect(self._choose_mode)
        composer.answer_given.connect(self._on_composer_answer_given)
        composer.state_needed.connect(self._judge)
        composer.send_requested.connect(self._send)
        composer.account_chosen.connect(self._on_composer_account_chosen)
        composer.attach_requested.connect(self._on_composer_attach_requested)
        composer.attachments_dropped.connect(self._add_files)
        composer.attachment_removed.connect(self._on_composer_attachment_removed)
        composer.fix_requested.connect(self._fix)
        composer.override_requested.connect(lambda reason: self._send(SendKind.SEND, override=reason))
        composer.canned_used.connect(self.shelf.used)
        composer.focus_left.connect(self.focus_left)
        composer.set_canned_search(lambda typed: self.shelf.search(typed, self._view), len(self.shelf.all()))

    def _on_composer_text_changed(self, _text: str) -> None:
        self._save_timer.start()
        self._judge_timer.start()

    def _on_composer_answer_given(self, text: str) -> None:
        """Record what was answered in the browser: it takes the draft's place."""
        if self._view is None:
            return
        try:
            done = self._session.cases.answered_in_browser(self._view.thread.id, text)
        except StoreError as error:
            self.failed.emit(error)
            return
        self._clear()
        self.save()
        self.note_written.emit(done)

    def _choose_mode(self, mode: DraftMode) -> None:
        if mode is self._mode or self._case is None:
            return
        self._mode = mode
        self._composer.choose_mode(mode)
        self._look_again()
        self._save_timer.start()

    def _on_composer_account_chosen(self, account_id: AccountId) -> None:
        self._account = account_id
        self._look_again()

    def _on_composer_attach_requested(self) -> None:
        paths, _ = QFileDialog.getOpenFileNames(self._composer.window(), self.tr("Attach files"))
        self._add_files(paths)

    def _add_files(self, paths: list[str]) -> None:
        for path in map(Path, paths):
            if not path.is_file():
                continue
            size = path.stat().st_size
            if size > _LARGEST_FILE:
                words = self.tr("{name} is {size} MB, {limit} MB is the limit. Choose a smaller file.")
                text = words.format(name=path.name, size=size // 1_000_000, limit=_LARGEST_FILE // 1_000_000)
                self.problem.emit(text)
                continue
            self._files.append(path)
        self._judge()
        self._save_timer.start()

    def _on_composer_attachment_removed(self, number: int) -> None:
        if 0 <= number < len(self._files):
            del self._files[number]
            self._judge()
            self._save_timer.start()

    def _timer(self, milliseconds: int, action: Callable[[], None]) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(milliseconds)
        timer.timeout.connect(action)
        return timer
