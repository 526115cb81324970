"""The pipeline: what a channel fetched is triaged, given its clock and stored, in batches that stay short."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Protocol

from desktop.model import Account, Arrival, Assessment, CaseId, ClockKind, Direction, MessageClass, Network
from desktop.store import IntakeResult, Known, ReplyClock, Store, Taken
from desktop.sync.asked_before import AskedBefore
from desktop.sync.cleaning import cleaned
from desktop.sync.look_out import LookOut, answers_in_public
from desktop.triage import FIRST_REPLY_SECONDS, MessageFacts, awaits_answer, reopens

BATCH = 200
_STILL_OWED = timedelta(days=30)
"""An unanswered message older than this is history: it starts no clock when it is first pulled or imported."""


class Assessing(Protocol):
    """What the pipeline needs of triage."""

    def assess(self, facts: MessageFacts) -> Assessment:
        """Return what triage says of one message."""
        ...

    def rest(self) -> None:
        """Be told that a page is over."""
        ...


class ClockSetting(Protocol):
    """What the pipeline needs of the opening hours."""

    def due(self, account: Account, arrived_at: datetime, seconds: float) -> datetime:
        """Return when a reply is due: `seconds` of opening time after `arrived_at`."""
        ...


class ReplyClocks(Protocol):
    """What the pipeline needs of the table of targets."""

    def reply_clock(
        self,
        account: Account,
        arrived_at: datetime,
        kind: MessageClass | None,
        priority: int,
        clock: ClockKind,
        *,
        urgent: bool = False,
    ) -> ReplyClock:
        """Return when the answer to what arrived is due and at risk."""
        ...


class FollowUpAnswers(Protocol):
    """What the pipeline needs of who reads the answers to what was asked afterwards."""

    def only_answers(self, account: Account, arrivals: Sequence[Arrival]) -> Mapping[str, CaseId]:
        """Return the cases asked about of the arrivals, by remote id, that are nothing but such an answer."""
        ...


class Pipeline:
    """Turns arrivals into stored, triaged messages. Engine process, one event loop thread."""

    def __init__(
        self,
        store: Store,
        triage: Assessing,
        hours: ClockSetting,
        clock: Callable[[], datetime],
        subject_key: Callable[[str], str],
        asked_before: AskedBefore | None = None,
        look_out: LookOut | None = None,
        clocks: ReplyClocks | None = None,
        *,
        answers: FollowUpAnswers | None = None,
    ) -> None:
        """`subject_key` strips reply marks from a subject, so that replies without references find their thread.

        `asked_before` None: no question is compared with earlier ones. `look_out` None: nobody looks like us.
        `clocks` None: every answer is due within the usual hour. `answers` None: nothing is asked afterwards.
        """
        self._answers = answers
        self._clocks = clocks
        self._look_out = look_out
        self._asked_before = asked_before
        self._store = store
        self._triage = triage
        self._hours = hours
        self._clock = clock
        self._subject_key = subject_key

    def take(self, account: Account, arrivals: Sequence[Arrival]) -> IntakeResult:
        """Triage and store arrivals of one account. Raises StoreError; batches before the failing one are stored."""
        total = IntakeResult()
        now = self._clock()
        others = [cleaned(arrival, now) for arrival in self._without_our_own(account, arrivals)]
        for start in range(0, len(others), BATCH):
            batch = others[start : start + BATCH]
            known = self._store.intake.look(account, batch)
            repeats = self._asked_before.counts(batch, known) if self._asked_before else [0] * len(batch)
            people = self._people(known)
            taken = [self._triaged(account, *each) for each in zip(batch, known, people, repeats, strict=True)]
            taken = self._set_apart(account, self._watched(account, taken, known))
            result = self._store.intake.take(account, taken, self._clock())
            total.new += result.new
            total.edited += result.edited
            total.case_ids |= result.case_ids
            total.reopened |= result.reopened
        self._triage.rest()
        return total

    def weigh_with(self, triage: Assessing) -> None:
        """Triage what comes from now on with other weights and words."""
        self._triage = triage

    def _people(self, known: Sequence[Known]) -> list[str]:
        """Return the uid of each arrival's customer, "" for one that is new."""
        uids = self._store.people.uids_of(one.customer_id for one in known if one.customer_id is not None)
        return [uids.get(one.customer_id or 0, "") for one in known]

    def _watched(self, account: Account, batch: list[Taken], known: Sequence[Known]) -> list[Taken]:
        """Return a batch with what of its authors looks like us, of those who answered somebody in public."""
        watch = self._look_out
        new = (one.is_new and answers_in_public(taken.arrival) for taken, one in zip(batch, known, strict=True))
        if watch is None or not any(new):
            return batch
        faces = watch.faces(account.network)
        found = (watch.look_alikes(taken.arrival, faces) for taken in batch)
        return [replace(taken, look_alikes=like) if like else taken for taken, like in zip(batch, found, strict=True)]

    def _set_apart(self, account: Account, batch: list[Taken]) -> list[Taken]:
        """Return a batch in which what only answers a question of ours wants nothing and reopens nothing."""
        fresh = [taken.arrival for taken in batch if taken.assessment is not None]
        cases = self._answers.only_answers(account, fresh) if self._answers is not None and fresh else {}
        found = [(taken, cases.get(taken.arrival.remote_id)) for taken in batch]
        return [taken if case_id is None else _as_answer(taken, case_id) for taken, case_id in found]

    def _without_our_own(self, account: Account, arrivals: Sequence[Arrival]) -> Sequence[Arrival]:
        """Return the arrivals without what one account of ours heard another one say: nobody wrote to us there."""
        if all(arrival.mentions_us for arrival in arrivals):
            return arrivals
        ours = [one for one in self._store.accounts.all() if one.network is account.network]
        names = {one.handle.lower().removeprefix("@") for one in ours}
        ids = {str(one.settings.get("remote_id") or "") for one in ours} - {""}
        return [arrival for arrival in arrivals if not _is_our_own(arrival, names, ids)]

    def _triaged(self, account: Account, arrival: Arrival, known: Known, customer: str, repeats: int) -> Taken:
        key = self._subject_key(arrival.subject) if account.network is Network.EMAIL else ""
        by_subject = bool(key) and key != " ".join(arrival.subject.lower().split())
        if not known.is_new or arrival.direction is Direction.OUTGOING:
            return Taken(arrival, subject_key=key, joins_by_subject=by_subject)
        assessment = self._triage.assess(_facts(account, arrival, known, customer, repeats))
        recent = self._clock() - arrival.sent_at < _STILL_OWED
        awaits = recent and awaits_answer(assessment.message_class, arrival.mechanical, arrival.text)
        wakes = reopens(assessment.message_class, arrival.mechanical, arrival.text)
        taken = Taken(arrival, assessment, None, wakes, subject_key=key, joins_by_subject=by_subject)
        return self._timed(account, taken, assessment) if awaits else taken

    def _timed(self, account: Account, taken: Taken, assessment: Assessment) -> Taken:
        """Give what awaits an answer its clocks: whether it is our first answer in the case is known at the end."""
        at = taken.arrival.sent_at
        if self._clocks is None:
            return replace(taken, due_at=self._hours.due(account, at, FIRST_REPLY_SECONDS))
        kind, rank, urgent = assessment.message_class, assessment.priority, assessment.urgent
        first = self._clocks.reply_clock(account, at, kind, rank, ClockKind.FIRST_REPLY, urgent=urgent)
        later = self._clocks.reply_clock(account, at, kind, rank, ClockKind.NEXT_REPLY, urgent=urgent)
        return replace(taken, due_at=first.due_at, first=first, later=later)


def _as_answer(taken: Taken, case_id: CaseId) -> Taken:
    if taken.assessment is None:
        return taken
    assessment = replace(taken.assessment, message_class=MessageClass.NOISE, urgent=False, priority=0)
    return replace(
        taken, assessment=assessment, due_at=None, reopens=False, first=None, later=None, answers_case=case_id
    )


def _is_our_own(arrival: Arrival, names: set[str], ids: set[str]) -> bool:
    if arrival.mentions_us or arrival.direction is Direction.OUTGOING:
        return False
    author = arrival.author
    return author.remote_id in ids or author.handle.lower().removeprefix("@") in names


def _facts(account: Account, arrival: Arrival, known: Known, customer: str, repeats: int) -> MessageFacts:
    return MessageFacts(
        text=arrival.text,
        subject=arrival.subject,
        network=account.network,
        visibility=arrival.visibility,
        direction=arrival.direction,
        mechanical=arrival.mechanical,
        mentions_us=arrival.mentions_us,
        followers=arrival.author.followers,
        verified=arrival.author.verified,
        language_hint=arrival.language_hint,
        thread_language=known.thread_language,
        interactions_90d=known.interactions,
        repeats_unanswered=repeats,
        tags=known.tags,
        handle=arrival.author.handle or arrival.author.remote_id,
        customer=customer,
    )
