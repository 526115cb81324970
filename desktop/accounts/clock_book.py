"""Each case's clocks: the rule, the reckoning and the ladder's steps, from the settings and the opening hours."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from desktop.accounts.closed_rules import ClockTime
from desktop.accounts.hours_book import SCHEDULE_SETTINGS, HoursBook
from desktop.clocks import (
    CountedTime,
    Deadline,
    Ladder,
    Moment,
    Run,
    Schedule,
    Step,
    TargetRule,
    Targets,
    Turn,
    deadline_of,
    moment_of_step,
    resolution_run,
    waits_since,
)
from desktop.model import Account, AccountId, ClockKind, Deed, Direction, MessageClass
from desktop.store import ReplyClock, Store
from desktop.store.clocks import ClockFacts, KeptClock, TurnFact
from desktop.triage.threading import reopens

TARGETS_SETTING, LADDER_SETTING = "targets", "ladder"
CLOCK_SETTINGS = (*SCHEDULE_SETTINGS, TARGETS_SETTING, LADDER_SETTING)
"""The settings, with those below them, from which deadlines and steps follow."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One clock that runs for a case: its run, the rule that holds, when it ends, and which time it counts."""

    run: Run
    rule: TargetRule
    deadline: Deadline
    schedule: Schedule

    def seconds_left(self, now: datetime) -> float:
        """Return the seconds of its own time until it ends, negative afterwards."""
        return self.schedule.between(now, self.deadline.due_at)

    @property
    def kept(self) -> KeptClock:
        """What is kept of it."""
        at = self.deadline
        return KeptClock(self.run.since, at.due_at, at.at_risk_at, at.all_hours)


class ClockBook:
    """The desk's targets and ladder, and what they mean for a case. One process, one thread."""

    def __init__(self, store: Store, hours: HoursBook) -> None:
        """Read from the store's settings; `hours` are shared with whoever else asks for them."""
        self._store = store
        self._hours = hours
        self._targets: Targets | None = None
        self._ladder: Ladder | None = None
        self._accounts: dict[AccountId, Account] = {}
        self._reply_rules: dict[tuple[object, ...], TargetRule] = {}
        self._reckoned: tuple[datetime, int, Schedule, ReplyClock] | None = None
        """The last reply clock: a message's first and later answers are mostly promised within the same time."""

    def forget(self) -> None:
        """Read everything again: a setting changed."""
        self._targets = self._ladder = None
        self._reply_rules.clear()

    def try_out(self, targets: Targets) -> None:
        """Reckon with another table until `forget`, without keeping it."""
        self._targets = targets
        self._reply_rules.clear()

    @property
    def targets(self) -> Targets:
        """The table of rules."""
        if self._targets is None:
            self._targets = Targets.from_value(self._store.settings.get(TARGETS_SETTING))
        return self._targets

    @property
    def ladder(self) -> Ladder:
        """The steps."""
        if self._ladder is None:
            self._ladder = Ladder.from_value(self._store.settings.get(LADDER_SETTING))
        return self._ladder

    def keep(self, targets: Targets, ladder: Ladder, *, at: datetime, actor: str) -> None:
        """Keep another table and ladder with a line in the journal. Raises StoreError."""
        before = {TARGETS_SETTING: self.targets.to_list(), LADDER_SETTING: self.ladder.to_dict()}
        after = {TARGETS_SETTING: targets.to_list(), LADDER_SETTING: ladder.to_dict()}
        with self._store.connection.writing():
            for name, value in after.items():
                self._store.settings.set(name, value, at)
            self._store.journal.record(Deed.SETTING, actor=actor, at=at, before=before, after=after)
        self.forget()

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
        """Return when the answer to what arrived is due and at risk. `urgent`: whatever its class, it cannot wait."""
        rule = self._reply_rule(clock, account.uid, kind, priority, urgent)
        schedule = self.schedule(account, rule)
        before = self._reckoned
        if before is None or before[:3] != (arrived_at, rule.seconds, schedule):
            deadline = deadline_of(Run(clock, arrived_at), rule.seconds, schedule)
            kept = ReplyClock(deadline.due_at, deadline.at_risk_at, deadline.all_hours)
            before = self._reckoned = arrived_at, rule.seconds, schedule, kept
        return before[3]

    def _reply_rule(
        self, clock: ClockKind, account_uid: str, kind: MessageClass | None, priority: int, urgent: bool
    ) -> TargetRule:
        conditions = clock, account_uid, kind, priority, urgent
        found = self._reply_rules.get(conditions)
        if found is None:
            found = self.targets.rule_for(clock, account_uid, kind, priority, urgent=urgent)
            assert found is not None, "a reply is always promised"
            self._reply_rules[conditions] = found
        return found

    def schedule(self, account: Account | None, rule: TargetRule) -> Schedule:
        """Return the time that a rule counts for an account's cases."""
        wall = rule.counts is CountedTime.WALL or (
            rule.counts is CountedTime.ACCOUNT and self._hours.rules(account).clock is ClockTime.WALL
        )
        return Schedule(None if wall else self._hours.of(account))

    def readings(self, facts: ClockFacts, now: datetime) -> tuple[Reading, ...]:
        """Return the clocks that run for a case, the one that ends first before the other."""
        account = self._account(facts.account_id)
        runs = [self._reply_run(facts, now), self._solution_run(facts, now)]
        found = [self._reading(facts, account, run) for run in runs if run is not None]
        return tuple(sorted((one for one in found if one is not None), key=lambda one: one.deadline.due_at))

    def uid_of_account(self, facts: ClockFacts) -> str:
        """Return the uid of the account that a case was written to last, "" for none."""
        account = self._account(facts.account_id)
        return account.uid if account is not None else ""

    def _account(self, account_id: AccountId | None) -> Account | None:
        """Return an account as it was first seen: its hours and rules follow from its uid, which never changes."""
        if account_id is None:
            return None
        if account_id not in self._accounts:
            found = self._store.accounts.get(account_id)
            if found is None:
                return None
            self._accounts[account_id] = found
        return self._accounts[account_id]

    def is_at_risk(self, facts: ClockFacts, now: datetime) -> bool:
        """Return whether any clock of an active case is at risk or over."""
        return facts.runs and any(one.deadline.at_risk_at <= now for one in self.readings(facts, now))

    def steps(self, readings: Sequence[Reading]) -> list[tuple[datetime, Step, Reading]]:
        """Return every step of some clocks with its moment, in order; those of one moment as in the ladder."""
        found = [
            (at, number, step, reading)
            for reading in readings
            for number, step in enumerate(self.ladder.steps)
            if (at := moment_of_step(step, reading.run, reading.deadline, reading.schedule)) is not None
        ]
        return [(at, step, reading) for at, _, step, reading in sorted(found, key=lambda one: one[:2])]

    def _reading(self, facts: ClockFacts, account: Account | None, run: Run) -> Reading | None:
        uid = account.uid if account is not None else ""
        rule = self.targets.rule_for(run.clock, uid, facts.message_class, facts.priority, urgent=facts.urgent)
        if rule is None:
            return None
        schedule = self.schedule(account, rule)
        return Reading(run, rule, deadline_of(run, rule.seconds, schedule), schedule)

    def _reply_run(self, facts: ClockFacts, now: datetime) -> Run | None:
        since = facts.awaiting_since
        if since is None:
            return None
        clock = ClockKind.NEXT_REPLY if facts.answered_before else ClockKind.FIRST_REPLY
        return Run(clock, since, waits_since(self._moments(facts, since), since, now))

    def _solution_run(self, facts: ClockFacts, now: datetime) -> Run | None:
        was_ever_ours = facts.awaiting_since is not None or facts.answered_before  # else it is history
        if not facts.unsolved or not was_ever_ours or not self.targets.has_resolution:
            return None
        return resolution_run(self._moments(facts, None), now)

    def _moments(self, facts: ClockFacts, since: datetime | None) -> list[Moment]:
        return list(_moments_of(self._store.clocks.turns(facts.case_id, since)))


def _moments_of(facts: Sequence[TurnFact]) -> Iterator[Moment]:
    said = Turn.OURS
    for fact in sorted(facts, key=lambda fact: fact.at):
        if fact.status is not None:
            wished = {"waiting": Turn.THEIRS, "solved": Turn.DONE, "": said}
            yield Moment(fact.at, wished.get(fact.status, Turn.OURS))
        elif (whose := _whose(fact)) is not None:
            said = whose
            yield Moment(fact.at, whose)


def _whose(fact: TurnFact) -> Turn | None:
    if fact.direction is Direction.OUTGOING:
        return Turn.THEIRS if fact.mechanical is None else None
    if fact.message_class is None:
        return None
    return Turn.OURS if reopens(fact.message_class, fact.mechanical, "?" if fact.asks else "") else None
