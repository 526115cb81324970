"""Clocks: the facts from which a case's deadlines follow, the deadlines themselves, and the steps that were taken."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from desktop.model import AccountId, CaseId, ClockKind, Direction, Mechanical, MessageClass
from desktop.store.connection import Connection
from desktop.store.projection import refresh
from desktop.store.schema import STAGE_ACTIVE, STAGE_HUSHED, STAGE_MERGED, STAGE_SOLVED
from desktop.system.clock import from_ms, from_ms_or_none, to_ms, to_ms_or_none

_FACTS = (
    "SELECT c.id, r.account_id, r.stage, r.listening, c.awaiting_since, c.last_out_at, r.message_class, r.priority, "
    "r.queued, r.assignee, c.due_at, c.risk_at, c.all_hours, c.solve_since, c.solve_due_at, c.solve_risk_at, "
    "c.solve_all_hours, c.step_at, instr(r.reasons, '\"urgent_wording\"') > 0 "
    "FROM cases c JOIN case_row r ON r.case_id = c.id WHERE c.id IN "
)


@dataclass(frozen=True, slots=True)
class KeptClock:
    """A deadline as it is kept. All None: this clock does not run."""

    since: datetime | None = None
    due_at: datetime | None = None
    at_risk_at: datetime | None = None
    all_hours: bool = False


@dataclass(frozen=True, slots=True)
class ClockFacts:
    """What is known of a case that its clocks follow from, and what is kept of them.

    `account_id` is the account that was written to last, `priority` the effective one. `runs`: the case is active and
    not only heard of. `unsolved`: it is neither solved, merged or hushed nor only heard of. `next_step_at`: when the
    next step is due.
    """

    case_id: CaseId
    account_id: AccountId | None
    runs: bool
    unsolved: bool
    awaiting_since: datetime | None
    answered_before: bool
    message_class: MessageClass | None
    priority: int
    urgent: bool  # whatever its class, it was found to be something that cannot wait
    queued: bool
    assignee: str
    reply: KeptClock
    solution: KeptClock
    next_step_at: datetime | None


@dataclass(frozen=True, slots=True)
class TurnFact:
    """Something after which it may be somebody else's turn: a message of `direction`, or an agent's `status`.

    The status "" is a wish that was taken back: what the messages say holds again.
    """

    at: datetime
    direction: Direction | None = None
    status: str | None = None
    message_class: MessageClass | None = None
    mechanical: Mechanical | None = None
    asks: bool = False  # there is a question mark in it


@dataclass(frozen=True, slots=True)
class TakenStep:
    """A step of the ladder that was taken: when, and a code of what came of it."""

    clock: ClockKind
    since: datetime
    step: str
    at: datetime
    outcome: str


class Clocks:
    """Reads and writes of clocks on one connection. Only the engine writes."""

    def __init__(self, connection: Connection) -> None:
        """Share the store's connection."""
        self._db = connection

    def facts(self, case_ids: Sequence[int]) -> tuple[ClockFacts, ...]:
        """Return the facts of some cases, at most some hundreds; unknown ids are left out."""
        marks = ",".join("?" * len(case_ids))
        return tuple(_facts(row) for row in self._db.read(f"{_FACTS} ({marks})", tuple(case_ids)))

    def turns(self, case_id: CaseId, since: datetime | None) -> tuple[TurnFact, ...]:
        """Return a case's messages and changes of status from a moment on (None: all), in no order."""
        after = to_ms_or_none(since) or 0
        messages = self._db.read(
            "SELECT sent_at, direction, message_class, mechanical, instr(text, '?') > 0 FROM message "
            "WHERE case_id = ? AND sent_at >= ?",
            (case_id, after),
        )
        entries = self._db.read(
            "SELECT at, after FROM journal WHERE case_id = ? AND deed IN ('status', 'snooze') AND at >= ?",
            (case_id, after),
        )
        found = [
            TurnFact(
                from_ms(row[0]),
                Direction(row[1]),
                message_class=MessageClass(row[2]) if row[2] else None,
                mechanical=Mechanical(row[3]) if row[3] else None,
                asks=bool(row[4]),
            )
            for row in messages
        ]
        wishes = ((at, _status(packed)) for at, packed in entries)
        return (*found, *(TurnFact(from_ms(at), status=status) for at, status in wishes if status is not None))

    def changed(self, limit: int) -> list[int]:
        """Return cases of which something changed that their clocks may follow from, since `settled`."""
        return self._db.read_column("SELECT case_id FROM clock_dirty LIMIT ?", (limit,))

    def settled(self, case_ids: Sequence[int]) -> None:
        """Note that the clocks of these cases are right. Call inside the transaction that made them so."""
        self._db.write_many("DELETE FROM clock_dirty WHERE case_id = ?", [(case_id,) for case_id in case_ids])

    def doubt_all(self) -> None:
        """Have every case that is not solved looked at again, the most urgent first: hours or rules changed."""
        with self._db.writing():
            self._db.write("DELETE FROM clock_review")
            self._db.write(
                "INSERT INTO clock_review (case_id) SELECT case_id FROM case_row WHERE stage < ? "
                "ORDER BY stage, urgency, case_id",
                (STAGE_SOLVED,),
            )

    def to_review(self, limit: int) -> list[tuple[int, int]]:
        """Return place and case of what `doubt_all` wants looked at next."""
        return self._db.read("SELECT place, case_id FROM clock_review ORDER BY place LIMIT ?", (limit,))

    def reviewed(self, place: int) -> None:
        """Note that the cases up to a place were looked at, once their clocks are right. Call inside a transaction."""
        self._db.write("DELETE FROM clock_review WHERE place <= ?", (place,))

    def is_behind(self) -> bool:
        """Return whether there are cases whose clocks are to be worked out or looked at again."""
        return bool(self.changed(1) or self.to_review(1))

    def open_cases(self, limit: int) -> list[int]:
        """Return the active cases, those first that end first: for a preview of other rules."""
        return self._db.read_column(
            "SELECT case_id FROM case_row WHERE stage = ? ORDER BY urgency LIMIT ?", (STAGE_ACTIVE, limit)
        )

    def keep(self, kept: Iterable[tuple[CaseId, KeptClock, KeptClock, datetime | None]]) -> None:
        """Keep cases' reply clock, resolution clock and next step. Call inside a transaction."""
        rows = [
            (
                to_ms_or_none(reply.due_at),
                to_ms_or_none(reply.at_risk_at),
                int(reply.all_hours),
                to_ms_or_none(solution.since),
                to_ms_or_none(solution.due_at),
                to_ms_or_none(solution.at_risk_at),
                int(solution.all_hours),
                to_ms_or_none(step_at),
                case_id,
            )
            for case_id, reply, solution, step_at in kept
        ]
        self._db.write_many(
            "UPDATE cases SET due_at = ?, risk_at = ?, all_hours = ?, solve_since = ?, solve_due_at = ?, "
            "solve_risk_at = ?, solve_all_hours = ?, step_at = ? WHERE id = ?",
            rows,
        )
        refresh(self._db, {int(str(row[-1])) for row in rows}, clocks=False)

    def is_owed(self, case_id: CaseId) -> bool:
        """Return whether a case awaits an answer."""
        row = self._db.read_one("SELECT 1 FROM cases WHERE id = ? AND awaiting_since IS NOT NULL", (case_id,))
        return row is not None

    # --- the ladder -------------------------------------------------------------------------------------------

    def with_steps_due(self, now: datetime, limit: int) -> list[int]:
        """Return active cases with no answer under way of which a step is due.

        Asked every second: by the moment of the step, because SQLite would read every open case instead.
        """
        return self._db.read_column(
            "SELECT c.id FROM cases c INDEXED BY cases_step CROSS JOIN case_row r ON r.case_id = c.id "
            "WHERE c.step_at <= ? AND r.stage = ? "
            "AND r.queued = 0 AND r.listening = 0 ORDER BY c.step_at LIMIT ?",
            (to_ms(now), STAGE_ACTIVE, limit),
        )

    def steps_taken(self, case_id: CaseId) -> tuple[TakenStep, ...]:
        """Return every step that was taken in a case, oldest first."""
        rows = self._db.read(
            "SELECT clock, since, step, at, outcome FROM escalation WHERE case_id = ? ORDER BY at, step", (case_id,)
        )
        return tuple(TakenStep(ClockKind(row[0]), from_ms(row[1]), row[2], from_ms(row[3]), row[4]) for row in rows)

    def take_step(self, case_id: CaseId, step: TakenStep) -> bool:
        """Note that a step of a run is taken, in the transaction that does it; False if it was taken before."""
        added = self._db.write(
            "INSERT OR IGNORE INTO escalation (case_id, clock, since, step, at, outcome) VALUES (?, ?, ?, ?, ?, ?)",
            (case_id, step.clock.value, to_ms(step.since), step.step, to_ms(step.at), step.outcome),
        )
        return added == 1

    def set_outcome(self, case_id: CaseId, step: TakenStep, outcome: str) -> None:
        """Note what came of a step. Call inside the transaction that takes it."""
        self._db.write(
            "UPDATE escalation SET outcome = ? WHERE case_id = ? AND clock = ? AND since = ? AND step = ?",
            (outcome, case_id, step.clock.value, to_ms(step.since), step.step),
        )

    def want_ticket(self, case_id: CaseId, reason: str, at: datetime) -> bool:
        """Ask for a ticket about a case; False if one is asked for already. Call inside a transaction."""
        added = self._db.write(
            "INSERT OR IGNORE INTO ticket_wanted (case_id, at, reason) VALUES (?, ?, ?)", (case_id, to_ms(at), reason)
        )
        return added == 1

    def settings_below(self, names: Sequence[str]) -> tuple[tuple[str, str], ...]:
        """Return the settings of these names and those below them ("hours/…") as they are written, by name."""
        found: list[tuple[str, str]] = []
        for name in names:
            rows = self._db.read(
                "SELECT name, value FROM setting WHERE name = ? OR (name > ? AND name < ?) ORDER BY name",
                (name, f"{name}/", f"{name}0"),
            )
            found += [(str(row[0]), str(row[1])) for row in rows]
        return tuple(found)


def _facts(row: tuple[object, ...]) -> ClockFacts:
    case_id, account, stage, listening, awaiting, out, kind, priority, queued, assignee, *kept = row
    due, risk, wall, solve_since, solve_due, solve_risk, solve_wall, step_at, urgent = (
        _number(value) for value in kept
    )
    return ClockFacts(
        CaseId(int(str(case_id))),
        AccountId(int(str(account))) if account is not None else None,
        runs=stage == STAGE_ACTIVE and not listening,
        unsolved=stage not in (STAGE_SOLVED, STAGE_MERGED, STAGE_HUSHED) and not listening,
        awaiting_since=from_ms_or_none(_number(awaiting)),
        answered_before=out is not None,
        message_class=MessageClass(str(kind)) if kind else None,
        priority=int(str(priority)),
        urgent=bool(urgent),
        queued=bool(queued),
        assignee=str(assignee),
        reply=KeptClock(from_ms_or_none(_number(awaiting)), from_ms_or_none(due), from_ms_or_none(risk), bool(wall)),
        solution=KeptClock(
            from_ms_or_none(solve_since), from_ms_or_none(solve_due), from_ms_or_none(solve_risk), bool(solve_wall)
        ),
        next_step_at=from_ms_or_none(step_at),
    )


def _number(value: object) -> int | None:
    return int(str(value)) if value is not None else None


def _status(packed: str | None) -> str | None:
    """Return the status of a journalled intent: [status, assignee, end of snooze, priority, …]."""
    try:
        value = json.loads(packed) if packed else None
    except ValueError:
        return None
    if not isinstance(value, list) or not value:
        return None
    return str(value[0] or "")
