"""The order by reach: who is read by the most people comes first, in every lane, straight from an index."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from desktop.model import Lane, Sort
from desktop.store import Store
from tests.factories import NOON, a_store, an_account, an_arrival, an_author, taken

FOLLOWERS = {"Ada Neri": 120, "Bo Li": 48_000, "Cleo Sala": None, "Dario Riva": 3_100}


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = a_store(tmp_path)
    account = an_account(store)
    arrivals = [
        taken(an_arrival(f"m{n}", author=replace(an_author(name), followers=followers)))
        for n, (name, followers) in enumerate(FOLLOWERS.items())
    ]
    store.intake.take(account, arrivals, NOON)
    yield store
    store.close()


def names(store: Store, lane: Lane, limit: int | None = None) -> list[str]:
    ids = store.lanes.ids(lane, agent="LB", at_risk_before=NOON, sort=Sort.REACH, limit=limit)
    return [row.name for row in store.lanes.rows(ids)]


@pytest.mark.parametrize("lane", [Lane.UNASSIGNED, Lane.ALL])
@pytest.mark.parametrize("limit", [None, 10])
def test_the_most_read_comes_first(store: Store, lane: Lane, limit: int | None) -> None:
    found = names(store, lane, limit)
    assert found[:3] == ["Bo Li", "Dario Riva", "Ada Neri"]
    assert found[3] == "Cleo Sala"


def test_a_first_screen_is_a_range_of_an_index(store: Store) -> None:
    plan = store.connection.read(
        "EXPLAIN QUERY PLAN SELECT r.case_id FROM case_row r WHERE r.stage = 0 AND r.assignee = '' AND r.listening = 0 "
        "ORDER BY r.reach DESC, r.last_at DESC, r.case_id DESC LIMIT 50"
    )
    assert any("case_row_reach_active" in row[3] for row in plan), plan


def test_who_gains_readers_rises_with_the_next_message(store: Store) -> None:
    account = store.accounts.all()[0]
    famous = replace(an_author("Ada Neri"), followers=90_000)
    store.intake.take(account, [taken(an_arrival("m9", author=famous, thread_remote_id="m0"))], NOON)
    assert names(store, Lane.UNASSIGNED)[0] == "Ada Neri"
