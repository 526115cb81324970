"""What authors take back or change on a network is taken back and changed here, down to the last copy of a word."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from desktop.model import (
    Account,
    Arrival,
    ArrivedAttachment,
    CaseId,
    CaseStatus,
    Deed,
    Delivery,
    DeliveryId,
    DeliveryState,
    Direction,
    Engagement,
    Factor,
    FactorName,
    Lane,
    Reason,
    ReasonCode,
    Removal,
    SentReceipt,
    Visibility,
)
from desktop.store import Store
from tests.factories import NOON, a_store, an_account, an_arrival, an_assessment, taken

SAID = "La zucchinafosforescente non arriva"
WORD = "zucchinafosforescente"
LATER = NOON + timedelta(minutes=5)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with a_store(tmp_path) as opened:
        yield opened


@pytest.fixture
def account(store: Store) -> Account:
    return an_account(store)


def a_post(**changes: Any) -> Arrival:
    photo = ArrivedAttachment(f"{WORD}.png", "image/png", 3, WORD.encode())
    values: dict[str, Any] = {
        "text": SAID,
        "quoted": f"prima: {WORD}",
        "html": f"<p>{SAID}</p>",
        "attachments": (photo,),
        "engagement": Engagement(1, 2, 3),
        "permalink": f"https://town.example/@marta/{WORD}",
    }
    return an_arrival("m1", **{**values, **changes})


def comes(store: Store, account: Account, *arrivals: Arrival) -> None:
    why = Factor(FactorName.GRAVITY, 20, WORD)
    assessed = replace(an_assessment(), factors=(why,), reasons=(Reason(ReasonCode.MEDICAL_NEED, words=(WORD,)),))
    store.intake.take(account, [taken(arrival, assessment=assessed) for arrival in arrivals], NOON)


def only(store: Store) -> CaseId:
    ids = store.lanes.ids(Lane.ALL, agent="LB", at_risk_before=NOON)
    assert len(ids) == 1
    return CaseId(ids[0])


def places_of(store: Store, word: str) -> set[str]:
    """Return every table and column in which a word is still to be found, after the index's upkeep."""
    while store.upkeep.step(LATER):
        pass
    found = set()
    tables = store.connection.read_column(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE '%fts5%'"
    )
    for table in tables:
        for row in store.connection.read(f'SELECT * FROM "{table}"'):  # noqa: S608
            for place, value in enumerate(row):
                held = value if isinstance(value, bytes) else str(value).encode("utf-8", "replace")
                if word.encode() in held:
                    found.add(f"{table}.{place}")
    return found


def test_nothing_that_was_said_is_left_of_what_its_author_took_back(store: Store, account: Account) -> None:
    comes(store, account, a_post())
    assert places_of(store, WORD)
    assert store.search.messages(WORD)
    assert store.intake.remove(account, [Removal("m1", LATER)]).removed == 1
    assert store.search.messages(WORD) == ()
    assert places_of(store, WORD) == set()
    item = store.timeline.items(only(store))[0]
    assert (item.deleted, item.unanswered, item.text, item.attachments, item.engagement) == (True, False, "", (), None)
    assert [entry.deed for entry in store.journal.of_case(only(store))] == [Deed.REMOVED_ON_NETWORK]


def test_a_copy_that_an_answer_carried_goes_too(store: Store, account: Account) -> None:
    comes(store, account, a_post(quoted="", html=None, attachments=(), permalink=None))
    answer = an_arrival(
        "m2",
        thread_remote_id="m1",
        direction=Direction.OUTGOING,
        recipients=("marta.rossi",),
        text="Arriva domani",
        quoted=SAID,
        sent_at=LATER,
    )
    comes(store, account, answer)
    store.intake.remove(account, [Removal("m1", LATER)])
    assert places_of(store, WORD) == set()
    assert store.timeline.items(only(store))[1].text == "Arriva domani"


def test_our_own_post_that_is_gone_is_gone_from_the_outbox_too(store: Store, account: Account) -> None:
    comes(store, account, an_arrival("m1"))
    case = store.cases.detail(only(store))
    assert case is not None
    delivery = store.deliveries.make(
        Delivery(
            DeliveryId(0),
            "d1",
            case.row.id,
            case.threads[0].id,
            account.id,
            Visibility.PUBLIC,
            SAID,
            "",
            "it",
            "Laura",
            "d1",
            "m1",
            "@marta",
            (),
            NOON,
            DeliveryState.SENDING,
            None,
            None,
            1,
            None,
            "",
        )
    )
    store.deliveries.finish(delivery.id, SentReceipt("m2", LATER), actor="engine", at=LATER)
    store.intake.remove(account, [Removal("m2", LATER)])
    assert places_of(store, WORD) == set()


def test_a_removal_is_believed_once_and_never_brought_back_by_an_old_page(store: Store, account: Account) -> None:
    comes(store, account, a_post())
    assert store.intake.remove(account, [Removal("m1", LATER), Removal("m1", LATER)]).removed == 1
    assert store.intake.remove(account, [Removal("m1", LATER)]).removed == 0
    comes(store, account, a_post(edited_at=LATER + timedelta(hours=1)))
    assert places_of(store, WORD) == set()
    assert store.intake.remove(account, [Removal("never seen", LATER)]).removed == 0


def test_nobody_waits_for_an_answer_to_what_was_taken_back(store: Store, account: Account) -> None:
    comes(store, account, a_post())
    assert store.lanes.rows([only(store)])[0].due_at == NOON + timedelta(hours=1)
    store.intake.remove(account, [Removal("m1", LATER)])
    assert store.lanes.rows([only(store)])[0].due_at is None


def test_what_is_left_still_waits(store: Store, account: Account) -> None:
    other = an_arrival("m2", thread_remote_id="m1", text="E il contatore?", sent_at=LATER)
    comes(store, account, a_post(), other)
    store.intake.remove(account, [Removal("m1", LATER)])
    row = store.lanes.rows([only(store)])[0]
    assert (row.due_at, row.snippet, row.status) == (NOON + timedelta(hours=1), "E il contatore?", CaseStatus.NEW)
    store.intake.remove(account, [Removal("m2", LATER)])
    row = store.lanes.rows([only(store)])[0]
    assert (row.due_at, row.snippet) == (None, "")


def test_an_answered_case_stays_answered(store: Store, account: Account) -> None:
    ours = an_arrival(
        "m2", thread_remote_id="m1", direction=Direction.OUTGOING, recipients=("marta.rossi",), sent_at=LATER
    )
    comes(store, account, a_post(), ours)
    store.intake.remove(account, [Removal("m1", LATER)])
    assert store.lanes.rows([only(store)])[0].status is CaseStatus.WAITING


def test_an_edit_leaves_nothing_of_what_was_said_before(store: Store, account: Account) -> None:
    comes(store, account, a_post(attachments=(), permalink=None))
    edited = a_post(
        text="Il contatore non arriva", quoted="", html=None, edited_at=LATER, attachments=(), permalink=None
    )
    result = store.intake.take(account, [taken(edited)], LATER)
    assert (result.edited, result.new) == (1, 0)
    assert places_of(store, WORD) == set()
    assert store.search.messages(WORD) == ()
    assert [hit.text for hit in store.search.messages("contatore")] == ["Il contatore non arriva"]
    assert store.lanes.rows([only(store)])[0].snippet == "Il contatore non arriva"
    assert store.timeline.items(only(store))[0].edited
    assert [entry.deed for entry in store.journal.of_case(only(store))] == [Deed.EDITED_ON_NETWORK]
    assert store.intake.take(account, [taken(edited)], LATER).edited == 0


def test_an_edit_of_an_older_message_leaves_the_newest_words_in_the_list(store: Store, account: Account) -> None:
    other = an_arrival("m2", thread_remote_id="m1", text="E il contatore?", sent_at=LATER)
    comes(store, account, a_post(), other)
    store.intake.take(account, [taken(a_post(text="Nulla", edited_at=LATER))], LATER)
    assert store.lanes.rows([only(store)])[0].snippet == "E il contatore?"


def test_an_older_edit_does_not_undo_a_newer_one(store: Store, account: Account) -> None:
    comes(store, account, a_post())
    for minutes, text in ((9, "nuovo"), (3, "vecchio")):
        edited = a_post(text=text, edited_at=NOON + timedelta(minutes=minutes))
        store.intake.take(account, [taken(edited)], LATER)
    assert store.timeline.items(only(store))[0].text == "nuovo"


def test_the_index_is_written_anew_in_small_steps_and_no_more_often_than_it_needs(
    store: Store, account: Account
) -> None:
    assert not store.upkeep.is_due(LATER)
    assert not store.upkeep.step(LATER)
    comes(store, account, a_post(), an_arrival("m2", text="parola che resta"))
    store.intake.remove(account, [Removal("m1", LATER)])
    assert store.upkeep.is_due(LATER)
    while store.upkeep.step(LATER):
        assert store.search.messages("resta")
    assert not store.upkeep.is_due(LATER + timedelta(hours=1))
    store.intake.remove(account, [Removal("m2", LATER + timedelta(minutes=1))])
    assert not store.upkeep.is_due(LATER + timedelta(minutes=2))
    assert store.upkeep.is_due(LATER + timedelta(minutes=11))


def test_what_goes_while_the_index_is_written_is_forgotten_in_another_round(store: Store, account: Account) -> None:
    comes(store, account, a_post(), an_arrival("m2", text="melanzanafosforescente"))
    store.intake.remove(account, [Removal("m1", LATER)])
    assert store.upkeep.step(LATER)
    store.intake.remove(account, [Removal("m2", LATER + timedelta(minutes=1))])
    assert places_of(store, "melanzanafosforescente") == set()
