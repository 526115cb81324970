"""Measures a customer with a very long history: the profile, its list of all interactions, signs, and an erasure.

The floor is the bare count of the customer's cases in their index.

Run: uv run python -m tests.benchmarks.bench_profile [CASES]
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, timedelta
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QApplication, QScrollArea

from desktop.customers import CustomerDesk, suggestions_for
from desktop.model import Agent, CustomerId, Network
from desktop.store import Store
from desktop.system.resources import resource_path
from tests.benchmarks.figures import Figure, Runs, in_turns, machine, table
from tests.factories import NOON, a_mail, a_store, an_account, taken
from ui.customers.past import PastSection
from ui.customers.presenter import Moment, past_lines
from ui.theme import Scheme, Theme, load_tokens

_RUNS, _BATCH, _CASES = 40, 200, 10_000
_PAGE = 20
_PROFILE, _HEIGHT, _STEPS, _TURN = 288, 800, 300, 120


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
        return [*found, *_listed(desk, customer, len(ids)), *_erased(store, customer)]


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


def _listed(desk: CustomerDesk, customer: CustomerId, count: int) -> list[Figure]:
    """Return how long the profile's list of all interactions takes until it is painted, and each step of scrolling."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application = QApplication.instance() or QApplication([])
    theme = Theme(load_tokens(resource_path("styles", "tokens.json")), Scheme.LIGHT)
    section, area, moment = PastSection(theme), QScrollArea(), Moment(NOON, UTC)
    area.setWidgetResizable(True)
    area.setWidget(section)
    area.resize(_PROFILE, _HEIGHT)
    area.show()
    begun = time.perf_counter()
    section.set_all(desk.past_ids(customer), lambda ids: past_lines(desk.past_rows(ids), moment, None))
    application.processEvents()
    area.grab()
    shown = time.perf_counter() - begun
    bar, turns, jumps = area.verticalScrollBar(), Runs(), Runs()

    def go_to(place: int) -> None:
        bar.setValue(place)
        area.viewport().repaint()

    for number in range(_STEPS):
        turns.measure(partial(go_to, _TURN * number))
    for number in range(_STEPS):
        jumps.measure(partial(go_to, bar.maximum() * number // _STEPS))
    area.hide()
    area.deleteLater()
    return [
        Figure(f"list of {count:,} interactions, painted", f"{1_000 * shown:.0f} ms"),
        Figure("a turn of the wheel, painted", turns.words()),
        Figure("a jump to another place, painted", jumps.words()),
    ]


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
