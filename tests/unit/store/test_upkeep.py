"""The search index is gathered when it lies in many segments, and finds the same before, meanwhile and afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from desktop.store import Store
from tests.factories import NOON, a_store, an_account, an_arrival, taken

MESSAGES = 15


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with a_store(tmp_path) as opened:
        yield opened


def comes_one_by_one(store: Store, count: int, *, first: int = 0) -> None:
    account = next(iter(store.accounts.all()), None) or an_account(store)
    for number in range(first, first + count):
        arrival = an_arrival(f"m{number}", text=f"bolletta {number}", sent_at=NOON + timedelta(seconds=number))
        store.intake.take(account, [taken(arrival)], NOON)


def test_what_came_one_by_one_is_gathered_and_found_all_along(store: Store) -> None:
    comes_one_by_one(store, MESSAGES)
    scattered = store.upkeep.segments()
    assert store.upkeep.is_due(NOON)
    while store.upkeep.step(NOON):
        assert len(store.search.messages("bollet")) == MESSAGES
    assert store.upkeep.segments() < scattered
    assert len(store.search.messages("bollet")) == MESSAGES
    assert not store.upkeep.is_due(NOON)


def test_a_gathered_index_is_left_alone_when_a_message_comes(store: Store) -> None:
    comes_one_by_one(store, MESSAGES)
    while store.upkeep.step(NOON):
        pass
    comes_one_by_one(store, 1, first=100)
    assert not store.upkeep.is_due(NOON)


def test_an_empty_index_is_never_due(store: Store) -> None:
    assert store.upkeep.segments() == 0
    assert not store.upkeep.is_due(NOON)
