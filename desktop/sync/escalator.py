"""Climbing the ladder: each step is taken once for every run of a clock, together with its line in the journal."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Protocol

from desktop.accounts.clock_book import ClockBook, Reading
from desktop.clocks.ladder import LEADER, Step, StepDeed
from desktop.clocks.targets import HIGH, URGENT
from desktop.model import CaseId, Deed
from desktop.store import Store
from desktop.store.clocks import ClockFacts, TakenStep
from desktop.store.journal import ENGINE
from desktop.sync.clock_keeper import next_step_at, taken_keys

_AT_ONCE = 50
_HIGHEST = 100
NOT_CONNECTED, NOBODY, UNCHANGED = "not_connected", "nobody", "unchanged"
"""What came of a step that could do nothing: no ticket system, nobody to tell, already so."""


class Tickets(Protocol):
    """What a step needs of a ticket system."""

    def want(self, case_id: CaseId, reason: str, at: datetime) -> str:
        """Ask for a ticket inside the transaction of the step; return a code of what came of it."""
        ...


class WantedTickets:
    """Writes down that a ticket is wanted, for whoever talks with the ticket system: at most one a case."""

    def __init__(self, store: Store) -> None:
        """Share the engine's store."""
        self._store = store

    def want(self, case_id: CaseId, reason: str, at: datetime) -> str:
        """Keep the wish; a case whose ticket is wanted already keeps that."""
        return "wanted" if self._store.clocks.want_ticket(case_id, reason, at) else UNCHANGED


class Escalator:
    """Takes the steps that are due. Engine process, one event loop thread.

    A case that is answered, solved, snoozed or waiting for its customer climbs no further; what is due when it comes
    back is taken then. While an answer is under way in the outbox nothing is done either.
    """

    def __init__(
        self, store: Store, book: ClockBook, clock: Callable[[], datetime], tickets: Tickets | None = None
    ) -> None:
        """`tickets` None: no ticket system is connected."""
        self._store = store
        self._book = book
        self._clock = clock
        self._tickets = tickets

    def work(self) -> tuple[int, ...]:
        """Take what is due and return the cases in which anything was done."""
        now = self._clock()
        return tuple(
            case_id for case_id in self._store.clocks.with_steps_due(now, _AT_ONCE) if self._climb(CaseId(case_id), now)
        )

    def _climb(self, case_id: CaseId, now: datetime) -> bool:
        """Take a case's due steps together with the note that they are taken."""
        climbed = False
        with self._store.connection.writing():
            facts = next(iter(self._store.clocks.facts((case_id,))), None)
            if facts is None:
                return False  # erased meanwhile
            readings = self._book.readings(facts, now)
            taken = taken_keys(self._store.clocks.steps_taken(case_id))
            if facts.runs and not facts.queued:
                for at, step, reading in self._book.steps(readings):
                    if at <= now and (reading.run.clock, reading.run.since, step.uid) not in taken:
                        climbed = self._take(case_id, step, reading, now) or climbed
            after = next_step_at(self._store, self._book, case_id, readings)
            self._store.clocks.keep([(case_id, facts.reply, facts.solution, after)])
        return climbed

    def _take(self, case_id: CaseId, step: Step, reading: Reading, now: datetime) -> bool:
        note = TakenStep(reading.run.clock, reading.run.since, step.uid, now, "")
        if not self._store.clocks.take_step(case_id, note):
            return False
        (facts,) = self._store.clocks.facts((case_id,))  # an earlier step may have changed it
        outcome = self._do(facts, step, now)
        self._store.clocks.set_outcome(case_id, note, outcome)
        self._store.journal.record(
            Deed.ESCALATED,
            actor=ENGINE,
            at=now,
            case_id=case_id,
            after={
                "step": step.uid,
                "deed": step.deed.value,
                "clock": step.clock.value,
                "minutes": step.minutes,
                "outcome": outcome,
            },
        )
        return True

    def _do(self, facts: ClockFacts, step: Step, now: datetime) -> str:
        """Do what a step says and return a code: whom it told or gave the case to, the new priority, or why nothing."""
        if step.deed is StepDeed.RAISE_PRIORITY:
            return self._raise(facts, now)
        if step.deed is StepDeed.NOTIFY:
            leader = self._book.ladder.leader
            return (leader if step.to == LEADER else facts.assignee or leader) or NOBODY
        if step.deed is StepDeed.REASSIGN:
            return self._reassign(facts, step.to, now)
        if self._tickets is None:
            return NOT_CONNECTED
        return self._tickets.want(facts.case_id, step.clock.value, now)

    def _raise(self, facts: ClockFacts, now: datetime) -> str:
        higher = next((level for level in (HIGH, URGENT, _HIGHEST) if level > facts.priority), None)
        if higher is None:
            return UNCHANGED
        wanted = replace(self._store.cases.intent(facts.case_id), priority=higher)
        self._store.cases.change(facts.case_id, wanted, deed=Deed.PRIORITY, actor=ENGINE, at=now)
        return str(higher)

    def _reassign(self, facts: ClockFacts, initials: str, now: datetime) -> str:
        if facts.assignee == initials:
            return UNCHANGED
        wanted = replace(self._store.cases.intent(facts.case_id), assignee=initials or None)
        self._store.cases.change(facts.case_id, wanted, deed=Deed.ASSIGN, actor=ENGINE, at=now)
        return initials
