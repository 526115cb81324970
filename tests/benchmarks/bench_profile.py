"""Measures a customer with a very long history: the profile, all past interactions, signs, an erasure's preview and deed.

The floor is the bare count of the customer's cases in their index.

Run: uv run python -m tests.benchmarks.bench_profile [CASES]
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from desktop.customers import CustomerDesk, suggestions_for
from desktop.model import Agent, CustomerId, Network
from desktop.store import Store
from tests.benchmarks.figures import Figure, in_turns, machine, table
from tests.factories import NOON, a_mail, a_store, an_account, taken

_RUNS, _BATCH, _CASES = 40, 200, 10_000
_PAGE = 20


def measure(folder: Path, cases: int = _CASES) -> list[Figure]:
    """Build a store in `folder` with one customer of so many cases and return the figures."""
    with a_store(folder) as store:
        customer = _build(store, cases)
        desk = CustomerDesk(store, Agent("Laura", "LB", ""), lambda: NOON)
        ids = desk.past_ids(customer)
        middle = ids[len(ids) // 2 : len(ids) // 2 + _PAGE]
        found = [
            _beside(store, customer, f"profile of {cases:,} interactions", lambda: desk.profile(customer)),
            _beside(store, customer, "marks, fields, consents", lambda: desk.known(customer)),
            _beside(store, customer, f"all {cases:,} past interactions' ids", lambda: desk.past_ids(customer)),
            _beside(store, customer, f"{_PAGE} past interactions from the middle", lambda: desk.past_rows(middle)),
            _beside(store, customer, "signs that two are one", lambda: suggestions_for(store, customer)),
        ]
        return [*found, *_erased(store, customer)]


def measure_apart() -> list[Figure]:
    """Measure in a folder of its own, which goes afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        return measure(Path(folder))


def _build(store: Store, cases: int) -> CustomerId:
    account = an_account(store, Network.EMAIL, "care@aurora.example")
    for start in range(0, cases, _BATCH):
        batch = [
            taken(a_mail(f"m{number}", text=f"Domanda {number}", sent_at=NOON - timedelta(hours=6 * number)))
            for number in range(start, min(start + _BATCH, cases))
        ]
        store.intake.take(account, batch, NOON)
    row = store.connection.read_one("SELECT customer_id FROM identity")
    assert row is not None
    return CustomerId(row[0])


def _beside(store: Store, customer: CustomerId, name: str, subject: Callable[[], object]) -> Figure:
    def floor() -> object:
        return store.connection.read_one("SELECT count(*) FROM cases WHERE customer_id = ?", (customer,))

    measured, bare = in_turns(_RUNS, subject, floor)
    return Figure(name, f"median {measured.median:.2f} ms", floor=f"{bare.median:.2f} ms")


def _erased(store: Store, customer: CustomerId) -> list[Figure]:
    begun = time.perf_counter()
    store.erasure.preview(customer)
    previewed = time.perf_counter()
    store.erasure.erase(customer, actor="Laura", at=NOON)
    erased = time.perf_counter()
    store.scrubbing.run(NOON)
    ended = time.perf_counter()
    spans = (previewed - begun, erased - previewed, ended - erased)
    return [
        Figure(name, f"{span * 1_000:.0f} ms")
        for name, span in zip(("erasure: preview", "erasure: deed", "erasure: the file"), spans, strict=True)
    ]


def main() -> None:
    """Print the table."""
    cases = int(sys.argv[1]) if len(sys.argv) > 1 else _CASES
    with tempfile.TemporaryDirectory() as folder:
        print(table(measure(Path(folder), cases)))
    print(machine())


if __name__ == "__main__":
    main()
