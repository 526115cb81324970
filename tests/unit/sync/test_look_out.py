"""The look-out in the intake: who answers in public in our likeness is noted with what shows it, nobody else."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from desktop.model import Arrival, Author, CaseId, Direction, Lane, Network, Trait, Visibility
from desktop.store import Store
from desktop.sync import LookOut, Pipeline
from tests.factories import NOON, FakeClock, a_store, an_account, an_arrival, an_author
from tests.unit.sync.scripted_channel import AlwaysOpen, NoTriage


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with a_store(tmp_path) as opened:
        yield opened


def seen_in(store: Store, *arrivals: Arrival) -> list[tuple[str, Trait]]:
    account = an_account(store, Network.X, "@AuroraEnergia")
    an_account(store, Network.EMAIL, "assistenza@aurora.example")
    pipeline = Pipeline(store, NoTriage(), AlwaysOpen(), FakeClock(), str.lower, look_out=LookOut.shipped(store))
    pipeline.take(account, arrivals)
    cases = store.lanes.ids(Lane.ALL, agent="LB", at_risk_before=NOON)
    return [
        (one.handle, one.look_alikes[0].trait) for case_id in cases for one in store.impostors.in_case(CaseId(case_id))
    ]


def a_question() -> Arrival:
    return an_arrival("q1", author=an_author(network=Network.X))


def an_answer_by(handle: str, name: str, **changes: Any) -> Arrival:
    author = Author(Network.X, handle.lower(), handle, name)
    values: dict[str, Any] = {"author": author, "thread_remote_id": "q1", "in_reply_to": "q1", "mentions_us": False}
    return an_arrival(f"by {handle}", **{**values, **changes})


@pytest.mark.parametrize(
    ("handle", "name", "trait"),
    [
        ("@AuroraEnergla", "Aurora Energia Aiuto", Trait.SAME_HANDLE),
        ("@aurora_energia_help", "Aiuto clienti", Trait.CARE_HANDLE),
        ("@qualcuno77", "Аurоrа Energia", Trait.SAME_NAME),  # in Cyrillic letters
    ],
)
def test_a_look_alike_that_answers_a_customer_is_seen(store: Store, handle: str, name: str, trait: Trait) -> None:
    assert seen_in(store, a_question(), an_answer_by(handle, name)) == [(handle, trait)]


def test_customers_and_passers_by_are_not_taken_for_us(store: Store) -> None:
    others = [an_answer_by("@luca", "Luca Aurora"), an_answer_by("@assistenza_tv", "Assistenza TV")]
    assert seen_in(store, a_question(), *others) == []


@pytest.mark.parametrize("changes", [{"visibility": Visibility.DIRECT}, {"direction": Direction.OUTGOING}])
def test_what_is_not_said_to_customers_in_public_is_not_looked_at(store: Store, changes: dict[str, Any]) -> None:
    assert seen_in(store, a_question(), an_answer_by("@AuroraEnergla", "Aurora", **changes)) == []


def test_our_own_account_is_never_an_impostor(store: Store) -> None:
    assert seen_in(store, a_question(), an_answer_by("@auroraenergia", "Aurora Energia", mentions_us=True)) == []
