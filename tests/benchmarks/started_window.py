"""The program's own window, which prints the moment at which its list was first painted with every row in place.

Run by the benchmarks: python -m tests.benchmarks.started_window --profile DIR. With STAY in the environment the
window goes on, does what an agent does (opens cases, scrolls, searches), prints "settled" and waits for its end. With
LEAVE it is closed as an agent closes it, and keeps what it compiled.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from typing import Any

from ui.starting import start_lightly

_kept = start_lightly()  # before anything of the window is loaded, as the program does it

from ui.__main__ import main  # noqa: E402
from ui.inbox.list_view import CaseListView  # noqa: E402

_JUMPS = 300


def watch(then: Callable[[CaseListView], None]) -> None:
    """Call `then` once, right after the list was first painted with every row in place."""
    paint = CaseListView.paintEvent
    seen = False

    def painted(view: CaseListView, event: Any) -> None:
        nonlocal seen
        paint(view, event)
        if not seen and view.model().rowCount() and None not in view.visible_states():
            seen = True
            then(view)

    CaseListView.paintEvent = painted  # type: ignore[method-assign, assignment]


def when_settled(view: CaseListView, steps: list[Callable[[], object]]) -> None:
    """Take the steps one after the other, each once the window has nothing more to read."""
    from PySide6.QtCore import QTimer

    window: Any = view.window()
    timer = QTimer(window)

    def step() -> None:
        if not window.is_settled:
            return
        if steps:
            steps.pop(0)()
        else:
            timer.stop()

    timer.timeout.connect(step)
    timer.start(20)


def _tell(view: CaseListView) -> None:
    print(time.monotonic(), flush=True)
    if "LEAVE" in os.environ:
        when_settled(view, [view.window().close])
    elif "STAY" in os.environ:
        _work(view)
    else:
        os._exit(0)


def _work(view: CaseListView) -> None:
    from desktop.model import Lane

    window: Any = view.window()
    bar = view.verticalScrollBar()
    steps: list[Callable[[], object]] = [lambda: window._inbox.show_lane(Lane.ALL)]
    steps += [lambda n=n: bar.setValue(n * 7919 * 173 % max(1, bar.maximum())) for n in range(_JUMPS)]  # type: ignore[misc]
    steps += [lambda: view.step(1)] * 5
    steps += [lambda typed=typed: window._inbox.search(typed) for typed in ("bo", "bolc", "bolco sa")]  # type: ignore[misc]
    steps += [lambda: window._inbox.show_lane(Lane.MY_OPEN), lambda: view.step(1), lambda: print("settled", flush=True)]
    when_settled(view, steps)


if __name__ == "__main__":
    watch(_tell)
    code = main()
    _kept.keep()
    sys.exit(code)
