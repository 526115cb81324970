"""Fake networks as a process of their own, so that what they cost is not taken for what the engine costs.

Run by the benchmark: python -m tests.benchmarks.served_networks ACCOUNTS. Prints one line of JSON for each account (its
network, handle, settings and secrets by kind); for each line "N" on stdin every network gets N new messages of some
people, and "ready M" is printed, M for all of them together. Ends with its input.
"""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Iterator
from itertools import chain, cycle, islice

from desktop.demo.networks import FakeNetwork, Persona
from desktop.model import Network
from desktop.system.clock import utc_now
from tests.benchmarks.writings import sentences
from tests.contract.channel_place import Kit
from tests.contract.kits import kits

_PEOPLE = 60
_APART = (Network.MASTODON, Network.TELEGRAM)
_UNANSWERED = "dead"
"""The network that takes connections and never answers."""


async def _run(accounts: int) -> None:
    chosen = list(islice(_kits(), accounts))
    served = [(kit, kit.network(utc_now)) for kit in chosen]
    for kit, network in served:
        await network.start()
        _write(kit, network, 1)  # so that the first pull has begun, and what comes later is not the past
        _say(
            network=network.network.value,
            handle=network.account_handle(),
            settings={**network.account_settings(), **kit.settings},
            secrets=network.secrets(),
        )
    _say(network=_UNANSWERED, settings={"server": await _silence()})
    loop = asyncio.get_running_loop()
    while line := await loop.run_in_executor(None, sys.stdin.readline):
        count = sum(_write(kit, network, min(int(line), kit.backlog)) for kit, network in served)
        _say(ready=count)
    for _, network in served:
        await network.close()


def _kits() -> Iterator[Kit]:
    """Yield each network on which people write to us, then those again on which every account has its own posts."""
    talking = {network: kit for network, kit in kits().items() if kit.talks}
    return chain(talking.values(), cycle(kit for network, kit in talking.items() if network in _APART))


def _write(kit: Kit, network: FakeNetwork, count: int) -> int:
    """Let people write, each what another one did in the benchmarks."""
    texts = cycle(sentences())
    people = [Persona(f"p{number}", f"Persona {number}", f"persona_{number}") for number in range(_PEOPLE)]
    for number in range(count):
        who = people[number % _PEOPLE]
        network.says(who, next(texts)[:250], direct=kit.usually_direct, names_us=kit.talks)
    return count


async def _silence() -> str:
    """Listen, and answer nobody."""
    held: list[asyncio.StreamWriter] = []
    server = await asyncio.start_server(lambda _, writer: held.append(writer), "127.0.0.1", 0)
    return f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"


def _say(**values: object) -> None:
    sys.stdout.write(json.dumps(values) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    asyncio.run(_run(int(sys.argv[1])))
