"""The program's own window, which goes from view to view and into a long case and prints how long each move took.

Run by bench_moves: python -m tests.benchmarks.moved_window --profile DIR, with MOVES and CASE in the environment. A
move is over when what it shows is painted; what is read in the background afterwards is waited for between two moves.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from PySide6.QtCore import QStringListModel
from PySide6.QtWidgets import QApplication, QListView

import ui.bridge
from desktop.model import Lane
from tests.benchmarks.figures import Runs
from tests.benchmarks.started_window import watch, when_settled
from ui.__main__ import main
from ui.inbox.list_view import CaseListView

_LANES = (Lane.ALL, Lane.UNASSIGNED, Lane.AT_RISK, Lane.MY_OPEN)
_ROWS = 50
_PATIENCE = 20.0
_NO_ENGINE = [sys.executable, "-c", "import sys; sys.stdin.read()"]


class Moving:
    """Moves through the real window, in turns with a bare list whose rows are set anew."""

    def __init__(self, view: CaseListView) -> None:
        """Take the real list; the bare one is as large."""
        self._window: Any = view.window()
        self._view = view
        self._moves = int(os.environ["MOVES"])
        self._case = int(os.environ["CASE"])
        self._bare = QListView()
        self._bare.setUniformItemSizes(True)
        self._bare.resize(view.size())
        self._bare.show()

    def run(self) -> None:
        """Print what each move took: between views, and into a long case from a short one."""
        result = {"lanes": self._in_turns(self._lane_switches()), "case": self._in_turns(self._openings())}
        print(json.dumps(result), flush=True)
        os._exit(0)

    def _in_turns(self, moves: Iterator[Callable[[], None]]) -> tuple[list[float], ...]:
        ours, bare = Runs(), Runs()
        for number, move in enumerate(moves):
            self._settle()
            ours.measure(move)
            bare.measure(self._bare_move)
            if number < 2:  # the first ones make what is kept
                ours, bare = Runs(), Runs()
        return ours.wall, ours.cpu, bare.wall, bare.cpu

    def _lane_switches(self) -> Iterator[Callable[[], None]]:
        def show(lane: Lane) -> None:
            self._window._first.choose_lane(lane)
            self._view.viewport().repaint()

        for number in range(self._moves + 2):
            yield partial(show, _LANES[number % len(_LANES)])

    def _openings(self) -> Iterator[Callable[[], None]]:
        def show(case_id: int) -> None:
            self._window._parts.case.show(case_id)
            self._window._parts.conversation.repaint()

        for _ in range(self._moves // 4 + 2):
            show(self._case - 1)
            yield partial(show, self._case)

    def _bare_move(self) -> None:
        self._bare.setModel(QStringListModel([f"Customer {row}" for row in range(_ROWS)], self._bare))
        self._bare.viewport().repaint()

    def _settle(self) -> None:
        end = time.perf_counter() + _PATIENCE
        while time.perf_counter() < end:
            QApplication.processEvents()
            if self._window.is_settled:
                return
            time.sleep(0.001)


def _begin(view: CaseListView) -> None:
    when_settled(view, [lambda: Moving(view).run()])


if __name__ == "__main__":
    ui.bridge.engine_command = lambda profile: _NO_ENGINE  # noqa: ARG005
    watch(_begin)
    sys.exit(main())
