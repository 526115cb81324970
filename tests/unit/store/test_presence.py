"""Who has which case in front: renewed while it is open, told to others only, gone after a minute or with the window."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.model import CaseId, Lane
from desktop.store import Store, open_store
from desktop.store.presence import FADES, WRITES, Present
from tests.factories import KEY, NOON, a_profile, an_account, an_arrival, an_author, taken


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = open_store(a_profile(tmp_path / "profile"), KEY)
    people = [taken(an_arrival(f"m{n}", author=an_author(f"Person {n}"))) for n in range(3)]
    store.intake.take(an_account(store), people, NOON)
    yield store
    store.close()


def cases(store: Store) -> list[CaseId]:
    return [CaseId(one) for one in store.lanes.ids(Lane.ALL, agent="", at_risk_before=NOON)]


def test_another_window_on_the_same_file_sees_who_is_there(store: Store, tmp_path: Path) -> None:
    case = cases(store)[0]
    store.presence.note("w1", case, "Giulia Rossi", "GR", at=NOON)
    with open_store(a_profile(tmp_path / "profile"), KEY) as other:
        assert other.presence.others("Laura Bianchi", NOON) == (Present(case, "Giulia Rossi", "GR", False),)
        assert other.presence.others("Giulia Rossi", NOON) == ()


def test_who_is_not_renewed_is_gone_after_a_minute(store: Store) -> None:
    case = cases(store)[0]
    store.presence.note("w1", case, "Giulia Rossi", "GR", at=NOON)
    assert store.presence.others("Laura", NOON + FADES - timedelta(seconds=1))
    assert store.presence.others("Laura", NOON + FADES) == ()
    store.presence.note("w1", case, "Giulia Rossi", "GR", at=NOON + FADES)
    assert store.presence.others("Laura", NOON + FADES)


def test_a_window_stands_at_one_case_and_leaves_with_it(store: Store) -> None:
    first, second, _ = cases(store)
    store.presence.note("w1", first, "Giulia Rossi", "GR", at=NOON)
    store.presence.note("w1", second, "Giulia Rossi", "GR", at=NOON)
    assert [one.case_id for one in store.presence.others("Laura", NOON)] == [second]
    store.presence.leave("w1")
    assert store.presence.others("Laura", NOON) == ()


def test_writing_is_told_for_half_a_minute_after_the_last_key(store: Store) -> None:
    case = cases(store)[0]
    store.presence.note("w1", case, "Giulia Rossi", "GR", at=NOON)
    store.presence.note_typing("w1", case, at=NOON)
    assert store.presence.others("Laura", NOON)[0].writes
    assert not store.presence.others("Laura", NOON + WRITES)[0].writes
    store.presence.note_typing("w1", case, at=None)
    assert not store.presence.others("Laura", NOON)[0].writes


def test_a_case_that_is_not_there_is_no_fault(store: Store) -> None:
    store.presence.note("w1", CaseId(999_999), "Giulia Rossi", "GR", at=NOON)
    assert store.presence.others("Laura", NOON) == ()


@given(steps=st.lists(st.tuples(st.sampled_from("ab"), st.integers(0, 2), st.integers(0, 40)), max_size=8))
def test_nobody_is_seen_longer_than_a_minute_after_the_last_sign(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, int, int]]
) -> None:
    with open_store(a_profile(tmp_path_factory.mktemp("p") / "profile"), KEY) as store:
        people = [taken(an_arrival(f"m{n}", author=an_author(f"Person {n}"))) for n in range(3)]
        store.intake.take(an_account(store), people, NOON)
        there = cases(store)
        now, last = NOON, {}
        for window, place, seconds in steps:
            now += timedelta(seconds=seconds)
            store.presence.note(window, there[place], window.upper(), window, at=now)
            last[window.upper()] = (there[place], now)
        expected = {(agent, case) for agent, (case, at) in last.items() if now - at < FADES}
        assert {(one.agent, one.case_id) for one in store.presence.others("", now)} == expected
