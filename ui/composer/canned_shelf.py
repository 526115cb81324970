"""The canned replies of this desk as the picker wants them: searched, filled for the case, most used first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from desktop.composer import (
    CannedReply,
    Wording,
    fill,
    first_name,
    placeholder_values,
    search_canned,
    starter_replies,
)
from desktop.guardrails import open_periods_on
from desktop.system.resources import resource_path
from ui.composer.canned import CannedChoice, FilledSpan, FilledText
from ui.composer.draft_view import DraftView
from ui.session import Session

_MOST = 12


class CannedShelf:
    """Searches and fills canned replies. Read from resources when first asked for. Window thread only."""

    def __init__(self, session: Session) -> None:
        """Load nothing yet."""
        self._session = session
        self._replies: tuple[CannedReply, ...] | None = None
        self._wording: Wording | None = None

    @property
    def wording(self) -> Wording:
        """The sentences of every language."""
        if self._wording is None:
            self._wording = Wording.load(resource_path("canned"))
        return self._wording

    def all(self) -> tuple[CannedReply, ...]:
        """Return every canned reply with how often it was used."""
        if self._replies is None:
            used = self._session.store.canned.uses()
            starter = starter_replies(resource_path("canned"))
            self._replies = tuple(
                replace(reply, uses=used[reply.uid][0], last_used_at=used[reply.uid][1]) if reply.uid in used else reply
                for reply in starter
            )
        return self._replies

    def search(self, typed: str, view: DraftView | None) -> Sequence[CannedChoice]:
        """Return what matches, the customer's language first, filled for the case."""
        if view is None:
            return ()
        found = search_canned(self.all(), typed, view.case.language, _MOST)
        fitting = [one for one in found if one.visibility in (None, view.visibility)]
        return [self._choice(reply, view) for reply in fitting]

    def used(self, uid: str) -> None:
        """Count that a reply was put into a draft."""
        self._session.store.canned.count_use(uid, self._session.clock())
        self._replies = None

    def acknowledgement(self, view: DraftView) -> str:
        """Return the answer that says when the desk opens, in the customer's language."""
        session = self._session
        now = session.clock()
        opens = session.hours.next_opening(view.account, now)
        wording, language = self.wording, view.case.language
        opening = wording.opening(language, opens.astimezone(session.tz), session.local_now().date()) if opens else ""
        return wording.acknowledgement(language, opening, first_name=first_name(view.case.row.name))

    def privacy_notice(self, view: DraftView) -> str:
        """Return the sentence that asks to go on in private, in the customer's language."""
        return self.wording.privacy_notice(view.case.language)

    def _choice(self, reply: CannedReply, view: DraftView) -> CannedChoice:
        filled = fill(reply.body, self._values(reply.language, view))
        spans = tuple(
            FilledSpan(span.start, span.end, span.prompt or span.name, is_missing=not span.filled)
            for span in filled.spans
        )
        text = FilledText(filled.text, spans)
        return CannedChoice(reply.uid, reply.shortcut, reply.title, reply.language, reply.body, text, reply.uses)

    def _values(self, language: str, view: DraftView) -> dict[str, str]:
        session = self._session
        hours = session.hours.of(view.account)
        local = session.local_now()
        opens = session.hours.next_opening(view.account, session.clock())
        return placeholder_values(
            first_name=first_name(view.case.row.name),
            agent=session.agent,
            account_handle=view.account.handle,
            case_subject=view.case.subject,
            next_opening=self.wording.opening(language, opens.astimezone(session.tz), local.date()) if opens else "",
            today=self.wording.today(language, open_periods_on(hours, local.date())),
        )
