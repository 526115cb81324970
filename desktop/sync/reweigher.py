"""Reweighing: when a desk's weights or words change, what comes is weighed by them, and every open case again."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import datetime

from desktop.model import CaseId
from desktop.store import Store
from desktop.sync.pipeline import Pipeline
from desktop.triage import OwnPriorityFile, Triage
from desktop.triage.own_priority import OwnPriority
from desktop.triage.reweighing import weigh_again

_WEIGHED_BY = "triage.weighed_by"
_AT_ONCE = 25  # cases: some hundredths of a second


class Reweigher:
    """Keeps priorities true to the desk's file. Engine process, one event loop thread.

    With which file the cases were weighed is written down once all of them are, so that a change made while no engine
    ran, or an end in the middle, leaves nothing out. Due times stay as they were promised.
    """

    def __init__(
        self,
        store: Store,
        file: OwnPriorityFile,
        load: Callable[[OwnPriority], Triage],
        pipeline: Pipeline,
        clock: Callable[[], datetime],
        triage: Triage,
    ) -> None:
        """`triage` is what the pipeline weighs with now: by the file as it is. `load` makes another one."""
        self._store = store
        self._file = file
        self._load = load
        self._pipeline = pipeline
        self._clock = clock
        self._triage = triage
        self._holds = file.read().mark
        self._left: list[CaseId] = []
        self._works = False
        if self._digest(self._holds) != store.settings.get(_WEIGHED_BY, ""):
            self._begin()

    @property
    def is_working(self) -> bool:
        """Whether cases are left to be weighed again."""
        return self._works

    def follow(self) -> bool:
        """Look at the file; return whether there are cases to weigh. A changed file takes half a second to load."""
        own = self._file.read()
        if own.mark != self._holds:
            self._triage = self._load(own)
            self._pipeline.weigh_with(self._triage)
            self._holds = own.mark
            self._begin()
        return self.is_working

    def step(self) -> frozenset[int]:
        """Weigh some cases again; return those that changed. Raises StoreError."""
        batch, self._left = self._left[:_AT_ONCE], self._left[_AT_ONCE:]
        changed = []
        for case in self._store.weighing.of(batch) if batch else ():
            found = weigh_again(case, self._triage)
            was = (case.message_class, case.priority, case.reasons, case.factors)
            if was != (found.message_class, found.priority, found.reasons, found.factors):
                changed.append((case.case_id, found))
        if changed:
            self._store.weighing.keep(changed)
        if not self._left:
            self._store.settings.set(_WEIGHED_BY, self._digest(self._holds), self._clock())
            self._works = False
        return frozenset(int(case_id) for case_id, _ in changed)

    def _begin(self) -> None:
        self._works = True
        self._left = list(self._store.weighing.open_cases())

    @staticmethod
    def _digest(mark: str) -> str:
        return hashlib.sha256(mark.encode()).hexdigest() if mark else ""
