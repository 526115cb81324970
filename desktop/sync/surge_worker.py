"""The surge worker: when the watch looks, and what the window is told of it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta

from desktop.events import CasesChanged, CrisisChanged, Event
from desktop.sync.surge_watch import SurgeWatch

LOOK_SECONDS = 60.0
_REST_SECONDS = 2.0  # between two looks, however fast messages come
_STEP_SECONDS = 0.02  # between some hours of counting and the next
_COUNT_AGAIN = timedelta(hours=1)


class SurgeWorker:
    """Lets the watch look once a minute and right after a burst. Engine process, one event loop thread."""

    def __init__(self, watch: SurgeWatch, clock: Callable[[], datetime], tell: Callable[[Event], None]) -> None:
        """`tell` passes an event to the window."""
        self._watch = watch
        self._clock = clock
        self._tell = tell
        self._wanted = asyncio.Event()
        self._counted_at: datetime | None = None

    def hear(self, event: Event) -> None:
        """Take in what the engine tells the window: new messages may be the beginning of a surge."""
        if isinstance(event, CasesChanged) and event.new_messages and self._watch.met(event.new_messages):
            self._wanted.set()

    async def run(self, seconds: float = LOOK_SECONDS) -> None:
        """Look until cancelled, at the latest every so many seconds. Raises StoreError."""
        while True:
            await self._count_again()
            self._wanted.clear()
            seen = self._watch.look()
            if seen:
                self._tell(CrisisChanged(seen.begun))
            with suppress(TimeoutError):
                await asyncio.wait_for(self._wanted.wait(), seconds)
            await asyncio.sleep(min(seconds, _REST_SECONDS))

    async def _count_again(self) -> None:
        """Count once an hour what of the past weeks came since: while no engine ran, or older messages."""
        now = self._clock()
        if self._counted_at is not None and now - self._counted_at < _COUNT_AGAIN:
            return
        self._counted_at = now
        for _ in self._watch.catch_up():
            await asyncio.sleep(_STEP_SECONDS)
