"""The one background-job runner: reads that are not bounded by a page run here, on a connection of their own.

A job has a slot ("search", "lane"). A newer job of a slot replaces an older one: what waits is dropped, what runs is
interrupted, and its result never arrives.
"""

from __future__ import annotations

import logging
import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject, Signal

from desktop.store import Store, StoreBusy, StoreError

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Job:
    slot: str
    number: int
    work: Callable[[Store], Any]
    done: Callable[[Any], None]
    failed: Callable[[StoreError], None] | None


class JobRunner(QObject):
    """Runs jobs one after the other in one thread; results come back in the window's thread."""

    _finished = Signal(object, object, object)  # job, result, error

    def __init__(self, open_store: Callable[[], Store], parent: QObject | None = None) -> None:
        """`open_store` is called once, in the runner's thread, which starts with the first job."""
        super().__init__(parent)
        self._open = open_store
        self._ready = threading.Condition()
        self._queue: OrderedDict[str, _Job] = OrderedDict()
        self._newest: dict[str, int] = {}
        self._running: _Job | None = None
        self._store: Store | None = None
        self._number = 0
        self._closing = False
        self._finished.connect(self._on_job_finished)
        self._thread = threading.Thread(target=self._work, name="jobs", daemon=True)

    def run(
        self,
        slot: str,
        work: Callable[[Store], Any],
        done: Callable[[Any], None],
        failed: Callable[[StoreError], None] | None = None,
    ) -> None:
        """Run `work` in the background and `done` with its result in the window's thread."""
        with self._ready:
            self._number += 1
            self._newest[slot] = self._number
            self._queue.pop(slot, None)
            self._queue[slot] = _Job(slot, self._number, work, done, failed)
            if self._running is not None and self._running.slot == slot and self._store is not None:
                self._store.connection.interrupt()
            self._ready.notify()
        if self._thread.ident is None:
            self._thread.start()

    def cancel(self, slot: str) -> None:
        """Forget a slot's job; its result never arrives."""
        with self._ready:
            self._queue.pop(slot, None)
            self._newest[slot] = 0

    @property
    def is_idle(self) -> bool:
        """True if nothing waits or runs."""
        with self._ready:
            return not self._queue and self._running is None

    def close(self) -> None:
        """End the thread after the job that runs."""
        with self._ready:
            self._closing = True
            self._queue.clear()
            if self._store is not None and self._running is not None:
                self._store.connection.interrupt()
            self._ready.notify()
        if self._thread.ident is not None:
            self._thread.join(timeout=5)

    def _work(self) -> None:
        try:
            self._store = self._open()
        except StoreError as error:
            _log.warning("background jobs have no store: %s", error.code)
            return
        try:
            while (job := self._next()) is not None:
                self._run_one(self._store, job)
        finally:
            with self._ready:
                store, self._store = self._store, None
            store.close()

    def _next(self) -> _Job | None:
        with self._ready:
            self._running = None
            while not self._queue and not self._closing:
                self._ready.wait()
            if self._closing:
                return None
            _, self._running = self._queue.popitem(last=False)
            return self._running

    def _run_one(self, store: Store, job: _Job) -> None:
        try:
            result, error = job.work(store), None
        except StoreError as problem:
            result, error = None, problem
        try:
            self._finished.emit(job, result, error)
        except RuntimeError:
            _log.debug("the window was gone before a job ended")

    def _on_job_finished(self, job: _Job, result: Any, error: StoreError | None) -> None:
        if self._closing or self._newest.get(job.slot) != job.number:
            return
        if error is None:
            job.done(result)
        elif job.failed is not None and not isinstance(error, StoreBusy):
            job.failed(error)
