"""Measures intake from end to end: read, triage, clock, store, index; e-mails and posts, into a store of a million.

Twice: in this process, page by page in turns with the floor (bare INSERTs of the same texts and their index), and as
the engine's own process, told from its events.

Run: uv run python -m tests.benchmarks.bench_intake [FOLDER] [MESSAGES] [TAKEN]
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import psutil

from desktop.accounts.hours_book import HoursBook
from desktop.channels.email import normalised_subject
from desktop.commands.rules import load_triage
from desktop.events import CasesChanged, EngineReady, SyncNow
from desktop.model import Account, AccountRole, Arrival, Network
from desktop.store import Store, Taken, open_store
from desktop.sync import Pipeline
from desktop.system.clock import utc_now
from desktop.system.profile import Profile, prepare
from tests.benchmarks.bench_store import insert_bare
from tests.benchmarks.figures import Figure, Runs, machine, table, verdict
from tests.benchmarks.processes import events, program, say, unlocked
from tests.benchmarks.spring import mail_pages, post_pages
from tests.benchmarks.volume import KEY, START, build, copied, demo_account
from tests.benchmarks.writings import CARE

_TARGET = 1_500
_SETTLED = 1.0
_KINDS = (("mail", "e-mails", mail_pages), ("posts", "Mastodon posts", post_pages))


def measure(folder: Path, messages: int, taken: int = 15_000) -> list[Figure]:
    """Return the figures of both channels, taking `taken` messages each time."""
    build(folder, messages)[0].close()
    figures = []
    for kind, name, pages in _KINDS:
        with tempfile.TemporaryDirectory(dir=folder.parent) as beside:
            figures.append(here(folder, Path(beside), name, list(pages(taken))))
        with tempfile.TemporaryDirectory(dir=folder.parent) as beside:
            figures.append(_in_the_engine(folder, Path(beside), kind, name, taken))
    return figures


def connected(store: Store) -> None:
    """Connect a mailbox and a Mastodon account."""
    if not any(account.network is Network.EMAIL for account in store.accounts.all()):
        store.accounts.add(
            Network.EMAIL, name="Aurora", handle=CARE, role=AccountRole.CARE, settings={}, actor="benchmark", at=START
        )


def _account(store: Store, name: str) -> Account:
    wanted = Network.EMAIL if name == "e-mails" else Network.MASTODON
    return next(account for account in store.accounts.all() if account.network is wanted)


def here(folder: Path, beside: Path, name: str, pages: list[Callable[[], tuple[Arrival, ...]]]) -> Figure:
    """Take the pages into a copy of the store, in turns with the floor."""
    triage = load_triage()
    triage.warm_up()
    read, take, floor, count = Runs(), Runs(), Runs(), 0
    with (
        open_store(Profile(copied(folder, beside / "whole")), KEY) as whole,
        open_store(prepare(Profile(beside / "empty")), KEY) as empty,
    ):
        connected(whole)
        demo_account(empty)
        empty.connection.write("PRAGMA foreign_keys = OFF")
        account, hours = _account(whole, name), HoursBook(whole)
        hours.due(account, utc_now(), 60.0)  # loads the calendars
        pipeline = Pipeline(whole, triage, hours, utc_now, normalised_subject)
        for page in pages:
            arrivals: list[Arrival] = []
            read.measure(lambda page=page, arrivals=arrivals: arrivals.extend(page()))  # type: ignore[misc]
            take.measure(partial(pipeline.take, account, arrivals))
            floor.measure(partial(insert_bare, empty, [Taken(arrival) for arrival in arrivals], first=count))
            count += len(arrivals)
    return _figure(name, read, take, floor, count)


def _figure(name: str, read: Runs, take: Runs, floor: Runs, count: int) -> Figure:
    wall, cpu = sum(read.wall) + sum(take.wall), sum(read.cpu) + sum(take.cpu)
    rate, by_cpu, bare = (count / some * 1000 for some in (wall, cpu, sum(floor.wall)))
    value = (
        f"{rate:,.0f}/s ({by_cpu:,.0f} per CPU second); of a message {sum(read.wall) / count * 1000:.0f} µs reading, "
    )
    value += f"{sum(take.wall) / count * 1000:.0f} µs triage and store"
    floor_words = f"bare inserts of the same: {bare:,.0f}/s ({bare / rate:.1f}x)"
    reached = verdict(rate >= _TARGET, by_cpu=by_cpu >= _TARGET)
    return Figure(f"intake of {name}, end to end, one thread", value, f">= {_TARGET:,}/s", floor_words, reached)


def _in_the_engine(folder: Path, beside: Path, kind: str, name: str, taken: int) -> Figure:
    profile = copied(folder, beside / "engine")
    with open_store(Profile(profile), KEY) as store:
        connected(store)
    with program("tests.benchmarks.spring", str(profile), kind, str(taken)) as process:
        seconds, cpu, came = taken_in(process, taken)
    rate, by_cpu = came / seconds, came / cpu
    value = f"{rate:,.0f}/s, {by_cpu:,.0f} per second of its core"
    reached = verdict(rate >= _TARGET, by_cpu=by_cpu >= _TARGET)
    return Figure(f"intake of {name}, the engine's process", value, f">= {_TARGET:,}/s", "", reached)


def taken_in(process: subprocess.Popen[str], taken: int) -> tuple[float, float, int]:
    """Let a spring's engine take its messages in.

    Return the seconds by the clock and of CPU from its first event to its last, and how many came between them.
    """
    unlocked(process)
    engine, came = psutil.Process(process.pid), 0
    began = cpu = 0.0
    for moment, event in events(process):
        if isinstance(event, EngineReady):
            time.sleep(_SETTLED)
            say(process, SyncNow())
        elif isinstance(event, CasesChanged) and event.new_messages:
            used = sum(engine.cpu_times()[:2])
            if not began:
                began, cpu = moment, used
                taken -= event.new_messages
                continue
            came += event.new_messages
            if came >= taken:
                return moment - began, used - cpu, came
    raise RuntimeError("the engine ended before it had taken everything in")


def main() -> int:
    """Print the figures as a table."""
    messages = int(sys.argv[2]) if len(sys.argv) > 2 else 1_000_000
    taken = int(sys.argv[3]) if len(sys.argv) > 3 else 15_000
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(tempfile.mkdtemp())
    print(f"{table(measure(folder, messages, taken))}\n\n{machine()}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
