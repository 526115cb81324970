"""Conversations that were kept long enough go, whole, in batches; what is still owed or being worked on stays."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.cases import CaseDesk
from desktop.customers import CustomerDesk
from desktop.model import Account, Agent, CaseId, CaseStatus, CustomerId, Deed
from desktop.store import Store
from desktop.store.retention import BATCH, SETTING, cutoffs
from tests.factories import NOON, a_store, an_account, an_arrival, an_author, taken

NOW = NOON + timedelta(days=400)
YEAR = {("mastodon", "public"): 365}


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with a_store(tmp_path) as opened:
        opened.settings.set(SETTING, {"mastodon": {"public": 365}}, NOON)
        yield opened


@pytest.fixture
def account(store: Store) -> Account:
    return an_account(store)


def a_solved_case(store: Store, account: Account, name: str, at: datetime = NOON) -> CaseId:
    arrival = an_arrival(f"of {name}", author=an_author(name), sent_at=at)
    case_id = CaseId(next(iter(store.intake.take(account, [taken(arrival)], at).case_ids)))
    CaseDesk(store, Agent("Laura", "L", ""), lambda: at + timedelta(minutes=1)).set_status([case_id], CaseStatus.SOLVED)
    return case_id


def left(store: Store) -> set[int]:
    return set(store.connection.read_column("SELECT id FROM cases"))


def test_what_was_kept_long_enough_goes_with_whoever_wrote_nothing_else(store: Store, account: Account) -> None:
    old = a_solved_case(store, account, "Anna Blu")
    new = a_solved_case(store, account, "Bice Verdi", NOW - timedelta(days=364))
    assert store.retention.sweep(NOW) == (old,)
    assert left(store) == {new}
    assert store.connection.read_column("SELECT name FROM customer") == ["Bice Verdi"]
    assert store.search.customers("Anna") == ()
    assert store.retention.sweep(NOW) == ()
    assert store.connection.read("PRAGMA foreign_key_check") == []
    newest = store.journal.newest()[0]
    assert (newest.deed, newest.actor, newest.after) == (Deed.RETENTION, "engine", ["mastodon", "public", 365, 1, 1])


def test_an_open_question_stays_however_old_it_is(store: Store, account: Account) -> None:
    store.intake.take(account, [taken(an_arrival("open"))], NOON)
    assert store.retention.sweep(NOW) == ()
    assert len(left(store)) == 1


def test_a_person_about_whom_something_is_noted_stays(store: Store, account: Account) -> None:
    case_id = a_solved_case(store, account, "Anna Blu")
    customer = CustomerId(store.lanes.rows([case_id])[0].customer_id)
    CustomerDesk(store, Agent("Laura", "L", ""), lambda: NOON).add_note(customer, "preferisce la posta")
    assert store.retention.sweep(NOW) == (case_id,)
    profile = store.people.profile(customer)
    assert profile is not None
    assert (profile.cases_total, len(profile.identities), len(profile.notes)) == (0, 1, 1)


def test_it_goes_in_batches_and_the_preview_says_how_much(store: Store, account: Account) -> None:
    for number in range(BATCH + 1):
        a_solved_case(store, account, f"Persona {number}")
    (found,) = store.retention.outlived(YEAR, NOW)
    assert (found.conversations, found.messages, found.oldest) == (BATCH + 1, BATCH + 1, NOON)
    assert len(left(store)) == BATCH + 1
    assert [len(store.retention.sweep(NOW)) for _ in range(3)] == [BATCH, 1, 0]


def test_what_is_too_old_does_not_come_with_an_older_page(store: Store, account: Account) -> None:
    old, new = (an_arrival(f"m{days}", sent_at=NOW - timedelta(days=days)) for days in (366, 364))
    assert store.intake.take(account, [taken(old), taken(new)], NOW).new == 1


@pytest.mark.parametrize("broken", ["[]", '{"mastodon": 3}', '{"mastodon": {"public": "x"}}', "nonsense", "null"])
def test_rules_that_cannot_be_read_delete_nothing(store: Store, account: Account, broken: str) -> None:
    a_solved_case(store, account, "Anna Blu")
    store.connection.write("UPDATE setting SET value = ? WHERE name = ?", (broken, SETTING))
    assert store.retention.rules() == {}
    assert store.retention.sweep(NOW) == ()


@given(days=st.integers(1, 10**9), other=st.integers(1, 10**9))
def test_a_longer_rule_never_takes_more(days: int, other: int) -> None:
    shorter, longer = sorted((days, other))
    place = ("x", "direct")
    assert cutoffs({place: longer}, NOW)[place] <= cutoffs({place: shorter}, NOW)[place]
