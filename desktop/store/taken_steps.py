"""Steps of the ladder when cases are merged: what was done about either counts for the run that goes on."""

from __future__ import annotations

from dataclasses import dataclass

from desktop.model import CaseId, ClockKind
from desktop.store.connection import Connection


@dataclass(frozen=True, slots=True)
class RunsOfTwo:
    """Since when the clocks of two cases run before they are merged, in milliseconds; only clocks that run."""

    replies: frozenset[int]
    solutions: frozenset[int]


def runs_of(db: Connection, source: CaseId, target: CaseId) -> RunsOfTwo:
    """Return the runs of two cases. Call before they are merged."""
    rows = db.read("SELECT awaiting_since, solve_since FROM cases WHERE id IN (?, ?)", (source, target))
    return RunsOfTwo(
        frozenset(int(row[0]) for row in rows if row[0] is not None),
        frozenset(int(row[1]) for row in rows if row[1] is not None),
    )


def carry_steps(db: Connection, source: CaseId, target: CaseId, before: RunsOfTwo) -> None:
    """Let the target know every step that was taken, so that its run takes none again. After the merge, inside it.

    The run that goes on is the one that began first. The source keeps its steps for the day it is split off again; what
    the target learnt stays then: telling nobody twice is worth more than a step that is left out.
    """
    row = db.read_one("SELECT awaiting_since FROM cases WHERE id = ?", (target,))
    reply = row[0] if row is not None else None
    solution = min(before.solutions, default=None)
    taken = db.read(
        "SELECT clock, since, step, at, outcome FROM escalation WHERE case_id IN (?, ?) ORDER BY at", (source, target)
    )
    for clock, since, step, at, outcome in taken:
        runs, goes_on = (before.replies, reply)
        if clock == ClockKind.RESOLUTION.value:
            runs, goes_on = before.solutions, solution
        began = goes_on if since in runs and goes_on is not None else since
        db.write(
            "INSERT OR IGNORE INTO escalation (case_id, clock, since, step, at, outcome) VALUES (?, ?, ?, ?, ?, ?)",
            (target, clock, began, step, at, outcome),
        )
