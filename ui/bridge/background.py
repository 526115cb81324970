"""One asynchronous errand of a dialog (a connection test, a sign-in) in a thread of its own, its result as a signal."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import threading
from collections.abc import Callable, Coroutine
from typing import Any

from PySide6.QtCore import QObject, Signal

_log = logging.getLogger(__name__)


class Errand(QObject):
    """Runs a coroutine away from the window. `finished` or `failed` arrives in the window's thread, once."""

    finished = Signal(object)
    failed = Signal(object)
    """The exception that ended it."""
    reported = Signal(object)
    """What the errand said with `report` on its way."""
    _said = Signal(object)
    _ended = Signal(object, object)

    def __init__(self, make: Callable[[], Coroutine[Any, Any, Any]], parent: QObject | None = None) -> None:
        """`make` is called in the errand's thread."""
        super().__init__(parent)
        self._make = make
        self._is_wanted = True
        self._lock = threading.Lock()
        self._under_way: tuple[asyncio.AbstractEventLoop, asyncio.Task[Any]] | None = None
        self._said.connect(self._on_thread_said)
        self._ended.connect(self._on_thread_ended)
        self._thread = threading.Thread(target=self._run, name="errand", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def forget(self) -> None:
        """Let it end by itself; nothing is told any more."""
        self._is_wanted = False

    def cancel(self) -> None:
        """Stop the coroutine where it waits; nothing is told any more. What blocks a thread ends by itself."""
        self._is_wanted = False
        with self._lock:
            if self._under_way is not None:
                loop, task = self._under_way
                with contextlib.suppress(RuntimeError):  # the loop has just ended
                    loop.call_soon_threadsafe(task.cancel)

    def report(self, value: object) -> None:
        """Say something on the way; it arrives as `reported`. Called in the errand's thread."""
        with contextlib.suppress(RuntimeError):  # the dialog may be gone
            self._said.emit(value)

    async def _watched(self) -> Any:
        task = asyncio.current_task()
        assert task is not None
        with self._lock:
            self._under_way = asyncio.get_running_loop(), task
        try:
            return await self._make() if self._is_wanted else None
        finally:
            with self._lock:
                self._under_way = None

    def _run(self) -> None:
        result, problem = None, None
        try:
            result = asyncio.run(self._watched())
        except asyncio.CancelledError:
            return
        except Exception as error:  # noqa: BLE001 - told to the dialog, which makes a sentence of it
            problem = error
            _log.info("an errand of a dialog failed: %s", type(error).__name__)
        with contextlib.suppress(RuntimeError):  # the dialog may be gone
            self._ended.emit(result, problem)

    def _on_thread_said(self, value: object) -> None:
        if self._is_wanted:
            self.reported.emit(value)

    def _on_thread_ended(self, result: object, problem: Exception | None) -> None:
        if not self._is_wanted:
            return
        if problem is not None:
            self.failed.emit(problem)
        else:
            self.finished.emit(result)
