"""Measures moves through the window: another view's first painted rows, a case of 500 messages, and the whole list.

The window is the program's own, offscreen, over the real store; the floor of a move is a bare QListView whose rows are
set anew. The whole list is read off the window's thread; its floor is the bare query of the same ids.

Run: uv run python -m tests.benchmarks.bench_moves [FOLDER] [MESSAGES] [MOVES]
"""

from __future__ import annotations

import json
import sys
import tempfile
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from desktop.accounts.hours_book import HoursBook
from desktop.inbox import Inbox
from desktop.model import Agent, Lane, Sort
from desktop.store import Store, open_store
from desktop.system.clock import utc_now
from desktop.system.profile import Profile
from tests.benchmarks.figures import Figure, Runs, in_turns, machine, table, within
from tests.benchmarks.processes import WINDOW_ENVIRONMENT, program
from tests.benchmarks.volume import BATCH, KEY, START, Texts, arrivals, build, copied

_LONG = BATCH
_READS = 20


def measure(folder: Path, messages: int, moves: int = 200) -> list[Figure]:
    """Return the figures."""
    build(folder, messages)[0].close()
    with tempfile.TemporaryDirectory(dir=folder.parent) as beside_it:
        profile = copied(folder, Path(beside_it) / "window")
        with open_store(Profile(profile), KEY) as store:
            case = long_case(store, messages)
            whole = _whole_lists(store)
        environment = {"QT_QPA_PLATFORM": "offscreen", "MOVES": str(moves), "CASE": str(case)}
        arguments = ("tests.benchmarks.moved_window", "--profile", str(profile))
        with program(*arguments, **WINDOW_ENVIRONMENT, **environment) as process:
            assert process.stdout is not None
            told = json.loads(process.stdout.readline())
    runs = {name: (Runs(*told[name][:2]), Runs(*told[name][2:])) for name in ("lanes", "case")}
    return [
        within("another view to its first painted rows", *runs["lanes"], "bare list", most=16),
        within(f"a case of {_LONG} messages, opened and painted", *runs["case"], "bare list", most=50),
        *whole,
    ]


def long_case(store: Store, messages: int) -> int:
    """Let one customer write and be answered in one thread; return the case's id."""
    taken = [
        replace(one, arrival=replace(one.arrival, thread_remote_id="long", remote_id=f"long{number}"))
        for number, one in enumerate(arrivals(_LONG, Texts(seed=4), first=messages))
    ]
    store.intake.take(store.accounts.all()[0], taken, START + timedelta(days=360))
    rows = store.connection.read("SELECT case_id FROM message WHERE remote_id = ?", ("long0",))
    return int(rows[0][0])


def _whole_lists(store: Store) -> list[Figure]:
    inbox = Inbox(store, Agent("Laura Bianchi", "LB", "^LB"), utc_now, HoursBook(store).of(None))
    figures = []
    for lane, sort in ((Lane.ALL, Sort.NEWEST), (Lane.UNASSIGNED, Sort.URGENCY)):

        def whole(lane: Lane = lane, sort: Sort = sort) -> None:
            inbox.page(lane, sort=sort)

        def bare() -> None:
            store.connection.raw.execute("SELECT case_id FROM case_row ORDER BY case_id").fetchall()

        subject, floor = in_turns(_READS, whole, bare)
        name = f"every id of the view {lane.value}, {len(inbox.page(lane, sort=sort).ids):,} cases"
        figures.append(within(name, subject, floor, "bare query of all ids", most=250))
    return figures


def main() -> int:
    """Print the figures as a table."""
    messages = int(sys.argv[2]) if len(sys.argv) > 2 else 1_000_000
    moves = int(sys.argv[3]) if len(sys.argv) > 3 else 200
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(tempfile.mkdtemp())
    print(f"{table(measure(folder, messages, moves))}\n\n{machine()}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
