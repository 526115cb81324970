"""A desk with some customers on two networks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from desktop.customers import CustomerDesk
from desktop.model import Account, Agent, CaseId, CustomerId, Network
from desktop.store import Store
from tests.factories import NOON, FakeClock, a_mail, a_store, an_account, an_arrival, an_author, taken

LAURA = Agent("Laura Bianchi", "LB", "^LB")
Write = Callable[..., tuple[CustomerId, CaseId]]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with a_store(tmp_path) as opened:
        yield opened


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock(NOON + timedelta(minutes=10))


@pytest.fixture
def desk(store: Store, clock: FakeClock) -> CustomerDesk:
    return CustomerDesk(store, LAURA, clock)


@pytest.fixture
def write(store: Store) -> Write:
    """Let somebody write: `write("Marta Rossi", text="…", days=-2)`; returns the customer and the case."""
    accounts: dict[Network, Account] = {}
    count = iter(range(1, 100_000))

    def _write(
        name: str = "Marta Rossi", network: Network = Network.MASTODON, *, days: float = 0, **changed: Any
    ) -> tuple[CustomerId, CaseId]:
        if network not in accounts:
            accounts[network] = an_account(store, network, f"@aurora@{network.value}.example")
        make = a_mail if network is Network.EMAIL else an_arrival
        values: dict[str, Any] = {"author": an_author(name, network), "sent_at": NOON + timedelta(days=days)}
        arrival = make(f"w{next(count)}", **values | changed)
        result = store.intake.take(accounts[network], [taken(arrival)], arrival.sent_at)
        case_id = CaseId(next(iter(result.case_ids)))
        return store.lanes.rows([case_id])[0].customer_id, case_id

    return _write
