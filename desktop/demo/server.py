"""The demo town on loopback: its networks listen, time passes at its pace, and all of it ends when told to."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime

from desktop.demo.networks import FakeNetwork
from desktop.demo.office import Office
from desktop.demo.places import account_on
from desktop.demo.setup import DemoAccount
from desktop.demo.town import Town
from desktop.system.clock import utc_now

_TICK = 0.2  # seconds between two looks at the clock
_LONGEST_TICK = 2.0  # seconds of the script at most per look: a machine that slept is not met with a flood


class TownServer:
    """A town that is being served. Made by `serve`; runs in the event loop that made it."""

    def __init__(self, town: Town) -> None:
        """Prepare; `serve` starts it."""
        self.town = town
        self.serving: list[FakeNetwork] = []
        """The networks that could be started: one that could not is left out, the others go on."""
        self.office = Office(town.time, town.plan)
        self._time: asyncio.Task[None] | None = None

    async def start(self, host: str) -> None:
        """Let every network listen on a port of its own. Raises OSError if none of them can."""
        faults: list[OSError] = []
        for network in self.town.networks.values():
            try:
                await network.start(host, 0)
            except OSError as fault:
                faults.append(fault)
            else:
                self.serving.append(network)
        if faults and not self.serving:
            raise faults[0]
        with suppress(OSError):  # a town without its office is one still
            await self.office.start(host)

    def accounts(self) -> tuple[DemoAccount, ...]:
        """Return the company's accounts, one on each network that is served."""
        return tuple(account_on(network) for network in self.serving)

    def keep_time(self, pace: float, clock: Callable[[], datetime]) -> None:
        """Let time pass: `pace` script seconds per second."""
        self._time = asyncio.create_task(self._pass_time(pace, clock))

    async def close(self) -> None:
        """Stop listening and drop every connection. Never raises."""
        if self._time is not None:
            self._time.cancel()
            await asyncio.gather(self._time, return_exceptions=True)
        await asyncio.gather(self.office.close(), *(one.close() for one in self.serving), return_exceptions=True)

    async def _pass_time(self, pace: float, clock: Callable[[], datetime]) -> None:
        loop = asyncio.get_running_loop()
        before = loop.time()
        while True:
            await asyncio.sleep(_TICK)
            now = loop.time()
            self.town.advance(min(now - before, _LONGEST_TICK) * pace, clock())
            before = now


async def serve(
    town: Town, *, host: str = "127.0.0.1", pace: float = 1.0, clock: Callable[[], datetime] = utc_now
) -> TownServer:
    """Serve a town on this machine and return the server, its networks ready to be asked.

    `pace` 1 lets something happen every four to ten seconds for some minutes, then every 15 to 40; 2 twice as often.
    0 freezes the town: then time passes only by `town.advance`. Raises OSError if nothing can listen. Close with
    `TownServer.close`.
    """
    server = TownServer(town)
    await server.start(host)
    if pace > 0:
        server.keep_time(pace, clock)
    return server
