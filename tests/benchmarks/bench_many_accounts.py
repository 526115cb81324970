"""Measures intake through the real channels: eight accounts at once, and what a dead one costs the others.

The networks are fakes in a process of their own; everything from the request to the index of the search is real. The
second figure is that of seven accounts with a dead one beside them against the same seven alone: the dead one's server
takes the connection and never answers.

Run: uv run python -m tests.benchmarks.bench_many_accounts [MESSAGES_AN_ACCOUNT]
"""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from desktop.channels import secret_name
from desktop.commands.rules import load_guardrails, load_triage
from desktop.engine import Engine
from desktop.events import CasesChanged, Event, Nudge, SyncNow
from desktop.guardrails import Guardrails
from desktop.model import Account, AccountRole, Network
from desktop.store import Store, open_store
from desktop.system.clock import utc_now
from desktop.system.profile import Profile, prepare
from desktop.system.vault import SessionVault
from desktop.triage import Triage
from tests.benchmarks.figures import Figure, machine, table, verdict
from tests.benchmarks.processes import program
from tests.benchmarks.volume import KEY

ACCOUNTS = 8
DEAD = "@dead"
_TARGET = 1_500
_DEAREST = 0.9
"""What a dead account may leave of the others' speed on a busy machine; alone they differ by as much from run to run."""

_PATIENCE = 120.0


@dataclass(frozen=True, slots=True)
class Speed:
    """How many messages came in a second, by the clock and by this process's own time."""

    wall: float
    cpu: float


def measure(_folder: Path | None = None, _stored: int = 0, messages: int = 800) -> list[Figure]:
    """Return the figures, with so many messages for each account (fewer where a network itself keeps fewer)."""
    triage, guardrails = load_triage(), load_guardrails()
    triage.warm_up()
    rules = (triage, guardrails)
    whole = speed_of(ACCOUNTS, messages, rules)
    alone = speed_of(ACCOUNTS - 1, messages, rules)
    beside = speed_of(ACCOUNTS - 1, messages, rules, with_dead=True)
    ratio, by_cpu = beside.wall / alone.wall, beside.cpu / alone.cpu
    return [
        Figure(
            f"intake of {ACCOUNTS} accounts through their channels",
            f"{whole.wall:,.0f}/s ({whole.cpu:,.0f} per CPU second)",
            f">= {_TARGET:,}/s",
            "",
            verdict(whole.wall >= _TARGET, by_cpu=whole.cpu >= _TARGET),
        ),
        Figure(
            "the same of seven, beside a dead account",
            f"{beside.wall:,.0f}/s ({beside.cpu:,.0f} per CPU second), {ratio:.2f}x",
            f">= {_DEAREST}x",
            f"without it: {alone.wall:,.0f}/s ({alone.cpu:,.0f} per CPU second)",
            verdict(ratio >= _DEAREST, by_cpu=by_cpu >= _DEAREST),
        ),
    ]


def speed_of(accounts: int, messages: int, rules: tuple[Triage, Guardrails], *, with_dead: bool = False) -> Speed:
    """Take so many messages of each of some accounts into a new store."""
    with (
        tempfile.TemporaryDirectory() as folder,
        open_store(prepare(Profile(Path(folder) / "profile")), KEY) as store,
        program("tests.benchmarks.served_networks", str(accounts)) as networks,
    ):
        vault = SessionVault()
        for told in _told(networks, accounts + 1):
            _connect(store, vault, told, with_dead=with_dead)
        return asyncio.run(_taken(store, vault, rules, networks, messages))


def _told(networks: subprocess.Popen[str], lines: int) -> Iterator[dict[str, Any]]:
    assert networks.stdout is not None
    for _ in range(lines):
        yield json.loads(networks.stdout.readline())


def _connect(store: Store, vault: SessionVault, told: dict[str, Any], *, with_dead: bool) -> None:
    is_dead = told["network"] == "dead"
    if is_dead and not with_dead:
        return
    number = len(store.accounts.all())
    account = store.accounts.add(
        Network.MASTODON if is_dead else Network(told["network"]),
        name="Aurora",
        handle=f"{told.get('handle', DEAD)}/{number}",
        role=AccountRole.CARE,
        settings=told["settings"],
        actor="benchmark",
        at=utc_now(),
    )
    for kind, value in told.get("secrets", {"token": "dead"}).items():
        vault.set(secret_name(account.uid, kind), value)


async def _taken(
    store: Store,
    vault: SessionVault,
    rules: tuple[Triage, Guardrails],
    networks: subprocess.Popen[str],
    messages: int,
) -> Speed:
    came = 0
    told, enough = asyncio.Event(), asyncio.Event()
    wanted = 1 << 60

    def hear(event: Event) -> None:
        nonlocal came
        told.set()
        if isinstance(event, CasesChanged):
            came += event.new_messages
            if came >= wanted:
                enough.set()

    nudges: asyncio.Queue[Nudge | None] = asyncio.Queue()
    running = asyncio.create_task(Engine(store, vault, *rules, utc_now, hear).run(nudges))
    while not all(_has_begun(account) for account in store.accounts.all()):
        await told.wait()
        told.clear()
    wanted = came + await asyncio.to_thread(_filled, networks, messages)
    wall, cpu, before = time.perf_counter(), time.process_time(), came
    nudges.put_nowait(SyncNow())
    await asyncio.wait_for(enough.wait(), _PATIENCE)
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    return Speed((came - before) / wall, (came - before) / cpu)


def _has_begun(account: Account) -> bool:
    """Tell whether an account's first pull is over; a dead one's never will be."""
    return account.health.last_sync_at is not None or account.handle.startswith(DEAD)


def _filled(networks: subprocess.Popen[str], messages: int) -> int:
    """Let people write on every network and return how many messages that makes."""
    assert networks.stdin is not None
    assert networks.stdout is not None
    networks.stdin.write(f"{messages}\n")
    networks.stdin.flush()
    return int(json.loads(networks.stdout.readline())["ready"])


def main() -> int:
    """Print the figures as a table."""
    messages = int(sys.argv[1]) if len(sys.argv) > 1 else 800
    print(f"{table(measure(messages=messages))}\n\n{machine()}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
