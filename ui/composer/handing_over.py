"""Handing over from the composer: the dialog filled for the shown case, and what its answer brings about."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QDialog

from desktop.cases import Done
from desktop.cases.hand_over import HandOver, HandOverDesk, Incomplete, WayOpen, next_best, ways_open
from desktop.guardrails import Guardrails
from desktop.model import (
    Account,
    AccountId,
    CaseDetail,
    Decision,
    Delivery,
    DraftMode,
    HandOverWay,
    ThreadKind,
    Verdict,
)
from desktop.store import StoreError
from ui.cases.new_conversation import writable_mailboxes
from ui.composer.canned_shelf import CannedShelf
from ui.composer.composer import Composer
from ui.composer.dispatch import Dispatch, Order
from ui.composer.draft_view import DraftView, judge, view_of
from ui.composer.hand_over_dialog import HandOverDialog, HandOverFacts, HandOverWish
from ui.composer.hand_over_words import WayState, way_note, way_words
from ui.composer.writing import Writing
from ui.guardrails.verdict_words import Wording, refusal_sentence
from ui.inbox import network_name
from ui.session import Session

_WRITTEN = (HandOverWay.DIRECT, HandOverWay.EMAIL)


class HandingOver(QObject):
    """Hands the shown case over. Window thread only."""

    done = Signal(object)
    """A Done."""
    queued = Signal(object)
    """A CaseId whose public line was queued."""
    mode_wanted = Signal(object)
    """A DraftMode."""
    failed = Signal(object)
    """A StoreError: nothing was changed."""

    def __init__(
        self,
        session: Session,
        composer: Composer,
        writing: Writing,
        shelf: CannedShelf,
        dispatch: Dispatch,
        guardrails: Callable[[], Guardrails],
    ) -> None:
        """`guardrails` loads the rules when they are first needed."""
        super().__init__(composer)
        self._session = session
        self._composer = composer
        self._writing = writing
        self._shelf = shelf
        self._dispatch = dispatch
        self._guardrails = guardrails

    def ask(self, wanted: HandOverWay = HandOverWay.DIRECT) -> None:
        """Ask how the shown case is to go on, the wanted way chosen if it is open."""
        dialog = self.dialog(wanted)
        if dialog is not None:
            dialog.finished.connect(dialog.deleteLater)
            dialog.open()

    def dialog(self, wanted: HandOverWay) -> HandOverDialog | None:
        """Return the dialog for the shown case, None without one."""
        case = self._writing.case
        if case is None:
            return None
        desk = self._desk()
        mailboxes = writable_mailboxes(self._session.store.accounts.all())
        direct = self._direct_view(case)
        ways = ways_open(direct.permission if direct is not None else None, len(mailboxes))
        public = self._public_view(case)
        language = "" if case.language == "unknown" else case.language
        facts = HandOverFacts(
            customer=case.row.name,
            ways=[self._way_state(one, case, direct) for one in ways],
            wanted=next_best(ways, wanted),
            addresses=desk.known_addresses(case),
            mailboxes=[(one.id, one.handle or one.name) for one in mailboxes],
            subject=case.subject or case.row.snippet[:60],
            now=self._session.local_now(),
            lines={way: self._shelf.wording.goes_on(language, way) for way in HandOverWay} if public else {},
        )
        accounts = {one.id: one for one in mailboxes}
        dialog = HandOverDialog(
            self._composer.theme, facts, lambda wish: self._carry_out(case, wish, accounts), self._composer.window()
        )
        dialog.finished.connect(lambda result: self._go_on(dialog.wish.way, result))
        return dialog

    def _desk(self) -> HandOverDesk:
        return HandOverDesk(self._session.store, self._session.agent, self._session.clock)

    def _direct_view(self, case: CaseDetail) -> DraftView | None:
        """Return where a direct message would go among the network's own threads; None where all is e-mail."""
        social = replace(case, threads=tuple(one for one in case.threads if one.kind is not ThreadKind.EMAIL))
        return view_of(self._session, social, DraftMode.DIRECT) if social.threads else None

    def _public_view(self, case: CaseDetail) -> DraftView | None:
        """Return where a public line would stand, None where none may."""
        if not any(one.kind is ThreadKind.PUBLIC for one in case.threads):
            return None
        view = view_of(self._session, case, DraftMode.PUBLIC)
        return view if view is not None and view.permission.may_public else None

    def _way_state(self, one: WayOpen, case: CaseDetail, direct: DraftView | None) -> WayState:
        why_not = ""
        if not one.is_open and one.way is HandOverWay.EMAIL:
            why_not = self.tr("Connect an e-mail account first.")
        elif not one.is_open and direct is None:
            why_not = self.tr("Nothing but e-mail is known of this customer here.")
        elif not one.is_open:
            network = direct.account.network if direct is not None else case.row.network
            wording = Wording(network_name(network), case.row.name, "")
            why_not = refusal_sentence(one.refusal.value if one.refusal else "", wording)[0]
        return WayState(one.way, way_words(one.way)[1], way_note(one.way), why_not)

    def _carry_out(
        self, case: CaseDetail, wish: HandOverWish, accounts: Mapping[AccountId, Account]
    ) -> tuple[str, str]:
        """Hand over; return the field that is wrong and why, both "" if it was done."""
        direct = self._direct_view(case)
        plan = HandOver(
            wish.way,
            wish.reason,
            wish.address,
            accounts.get(wish.account_id) if wish.account_id is not None else None,
            wish.subject,
            wish.note,
            direct.thread.id if direct is not None else None,
        )
        view = self._public_view(case) if wish.line else None
        verdict = judge(self._session, self._guardrails(), view, wish.line) if view is not None else None
        if verdict is not None and verdict.decision is Decision.BLOCK:
            return "line", self.tr("This line can’t be said in public. Change it, or leave it out.")
        try:
            done, _ = self._desk().hand_over(case.row.id, plan)
        except Incomplete as missing:
            return missing.field, self._missing_words(missing.field)
        except StoreError as error:
            self.failed.emit(error)
            return "reason", self.tr("It could not be saved. Nothing was changed.")
        line = self._say_in_public(view, wish.line, verdict) if view is not None and verdict is not None else None
        self._tell(done, line)
        return "", ""

    def _say_in_public(self, view: DraftView, line: str, verdict: Verdict) -> Delivery | None:
        return self._dispatch.queue(view, line, verdict, Order())

    def _tell(self, done: Done, line: Delivery | None) -> None:
        """Tell of the deed; its undo takes the public line along, unless that has left."""

        def undo() -> None:
            if line is not None:
                self._session.outbox.discard(line.id, self._session.agent.name)
            if done.undo is not None:
                done.undo()

        self._writing.account = None
        if line is not None:
            self.queued.emit(done.case_ids[0])
        self.done.emit(replace(done, undo=undo))

    def _go_on(self, way: HandOverWay, result: int) -> None:
        """Let the next word be written where the conversation goes on."""
        if result == QDialog.DialogCode.Accepted and way in _WRITTEN:
            self.mode_wanted.emit(DraftMode.DIRECT)
            self._composer.focus_editor()

    def _missing_words(self, field: str) -> str:
        return {
            "reason": self.tr("Write why: whoever goes on with it will read this."),
            "address": self.tr("Write one e-mail address, such as marta@example.org."),
            "note": self.tr("Write this down, so that it is known later."),
        }.get(field, self.tr("Connect an e-mail account first."))
