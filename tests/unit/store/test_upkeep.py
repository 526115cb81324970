"""The search index is gathered when it lies in many segments, and finds the same before, meanwhile and afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from desktop.store import Store
from desktop.store.upkeep import forget_soon
from desktop.system.clock import to_ms
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


def forget_something(store: Store, at: datetime) -> None:
    with store.connection.writing():
        forget_soon(store.connection, to_ms(at))


def minutes_until_due(store: Store, since: datetime) -> int:
    return next(minute for minute in range(600) if store.upkeep.is_due(since + timedelta(minutes=minute)))


def test_words_are_forgotten_at_once_and_then_after_ten_minutes(store: Store) -> None:
    comes_one_by_one(store, 3)
    forget_something(store, NOON)
    assert store.upkeep.is_due(NOON)
    while store.upkeep.step(NOON):
        pass
    forget_something(store, NOON)
    assert minutes_until_due(store, NOON) == 10


@pytest.mark.parametrize(("steps", "minutes"), [(1, 10), (30, 10), (180, 60), (5_000, 360)])
def test_an_index_that_takes_long_to_write_anew_is_written_more_seldom(
    store: Store, monkeypatch: pytest.MonkeyPatch, steps: int, minutes: int
) -> None:
    forget_something(store, NOON)
    left = iter([*[True] * (steps - 1), False])
    monkeypatch.setattr(store.upkeep, "_merge", lambda _: next(left))
    while store.upkeep.step(NOON):
        pass
    forget_something(store, NOON)
    assert minutes_until_due(store, NOON) == minutes
