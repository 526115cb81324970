"""The demo town on loopback: listens, lets time pass at its pace, and ends when told to."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Callable
from datetime import datetime

from desktop.demo.api import Api
from desktop.demo.faults import Faults, Manners
from desktop.demo.people import COMPANY
from desktop.demo.serving import Serving
from desktop.demo.town import Town
from desktop.demo.wire import EventStream, Request, Response
from desktop.system.clock import utc_now

_TICK = 0.2  # seconds between two looks at the clock
_LONGEST_TICK = 2.0  # seconds of the script at most per look: a machine that slept is not met with a flood


class TownServer:
    """A town that is being served. Made by `serve`; runs in the event loop that made it."""

    def __init__(self, town: Town, token: str, manners: Manners, faults: Faults) -> None:
        """Prepare; `serve` starts it."""
        self.town = town
        self.token = token
        self.account_id = COMPANY.id
        self.faults = faults
        self.url = ""
        self._manners = manners
        self._api: Api | None = None
        self._serving = Serving(self._answer, faults)

    async def start(self, host: str, port: int) -> None:
        """Begin to listen. Raises OSError if the port is taken."""
        await self._serving.start(host, port)
        self.url = self._serving.url
        self._api = Api(self.town, self.token, self._manners, self.url)

    def keep_time(self, pace: float, clock: Callable[[], datetime]) -> None:
        """Let time pass: `pace` script seconds per second."""
        self._serving.keep(asyncio.create_task(self._pass_time(pace, clock)))

    async def close(self) -> None:
        """Stop listening and drop every connection. Never raises."""
        await self._serving.close()

    async def _pass_time(self, pace: float, clock: Callable[[], datetime]) -> None:
        loop = asyncio.get_running_loop()
        before = loop.time()
        while True:
            await asyncio.sleep(_TICK)
            now = loop.time()
            self.town.advance(min(now - before, _LONGEST_TICK) * pace, clock())
            before = now

    def _answer(self, request: Request) -> Response | EventStream:
        assert self._api is not None
        return self._api.answer(request)


async def serve(
    town: Town,
    *,
    host: str = "127.0.0.1",
    port: int = 0,
    pace: float = 1.0,
    clock: Callable[[], datetime] = utc_now,
    manners: Manners | None = None,
) -> TownServer:
    """Serve a town on this machine and return the server, ready to be asked.

    `port` 0 takes any free one. `pace` 1 lets something happen every four to ten seconds for some minutes, then every
    15 to 40; 2 twice as often. 0 freezes the town: then time passes only by `town.advance`. Raises OSError if the
    port is taken. Close with `TownServer.close`.
    """
    token = hashlib.sha256(f"aurora|{town.seed}".encode()).hexdigest()[:43]
    server = TownServer(town, token, manners or Manners(), Faults())
    await server.start(host, port)
    if pace > 0:
        server.keep_time(pace, clock)
    return server
