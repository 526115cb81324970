"""The upkeep of the store: words leave the index, pairs are made for reports, what is old goes."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from desktop.customers import favour_no_more
from desktop.events import CasesChanged, Event
from desktop.store import Store

_PAIRED_AT_ONCE = 100  # cases
_REST_SECONDS = 0.02  # between two steps
_SWEEP_EVERY = timedelta(hours=1)


class UpkeepWorker:
    """Does a step at a time, so that sending and pulling go on between. Engine process, one event loop thread."""

    def __init__(
        self, store: Store, clock: Callable[[], datetime], tell: Callable[[Event], None], priority: Path | None = None
    ) -> None:
        """`tell` passes an event to the window; `priority` is the file of the desk's own priority."""
        self._store = store
        self._priority = priority
        self._clock = clock
        self._tell = tell
        self._swept_at: datetime | None = None

    async def work(self) -> None:
        """Do all that is due. Raises StoreError."""
        await self._forget_words()
        await self._pair_questions()
        await self._forget_old()

    async def _forget_words(self) -> None:
        """Take the words of what is gone out of the search index, a step at a time."""
        more = self._store.upkeep.is_due(self._clock())
        while more:
            more = self._store.upkeep.step(self._clock())
            await asyncio.sleep(_REST_SECONDS)

    async def _pair_questions(self) -> None:
        """Pair what was asked with its answers, some cases at a time, so that a report finds the work done."""
        more = self._store.reports.derive(_PAIRED_AT_ONCE)
        while more:
            await asyncio.sleep(_REST_SECONDS)
            more = self._store.reports.derive(_PAIRED_AT_ONCE)

    async def _forget_old(self) -> None:
        """Once an hour take away what was kept long enough, and scrub the file of whatever was taken away."""
        now = self._clock()
        self._store.draft_files.clear(now)
        if self._swept_at is None or now - self._swept_at >= _SWEEP_EVERY:
            self._swept_at = now
            while gone := self._store.retention.sweep(self._clock()):
                self._tell(CasesChanged(gone))
                await asyncio.sleep(_REST_SECONDS)
        for _ in self._store.erasure.resume(now, lambda called: favour_no_more(self._priority, called)):
            await asyncio.sleep(_REST_SECONDS)
        if self._store.scrubbing.is_due(now):
            self._store.scrubbing.run(now)
