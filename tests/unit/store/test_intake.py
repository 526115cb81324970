"""Intake: everything once, in the thread and case where it belongs, whatever the order and however often."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.model import CaseId, CaseStatus, Direction, Lane, Network, Removal, ThreadKind, Visibility
from desktop.store import Store
from tests.effort import examples
from tests.factories import (
    NOON,
    a_mail,
    a_store,
    an_account,
    an_arrival,
    an_assessment,
    an_author,
    taken,
    thanks,
)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with a_store(tmp_path) as opened:
        yield opened


def only_case(store: Store) -> CaseId:
    ids = store.lanes.ids(Lane.ALL, agent="LB", at_risk_before=NOON)
    assert len(ids) == 1
    return CaseId(ids[0])


def test_a_message_becomes_a_case_with_its_customer_and_its_due_time(store: Store) -> None:
    account = an_account(store)
    result = store.intake.take(account, [taken(an_arrival())], NOON)
    row = store.lanes.rows(sorted(result.case_ids))[0]
    assert (row.name, row.status, row.unread) == ("Marta Rossi", CaseStatus.NEW, True)
    assert row.due_at == NOON + timedelta(hours=1)
    assert row.snippet == "La bolletta è arrivata due volte."


def test_taking_a_page_again_adds_nothing(store: Store) -> None:
    account = an_account(store)
    page = [taken(an_arrival(f"m{number}")) for number in range(5)]
    assert store.intake.take(account, page, NOON).new == 5
    assert store.intake.take(account, page, NOON).new == 0


def test_a_reply_joins_the_thread_it_names_even_when_the_first_mail_comes_later(store: Store) -> None:
    account = an_account(store, Network.EMAIL, "care@aurora.example")
    first = a_mail("1@x", thread_remote_id="1@x")
    second = a_mail("2@x", thread_remote_id="1@x", references=("1@x",), sent_at=NOON + timedelta(minutes=5))
    third = a_mail("3@x", thread_remote_id="2@x", references=("2@x",), sent_at=NOON + timedelta(minutes=9))
    store.intake.take(account, [taken(second)], NOON)
    store.intake.take(account, [taken(third), taken(first)], NOON)
    detail = store.cases.detail(only_case(store))
    assert detail is not None
    assert detail.messages == 3
    assert len(detail.threads) == 1


def test_a_reply_without_references_finds_its_thread_by_subject(store: Store) -> None:
    account = an_account(store, Network.EMAIL, "care@aurora.example")
    store.intake.take(account, [taken(a_mail("1@x"), subject_key="doppio addebito")], NOON)
    reply = a_mail("2@x", subject="R: Doppio addebito", sent_at=NOON + timedelta(days=1))
    store.intake.take(account, [taken(reply, subject_key="doppio addebito", joins_by_subject=True)], NOON)
    assert store.cases.detail(only_case(store)).messages == 2  # type: ignore[union-attr]


def test_the_same_subject_from_two_people_is_two_cases(store: Store) -> None:
    account = an_account(store, Network.EMAIL, "care@aurora.example")
    one = taken(a_mail("1@x"), subject_key="bolletta")
    other = taken(
        a_mail("2@x", author=an_author("Pau Vila", Network.EMAIL)), subject_key="bolletta", joins_by_subject=True
    )
    assert len(store.intake.take(account, [one, other], NOON).case_ids) == 2


def test_a_direct_message_after_a_public_post_stays_in_the_same_case(store: Store) -> None:
    account = an_account(store)
    store.intake.take(account, [taken(an_arrival("m1"))], NOON)
    direct = an_arrival(
        "m2", thread_kind=ThreadKind.DIRECT, visibility=Visibility.DIRECT, sent_at=NOON + timedelta(minutes=4)
    )
    store.intake.take(account, [taken(direct)], NOON)
    detail = store.cases.detail(only_case(store))
    assert detail is not None
    assert [thread.kind for thread in detail.threads] == [ThreadKind.PUBLIC, ThreadKind.DIRECT]


def test_our_own_message_ends_the_waiting(store: Store) -> None:
    account = an_account(store)
    store.intake.take(account, [taken(an_arrival("m1"))], NOON)
    ours = an_arrival(
        "m2",
        thread_remote_id="m1",
        direction=Direction.OUTGOING,
        recipients=("marta.rossi",),
        sent_at=NOON + timedelta(minutes=7),
    )
    store.intake.take(account, [taken(ours)], NOON)
    row = store.lanes.rows([only_case(store)])[0]
    assert (row.status, row.due_at, row.snippet_is_ours) == (CaseStatus.WAITING, None, True)


def solved_case(store: Store) -> CaseId:
    from desktop.cases import CaseDesk
    from desktop.model import Agent

    case_id = only_case(store)
    desk = CaseDesk(store, Agent("Laura Bianchi", "LB", "^LB"), lambda: NOON + timedelta(minutes=20))
    desk.set_status([case_id], CaseStatus.SOLVED)
    return case_id


def test_a_thank_you_never_reopens_a_case(store: Store) -> None:
    account = an_account(store)
    store.intake.take(account, [taken(an_arrival("m1"))], NOON)
    case_id = solved_case(store)
    later = an_arrival("m2", thread_remote_id="m1", text="Grazie mille!", sent_at=NOON + timedelta(minutes=30))
    store.intake.take(account, [thanks(later)], NOON + timedelta(minutes=31))
    assert store.lanes.rows([case_id])[0].status is CaseStatus.SOLVED


def test_a_new_complaint_reopens_a_solved_case(store: Store) -> None:
    account = an_account(store)
    store.intake.take(account, [taken(an_arrival("m1"))], NOON)
    case_id = solved_case(store)
    later = an_arrival("m2", thread_remote_id="m1", text="Di nuovo!", sent_at=NOON + timedelta(minutes=30))
    store.intake.take(account, [taken(later)], NOON + timedelta(minutes=31))
    assert store.lanes.rows([case_id])[0].status is CaseStatus.OPEN


def test_an_old_message_pulled_later_does_not_reopen(store: Store) -> None:
    account = an_account(store)
    store.intake.take(account, [taken(an_arrival("m2", thread_remote_id="m1"))], NOON)
    case_id = solved_case(store)
    older = an_arrival("m1", thread_remote_id="m1", sent_at=NOON - timedelta(days=9))
    store.intake.take(account, [taken(older)], NOON + timedelta(hours=1))
    assert store.lanes.rows([case_id])[0].status is CaseStatus.SOLVED


def test_an_edit_on_the_network_reaches_the_copy_and_its_index(store: Store) -> None:
    account = an_account(store)
    store.intake.take(account, [taken(an_arrival("m1"))], NOON)
    edited = an_arrival("m1", text="La fattura è sbagliata.", edited_at=NOON + timedelta(minutes=2))
    assert store.intake.take(account, [taken(edited)], NOON).edited == 1
    assert [hit.text for hit in store.search.messages("fattura")] == ["La fattura è sbagliata."]
    assert store.search.messages("bolletta") == ()


def test_a_message_removed_on_the_network_keeps_its_place_and_loses_its_text(store: Store) -> None:
    account = an_account(store)
    store.intake.take(account, [taken(an_arrival("m1"))], NOON)
    store.intake.remove(account, [Removal("m1", NOON)])
    items = store.timeline.items(only_case(store))
    assert [(item.text, item.deleted) for item in items] == [("", True)]
    assert store.search.messages("bolletta") == ()
    assert store.lanes.rows([only_case(store)])[0].snippet == ""


def test_two_machines_that_pull_one_account_make_the_same_ids(tmp_path: Path) -> None:
    page = [taken(an_arrival(f"m{number}", sent_at=NOON + timedelta(seconds=number))) for number in range(9)]
    uids = []
    for machine in ("one", "two"):
        with a_store(tmp_path / machine) as store:
            store.intake.take(an_account(store), page if machine == "one" else page[::-1], NOON)
            rows = store.connection.read("SELECT uid FROM cases UNION ALL SELECT uid FROM customer ORDER BY 1")
            keys = store.connection.read("SELECT id, remote_id FROM message ORDER BY id")
            uids.append((rows, keys))
    assert uids[0] == uids[1]


@settings(max_examples=examples(25), deadline=None)
@given(
    texts=st.lists(st.text(min_size=0, max_size=60), min_size=1, max_size=20),
    order=st.randoms(use_true_random=False),
)
def test_intake_keeps_every_message_once_in_any_order(
    tmp_path_factory: pytest.TempPathFactory, texts: list[str], order: object
) -> None:
    folder = tmp_path_factory.mktemp("store")
    clean = [text.encode("utf-8", "ignore").decode().replace("\x00", "") for text in texts]
    page = [
        taken(an_arrival(f"m{number}", text=text, sent_at=NOON + timedelta(milliseconds=number // 3)))
        for number, text in enumerate(clean)
    ]
    shuffled = list(page)
    order.shuffle(shuffled)  # type: ignore[attr-defined]
    with a_store(folder) as store:
        account = an_account(store)
        for start in range(0, len(shuffled), 4):
            store.intake.take(account, shuffled[start : start + 6], NOON)
        kept = store.connection.read_column("SELECT text FROM message")
        assert sorted(kept) == sorted(clean)
        assert store.connection.read_one("SELECT sum(messages) FROM cases") == (len(clean),)


def test_priority_is_that_of_the_gravest_unanswered_message(store: Store) -> None:
    account = an_account(store)
    grave = taken(an_arrival("m1"), assessment=an_assessment(priority=80))
    mild = taken(
        an_arrival("m2", thread_remote_id="m1", sent_at=NOON + timedelta(minutes=1)),
        assessment=an_assessment(priority=20),
    )
    store.intake.take(account, [grave, mild], NOON)
    assert store.lanes.rows([only_case(store)])[0].priority == 80
