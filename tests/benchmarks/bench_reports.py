"""Measures a report of twelve months over a million messages: pairing questions with answers, then reading the figures.

The floor is the bare walk over the same rows of the derived table.

Run: uv run python -m tests.benchmarks.bench_reports [FOLDER] [MESSAGES]
"""

from __future__ import annotations

import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from desktop.reports.period import Period
from desktop.reports.questions import asked_often
from desktop.reports.report import Asking, read_report
from desktop.store import Store
from tests.benchmarks.figures import Figure, Runs, beside, in_turns, machine, table, verdict
from tests.benchmarks.volume import SECONDS_BETWEEN, START, build

_RUNS = 5
_TARGET = 1_500.0  # milliseconds
_ROME = ZoneInfo("Europe/Rome")


def measure(folder: Path, messages: int) -> list[Figure]:
    """Build or open the store and return its figures."""
    store, _ = build(folder, messages)
    try:
        return [_derived(store), *_read(store, messages)]
    finally:
        store.close()


def _derived(store: Store) -> Figure:
    """Pair everything once: a store that was opened before has it done already."""
    cases = store.reports.pending()
    begun = time.perf_counter()
    store.reports.derive_all()
    seconds = time.perf_counter() - begun
    rate = f", {cases / seconds:,.0f} conversations/s" if cases else ""
    return Figure(f"pairing the questions of {cases:,} conversations, once", f"{seconds:.1f} s{rate}")


def _read(store: Store, messages: int) -> list[Figure]:
    now = START + timedelta(seconds=messages * SECONDS_BETWEEN)
    last = now.astimezone(_ROME).date()
    period = Period(date(last.year - 1, last.month, 1), last, _ROME)
    asking = Asking(period)

    def walk() -> object:
        return sum(len(rows) for rows in store.reports.asked(period.since, period.until))

    runs, floor = in_turns(_RUNS, lambda: read_report(store, asking, now), walk)
    often = Runs()
    for _ in range(_RUNS):
        often.measure(lambda: asked_often(store, period.since, period.until))
    reached = verdict(runs.median <= _TARGET, by_cpu=sorted(runs.cpu)[len(runs.cpu) // 2] <= _TARGET)
    return [
        Figure(
            "report of 12 months, every figure",
            runs.words(),
            f"median <= {_TARGET:,.0f} ms",
            beside("walk over the rows", runs, floor),
            reached,
        ),
        Figure("what was asked most, newest questions", often.words()),
    ]


def main() -> None:
    """Print the table."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(tempfile.mkdtemp()) / "store"
    messages = int(sys.argv[2]) if len(sys.argv) > 2 else 1_000_000
    print(table(measure(folder, messages)))
    print(machine())


if __name__ == "__main__":
    main()
