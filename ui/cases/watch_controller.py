"""The watch over the shown case: who answered in our likeness, what of it is abuse, and what an agent decides."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from desktop.cases import Done
from desktop.model import CaseDetail, CaseId, ItemKind, MessageId, Sighting
from desktop.store import StoreError
from ui.cases.abuse_presenter import (
    AbuseChoice,
    AbuseOffer,
    examples_of_reasons,
    present_abuse,
    question_of,
)
from ui.cases.abuse_strip import AbuseStrip
from ui.cases.likeness_card import LikenessCardView
from ui.cases.likeness_presenter import is_elsewhere, present_likeness
from ui.cases.moderation_deeds import moderable
from ui.cases.reason_dialog import ask_reason, mark_title
from ui.session import Session
from ui.theme import Theme

AskReason = Callable[[Theme, str, str, "tuple[str, ...]", QWidget], "str | None"]
_NEEDS_REASON = (AbuseChoice.HIDE, AbuseChoice.MUTE, AbuseChoice.BLOCK, AbuseChoice.UNANSWERED)


class WatchController(QObject):
    """Keeps the two cards above the timeline true. Window thread only."""

    done = Signal(object)
    """A Done, to be offered for undo."""
    failed = Signal(object)
    """A StoreError: nothing was changed."""
    sending_changed = Signal()
    """A post is to be hidden on its network."""
    warning_wanted = Signal()
    """The public warning is to be put into the reply."""
    browser_requested = Signal(str)
    case_requested = Signal(int)
    """The case of the customer whom a look-alike answered."""
    left = Signal(object)
    """The ids of cases that are about to leave the list: the next one is to be chosen."""

    def __init__(
        self,
        session: Session,
        theme: Theme,
        likeness: LikenessCardView,
        abuse: AbuseStrip,
        ask: AskReason = ask_reason,
    ) -> None:
        """`ask` asks for a reason in writing."""
        super().__init__(likeness)
        self._session = session
        self._theme = theme
        self._likeness = likeness
        self._abuse = abuse
        self._ask = ask
        self._detail: CaseDetail | None = None
        self._seen: tuple[Sighting, ...] = ()
        self._newest: MessageId | None = None
        likeness.warning_requested.connect(self.warn)
        likeness.report_requested.connect(self.report)
        likeness.known_requested.connect(self.know)
        abuse.chosen.connect(self.decide)

    @property
    def has_look_alike(self) -> bool:
        """True if somebody who looks like us answered in the shown case."""
        return bool(self._seen)

    @property
    def has_case(self) -> bool:
        """True while a case is shown."""
        return self._detail is not None

    def show(self, detail: CaseDetail | None) -> None:
        """Show what is to be said of a case, or nothing."""
        self._detail = detail
        try:
            self._show()
        except StoreError as error:
            self.failed.emit(error)

    def warn(self) -> None:
        """Put the public warning into the reply; beside the look-alike's own posts go to the customer's case."""
        seen = self._seen[0] if self._seen else None
        if seen is not None and seen.answered_case is not None and is_elsewhere(seen):
            self.case_requested.emit(int(seen.answered_case))
        elif seen is not None:
            self.warning_wanted.emit()

    def know(self) -> None:
        """Remember that the newest look-alike may look like us."""
        if self._seen:
            seen = self._seen[0]
            self._do(lambda: self._session.impostors.know(seen.network, seen.handle or seen.name))

    def report(self) -> None:
        """Open the network's page for reports."""
        page = self._session.impostors.report_page(self._seen[0]) if self._seen else None
        if page:
            self.browser_requested.emit(page)

    def mark(self) -> None:
        """Ask why, and send the shown case to the Abuse view."""
        detail = self._detail
        if detail is None:
            return
        reason = self._reason(mark_title(), question_of(AbuseChoice.NO_ABUSE, detail.row.name))
        if reason is not None:
            self._do(lambda: self._session.abuse.mark(detail.row.id, reason))

    def open_decisions(self) -> None:
        """Offer what can be decided about the shown case; what is no abuse yet is marked first."""
        if self._abuse.card is None:
            self.mark()
        else:
            self._abuse.open_menu()

    def decide(self, offer: AbuseOffer) -> None:
        """Ask why, where a reason is needed, and carry a decision out."""
        detail = self._detail
        if detail is None:
            return
        reason: str | None = ""
        if offer.choice in _NEEDS_REASON:
            reason = self._reason(offer.words, question_of(offer.choice, detail.row.name))
        if reason is None:
            return
        why, case_id = reason, detail.row.id
        if offer.choice is AbuseChoice.UNANSWERED:
            self.left.emit((int(case_id),))
        self._do(lambda: self._carry_out(case_id, offer, why))

    def _carry_out(self, case_id: CaseId, offer: AbuseOffer, reason: str) -> Done | None:
        desk = self._session.abuse
        match offer.choice:
            case AbuseChoice.HIDE:
                return desk.hide(case_id, self._newest, reason) if self._newest is not None else None
            case AbuseChoice.MUTE:
                return desk.mute(case_id, reason)
            case AbuseChoice.BLOCK if offer.span is not None:
                return desk.block(case_id, offer.span, reason)
            case AbuseChoice.UNANSWERED:
                return desk.leave_unanswered(case_id, reason)
            case AbuseChoice.NO_ABUSE:
                return desk.unmark(case_id)
            case _:
                return desk.hear_again(case_id)

    def _show(self) -> None:
        detail, session = self._detail, self._session
        row = detail.row if detail is not None else None
        now = session.clock()
        self._seen = session.impostors.seen_in(row.id) if row is not None else ()
        has_page = bool(self._seen) and session.impostors.report_page(self._seen[0]) is not None
        self._likeness.set_card(present_likeness(self._seen, now, session.tz, has_page=has_page))
        if detail is None or not detail.row.is_abuse:
            self._abuse.set_card(None)
            return
        self._newest = self._newest_to_hide(detail)
        state = session.abuse.state(detail.row.id)
        may_hide = self._newest is not None
        self._abuse.set_card(present_abuse(detail.row, state, now, session.tz, may_hide=may_hide))

    def _newest_to_hide(self, detail: CaseDetail) -> MessageId | None:
        """Return the newest post of the case that its network lets us hide and that is not hidden."""
        items = self._session.cases.timeline(detail.row.id)
        may = moderable(self._session, detail, items).hide
        theirs = (one for one in reversed(items) if one.kind is ItemKind.MESSAGE and one.message_id in may)
        newest = next((one for one in theirs if not one.hidden and one.moderation is None), None)
        return MessageId(newest.message_id) if newest is not None and newest.message_id else None

    def _reason(self, title: str, meaning: str) -> str | None:
        return self._ask(self._theme, title, meaning, tuple(examples_of_reasons()), self._likeness.window())

    def _do(self, deed: Callable[[], Done | None]) -> None:
        try:
            done = deed()
        except StoreError as error:
            self.failed.emit(error)
            return
        if done is not None:
            self.sending_changed.emit()
            self.done.emit(done)
