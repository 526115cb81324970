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

    def __init__(self, store: Store, clock: Callable[[], datetime]) -> None:
        """Keep drafts in the store."""
        self._store = store
        self._clock = clock

    def of(self, case_id: CaseId) -> Draft | None:
        """Return a case's draft, None if there is none."""
        return self._store.drafts.of_case(case_id)

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
        earlier = self._store.drafts.of_case(case_id)
        if not text and not self._store.draft_files.of_case(case_id) and (earlier is None or earlier.mode is mode):
            if earlier is not None:
                self._store.drafts.discard(case_id)
            return
        uid = earlier.uid if earlier else made_uid()
        self._store.drafts.save(Draft(uid, case_id, mode, text, self._clock(), thread_id, account_id))

    def discard(self, case_id: CaseId) -> None:
        """Forget a case's draft."""
        self._store.drafts.discard(case_id)

    def newest(self, limit: int = _MOST) -> tuple[DraftEntry, ...]:
        """Return the drafts of answers, the one typed last first; at most `limit`. A few ms."""
        drafts = self._store.drafts.newest(limit)
        cases = {row.id: row for row in self._store.lanes.rows([int(one.case_id) for one in drafts])}
        return tuple(DraftEntry(one, cases[one.case_id]) for one in drafts if one.case_id in cases)

    def throw_away(self, case_id: CaseId, agent: str) -> Done | None:
        """Forget a case's draft and journal that; None if there is none. Undo brings it back, unless one was begun."""
        draft = self._store.drafts.of_case(case_id)
        if draft is None:
            return None
        files = self._store.draft_files.outgoing(case_id)
        with self._store.connection.writing():
            self._store.drafts.discard(case_id)
            self._store.journal.record(Deed.DRAFT_DISCARDED, actor=agent, at=self._clock(), case_id=int(case_id))

        def undo() -> None:
            later = self._store.drafts.of_case(case_id)
            if later is None or not (later.text.strip() or later.attachments):
                self._store.drafts.save(draft)
                self._store.draft_files.add(case_id, files)

        return Done(Deed.DRAFT_DISCARDED, (case_id,), "", undo)
