"""The weighing worker: lets the reweigher follow the desk's file and the campaign watch look, in the engine's turn."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable

from desktop.events import CasesChanged, Event
from desktop.sync.campaign_watch import CampaignWatch
from desktop.sync.reweigher import Reweigher

_LOOK_SECONDS = 20.0
_REST_SECONDS = 0.02  # between some cases and the next


class WeighingWorker:
    """Works until it is cancelled. Engine process, one event loop thread."""

    def __init__(self, reweigher: Reweigher | None, campaigns: CampaignWatch, tell: Callable[[Event], None]) -> None:
        """`tell` passes an event to the window. Without a reweigher only campaigns are looked for."""
        self._reweigher = reweigher
        self._campaigns = campaigns
        self._tell = tell
        self._hurried = asyncio.Event()

    def hurry(self) -> None:
        """Look at once: the window wrote the file."""
        self._hurried.set()

    async def run(self) -> None:
        """Weigh open cases again when the file changed, a few at a time, and mark campaigns. Raises StoreError."""
        while True:
            if self._reweigher is not None and self._reweigher.follow():
                while self._reweigher.is_working:
                    self._changed(self._reweigher.step())
                    await asyncio.sleep(_REST_SECONDS)
            self._changed(self._campaigns.work())
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._hurried.wait(), _LOOK_SECONDS)
            self._hurried.clear()

    def _changed(self, case_ids: frozenset[int]) -> None:
        if case_ids:
            self._tell(CasesChanged(tuple(sorted(case_ids))))
