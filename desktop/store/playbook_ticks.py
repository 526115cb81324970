"""Playbook ticks: which steps of its playbook were done in a case, by whom and when."""

from __future__ import annotations

from datetime import datetime

from desktop.model import CaseId, Deed, Tick
from desktop.store.connection import Connection
from desktop.store.journal import Journal
from desktop.system.clock import from_ms, to_ms


class PlaybookTicks:
    """Reads and writes of ticked steps on one connection."""

    def __init__(self, connection: Connection, journal: Journal) -> None:
        """Share the store's connection and journal."""
        self._db = connection
        self._journal = journal

    def of_case(self, case_id: CaseId) -> tuple[Tick, ...]:
        """Return the steps that were done in a case, in the order of doing."""
        rows = self._db.read(
            "SELECT step, agent, at FROM playbook_tick WHERE case_id = ? ORDER BY at, step", (case_id,)
        )
        return tuple(Tick(step, agent, from_ms(at)) for step, agent, at in rows)

    def set(self, case_id: CaseId, step: str, tick: Tick | None, *, actor: str, at: datetime) -> Tick | None:
        """Note that a step was done, None: that it was not after all; journal it and return what stood before."""
        with self._db.writing():
            before = next((one for one in self.of_case(case_id) if one.step == step), None)
            if before == tick:
                return before
            self._db.write("DELETE FROM playbook_tick WHERE case_id = ? AND step = ?", (case_id, step))
            if tick is not None:
                self._db.write(
                    "INSERT INTO playbook_tick (case_id, step, agent, at) VALUES (?, ?, ?, ?)",
                    (case_id, step, tick.agent, to_ms(tick.at)),
                )
            self._journal.record(
                Deed.PLAYBOOK,
                actor=actor,
                at=at,
                case_id=case_id,
                before=before is not None,
                after=[step, tick is not None],
            )
        return before
