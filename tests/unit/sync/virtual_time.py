"""A loop whose time passes only while nothing else is to be done: an hour of waiting takes no time.

What a thread does for the loop is something to be done too: until it is, the clock stands still, however long it takes.
"""

from __future__ import annotations

import asyncio
import selectors
from collections.abc import Callable, Coroutine
from concurrent.futures import Executor
from datetime import datetime, timedelta
from typing import Any, TypeVar, TypeVarTuple, Unpack

from tests.factories import NOON

_Result = TypeVar("_Result")
_Arguments = TypeVarTuple("_Arguments")
_PATIENCE = 60.0
"""Seconds of real time that a thread may take, on however busy a machine."""


class Stuck(AssertionError):
    """Everything waits for something that nobody will do."""


class _Jumping(selectors.DefaultSelector):
    """Waits for threads alone, else for nothing: jumps to the moment at which the wait would have ended."""

    def __init__(self) -> None:
        super().__init__()
        self.now = 0.0
        self.threads = 0

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        waits = timeout is None or timeout > 0
        ready = super().select(_PATIENCE if self.threads and waits else 0)
        if not ready and timeout is None:
            raise Stuck
        if not ready and timeout:
            self.now += timeout
        return ready


class VirtualLoop(asyncio.SelectorEventLoop):
    """Runs by a clock of its own."""

    def __init__(self) -> None:
        self._jumping = _Jumping()
        super().__init__(self._jumping)

    def time(self) -> float:
        return self._jumping.now

    def run_in_executor(
        self, executor: Executor | None, func: Callable[[Unpack[_Arguments]], _Result], *args: *_Arguments
    ) -> asyncio.Future[_Result]:
        """Let a thread work, and no time pass meanwhile."""
        working = super().run_in_executor(executor, func, *args)
        self._jumping.threads += 1
        working.add_done_callback(self._on_thread_done)
        return working

    def _on_thread_done(self, _: object) -> None:
        self._jumping.threads -= 1

    def clock(self) -> datetime:
        """Return the loop's time as the engine sees it."""
        return NOON + timedelta(seconds=self.time())


def now() -> datetime:
    """Return the running loop's time as the engine sees it."""
    loop = asyncio.get_running_loop()
    assert isinstance(loop, VirtualLoop)
    return loop.clock()


def run(coroutine: Coroutine[Any, Any, _Result]) -> _Result:
    """Run something in virtual time."""
    with asyncio.Runner(loop_factory=VirtualLoop) as runner:
        return runner.run(coroutine)
