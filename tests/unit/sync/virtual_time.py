"""A loop whose time passes only while nothing else is to be done: an hour of waiting takes no time."""

from __future__ import annotations

import asyncio
import selectors
from collections.abc import Coroutine
from datetime import datetime, timedelta
from typing import Any, TypeVar

from tests.factories import NOON

_Result = TypeVar("_Result")


class Stuck(AssertionError):
    """Everything waits for something that nobody will do."""


class _Jumping(selectors.DefaultSelector):
    """Waits for nothing: jumps to the moment at which the wait would have ended."""

    def __init__(self) -> None:
        super().__init__()
        self.now = 0.0

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        ready = super().select(0)
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
