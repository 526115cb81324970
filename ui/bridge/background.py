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
    _ended = Signal(object, object)

    def __init__(self, make: Callable[[], Coroutine[Any, Any, Any]], parent: QObject | None = None) -> None:
        """`make` is called in the errand's thread."""
        super().__init__(parent)
        self._make = make
        self._is_wanted = True
        self._ended.connect(self._on_thread_ended)
        self._thread = threading.Thread(target=self._run, name="errand", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def forget(self) -> None:
        """Let it end by itself; nothing is told any more."""
        self._is_wanted = False

    def _run(self) -> None:
        result, problem = None, None
        try:
            result = asyncio.run(self._make())
        except Exception as error:  # noqa: BLE001 - told to the dialog, which makes a sentence of it
            problem = error
            _log.info("an errand of a dialog failed: %s", type(error).__name__)
        with contextlib.suppress(RuntimeError):  # the dialog may be gone
            self._ended.emit(result, problem)

    def _on_thread_ended(self, result: object, problem: Exception | None) -> None:
        if not self._is_wanted:
            return
        if problem is not None:
            self.failed.emit(problem)
        else:
            self.finished.emit(result)
