"""The program's own window, which scrolls its list in turns with a bare one and prints how long each frame took.

Run by bench_frames: python -m tests.benchmarks.framed_window --profile DIR, with FRAMES and TAKEN in the environment.
Its engine is the one of `spring`, which begins to take mails in when it is told to synchronise.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from PySide6.QtCore import QStringListModel
from PySide6.QtWidgets import QApplication, QListView

import ui.bridge
from desktop.events import CasesChanged, Event, SyncNow
from desktop.model import Lane
from tests.benchmarks.figures import Runs
from tests.benchmarks.started_window import watch, when_settled
from ui.__main__ import main
from ui.inbox.list_view import CaseListView

_BETWEEN = 0.02
"""Seconds of the event loop's life between two frames: what came in meanwhile is heard, as while an agent looks."""
_WHEEL = 60
_PATIENCE = 120.0


class Scrolling:
    """Scrolls the real list and a bare one in turns and times each frame."""

    def __init__(self, view: CaseListView) -> None:
        """Take the real list; the bare one is as long and as large."""
        self._view = view
        window: Any = view.window()
        self._engine: Any = window._engine
        self._frames = int(os.environ["FRAMES"])
        self._bare = _bare_list(view)
        self._came = 0
        self._engine.event_received.connect(self._on_engine_event_received)

    def run(self) -> None:
        """Print the frames of the wheel and of the dragged bar while idle, and of the dragged bar during intake."""
        result: dict[str, object] = {"rows": self._view.model().rowCount()}
        result["wheel"] = self._scroll([_WHEEL * number for number in range(self._frames)])
        result["drag"] = self._scroll(self._anywhere())
        self._engine.nudge(SyncNow())
        end = time.monotonic() + _PATIENCE
        while not self._came and time.monotonic() < end:
            self._live(_BETWEEN)
        before, began = self._came, time.perf_counter()
        result["busy"] = self._scroll(self._anywhere())
        result["came"] = (self._came - before) / (time.perf_counter() - began)
        print(json.dumps(result), flush=True)
        os._exit(0)

    def _anywhere(self) -> list[int]:
        most = self._view.verticalScrollBar().maximum()
        return [number * 7919 * 173 % most for number in range(1, self._frames + 1)]

    def _scroll(self, places: list[int]) -> tuple[list[float], ...]:
        ours, bare = Runs(), Runs()
        share = self._bare.verticalScrollBar().maximum() / self._view.verticalScrollBar().maximum()
        for place in places:
            self._live(_BETWEEN)
            for frame in self._frames_of(self._view, place):
                ours.measure(frame)
            for frame in self._frames_of(self._bare, int(place * share)):
                bare.measure(frame)
        return ours.wall, ours.cpu, bare.wall, bare.cpu

    def _frames_of(self, view: QListView, place: int) -> Iterator[Callable[[], None]]:
        """Yield a frame that moves the bar, and those after it that paint what the first one left out."""

        def move() -> None:
            view.verticalScrollBar().setValue(place)
            QApplication.processEvents()

        yield move
        while view is self._view and self._view._catch_up.isActive():
            yield QApplication.processEvents

    def _live(self, seconds: float) -> None:
        end = time.perf_counter() + seconds
        while time.perf_counter() < end:
            QApplication.processEvents()
            time.sleep(0.001)

    def _on_engine_event_received(self, event: Event) -> None:
        if isinstance(event, CasesChanged):
            self._came += event.new_messages


def _bare_list(like: CaseListView) -> QListView:
    rows = like.model().rowCount()
    view = QListView()
    view.setUniformItemSizes(True)
    view.setModel(QStringListModel([f"Customer number {row}" for row in range(rows)], view))
    view.resize(like.size())
    view.show()
    return view


def _spring_command(profile: Path) -> list[str]:
    return [sys.executable, "-m", "tests.benchmarks.spring", str(profile), "mail", os.environ["TAKEN"]]


def _begin(view: CaseListView) -> None:
    window: Any = view.window()
    when_settled(view, [lambda: window._inbox.show_lane(Lane.ALL), lambda: Scrolling(view).run()])


if __name__ == "__main__":
    ui.bridge.engine_command = _spring_command
    watch(_begin)
    sys.exit(main())
