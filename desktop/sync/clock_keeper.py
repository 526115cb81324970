"""Keeping the clocks: a case's deadlines are worked out again whenever something they follow from has changed."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from datetime import datetime

from desktop.accounts.clock_book import CLOCK_SETTINGS, ClockBook, Reading
from desktop.model import CaseId, ClockKind
from desktop.store import Store
from desktop.store.clocks import ClockFacts, KeptClock, TakenStep

_KEPT_BY = "clocks.kept_by"
_AT_ONCE, _BATCHES = 100, 5


class ClockKeeper:
    """Keeps every case's deadlines and the moment of its next step right. Engine process, one event loop thread.

    Whoever changes a case marks it in the same transaction, so nothing is missed while no engine runs. With which
    hours and rules the kept deadlines were worked out is written down: a change of them marks every open case.
    """

    def __init__(self, store: Store, book: ClockBook, clock: Callable[[], datetime]) -> None:
        """Share the engine's store and clock book."""
        self._store = store
        self._book = book
        self._clock = clock

    def work(self) -> tuple[int, ...]:
        """Return the cases whose deadlines changed; of a great many only the first five hundred are done at once."""
        self._follow_settings()
        changed: set[int] = set()
        for _ in range(_BATCHES):
            marked = self._store.clocks.changed(_AT_ONCE)
            if not marked:
                break
            changed |= self._settle(marked)
        return tuple(sorted(changed))

    def _follow_settings(self) -> None:
        written = self._store.clocks.settings_below(CLOCK_SETTINGS)
        mark = hashlib.sha256(repr(written).encode()).hexdigest() if written else ""
        if mark == self._store.settings.get(_KEPT_BY, ""):
            return
        self._book.forget()
        with self._store.connection.writing():
            self._store.clocks.doubt_all()
            self._store.settings.set(_KEPT_BY, mark, self._clock())

    def _settle(self, case_ids: Sequence[int]) -> set[int]:
        now, kept = self._clock(), []
        with self._store.connection.writing():
            for facts in self._store.clocks.facts(case_ids):
                wanted = self._wanted(facts, now)
                if wanted != (facts.reply, facts.solution, facts.next_step_at):
                    kept.append((facts.case_id, *wanted))
            if kept:
                self._store.clocks.keep(kept)
            self._store.clocks.settled(case_ids)
        return {int(case_id) for case_id, *_ in kept}

    def _wanted(self, facts: ClockFacts, now: datetime) -> tuple[KeptClock, KeptClock, datetime | None]:
        readings = self._book.readings(facts, now)
        reply = next((one.kept for one in readings if one.run.clock is not ClockKind.RESOLUTION), KeptClock())
        solution = next((one.kept for one in readings if one.run.clock is ClockKind.RESOLUTION), KeptClock())
        climbs = facts.runs  # else its steps wait, and nobody asks each second whether they are due
        return reply, solution, next_step_at(self._store, self._book, facts.case_id, readings) if climbs else None


def next_step_at(store: Store, book: ClockBook, case_id: CaseId, readings: Sequence[Reading]) -> datetime | None:
    """Return when the first step comes that was not taken yet, None if there is none."""
    steps = book.steps(readings)
    if not steps:
        return None
    taken = taken_keys(store.clocks.steps_taken(case_id))
    return next((at for at, step, one in steps if (one.run.clock, one.run.since, step.uid) not in taken), None)


def taken_keys(steps: Sequence[TakenStep]) -> frozenset[tuple[ClockKind, datetime, str]]:
    """Return what tells taken steps apart: the clock, its run and the step."""
    return frozenset((one.clock, one.since, one.step) for one in steps)
