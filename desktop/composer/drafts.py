"""Drafts: saved as typed, restored when the agent comes back to the case."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from desktop.cases import Done
from desktop.model import AccountId, CaseId, CaseRow, Deed, Draft, DraftMode, ThreadId, made_uid
from desktop.store import Store

_MOST = 200


@dataclass(frozen=True, slots=True)
class DraftEntry:
    """A draft and the row of the case that it answers."""

    draft: Draft
    case: CaseRow


class DraftBook:
    """One desk's drafts. Belongs to the thread of its store."""

    def __init__(self, store: Store, clock: Callable[[], datetime], agent: Callable[[], str] = str) -> None:
        """Keep drafts in the store; `agent` returns the name of who writes here, "" for nobody known."""
        self._store = store
        self._clock = clock
        self._agent = agent

    def of(self, case_id: CaseId) -> Draft | None:
        """Return the draft that this agent goes on with, None if there is none.

        That is the case's, whoever began it, unless they are at it right now: then it is what was written aside.
        """
        mine = self._store.drafts.aside(case_id, self._agent()) if self._agent() else None
        if mine is not None or self.colleague(case_id):
            return mine
        return self._store.drafts.of_case(case_id)

    def colleague(self, case_id: CaseId) -> str:
        """Return the colleague who has the case in front and whose draft it holds, "" for none."""
        author = self._store.drafts.author_of(case_id)
        if not self._agent() or author in ("", self._agent()):
            return ""
        there = self._store.presence.others(self._agent(), self._clock())
        return author if any(one.case_id == case_id and one.agent == author for one in there) else ""

    def save(
        self,
        case_id: CaseId,
        mode: DraftMode,
        text: str,
        *,
        thread_id: ThreadId | None = None,
        account_id: AccountId | None = None,
    ) -> None:
        """Keep what is typed; an empty text in the same mode forgets the draft, unless files wait beside it."""
        me = self._agent()
        if self._writes_aside(case_id):
            kept = self._store.drafts.aside(case_id, me)
            if text or kept is not None:
                draft = Draft(
                    kept.uid if kept else made_uid(), case_id, mode, text, self._clock(), thread_id, account_id
                )
                self._store.drafts.save(draft, me, aside=True)
            return
        earlier = self._store.drafts.of_case(case_id)
        if not text and not self._store.draft_files.of_case(case_id) and (earlier is None or earlier.mode is mode):
            if earlier is not None:
                self._store.drafts.discard(case_id, at=self._clock())
            return
        uid = earlier.uid if earlier else made_uid()
        self._store.drafts.save(Draft(uid, case_id, mode, text, self._clock(), thread_id, account_id), me)

    def _writes_aside(self, case_id: CaseId) -> bool:
        """Tell whether what is typed goes beside a draft of a colleague who is at it, or began so."""
        theirs = self._store.drafts.author_of(case_id)
        if not self._agent() or theirs in ("", self._agent()):
            return False
        return bool(self.colleague(case_id)) or self._store.drafts.aside(case_id, self._agent()) is not None

    def discard(self, case_id: CaseId) -> None:
        """Forget a case's draft."""
        self._store.drafts.discard(case_id, at=self._clock())

    def newest(self, limit: int = _MOST) -> tuple[DraftEntry, ...]:
        """Return the drafts of answers, the one typed last first; at most `limit`. A few ms."""
        drafts = self._store.drafts.newest(limit, self._agent())
        cases = {row.id: row for row in self._store.lanes.rows([int(one.case_id) for one in drafts])}
        return tuple(DraftEntry(one, cases[one.case_id]) for one in drafts if one.case_id in cases)

    def throw_away(self, case_id: CaseId, agent: str) -> Done | None:
        """Forget a case's draft and journal that; None if there is none. Undo brings it back, unless one was begun.

        Of who wrote beside a colleague, only what they wrote.
        """
        drafts = self._store.drafts
        mine = drafts.aside(case_id, agent) if agent else None
        draft = mine or drafts.of_case(case_id)
        if draft is None:
            return None
        author = agent if mine else drafts.author_of(case_id)
        with self._store.connection.writing():
            drafts.discard(case_id, agent if mine else "", at=self._clock())
            self._store.journal.record(Deed.DRAFT_DISCARDED, actor=agent, at=self._clock(), case_id=int(case_id))

        def undo() -> None:
            later = drafts.of_case(case_id)
            if later is None or not (later.text.strip() or later.attachments):
                drafts.save(draft, author)
                self._store.draft_files.put_back(file.id for file in draft.attachments)
            elif mine is not None and drafts.aside(case_id, agent) is None and drafts.author_of(case_id) != agent:
                drafts.save(draft, agent, aside=True)

        return Done(Deed.DRAFT_DISCARDED, (case_id,), "", undo)
