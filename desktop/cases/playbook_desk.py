"""Playbook desk: how far a case's playbook is, and ticking its steps, each of which can be undone. Window process."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from desktop.cases.desk import Done
from desktop.cases.playbooks import PlaybookShelf, Progress, progress_of
from desktop.model import CaseId, CaseRow, Deed, Tick
from desktop.store import Store


class PlaybookDesk:
    """Belongs to the thread of its store. Raises StoreError."""

    def __init__(
        self, store: Store, shelf: PlaybookShelf, agent: Callable[[], str], clock: Callable[[], datetime]
    ) -> None:
        """`agent` returns the name of who sits there."""
        self._store = store
        self.shelf = shelf
        self._agent = agent
        self._clock = clock

    def of_case(self, row: CaseRow) -> Progress | None:
        """Return how far a case's playbook is, None where it has none: the one that was begun, else its class'."""
        ticks = self._store.playbook_ticks.of_case(row.id)
        playbook = self.shelf.of(row.message_class.value if row.message_class is not None else None)
        if ticks:
            playbook = self.shelf.holding(one.step for one in ticks) or playbook
        return progress_of(playbook, ticks) if playbook is not None else None

    def tick(self, case_id: CaseId, step: str, *, done: bool) -> Done | None:
        """Note that a step was done, or was not after all; None if it stood so already. Undo keeps who did it first."""
        ticks = self._store.playbook_ticks
        if done == any(one.step == step for one in ticks.of_case(case_id)):
            return None
        agent, now = self._agent(), self._clock()
        before = ticks.set(case_id, step, Tick(step, agent, now) if done else None, actor=agent, at=now)

        def undo() -> None:
            ticks.set(case_id, step, before, actor=self._agent(), at=self._clock())

        return Done(Deed.PLAYBOOK, (case_id,), "done" if done else "", undo)
