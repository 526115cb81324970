"""What an agent decides about abuse: hide, mute, block for a time, leave unanswered; each with a reason, and undo.

Muting and blocking for a time hold in this console alone: the network is told nothing, so nothing has to be taken
back there. Hiding is told to the network where it knows such a thing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from enum import StrEnum

from desktop.cases import Done
from desktop.model import AbuseMark, AbuseState, Agent, CaseId, CaseStatus, Deed, Hush, MessageId
from desktop.outbox.moderating import ModerationDesk
from desktop.store import Store

BLOCK_SPANS = (timedelta(hours=1), timedelta(days=1), timedelta(days=7), timedelta(days=30))
"""For how long an author can be blocked."""
LONGEST_REASON = 500
"""Characters of a reason that are kept."""


class AbuseDecision(StrEnum):
    """What was decided. The value is journalled; never change one."""

    ABUSE = "abuse"
    NO_ABUSE = "no_abuse"
    HIDE = "hide"
    MUTE = "mute"
    BLOCK = "block"
    UNANSWERED = "unanswered"
    HEAR_AGAIN = "hear_again"


class AbuseDesk:
    """One agent's decisions. Belongs to the thread of its store."""

    def __init__(self, store: Store, agent: Callable[[], Agent], clock: Callable[[], datetime]) -> None:
        """`agent` returns who sits here now; it is written into the journal."""
        self._store = store
        self._agent = agent
        self._clock = clock
        self._moderation = ModerationDesk(store, clock)

    def state(self, case_id: CaseId) -> AbuseState | None:
        """Return how a case stands, None if there is no such case."""
        return self._store.abuse.of_case(case_id)

    def mark(self, case_id: CaseId, reason: str) -> Done:
        """Say that a case is abuse. Raises ValueError for an empty reason."""
        return self._marked(case_id, AbuseDecision.ABUSE, _reason(reason))

    def unmark(self, case_id: CaseId) -> Done:
        """Say that a case is no abuse, whatever triage says."""
        return self._marked(case_id, AbuseDecision.NO_ABUSE, "")

    def mute(self, case_id: CaseId, reason: str) -> Done:
        """Let the author's messages wait apart until somebody ends it.

        Raises ValueError for an empty reason and an unknown case.
        """
        return self._hushed(case_id, AbuseDecision.MUTE, _reason(reason), None)

    def block(self, case_id: CaseId, span: timedelta, reason: str) -> Done:
        """Let the author's messages wait apart for a time; it ends by itself.

        Raises ValueError for an empty reason and an unknown case.
        """
        return self._hushed(case_id, AbuseDecision.BLOCK, _reason(reason), self._clock() + span)

    def hear_again(self, case_id: CaseId) -> Done:
        """End a mute or a block before its time. Raises ValueError for an unknown case."""
        return self._hushed(case_id, AbuseDecision.HEAR_AGAIN, "", None)

    def hide(self, case_id: CaseId, message_id: MessageId, reason: str) -> Done | None:
        """Hide a public message on its network; None if there is nothing to do. Raises ValueError without a reason."""
        why = _reason(reason)
        done = self._moderation.hide(message_id, self._agent().name)
        if done is None:
            return None
        self._store.abuse.note_decision(
            case_id, AbuseDecision.HIDE.value, why, actor=self._agent().name, at=self._clock()
        )
        return replace(done, deed=Deed.ABUSE, detail=AbuseDecision.HIDE.value)

    def leave_unanswered(self, case_id: CaseId, reason: str) -> Done:
        """Solve a case without an answer, as abuse. Raises ValueError for an empty reason."""
        now, name = self._clock(), self._agent().name
        mark_before = self._store.abuse.set_mark(
            case_id, AbuseMark(True, _reason(reason), name, now), actor=name, at=now
        )
        wanted = replace(
            self._store.cases.intent(case_id), status=CaseStatus.SOLVED.value, status_at=now, snoozed_until=None
        )
        before = self._store.cases.change(case_id, wanted, deed=Deed.STATUS, actor=name, at=now)

        def undo() -> None:
            again, who = self._clock(), self._agent().name
            self._store.cases.restore(case_id, before, deed=Deed.STATUS, actor=who, at=again)
            self._store.abuse.set_mark(case_id, mark_before, actor=who, at=again)

        return Done(Deed.ABUSE, (case_id,), AbuseDecision.UNANSWERED.value, undo)

    def _marked(self, case_id: CaseId, decision: AbuseDecision, reason: str) -> Done:
        now, name = self._clock(), self._agent().name
        mark = AbuseMark(decision is AbuseDecision.ABUSE, reason, name, now)
        before = self._store.abuse.set_mark(case_id, mark, actor=name, at=now)

        def undo() -> None:
            self._store.abuse.set_mark(case_id, before, actor=self._agent().name, at=self._clock())

        return Done(Deed.ABUSE, (case_id,), decision.value, undo)

    def _hushed(self, case_id: CaseId, decision: AbuseDecision, reason: str, until: datetime | None) -> Done:
        state = self.state(case_id)
        if state is None:
            raise ValueError("no such case")
        author, now, name = state.identity_id, self._clock(), self._agent().name
        hush = None if decision is AbuseDecision.HEAR_AGAIN else Hush(author, reason, name, now, until)
        before = self._store.abuse.set_hush(author, hush, actor=name, at=now, case_id=case_id)

        def undo() -> None:
            self._store.abuse.set_hush(author, before, actor=self._agent().name, at=self._clock(), case_id=case_id)

        return Done(Deed.HUSH, (case_id,), decision.value, undo)


def _reason(text: str) -> str:
    """Return a reason as it is kept. Raises ValueError for an empty one."""
    plain = " ".join(text.split())[:LONGEST_REASON]
    if not plain:
        raise ValueError("a decision about abuse needs a reason")
    return plain
