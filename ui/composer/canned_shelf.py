"""The canned replies of this desk as the picker wants them: searched, filled and varied for the case."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence
from typing import Any, Protocol

from PySide6.QtCore import QTimer

from desktop.composer import (
    CannedMatch,
    CannedReply,
    Place,
    Wording,
    fill,
    first_name,
    placeholder_values,
    search_canned,
    variation_for,
    vary,
)
from desktop.composer.canned import starter_replies
from desktop.composer.canned_search import Why
from desktop.composer.likeness import Alike, Likeness
from desktop.guardrails import open_periods_on
from desktop.knowledge.replies import UID as FAQ_UID
from desktop.knowledge.replies import as_replies
from desktop.model import CaseDetail, fact_uid
from desktop.model.knowledge import FaqEntry
from desktop.outbox.acknowledging import acknowledgement_text
from desktop.store import Store
from desktop.system.resources import resource_path
from ui.composer.canned import CannedChoice, filled_text, reason_words
from ui.composer.draft_view import DraftView
from ui.inbox.wording import day_or_time
from ui.session import Session

_MOST = 12
_SETTLED_MS = 700
"""How long a case is shown before its question is compared: whoever walks through a list starts nothing."""
_REMEMBERED = 50
_SLOT = "canned"
_WARNING = "impostor"
"""The key of the reply that warns of an impostor, among those that a desk starts with."""


class Jobs(Protocol):
    """What runs work in the background: `ui.bridge.JobRunner`."""

    def run(self, slot: str, work: Callable[[Store], Any], done: Callable[[Any], None]) -> None:
        """Run `work` on a store of its own and `done` in the window's thread."""


class CannedShelf:
    """Searches and fills canned replies. Read when first asked for. Window thread only."""

    def __init__(self, session: Session) -> None:
        """Load nothing yet."""
        self._session = session
        self._wording: Wording | None = None
        self._entries: tuple[FaqEntry, ...] = ()
        self._is_stale = True
        self._jobs: Jobs | None = None
        self._likeness = Likeness()  # for the background's thread alone
        self._alike: OrderedDict[tuple[int, int, str], dict[str, Alike]] = OrderedDict()
        self._offered: dict[str, tuple[str, int]] = {}
        self._view: DraftView | None = None
        self._timer = QTimer()
        self._timer.setSingleShot(True)
        self._timer.setInterval(_SETTLED_MS)
        self._timer.timeout.connect(self._compare)

    @property
    def wording(self) -> Wording:
        """The sentences of every language."""
        if self._wording is None:
            self._wording = Wording.load(resource_path("canned"))
        return self._wording

    def all(self) -> tuple[CannedReply, ...]:
        """Return every canned reply with how often it was used, and the FAQ's entries after them."""
        self._read_entries()
        return self._known()

    def forget_entries(self) -> None:
        """Read the FAQ again when it is next asked for: an entry was kept or removed."""
        self._is_stale = True

    def compare_by(self, jobs: Jobs) -> None:
        """Let `jobs` compare the customer's question with the replies, so that those which suit it come first."""
        self._jobs = jobs

    def prepare(self, view: DraftView | None) -> None:
        """Compare the question of the case that is shown, once it has been shown for a moment."""
        self._view = view
        if view is not None and self._jobs is not None and _question_key(view.case) not in self._alike:
            self._read_entries()
            self._timer.start()
        else:
            self._timer.stop()

    def search(self, typed: str, view: DraftView | None) -> Sequence[CannedChoice]:
        """Return what matches and fits, replies in the customer's language first, filled for the case."""
        if view is None:
            return ()
        found = search_canned(
            self.all(),
            typed,
            _language(view.case),
            _MOST,
            place=Place(view.account.network, view.visibility),
            alike=self._alike.get(_question_key(view.case)),
        )
        return [self._choice(match, view) for match in found]

    def named(self, shortcut: str, view: DraftView | None) -> CannedChoice | None:
        """Return the reply with this shortcut, filled for the case; None if there is none or it does not fit."""
        found = self.search(shortcut, view)
        return next((one for one in found if one.shortcut == shortcut), None)

    def warning(self, view: DraftView) -> CannedChoice:
        """Return the public warning of an impostor, filled for the case: the desk's words, else the program's own."""
        uid = fact_uid("canned", _WARNING)
        replies = (*self.all(), *starter_replies(resource_path("canned")))
        reply = next(one for one in replies if one.uid == uid)
        language = _language(view.case)
        return self._choice(CannedMatch(reply, reply.text_for(language), Why.LISTED, language), view)

    def used(self, uid: str) -> None:
        """Count that a reply was put into a draft, in the words in which it was last offered."""
        language, variation = self._offered.get(uid, ("", 0))
        if self._view is not None and not uid.startswith(FAQ_UID):
            self._session.canned.used(uid, language, self._view.account.id, variation)

    def acknowledgement(self, view: DraftView) -> str:
        """Return the answer that says when the desk opens, in the customer's language."""
        session = self._session
        now, hours = session.clock(), session.hours
        opens = hours.next_opening(view.account, now)
        local = opens.astimezone(hours.of(view.account).zone) if opens else None
        rules = hours.rules(view.account)
        return acknowledgement_text(self.wording, rules, view.case, view.account, opens=local, now=now)

    def opening(self, view: DraftView, language: str) -> str:
        """Return when the desk opens next, to follow "we answer": "lunedì alle 9:00"; "" if never."""
        hours, now = self._session.hours, self._session.clock()
        opens = hours.true_opening(view.account, now)
        zone = hours.of(view.account).zone
        if opens is None:
            return ""
        return self.wording.opening(language, opens.astimezone(zone), now.astimezone(zone).date())

    def posted_data(self, view: DraftView) -> str:
        """Return the sentence that asks to take posted personal data down, in the customer's language."""
        return self.wording.posted_data(view.case.language)

    def privacy_notice(self, view: DraftView) -> str:
        """Return the sentence that asks to go on in private, in the customer's language."""
        return self.wording.privacy_notice(view.case.language)

    def _choice(self, match: CannedMatch, view: DraftView) -> CannedChoice:
        reply, text = match.reply, match.text
        last = self._session.canned.last_variation(reply.uid, text.language, view.account.id)
        variation = variation_for(text.body, f"{view.case.row.customer_uid}/{reply.uid}", last)
        self._offered[reply.uid] = (text.language, variation)
        self._view = view
        body, values = vary(text.body, variation), self.values(text.language, view)
        return CannedChoice(
            uid=reply.uid,
            shortcut=reply.shortcut,
            title=text.title,
            language=text.language,
            body=body,
            filled=filled_text(fill(body, values)),
            uses=reply.uses,
            values=values,
            reason=reason_words(match.why, reply.folder, match.alike.words if match.alike else ()),
            wanted=match.wanted,
            last_used=self._day(reply),
            is_for_crisis=reply.crisis,
        )

    def _day(self, reply: CannedReply) -> str:
        session = self._session
        return day_or_time(reply.last_used_at, session.clock(), session.tz) if reply.last_used_at else ""

    def values(self, language: str, view: DraftView) -> dict[str, str]:
        """Return what fills the placeholders of a reply to this case, in a language."""
        session = self._session
        hours = session.hours.of(view.account)
        local = session.local_now()
        opens = session.hours.next_opening(view.account, session.clock())
        return placeholder_values(
            first_name=first_name(view.case.row.name),
            customer_name=view.case.row.name,
            customer_handle=view.thread.customer_handle,
            agent=session.agent,
            account_handle=view.account.handle,
            account_name=view.account.name,
            case_subject=view.case.subject,
            next_opening=self.wording.opening(language, opens.astimezone(session.tz), local.date()) if opens else "",
            today=self.wording.today(language, open_periods_on(hours, local.date())),
        )

    def _read_entries(self) -> None:
        if self._is_stale:
            self._entries = self._session.store.knowledge.all()
            self._is_stale = False

    def _known(self) -> tuple[CannedReply, ...]:
        """Return the replies and the FAQ's entries as they were read last."""
        replies, entries = self._session.canned.all(), self._entries
        return (*replies, *as_replies(entries, (one.shortcut for one in replies))) if entries else replies

    def _compare(self) -> None:
        view = self._view
        if view is None or self._jobs is None:
            return
        case, replies, likeness = view.case, self._known(), self._likeness
        key = _question_key(case)

        def work(store: Store) -> dict[str, Alike]:
            question = store.canned.question_of(case.row.id)
            return likeness.of(question, _language(case), replies) if question else {}

        def done(found: dict[str, Alike]) -> None:
            self._alike[key] = found
            while len(self._alike) > _REMEMBERED:
                self._alike.popitem(last=False)

        self._jobs.run(_SLOT, work, done)


def _language(case: CaseDetail) -> str:
    return "" if case.language == "unknown" else case.language


def _question_key(case: CaseDetail) -> tuple[int, int, str]:
    return int(case.row.id), case.messages, case.language
