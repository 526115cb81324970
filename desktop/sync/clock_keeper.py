"""Keeping the clocks: a case's deadlines are worked out again whenever something they follow from has changed."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime

from desktop.accounts.clock_book import CLOCK_SETTINGS, ClockBook, Reading
from desktop.model import CaseId, ClockKind
from desktop.store import Store
from desktop.store.clocks import ClockFacts, KeptClock, TakenStep
from desktop.sync.clock_review import Change, Written, change_of, written_in

_KEPT_BY, _KEPT_WITH, _REVIEWED_FOR = "clocks.kept_by", "clocks.kept_with", "clocks.reviewed_for"
_AT_ONCE, _BATCHES = 100, 5
_REVIEWED_AT_ONCE = 2_000  # cases; to look at one costs a tenth of working it out


class ClockKeeper:
    """Keeps every case's deadlines and the moment of its next step right. Engine process, one event loop thread.

    Whoever changes a case marks it in the same transaction, so nothing is missed while no engine runs. With which
    hours and rules the kept deadlines were worked out is written down: after a change of them every open case is looked
    at, the most urgent first, and those are worked out that it concerns.
    """

    def __init__(self, store: Store, book: ClockBook, clock: Callable[[], datetime]) -> None:
        """Share the engine's store and clock book."""
        self._store = store
        self._book = book
        self._clock = clock
        self._change: Change | None = None
        self._is_noted = False

    def work(self) -> tuple[int, ...]:
        """Return the cases whose deadlines changed; of a great many only the first five hundred are done at once.

        What changed itself comes before what a change of hours or rules has doubted, and of that the most urgent.
        """
        self._follow_settings()
        changed: set[int] = set()
        for _ in range(_BATCHES):
            marked = self._store.clocks.changed(_AT_ONCE)
            if not marked:
                return tuple(sorted(changed | self._review()))
            changed |= self._settle(marked)
        return tuple(sorted(changed))

    def _follow_settings(self) -> None:
        written = self._store.clocks.settings_below(CLOCK_SETTINGS)
        mark = hashlib.sha256(repr(written).encode()).hexdigest() if written else ""
        before = self._store.settings.get(_KEPT_BY, "")
        if mark == before:
            if not self._is_noted:
                self._note(written)
            return
        self._book.forget()
        known = written_in(self._store.settings.get(_KEPT_WITH)) if before else ()
        is_late = known is None or bool(self._store.clocks.to_review(1))  # then who knows by which rules a case goes
        self._change = Change() if is_late or known is None else change_of(known, written)
        with self._store.connection.writing():
            self._store.clocks.doubt_all()
            self._store.settings.set(_KEPT_BY, mark, self._clock())
            self._store.settings.set(_KEPT_WITH, written, self._clock())
            self._store.settings.set(_REVIEWED_FOR, self._change.to_value(), self._clock())
        self._is_noted = True

    def _note(self, written: Written) -> None:
        """Write down by which settings the deadlines are kept, where an earlier version wrote their mark alone."""
        self._is_noted = True
        if written and written_in(self._store.settings.get(_KEPT_WITH)) != written:
            self._store.settings.set(_KEPT_WITH, written, self._clock())

    def _review(self) -> set[int]:
        """Look at the next cases that a change of hours or rules may concern, and work out those that it does."""
        places = self._store.clocks.to_review(_REVIEWED_AT_ONCE)
        if not places:
            return set()
        if self._change is None:
            self._change = Change.from_value(self._store.settings.get(_REVIEWED_FOR))
        concerned: list[ClockFacts] = []
        last = 0
        for place, facts in self._in_order(places):
            if facts is not None and self._change.concerns(facts, self._book):
                concerned.append(facts)
            last = place
            if len(concerned) == _AT_ONCE * _BATCHES:
                break
        changed: set[int] = set()
        for start in range(0, len(concerned), _AT_ONCE):
            with self._store.connection.writing():
                changed |= self._keep(concerned[start : start + _AT_ONCE])
        with self._store.connection.writing():
            self._store.clocks.reviewed(last)
        return changed

    def _in_order(self, places: Sequence[tuple[int, int]]) -> Iterator[tuple[int, ClockFacts | None]]:
        """Yield each place with what is known of its case, None for a case that is gone."""
        for start in range(0, len(places), _AT_ONCE * _BATCHES):
            some = places[start : start + _AT_ONCE * _BATCHES]
            found = {int(one.case_id): one for one in self._store.clocks.facts([case_id for _, case_id in some])}
            yield from ((place, found.get(case_id)) for place, case_id in some)

    def _settle(self, case_ids: Sequence[int]) -> set[int]:
        with self._store.connection.writing():
            changed = self._keep(self._store.clocks.facts(case_ids))
            self._store.clocks.settled(case_ids)
        return changed

    def _keep(self, some: Iterable[ClockFacts]) -> set[int]:
        """Work some cases out and keep what is not as it was. Call inside a transaction."""
        now, kept = self._clock(), []
        for facts in some:
            wanted = self._wanted(facts, now)
            if wanted != (facts.reply, facts.solution, facts.next_step_at):
                kept.append((facts.case_id, *wanted))
        if kept:
            self._store.clocks.keep(kept)
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
