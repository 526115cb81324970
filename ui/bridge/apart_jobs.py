"""Job slots apart: a second window uses the same runner, and its jobs don't take the place of the first one's."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject

from desktop.store import Store, StoreError
from ui.bridge.jobs import JobRunner


class ApartJobs(JobRunner):
    """Hands everything to another runner under slots of its own. It has no thread and no store."""

    def __init__(self, runner: JobRunner, name: str, parent: QObject | None = None) -> None:
        """`name` tells its slots from those of others."""
        super().__init__(_none, parent)
        self._runner = runner
        self._name = name
        self._slots: set[str] = set()
        self._is_over = False

    def run(
        self,
        slot: str,
        work: Callable[[Store], Any],
        done: Callable[[Any], None],
        failed: Callable[[StoreError], None] | None = None,
    ) -> None:
        """Run `work` in the background; nothing arrives any more once this is closed."""
        if not self._is_over:
            self._slots.add(slot)
            self._runner.run(f"{self._name}.{slot}", work, done, failed)

    def cancel(self, slot: str) -> None:
        """Forget a slot's job; its result never arrives."""
        self._runner.cancel(f"{self._name}.{slot}")

    @property
    def is_idle(self) -> bool:
        """True if nothing waits or runs, for anybody."""
        return self._runner.is_idle

    def close(self) -> None:
        """Forget all jobs of this one; the runner goes on."""
        self._is_over = True
        for slot in self._slots:
            self.cancel(slot)


def _none() -> Store:
    raise AssertionError("jobs apart have no store of their own")
