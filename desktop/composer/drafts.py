"""Drafts: saved as typed, restored when the agent comes back to the case."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from desktop.model import AccountId, CaseId, Draft, DraftMode, ThreadId, made_uid
from desktop.store import Store


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
        attachments: tuple[str, ...] = (),
    ) -> None:
        """Keep what is typed; an empty text in the same mode forgets the draft."""
        earlier = self._store.drafts.of_case(case_id)
        if not text and not attachments and (earlier is None or earlier.mode is mode):
            if earlier is not None:
                self._store.drafts.discard(case_id)
            return
        uid = earlier.uid if earlier else made_uid()
        self._store.drafts.save(Draft(uid, case_id, mode, text, self._clock(), thread_id, account_id, attachments))

    def discard(self, case_id: CaseId) -> None:
        """Forget a case's draft."""
        self._store.drafts.discard(case_id)
