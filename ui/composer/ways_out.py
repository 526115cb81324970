"""The ways out that the guard strip offers, carried out on the draft."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication

from desktop.model import DraftMode, Finding, Fix
from ui.composer.canned_shelf import CannedShelf
from ui.composer.composer import Composer
from ui.composer.composer_presenter import SendKind
from ui.composer.dispatch import Dispatch, Order
from ui.composer.draft_view import DraftView, speakers
from ui.composer.meanwhile import Meanwhile
from ui.composer.sentences import sentences_around
from ui.composer.writing import Writing
from ui.session import Session


class WaysOut(QObject):
    """Carries out fixes. Window thread only."""

    mode_wanted = Signal(object)
    """A DraftMode."""
    account_wanted = Signal(object)
    """An AccountId."""
    judge_wanted = Signal()
    """What surrounds the text changed."""
    order_wanted = Signal(object)
    """An Order that was stopped before."""
    send_wanted = Signal(object)
    """A SendKind: the draft as it is, judged once more."""
    browser_requested = Signal(str)

    def __init__(
        self,
        session: Session,
        composer: Composer,
        writing: Writing,
        shelf: CannedShelf,
        dispatch: Dispatch,
        meanwhile: Meanwhile,
    ) -> None:
        """Work on the composer's text."""
        super().__init__(composer)
        self._session = session
        self._composer = composer
        self._writing = writing
        self._shelf = shelf
        self._dispatch = dispatch
        self._meanwhile = meanwhile
        self._held: Order | None = None

    def carry_out(self, fix: Fix) -> None:
        """Do what a button of the strip says."""
        view = self._writing.view
        if view is None:
            return
        if fix is Fix.MOVE_TO_DIRECT:
            self.mode_wanted.emit(DraftMode.DIRECT)
            self._composer.focus_editor()
        elif fix is Fix.INSERT_PRIVACY_NOTICE:
            self._replace_sentences(view)
        elif fix is Fix.HOLD_UNTIL_OPEN:
            self.send_wanted.emit(SendKind.SEND)
        elif fix is Fix.SEND_ACKNOWLEDGEMENT:
            if self._dispatch.acknowledge(view, self._shelf.acknowledgement(view)):
                self.send_wanted.emit(SendKind.SEND)
        elif fix is Fix.SWITCH_ACCOUNT:
            self._switch_to_care(view)
        elif fix is Fix.OPEN_IN_BROWSER and view.thread.permalink:
            self._answer_elsewhere(view.thread.permalink)
        elif not self._mind_the_news(fix) and not self._mind_the_hours(fix, view):
            self._composer.focus_editor()

    def hold(self, order: Order | None) -> None:
        """Remember what was to be sent when something stopped it, or forget it: another case is shown."""
        self._held = order

    def ask_to_go_private(self) -> None:
        """Put the line that asks to take personal data down into a public reply, where the caret is."""
        view = self._writing.view
        if view is None:
            return
        self.mode_wanted.emit(DraftMode.PUBLIC)
        self._composer.insert_text(self._shelf.posted_data(view))
        self._composer.focus_editor()

    def join_parts(self) -> None:
        """Let the text be one message again."""
        self._writing.threaded = False
        self.judge_wanted.emit()
        self._composer.focus_editor()

    def _cut(self) -> None:
        self._writing.threaded = True
        self.judge_wanted.emit()
        self._composer.focus_editor()

    def _mind_the_news(self, fix: Fix) -> bool:
        """Carry out what has to do with new messages, parts and better words; False for anything else."""
        if fix is Fix.CUT:
            self._cut()
        elif fix is Fix.SAY_PLAINLY:
            self._say_plainly()
        elif fix is Fix.GO_ON:
            self._held = None
            self._meanwhile.keep_up()
            self.judge_wanted.emit()
            self._composer.focus_editor()
        elif fix is Fix.SEND_ANYWAY and self._writing.news:
            self._meanwhile.keep_up()
            self._go_on_with_order()
        elif fix is Fix.LOOKED_AGAIN:
            self._writing.looked_again = True
            self._go_on_with_order()
        else:
            return False
        return True

    def _go_on_with_order(self) -> None:
        """Carry out what was stopped; where nothing was, the draft is judged again and stays."""
        held, self._held = self._held, None
        if held is not None:
            self.order_wanted.emit(held)
        else:
            self.judge_wanted.emit()
        self._composer.focus_editor()

    def _mind_the_hours(self, fix: Fix, view: DraftView) -> bool:
        """Carry out what has to do with opening hours; False for anything else."""
        if fix is Fix.SEND_ANYWAY and self._finding("hours.closed") is not None:
            self._send_past_hours()
        elif fix is Fix.NAME_OPENING:
            self._name_opening(view)
        else:
            return False
        return True

    def _answer_elsewhere(self, address: str) -> None:
        """Open the conversation's own page, what is typed ready to be pasted there, and ask what was answered."""
        text = self._composer.text().strip()
        if text:
            QGuiApplication.clipboard().setText(text)
        self.browser_requested.emit(address)
        self._composer.strip.ask_answer()

    def _replace_sentences(self, view: DraftView) -> None:
        """Put the privacy notice in the place of the sentences that were marked: one step for undo."""
        verdict = self._writing.verdict
        findings = [one for one in (verdict.findings if verdict else ()) if one.end > one.start]
        text = self._composer.text()
        if not findings:
            self._composer.insert_text(self._shelf.privacy_notice(view))
            return
        start, end = sentences_around(text, findings)
        lead = " " if start > 0 and text[start - 1] != "\n" else ""
        self._composer.replace_span(start, end, lead + self._shelf.privacy_notice(view))
        self._composer.focus_editor()

    def _send_past_hours(self) -> None:
        """Send this one although the desk is closed: the agent was asked and said so."""
        self._writing.past_hours = True
        try:
            self.send_wanted.emit(SendKind.SEND)
        finally:
            self._writing.past_hours = False

    def _name_opening(self, view: DraftView) -> None:
        """Put the true opening in the place of the first promise that can't be kept: one step for undo."""
        promise = self._finding("promise.hours")
        opening = self._shelf.opening(view, promise.kind.rpartition(".")[2]) if promise is not None else ""
        if promise is not None and opening:
            self._composer.replace_span(promise.start, promise.end, opening)
        self._composer.focus_editor()

    def _say_plainly(self) -> None:
        """Put the first words that are proposed in the place of those they are for: one step for undo."""
        verdict = self._writing.verdict
        found = next((one for one in (verdict.findings if verdict else ()) if one.instead), None)
        if found is not None:
            self._composer.replace_span(found.start, found.end, found.instead)
        self._composer.focus_editor()

    def _finding(self, rule: str) -> Finding | None:
        verdict = self._writing.verdict
        return next((one for one in (verdict.findings if verdict else ()) if one.rule == rule), None)

    def _switch_to_care(self, view: DraftView) -> None:
        care = [one for one in speakers(self._session, view) if one.role.value == "care"]
        if care:
            self.account_wanted.emit(care[0].id)
