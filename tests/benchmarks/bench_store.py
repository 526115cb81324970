"""Measures the store at a million messages: raw intake, a page of a lane, the first 50 results of a search.

Run: uv run python -m tests.benchmarks.bench_store [FOLDER] [MESSAGES]
"""

from __future__ import annotations

import random
import statistics
import sys
import tempfile
from datetime import timedelta
from pathlib import Path

from desktop.model import Lane, Sort
from tests.benchmarks.figures import Figure, spread, table, timed
from tests.benchmarks.volume import BATCH, SECONDS_BETWEEN, START, Texts, build

PAGE = 50


def measure(folder: Path, messages: int) -> list[Figure]:
    """Build or open the store and return its figures."""
    store, seconds = build(folder, messages)
    chance = random.Random(7)
    now = START + timedelta(seconds=messages * SECONDS_BETWEEN)
    figures = []
    if seconds:
        whole = len(seconds) * BATCH / sum(seconds)
        tail = seconds[-100:]
        late = len(tail) * BATCH / sum(tail)
        longest = max(seconds) * 1000
        value = f"{whole:,.0f}/s over all, {late:,.0f}/s at the end, median batch "
        value += f"{statistics.median(seconds) * 1000:.0f} ms, longest {longest:.0f} ms"
        figures.append(Figure("raw intake (resolve, store, index, project)", value, ">= 8,000/s"))
    ids = store.lanes.ids(Lane.UNASSIGNED, agent="LB", at_risk_before=now)

    def page() -> None:
        start = chance.randrange(max(1, len(ids) - PAGE))
        store.lanes.rows(ids[start : start + PAGE])

    def first_page() -> None:
        store.lanes.rows(store.lanes.ids(Lane.UNASSIGNED, agent="LB", at_risk_before=now, limit=PAGE))

    def newest_page() -> None:
        store.lanes.rows(store.lanes.ids(Lane.ALL, agent="LB", at_risk_before=now, sort=Sort.NEWEST, limit=PAGE))

    for name, action in (("anywhere", page), ("first screen by urgency", first_page), ("newest of all", newest_page)):
        timed(20, action)
        figures.append(Figure(f"page of a lane, {name}", spread(timed(400, action)), "p99 <= 2 ms"))
    texts = Texts(seed=11)

    def search() -> None:
        words = [texts.word() for _ in range(chance.choice((1, 1, 2, 3)))]
        words[-1] = words[-1][: chance.randint(2, len(words[-1]))]
        store.search.messages(" ".join(words), PAGE)

    timed(10, search)
    figures.append(Figure("first 50 results of a search, as typed", spread(timed(300, search)), "p99 <= 50 ms"))
    figures.append(Figure("cases in the lane", f"{len(ids):,}", ""))
    store.close()
    return figures


def main() -> int:
    """Print the figures as a table."""
    messages = int(sys.argv[2]) if len(sys.argv) > 2 else 1_000_000
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(tempfile.mkdtemp())
    print(table(measure(folder, messages)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
