"""The composer's controller: the draft of the shown case, saved as typed, judged as typed, sent when asked."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from time import perf_counter

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.composer.symbols import RecentSymbols, SymbolNames
from desktop.guardrails import Guardrails
from desktop.model import AccountId, CaseDetail, CaseId, Draft, DraftMode
from desktop.store import StoreError
from ui.composer.account_button import AccountChoice
from ui.composer.canned_shelf import CannedShelf
from ui.composer.composer import Composer
from ui.composer.composer_presenter import SendKind
from ui.composer.dispatch import Dispatch, Order
from ui.composer.draft_display import DraftDisplay
from ui.composer.draft_files import DraftFiles
from ui.composer.draft_view import default_mode, speakers, view_of
from ui.composer.handing_over import HandingOver
from ui.composer.meanwhile import Meanwhile
from ui.composer.send_times import ask_send_time, send_times
from ui.composer.spell_check import SpellCheck
from ui.composer.translating import Translating
from ui.composer.ways_out import WaysOut
from ui.composer.writing import Writing
from ui.session import Session

_SAVE_MS = 250
_JUDGE_MS = 40
_JUDGE_LATEST_MS = 400
_PAUSE = 4  # times as long as judging took


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
    focus_left = Signal()
    browser_requested = Signal(str)
    settings_requested = Signal(str)
    """The group of settings in which something is to be named first."""
    listed_changed = Signal()
    """A draft came into the drafts' lane, or left it."""
    send_refused = Signal(object, object, str)
    """A CaseId, the Verdict and the text: the guardrails stopped what was to be sent."""

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
        self.shelf = CannedShelf(session)
        self._writing = Writing()
        self._files = DraftFiles(session, self)
        self._display = DraftDisplay(session, composer, self._writing, self._files, self.shelf, guardrails)
        self._meanwhile = Meanwhile(session, self._writing)
        self._dispatch = Dispatch(session, composer, self._writing, self._files, self._meanwhile, write_note)
        self._ways_out = WaysOut(session, composer, self._writing, self.shelf, self._dispatch, self._meanwhile)
        self._handing_over = HandingOver(session, composer, self._writing, self.shelf, self._dispatch, guardrails)
        self._translating = Translating(session, composer, self._writing, guardrails)
        self._recent = RecentSymbols(session.store, session.clock)
        self._is_listed = False
        self.spelling = SpellCheck(session, composer.editor)
        self._save_timer = self._timer(_SAVE_MS, self.save)
        self._judge_timer = self._timer(_JUDGE_MS, self._judge)
        self._connect_composer()
        self._connect_parts()

    # --- what the window tells --------------------------------------------------------------------------------

    def show(self, case: CaseDetail | None) -> None:
        """Show a case's draft; the one before is saved first."""
        self.save()
        writing = self._writing
        writing.case = case
        self._files.show(case.row.id if case is not None else None)
        self.spelling.set_language(case.language if case is not None else "")
        self._composer.setVisible(case is not None)
        if case is None:
            writing.view = None
            return
        draft = self._session.drafts.of(case.row.id)
        self._is_listed = _is_listed(draft)
        writing.threaded = writing.looked_again = False
        self._ways_out.hold(None)
        self._meanwhile.begin(case.row.id, draft.updated_at if draft is not None else None)
        writing.mode = draft.mode if draft is not None else default_mode(case)
        writing.account = draft.account_id if draft is not None else None
        self._composer.set_text(draft.text if draft is not None else "")
        self._composer.choose_mode(writing.mode)
        self._look_again()

    def forget(self) -> None:
        """Take the shown case's draft from the store again: it was thrown away, or brought back."""
        case, self._writing.case = self._writing.case, None
        self._save_timer.stop()
        self.show(case)

    def refresh(self, case: CaseDetail | None = None) -> None:
        """Work out the surroundings again: the case, its account or the hours changed; the text stays."""
        writing = self._writing
        if case is not None and writing.case is not None and case.row.id == writing.case.row.id:
            writing.case = case
        self._offer_canned()  # there may be more or fewer of them
        if writing.case is not None:
            self._look_again()

    def put(self, draft: Draft) -> None:
        """Show a draft that came back from the outbox."""
        writing = self._writing
        if writing.case is None or draft.case_id != writing.case.row.id:
            return
        kept = self._session.drafts.of(draft.case_id)
        self._files.show(draft.case_id)
        writing.mode = draft.mode
        self._composer.choose_mode(draft.mode)
        self._composer.set_text(kept.text if kept is not None else draft.text)
        self._look_again()
        self._composer.focus_editor()

    def put_canned(self, shortcut: str) -> None:
        """Put a canned reply into the draft at the caret, filled for the case."""
        chosen = self.shelf.named(shortcut, self._writing.view)
        if chosen is not None:
            self._composer.put_canned(chosen)

    def put_warning(self) -> None:
        """Put the public warning of an impostor into the draft, filled for the case and in its language."""
        if self._writing.case is None:
            return
        self._choose_mode(DraftMode.PUBLIC)
        self._composer.choose_mode(DraftMode.PUBLIC)
        if self._writing.view is not None:
            self._composer.put_canned(self.shelf.warning(self._writing.view))

    def ask_to_go_private(self) -> None:
        """Put a line into a public reply that asks who posted personal data to take it down and go on in private."""
        self._ways_out.ask_to_go_private()

    def set_online(self, online: bool) -> None:
        """Say in the button whether a reply goes out at once or is queued."""
        if online != self._writing.online:
            self._writing.online = online
            self.refresh()

    def save(self) -> None:
        """Save what is typed, now."""
        self._save_timer.stop()
        writing = self._writing
        if writing.case is None:
            return
        try:
            self._session.drafts.save(
                writing.case.row.id,
                writing.mode,
                self._composer.text(),
                thread_id=writing.view.thread.id if writing.view is not None else None,
                account_id=writing.account,
            )
        except StoreError as error:
            self.failed.emit(error)
            return
        was, self._is_listed = self._is_listed, self._holds_something()
        if was is not self._is_listed:
            self.listed_changed.emit()

    def _holds_something(self) -> bool:
        """Return whether what is in front is a draft in the eyes of the drafts' lane."""
        return self._writing.mode is not DraftMode.NOTE and bool(self._composer.text() or self._files.all)

    @property
    def is_attaching(self) -> bool:
        """True while files are read and kept beside a draft."""
        return self._files.is_busy

    @property
    def account_id(self) -> AccountId | None:
        """The account that would answer the shown case, None without one."""
        return self._writing.view.account.id if self._writing.view is not None else None

    # --- surroundings -----------------------------------------------------------------------------------------

    def _look_again(self) -> None:
        writing, session = self._writing, self._session
        assert writing.case is not None
        writing.view = view_of(session, writing.case, writing.mode, writing.account)
        if writing.view is not None:
            choices = [
                AccountChoice(one.id, one.network, one.handle or one.name) for one in speakers(session, writing.view)
            ]
            self._composer.set_accounts(choices)
            self._composer.offer_moments(send_times(session, writing.view))
        if not self._composer.text().strip() and not self._files.all:
            self._meanwhile.keep_up()
        self.shelf.prepare(writing.view)
        self._judge()

    def _judge(self) -> None:
        """Judge the draft. The longer that takes, the longer a pause in the typing it waits for next time."""
        self._judge_timer.stop()
        begun = perf_counter()
        self._display.refresh()
        taken = round((perf_counter() - begun) * 1_000)
        self._judge_timer.setInterval(min(max(_JUDGE_MS, _PAUSE * taken), _JUDGE_LATEST_MS))

    def _send(self, kind: SendKind = SendKind.SEND, *, override: str = "", later: datetime | None = None) -> None:
        self._carry_out(Order(kind, override, later, self._writing.past_hours))

    def _carry_out(self, order: Order) -> None:
        """Judge what is written once more, under the order's terms, and send it."""
        before, self._writing.past_hours = self._writing.past_hours, order.past_hours
        try:
            self._judge()
            self._dispatch.send(order)
        finally:
            self._writing.past_hours = before

    def _send_at(self, moment: datetime | None) -> None:
        view = self._writing.view
        if view is not None and moment is None:
            moment = ask_send_time(self._session, view, self._composer.theme, self._composer.window())
        if moment is not None:
            self._send(later=moment)

    def _choose_mode(self, mode: DraftMode) -> None:
        if mode is self._writing.mode or self._writing.case is None:
            return
        self._writing.mode = mode
        self._composer.choose_mode(mode)
        self._look_again()
        self._save_soon()

    def _choose_account(self, account_id: AccountId) -> None:
        self._writing.account = account_id
        self._look_again()

    def _offer_canned(self) -> None:
        search = self.shelf.search
        self._composer.set_canned_search(lambda typed: search(typed, self._writing.view), len(self.shelf.all()))

    def _save_soon(self) -> None:
        """Save a quarter of a second after the first change that is not saved: whoever types on is saved too."""
        if not self._save_timer.isActive():
            self._save_timer.start()

    # --- signals ----------------------------------------------------------------------------------------------

    def _connect_composer(self) -> None:
        composer = self._composer
        composer.text_changed.connect(self._on_composer_text_changed)
        composer.mode_chosen.connect(self._choose_mode)
        composer.answer_given.connect(self._dispatch.record_answer)
        composer.state_needed.connect(self._judge)
        composer.send_requested.connect(self._on_composer_send_requested)
        composer.send_refused.connect(self._on_composer_send_refused)
        composer.send_at_requested.connect(self._send_at)
        composer.parts.joined.connect(self._ways_out.join_parts)
        composer.account_chosen.connect(self._choose_account)
        composer.attach_requested.connect(lambda: self._files.ask(composer.window()))
        composer.attachments_dropped.connect(self._files.add)
        composer.picture_given.connect(self._files.add_picture)
        composer.fix_requested.connect(self._ways_out.carry_out)
        composer.override_requested.connect(lambda reason: self._send(SendKind.SEND, override=reason))
        composer.canned_used.connect(self.shelf.used)
        composer.focus_left.connect(self.focus_left)
        composer.hand_over_requested.connect(self._handing_over.ask)
        composer.translate_requested.connect(self._translating.ask)
        composer.symbol_used.connect(self._on_composer_symbol_used)
        composer.set_symbols(self._recent.all, SymbolNames().search)
        self._offer_canned()

    def _connect_parts(self) -> None:
        files, tray = self._files, self._composer.tray
        files.changed.connect(self._on_files_changed)
        files.joined_elsewhere.connect(self._on_files_joined_elsewhere)
        files.removed.connect(tray.say_removed)
        files.problem.connect(tray.say_problem)
        files.progressed.connect(tray.say_progress)
        files.pictured.connect(tray.show_thumb)
        files.failed.connect(self.failed)
        self.spelling.failed.connect(self.failed)
        tray.remove_requested.connect(files.remove)
        tray.cancel_requested.connect(files.cancel)
        tray.removal_undo_requested.connect(files.undo_removal)
        tray.described.connect(files.describe)
        dispatch, ways_out, handing_over = self._dispatch, self._ways_out, self._handing_over
        dispatch.emptied.connect(self._on_dispatch_emptied)
        dispatch.queued.connect(self.queued)
        dispatch.written.connect(self.note_written)
        dispatch.solve_requested.connect(self.solve_requested)
        dispatch.snooze_requested.connect(self.snooze_requested)
        dispatch.failed.connect(self.failed)
        dispatch.came_back.connect(self.put)
        dispatch.stopped.connect(self._on_dispatch_stopped)
        handing_over.done.connect(self.note_written)
        handing_over.queued.connect(self.queued)
        handing_over.mode_wanted.connect(self._choose_mode)
        handing_over.failed.connect(self.failed)
        ways_out.judge_wanted.connect(self._judge)
        ways_out.order_wanted.connect(self._carry_out)
        ways_out.mode_wanted.connect(self._choose_mode)
        ways_out.account_wanted.connect(self._choose_account)
        ways_out.send_wanted.connect(self._send)
        ways_out.browser_requested.connect(self.browser_requested)
        self._translating.browser_requested.connect(self.browser_requested)
        self._translating.settings_requested.connect(self.settings_requested)

    def _on_composer_text_changed(self, _text: str) -> None:
        self._save_soon()
        self._judge_timer.start()

    def _on_composer_send_requested(self, kind: SendKind) -> None:
        """Send, unless the account's rule asks first whether to hold it until the desk opens."""
        verdict = self._writing.verdict
        if any(one.kind == "ask" for one in (verdict.findings if verdict else ())):
            self._composer.strip.take_focus()
            self._composer.strip.announce()
            return
        self._send(kind)

    def _on_composer_send_refused(self) -> None:
        writing = self._writing
        if writing.case is not None and writing.verdict is not None:
            self.send_refused.emit(writing.case.row.id, writing.verdict, self._composer.text())

    def _on_composer_symbol_used(self, symbol: str) -> None:
        try:
            self._recent.use(symbol)
        except StoreError as error:
            self.failed.emit(error)

    def _on_files_changed(self) -> None:
        self._judge()
        self._save_soon()

    def _on_files_joined_elsewhere(self, case_id: CaseId) -> None:
        """Give files whose conversation is no longer in front a draft, so that the drafts' lane shows them."""
        try:
            case = self._session.cases.detail(case_id)
            if case is not None and self._session.drafts.of(case_id) is None:
                self._session.drafts.save(case_id, default_mode(case), "")
        except StoreError as error:
            self.failed.emit(error)
        self.listed_changed.emit()

    def _on_dispatch_stopped(self, order: Order) -> None:
        """Show what is new and leave the draft as it is."""
        self._ways_out.hold(order)
        self._judge()
        self._composer.strip.go_to_first()

    def _on_dispatch_emptied(self) -> None:
        self._save_timer.stop()
        self._files.show(self._writing.case.row.id if self._writing.case is not None else None)
        self._writing.verdict = None
        self._writing.threaded = self._writing.looked_again = False
        self._composer.set_text("")
        self.refresh()
        self.save()

    def _timer(self, milliseconds: int, action: Callable[[], None]) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(milliseconds)
        timer.timeout.connect(action)
        return timer


def _is_listed(draft: Draft | None) -> bool:
    return draft is not None and draft.mode is not DraftMode.NOTE and bool(draft.text or draft.attachments)
