"""What is asked all day long reads an index of what is open, never all that was ever sent."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from desktop.model import Lane
from desktop.store import Store
from tests.factories import NOON, a_store

ASKED: dict[str, Callable[[Store], object]] = {
    "the outbox lane": lambda store: store.lanes.ids(Lane.OUTBOX, agent="LB", at_risk_before=NOON),
    "the outbox's counter": lambda store: store.lanes.count(Lane.OUTBOX, agent="LB", at_risk_before=NOON),
    "what crisis mode holds": lambda store: store.crisis.held(),
    "what waits": lambda store: store.deliveries.waiting(),
    "the list of what waits": lambda store: store.deliveries.listed(50),
}


@pytest.mark.parametrize("asked", ASKED.values(), ids=ASKED)
def test_no_answer_looks_through_all_deliveries(tmp_path: Path, asked: Callable[[Store], object]) -> None:
    with a_store(tmp_path) as store:
        raw = store.connection.raw
        statements: list[str] = []
        raw.set_trace_callback(statements.append)
        asked(store)
        raw.set_trace_callback(None)
        reads = [one for one in statements if "delivery" in one]
        plans = [row[3] for one in reads for row in raw.execute(f"EXPLAIN QUERY PLAN {one}").fetchall()]
        assert reads
        assert [plan for plan in plans if plan.startswith("SCAN delivery") and "INDEX delivery_open" not in plan] == []
