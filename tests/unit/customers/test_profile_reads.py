"""What the store says of a customer: facts, languages, past cases newest first, in bounded reads."""

from __future__ import annotations

from datetime import timedelta

import pytest

from desktop.cases import CaseDesk
from desktop.customers import CustomerDesk
from desktop.model import Author, CaseStatus, CustomerId, Direction, LinkReason, Network, ThreadKind
from desktop.store import Store
from tests.factories import NOON, FakeClock, an_account, an_arrival, an_author, taken
from tests.unit.customers.conftest import LAURA, Write


def test_a_profile_holds_name_network_language_and_the_first_sign_of_the_person(
    desk: CustomerDesk, write: Write
) -> None:
    customer, _ = write(days=-400)
    write(days=-3, text="Ancora niente rimborso")
    profile = desk.profile(customer)
    assert profile is not None
    assert (profile.name, profile.languages, profile.interactions, profile.cases_total) == (
        "Marta Rossi",
        ("it",),
        2,
        2,
    )
    assert profile.since == NOON - timedelta(days=400)
    assert [(one.network, one.handle, one.reason, one.is_first) for one in profile.identities] == [
        (Network.MASTODON, "@marta.rossi", LinkReason.FIRST_SEEN, True)
    ]
    assert profile.uid


def test_history_that_is_pulled_later_makes_the_person_known_longer(desk: CustomerDesk, write: Write) -> None:
    customer, _ = write()
    write(days=-900, text="Primo messaggio")
    profile = desk.profile(customer)
    assert profile is not None
    assert profile.since == NOON - timedelta(days=900)


def test_a_customer_that_is_not_there_has_no_profile(desk: CustomerDesk) -> None:
    assert desk.profile(CustomerId(404)) is None


def test_past_cases_come_newest_first_and_say_what_was_asked_and_how_it_ended(
    store: Store, desk: CustomerDesk, write: Write, clock: FakeClock
) -> None:
    customer, solved = write(days=-40, text="Voltura del contratto")
    write(days=-20, network=Network.MASTODON, text="Bolletta doppia")
    clock.now = NOON - timedelta(days=40) + timedelta(hours=3)
    CaseDesk(store, LAURA, clock).set_status([solved], CaseStatus.SOLVED)
    past = desk.past_rows(desk.past_ids(customer))
    assert [(one.subject, one.outcome, one.resolution_seconds) for one in past] == [
        ("Bolletta doppia", "unanswered", None),
        ("Voltura del contratto", "solved", 10_800),
    ]


def test_an_answered_case_keeps_the_question_as_its_subject(store: Store, desk: CustomerDesk, write: Write) -> None:
    customer, case_id = write(text="Quando torna la luce?")
    ours = an_arrival(
        "ours",
        thread_remote_id="w1",
        direction=Direction.OUTGOING,
        text="Buongiorno, entro le 18.",
        sent_at=NOON + timedelta(minutes=5),
        recipients=("marta.rossi",),
    )
    store.intake.take(store.accounts.all()[0], [taken(ours)], NOON + timedelta(minutes=5))
    (past,) = desk.past_rows([case_id])
    assert (past.subject, past.outcome) == ("Quando torna la luce?", "waiting")
    assert customer == store.lanes.rows([case_id])[0].customer_id


def test_a_case_that_was_merged_into_another_is_not_listed_twice(
    store: Store, desk: CustomerDesk, write: Write, clock: FakeClock
) -> None:
    customer, first = write(days=-40, text="Una cosa")
    _, second = write(days=-10, text="La stessa cosa")
    CaseDesk(store, LAURA, clock).merge(first, second)
    profile = desk.profile(customer)
    assert profile is not None
    assert (list(desk.past_ids(customer)), profile.cases_total) == ([second], 1)


MORE_OF_THE_FIRST = """
WITH RECURSIVE others(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM others WHERE n + 1 < ?)
INSERT INTO cases (uid, customer_id, identity_id, network, thread_kind, first_at, last_at)
SELECT uid || n, customer_id, identity_id, network, thread_kind, first_at + n * 60000, last_at + n * 60000
FROM cases, others WHERE cases.id = 1
"""  # a minute apart


def test_ten_thousand_past_cases_are_paged_from_the_index_alone(store: Store, desk: CustomerDesk) -> None:
    account = an_account(store, Network.EMAIL, "care@example.org")
    author = Author(Network.EMAIL, "marta@example.org", "marta@example.org", "Marta Rossi")
    first = an_arrival("m0", author=author, thread_kind=ThreadKind.EMAIL, sent_at=NOON)
    store.intake.take(account, [taken(first)], NOON)
    with store.connection.writing():
        store.connection.write(MORE_OF_THE_FIRST, (10_000,))
    customer = store.lanes.rows([1])[0].customer_id
    plan = store.connection.read(
        "EXPLAIN QUERY PLAN SELECT id FROM cases WHERE customer_id = ? AND merged_into IS NULL "
        "ORDER BY last_at DESC, id DESC LIMIT 20",
        (customer,),
    )
    assert [row[3] for row in plan] == [
        "SEARCH cases USING COVERING INDEX cases_customer (customer_id=? AND merged_into=?)"
    ]
    profile = desk.profile(customer)
    ids = desk.past_ids(customer)
    page = desk.past_rows(ids[5_000:5_050])
    assert profile is not None
    assert (profile.cases_total, len(ids), len(profile.interactions_shown), len(page)) == (10_000, 10_000, 20, 50)
    assert page[0].last_at == NOON + timedelta(minutes=4_999)


def test_an_author_on_another_network_is_another_customer_until_somebody_says_otherwise(write: Write) -> None:
    assert write()[0] != write(network=Network.EMAIL)[0]


@pytest.mark.parametrize("limit", [0, 1, 5])
def test_a_limit_bounds_the_ids(desk: CustomerDesk, write: Write, limit: int) -> None:
    for number in range(3):
        customer, _ = write(days=-30 * number, text=f"Domanda {number}")
    assert len(desk.past_ids(customer, limit)) == min(limit, 3)


def test_priority_sees_the_tags_of_a_person_whose_parts_were_put_together(
    store: Store, desk: CustomerDesk, write: Write
) -> None:
    marta, _ = write()
    by_mail, _ = write(network=Network.EMAIL)
    desk.set_tag(by_mail, "premium", present=True)
    desk.merge(by_mail, marta, "stesso numero cliente")
    assert store.people.tags_of([marta]) == {marta: ("premium",)}
    known = store.people.known(Network.EMAIL, [an_author(network=Network.EMAIL).remote_id])
    assert {one.customer_id for one in known.values()} == {marta}
