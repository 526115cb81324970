"""Short work beside the window: dictionaries opened, words suggested, each in a thread that ends with it.

Not a thread pool of Qt's: its end waits for the work with the interpreter's lock in hand, which the work itself needs.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Signal


class Aside(QObject):
    """Does one thing after the other away from the window; results come back in the window's thread."""

    _done = Signal(object, object)

    def __init__(self, parent: QObject | None = None) -> None:
        """Begin idle."""
        super().__init__(parent)
        self._turn = threading.Lock()
        self._threads: list[threading.Thread] = []
        self._done.connect(self._on_done)

    def run(self, work: Callable[[], Any], then: Callable[[Any], None]) -> None:
        """Do `work` away from the window, then `then` with its result in the window, unless that is gone."""
        self._threads = [one for one in self._threads if one.is_alive()]
        thread = threading.Thread(target=self._work, args=(work, then), name="aside", daemon=True)
        self._threads.append(thread)
        thread.start()

    def wait(self) -> None:
        """Wait until everything that was begun has been done; the results arrive afterwards."""
        for thread in self._threads:
            thread.join()

    def _work(self, work: Callable[[], Any], then: Callable[[Any], None]) -> None:
        with self._turn:
            result = work()
        with contextlib.suppress(RuntimeError):  # the window was closed meanwhile
            self._done.emit(then, result)

    def _on_done(self, then: Callable[[Any], None], result: object) -> None:
        then(result)
