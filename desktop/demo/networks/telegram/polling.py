"""getUpdates of the fake Telegram: one consumer at a time, long polls, and what an offset confirms."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

from desktop.demo.networks.telegram.entities import update_json
from desktop.demo.networks.telegram.rules import conflict
from desktop.demo.networks.telegram.world import World

_MOST, _LONGEST = 100, 50
_TERMINATED = "terminated by other getUpdates request; make sure that only one bot instance is running"
_WEBHOOK = "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"


class Polling:
    """Hands out updates. Runs in the network's event loop."""

    def __init__(self, world: World) -> None:
        """Nobody polls yet."""
        self.webhook = ""
        self.polls = 0
        self.stands = asyncio.Event()
        """Set while a long poll waits for the next update."""
        self._world = world
        self._waiting: asyncio.Future[bool] | None = None
        world.arrived.append(self._wake)

    async def get_updates(self, asked: Mapping[str, object]) -> list[object]:
        """Return updates, waiting for the first one as long as asked. Raises Refusal."""
        self.polls += 1
        if self.webhook:
            raise conflict(_WEBHOOK)
        if self._waiting is not None and not self._waiting.done():
            self._waiting.set_result(False)
        offset = int(str(asked["offset"])) if "offset" in asked else None
        kinds = asked.get("allowed_updates")
        limit = max(1, min(_MOST, int(str(asked.get("limit", _MOST)))))
        found = self._page(offset, limit, kinds)
        if not found:
            await self._wait(min(_LONGEST, int(str(asked.get("timeout", 0)))))
            found = self._page(offset, limit, kinds)
        return found

    def takes_over(self) -> None:
        """Let another program poll for the same bot."""
        if self._waiting is not None and not self._waiting.done():
            self._waiting.set_result(False)

    def _page(self, offset: int | None, limit: int, kinds: object) -> list[object]:
        waiting = self._world.waiting(offset)
        wanted = [update for update in waiting if not isinstance(kinds, list) or update.kind in kinds]
        return [update_json(self._world, update) for update in wanted[:limit]]

    async def _wait(self, seconds: int) -> None:
        if seconds <= 0:
            return
        waiting: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        self._waiting = waiting
        self.stands.set()
        done, _ = await asyncio.wait({waiting}, timeout=seconds)
        if self._waiting is waiting:
            self.stands.clear()
        if done and not waiting.result():
            raise conflict(_TERMINATED)

    def _wake(self) -> None:
        if self._waiting is not None and not self._waiting.done():
            self._waiting.set_result(True)
