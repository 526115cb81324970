"""Impostors in the store: who answered a customer in our likeness is noted once, and a word takes them out again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from desktop.guardrails import default_hours
from desktop.inbox import Inbox
from desktop.model import (
    Account,
    Agent,
    Arrival,
    Author,
    CaseId,
    CaseStatus,
    Deed,
    Direction,
    Lane,
    LookAlike,
    Network,
    Trait,
)
from desktop.store import Store
from desktop.store.impostors import plain_handle
from tests.factories import NOON, FakeClock, a_store, an_account, an_arrival, an_author, taken

LIKE = (LookAlike(Trait.NEAR_HANDLE, "@AuroraEnergla", "@AuroraEnergia"),)
FALSE_US = Author(Network.X, "999", "@AuroraEnergla", "Aurora Energia Aiuto")
LATER = NOON + timedelta(minutes=5)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with a_store(tmp_path) as opened:
        yield opened


@pytest.fixture
def account(store: Store) -> Account:
    return an_account(store, Network.X, "@AuroraEnergia")


def a_question(remote_id: str = "q1", **changes: Any) -> Arrival:
    return an_arrival(remote_id, **{"author": an_author(network=Network.X), **changes})


def a_false_answer(remote_id: str = "f1", **changes: Any) -> Arrival:
    values = {
        "author": FALSE_US,
        "thread_remote_id": "q1",
        "in_reply_to": "q1",
        "sent_at": LATER,
        "text": "Ci scriva il numero della carta.",
    }
    return an_arrival(remote_id, **{**values, **changes})


def take(store: Store, account: Account, *arrivals: Arrival) -> None:
    batch = [taken(one, look_alikes=LIKE if one.author == FALSE_US else ()) for one in arrivals]
    store.intake.take(account, batch, NOON)


def impostor_cases(store: Store) -> list[int]:
    return list(store.lanes.ids(Lane.IMPOSTORS, agent="LB", at_risk_before=NOON))


def test_a_false_answer_puts_the_customers_case_among_the_impersonators_with_what_shows_it(
    store: Store, account: Account
) -> None:
    take(store, account, a_question(), a_false_answer())
    [case_id] = impostor_cases(store)
    [seen] = store.impostors.in_case(CaseId(case_id))
    assert (seen.handle, seen.answered, seen.text) == (
        "@AuroraEnergla",
        "Marta Rossi",
        "Ci scriva il numero della carta.",
    )
    assert seen.look_alikes == LIKE
    assert (seen.since, seen.answers) == (LATER, 1)
    assert store.lanes.rows([case_id])[0].has_impostor


def test_answers_that_come_in_different_batches_are_noted_and_counted_together(store: Store, account: Account) -> None:
    take(store, account, a_question())
    assert impostor_cases(store) == []
    take(store, account, a_false_answer())
    take(store, account, a_false_answer("f2", sent_at=LATER + timedelta(minutes=1), text="Allora?"))
    [seen] = store.impostors.in_case(CaseId(impostor_cases(store)[0]))
    assert (seen.text, seen.answers, seen.since) == ("Allora?", 2, LATER)


def test_taking_the_same_page_again_adds_nothing(store: Store, account: Account) -> None:
    for _ in range(2):
        take(store, account, a_question(), a_false_answer())
    [seen] = store.impostors.in_case(CaseId(impostor_cases(store)[0]))
    assert seen.answers == 1


def test_who_looks_like_us_and_writes_of_their_own_accord_is_nobodys_impostor(store: Store, account: Account) -> None:
    own = a_false_answer(thread_remote_id="f1", in_reply_to=None)
    take(store, account, own, a_false_answer("f2", thread_remote_id="f1", in_reply_to="f1"))
    assert impostor_cases(store) == []


@pytest.mark.parametrize(
    ("changes", "answered"),
    [
        ({"thread_remote_id": "q1/999"}, "Marta Rossi"),  # the conversation began with her post
        ({"thread_remote_id": "o9/999"}, "Elena Bo"),  # below an announcement of ours it is who wrote there last
        ({"thread_remote_id": "f1", "below": "q1"}, "Marta Rossi"),
        ({"thread_remote_id": "f1", "below": "elsewhere"}, None),
        ({"thread_remote_id": "other/999"}, None),
    ],
)
def test_where_each_person_has_a_thread_it_is_the_customers_case_that_is_shown(
    store: Store, account: Account, changes: dict[str, str], answered: str | None
) -> None:
    hers = a_question(thread_remote_id="q1/marta")
    elenas = a_question("q2", thread_remote_id="o9/elena", author=an_author("Elena Bo", Network.X))
    take(store, account, hers, elenas)
    take(store, account, a_false_answer(in_reply_to=None, **changes))
    rows = store.lanes.rows(impostor_cases(store))
    assert [row.name for row in rows] == ([answered] if answered else [])
    for row in rows:
        assert [seen.handle for seen in store.impostors.in_case(row.id)] == ["@AuroraEnergla"]


def test_a_false_answer_starts_no_clock_and_the_customer_is_still_owed_one(store: Store, account: Account) -> None:
    take(
        store,
        account,
        a_question(thread_remote_id="q1/marta"),
        a_false_answer(thread_remote_id="q1/999", in_reply_to=None),
    )
    rows = {row.name: row for row in store.lanes.rows(store.lanes.ids(Lane.ALL, agent="", at_risk_before=NOON))}
    assert rows["Marta Rossi"].due_at is not None
    assert rows["Aurora Energia Aiuto"].due_at is None
    detail = store.cases.detail(rows["Marta Rossi"].id)
    assert detail is not None
    assert detail.threads[0].last_incoming_remote_id == "q1"


def test_a_false_answer_weighs_nothing_when_cases_are_weighed_again(store: Store, account: Account) -> None:
    own = a_false_answer(thread_remote_id="f1")
    take(store, account, a_question(text="Quanto costa?"), a_false_answer("f0"), own)
    ids = store.weighing.open_cases()
    assert [[said.text for said in case.said] for case in store.weighing.of(ids)] == [["Quanto costa?"]]


def test_what_is_answered_is_the_customers_post_and_not_the_false_answer_below_it(
    store: Store, account: Account
) -> None:
    take(store, account, a_question(), a_false_answer())
    detail = store.cases.detail(CaseId(impostor_cases(store)[0]))
    assert detail is not None
    assert [one.last_incoming_remote_id for one in detail.threads] == ["q1"]
    assert detail.row.due_at is not None


def test_below_a_post_of_ours_it_is_the_threads_customer_who_was_answered(store: Store, account: Account) -> None:
    ours = an_arrival(
        "o1", author=an_author("Aurora"), direction=Direction.OUTGOING, thread_remote_id="q1", in_reply_to="q1"
    )
    take(store, account, a_question(), ours, a_false_answer(in_reply_to="o1"))
    [seen] = store.impostors.in_case(CaseId(impostor_cases(store)[0]))
    assert seen.answered == "Marta Rossi"


def test_an_account_that_we_know_leaves_and_comes_back_when_the_word_is_taken_back(
    store: Store, account: Account
) -> None:
    take(store, account, a_question(), a_false_answer())
    [case_id] = impostor_cases(store)
    changed = store.impostors.know(Network.X, "@auroraenergla", "reseller", actor="Laura", at=LATER)
    assert changed == {case_id}
    assert impostor_cases(store) == []
    assert store.impostors.in_case(CaseId(case_id)) == ()
    assert [(face.handle, face.note) for face in store.impostors.known()] == [("auroraenergla", "reseller")]
    assert store.impostors.forget(Network.X, "AuroraEnergla", actor="Laura", at=LATER) == {case_id}
    assert impostor_cases(store) == [case_id]
    deeds = [entry.deed for entry in store.journal.of_case(CaseId(case_id))]
    assert deeds == [Deed.KNOWN_FACE, Deed.KNOWN_FACE]


def test_a_known_account_is_known_on_its_own_network_alone(store: Store, account: Account) -> None:
    take(store, account, a_question(), a_false_answer())
    store.impostors.know(Network.MASTODON, "AuroraEnergla", "", actor="Laura", at=LATER)
    assert len(impostor_cases(store)) == 1


def test_who_is_known_before_it_answers_is_never_shown(store: Store, account: Account) -> None:
    store.impostors.know(Network.X, "AuroraEnergla", "reseller", actor="Laura", at=NOON)
    take(store, account, a_question(), a_false_answer())
    assert impostor_cases(store) == []


def test_a_solved_case_leaves_the_view_and_a_merge_takes_the_sighting_along(store: Store, account: Account) -> None:
    from desktop.cases import CaseDesk

    take(store, account, a_question(), a_false_answer(), a_question("q2", author=an_author("Elena", Network.X)))
    [case_id] = impostor_cases(store)
    other = next(one for one in store.lanes.ids(Lane.ALL, agent="LB", at_risk_before=NOON) if one != case_id)
    desk = CaseDesk(store, Agent("Laura", "LB", ""), FakeClock(LATER))
    merged = desk.merge(CaseId(case_id), CaseId(other))
    assert impostor_cases(store) == [other]
    assert merged.undo is not None
    merged.undo()
    assert impostor_cases(store) == [case_id]
    desk.set_status([CaseId(case_id)], CaseStatus.SOLVED)
    assert impostor_cases(store) == []


def test_the_view_is_found_by_search_and_counted_like_its_list(store: Store, account: Account) -> None:
    take(store, account, a_question(), a_false_answer(), a_question("q2", author=an_author("Elena", Network.X)))
    inbox = Inbox(store, Agent("Laura", "LB", ""), FakeClock(LATER), default_hours())
    assert list(inbox.search("in:impostors").page.ids) == impostor_cases(store)
    assert list(inbox.search("in:impersonators").page.ids) == impostor_cases(store)
    assert inbox.counts([Lane.IMPOSTORS, Lane.ABUSE, Lane.REPEAT]) == {
        Lane.IMPOSTORS: 1,
        Lane.ABUSE: 0,
        Lane.REPEAT: 0,
    }


@pytest.mark.parametrize("lane", [Lane.REPEAT, Lane.IMPOSTORS, Lane.ABUSE])
@pytest.mark.parametrize("is_open", [True, False])
def test_each_view_can_be_shown_whether_the_desk_is_open_or_not(
    store: Store, account: Account, lane: Lane, is_open: bool
) -> None:
    take(store, account, a_question(), a_false_answer())
    hours = default_hours()
    moment = NOON if is_open else NOON + timedelta(days=2)
    page = Inbox(store, Agent("Laura", "LB", ""), FakeClock(moment), hours).page(lane)
    assert list(page.ids) == list(store.lanes.ids(lane, agent="LB", at_risk_before=NOON))


@pytest.mark.parametrize("lane", [Lane.REPEAT, Lane.IMPOSTORS, Lane.ABUSE])
def test_listing_and_counting_read_the_views_own_index_alone(store: Store, lane: Lane) -> None:
    from desktop.store.lanes import _lane_query

    query = _lane_query(lane, "LB", NOON)
    plan = store.connection.read(
        f"EXPLAIN QUERY PLAN SELECT r.case_id FROM {query.table} WHERE {query.where} "  # noqa: S608
        "ORDER BY r.urgency, r.case_id"
    )
    assert [row[3].split(" USING ")[1].split(" ")[-1] for row in plan] == [query.table.rpartition(" ")[2]]


def test_a_handle_is_known_without_its_sign() -> None:
    assert plain_handle("  @Aurora ") == "Aurora"
