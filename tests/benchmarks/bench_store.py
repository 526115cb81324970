"""Measures the store at a million messages: a page of a lane, the first 50 results of a search, raw intake.

The floors: the bare query of the same rows, and bare INSERTs of the same messages and their search index.

Run: uv run python -m tests.benchmarks.bench_store [FOLDER] [MESSAGES]
"""

from __future__ import annotations

import random
import sys
import tempfile
from collections.abc import Sequence
from datetime import timedelta
from functools import partial
from pathlib import Path

from desktop.model import Lane, Sort
from desktop.store import Store, Taken, fts_query, open_store
from desktop.store.schema import PROJECTION_COLUMNS
from desktop.system.clock import to_ms
from desktop.system.profile import Profile, prepare
from tests.benchmarks.figures import Figure, Runs, in_turns, machine, table, times_of, verdict, within
from tests.benchmarks.volume import (
    BATCH,
    KEY,
    SECONDS_BETWEEN,
    START,
    Texts,
    arrivals,
    batches,
    build,
    copied,
    demo_account,
)

PAGE = 50
_PAGES, _SEARCHES, _BATCHES = 1_000, 500, 60


def measure(folder: Path, messages: int) -> list[Figure]:
    """Build or open the store and return its figures."""
    store, seconds = build(folder, messages)
    figures = [_built(seconds)] if seconds else []
    figures += [*_pages(store, messages), _searches(store)]
    store.close()
    return [*figures, _intake(folder, messages)]


def _built(seconds: Sequence[float]) -> Figure:
    rate = len(seconds) * BATCH / sum(seconds)
    return Figure(
        "raw intake while the store was built, mean", f"{rate:,.0f}/s", ">= 8,000/s", "", verdict(rate >= 8_000)
    )


def _pages(store: Store, messages: int) -> list[Figure]:
    chance = random.Random(7)
    now = START + timedelta(days=messages * SECONDS_BETWEEN / 86_400)
    ids = store.lanes.ids(Lane.UNASSIGNED, agent="LB", at_risk_before=now)

    def some() -> Sequence[int]:
        start = chance.randrange(max(1, len(ids) - PAGE))
        return ids[start : start + PAGE]

    def anywhere() -> None:
        store.lanes.rows(some())

    def first_page() -> None:
        store.lanes.rows(store.lanes.ids(Lane.UNASSIGNED, agent="LB", at_risk_before=now, limit=PAGE))

    def newest() -> None:
        store.lanes.rows(store.lanes.ids(Lane.ALL, agent="LB", at_risk_before=now, sort=Sort.NEWEST, limit=PAGE))

    def bare() -> None:
        marks = ",".join("?" * PAGE)
        sql = f"SELECT {PROJECTION_COLUMNS} FROM case_row WHERE case_id IN ({marks})"  # noqa: S608
        store.connection.raw.execute(sql, tuple(some())).fetchall()

    figures = []
    for name, action in ((f"anywhere in {len(ids):,}", anywhere), ("by urgency", first_page), ("newest", newest)):
        in_turns(20, action, bare)
        subject, floor = in_turns(_PAGES, action, bare)
        figures.append(within(f"page of {PAGE} cases, {name}", subject, floor, "bare query anywhere", most=2))
    return figures


def _searches(store: Store) -> Figure:
    chance, texts = random.Random(5), Texts(seed=11)
    typed = ""

    def search() -> None:
        nonlocal typed
        words = [texts.word() for _ in range(chance.choice((1, 1, 2, 3)))]
        words[-1] = words[-1][: chance.randint(2, len(words[-1]))]
        typed = " ".join(words)
        store.search.messages(typed, PAGE)

    def bare() -> None:
        sql = "SELECT rowid FROM message_fts WHERE message_fts MATCH ? ORDER BY rowid DESC LIMIT ?"
        store.connection.raw.execute(sql, (fts_query(typed), PAGE)).fetchall()

    in_turns(20, search, bare)
    subject, floor = in_turns(_SEARCHES, search, bare)
    return within(f"first {PAGE} results of a search, as typed", subject, floor, "bare match of the same", most=50)


def _intake(folder: Path, messages: int) -> Figure:
    """Take further messages into a copy of the store, in turns with bare inserts of the same into an empty one."""
    with tempfile.TemporaryDirectory(dir=folder.parent) as beside:
        whole = open_store(Profile(copied(folder, Path(beside) / "whole")), KEY)
        empty = open_store(prepare(Profile(Path(beside) / "empty")), KEY)
        account = whole.accounts.all()[0]
        demo_account(empty)
        empty.connection.write("PRAGMA foreign_keys = OFF")
        texts = Texts(seed=9)
        subject, floor = Runs(), Runs()
        for number, batch in enumerate(batches(arrivals(_BATCHES * BATCH, texts, first=messages))):
            subject.measure(partial(whole.intake.take, account, batch, START + timedelta(days=360)))
            floor.measure(partial(insert_bare, empty, batch, first=number * BATCH))
        whole.close()
        empty.close()
    rate, by_cpu, bare = (_BATCHES * BATCH / sum(some) * 1000 for some in (subject.wall, subject.cpu, floor.wall))
    value = f"{rate:,.0f}/s ({by_cpu:,.0f} per CPU second); a batch of {BATCH}: median {subject.median:.0f} ms, "
    value += f"longest {max(subject.wall):.0f} ms"
    floor_words = f"bare inserts of the same: {bare:,.0f}/s ({times_of(subject, floor)})"
    reached = verdict(rate >= 8_000, by_cpu=by_cpu >= 8_000)
    return Figure(f"raw intake at {messages:,} messages", value, ">= 8,000/s", floor_words, reached)


def insert_bare(store: Store, batch: Sequence[Taken], *, first: int) -> None:
    """Insert messages and their index and nothing else, as the `first` and following ones of an empty store."""
    rows, indexed = [], []
    for number, taken in enumerate(batch, first):
        one = taken.arrival
        rows.append((number, one.remote_id, to_ms(one.sent_at), one.text))
        indexed.append((number, one.text, one.subject, one.author.name))
    with store.connection.writing():
        store.connection.write_many(
            "INSERT INTO message (id, account_id, remote_id, case_id, thread_id, direction, visibility, sent_at, text) "
            "VALUES (?, 1, ?, 1, 1, 'incoming', 'public', ?, ?)",
            rows,
        )
        store.connection.write_many(
            "INSERT INTO message_fts (rowid, text, subject, author) VALUES (?, ?, ?, ?)", indexed
        )


def main() -> int:
    """Print the figures as a table."""
    messages = int(sys.argv[2]) if len(sys.argv) > 2 else 1_000_000
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(tempfile.mkdtemp())
    print(f"{table(measure(folder, messages))}\n\n{machine()}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
