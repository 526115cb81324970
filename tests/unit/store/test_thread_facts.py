"""What a thread tells of what may be done in it, from what was stored."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from desktop.model import (
    Account,
    CaseDetail,
    CaseId,
    Delivery,
    DeliveryId,
    DeliveryState,
    Direction,
    Lane,
    Network,
    Refusal,
    Removal,
    ThreadView,
    Visibility,
)
from desktop.store import Store
from tests.factories import NOON, a_store, an_account, an_arrival, an_author, taken


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with a_store(tmp_path) as opened:
        yield opened


@pytest.fixture
def account(store: Store) -> Account:
    return an_account(store, Network.INSTAGRAM, "aurora")


def a_comment(remote_id: str = "c1", **changes: Any) -> Any:
    author = an_author(network=Network.INSTAGRAM)
    return an_arrival(remote_id, **{"thread_remote_id": "c1", "author": author, **changes})


def detail(store: Store) -> CaseDetail:
    ids = store.lanes.ids(Lane.ALL, agent="LB", at_risk_before=NOON)
    found = store.cases.detail(CaseId(ids[0]))
    assert found is not None
    return found


def thread(store: Store) -> ThreadView:
    return detail(store).threads[0]


def deliver(store: Store, account: Account, uid: str, **changes: Any) -> Delivery:
    case = detail(store)
    values: dict[str, Any] = {
        "id": DeliveryId(0),
        "uid": uid,
        "case_id": case.row.id,
        "thread_id": case.threads[0].id,
        "account_id": account.id,
        "visibility": Visibility.DIRECT,
        "text": "Le scriviamo in privato",
        "subject": "",
        "language": "it",
        "agent": "Laura Bianchi",
        "idempotency_key": uid,
        "in_reply_to": case.threads[0].last_incoming_remote_id,
        "recipient": "@marta",
        "references": (),
        "created_at": NOON,
        "state": DeliveryState.WAITING,
        "hold_reason": None,
        "not_before": None,
        "attempts": 0,
        "next_try_at": None,
        "error": "",
    }
    return store.deliveries.make(Delivery(**{**values, **changes}))


def test_a_thread_knows_what_would_be_answered(store: Store, account: Account) -> None:
    store.intake.take(account, [taken(a_comment()), taken(a_comment("c2", sent_at=NOON + timedelta(minutes=1)))], NOON)
    assert thread(store).last_incoming_remote_id == "c2"
    assert thread(store).last_incoming_at == NOON + timedelta(minutes=1)
    assert (thread(store).addressed, thread(store).begun_by_us, thread(store).hidden) == (True, False, False)


def test_what_was_taken_back_is_not_answered_while_something_is_left(store: Store, account: Account) -> None:
    store.intake.take(account, [taken(a_comment()), taken(a_comment("c2", sent_at=NOON + timedelta(minutes=1)))], NOON)
    store.intake.remove(account, [Removal("c2", NOON)])
    assert thread(store).last_incoming_remote_id == "c1"
    store.intake.remove(account, [Removal("c1", NOON)])
    assert thread(store).last_incoming_remote_id == "c2"


def test_a_thread_below_a_post_of_ours_is_begun_by_us(store: Store, account: Account) -> None:
    ours = a_comment(direction=Direction.OUTGOING, recipients=("marta.rossi",), sent_at=NOON - timedelta(hours=1))
    store.intake.take(account, [taken(ours), taken(a_comment("c2"))], NOON)
    assert thread(store).begun_by_us


def test_a_comment_below_an_announcement_is_in_a_conversation_of_ours(store: Store, account: Account) -> None:
    store.intake.take(account, [taken(a_comment(below_ours=True))], NOON)
    assert thread(store).begun_by_us


def test_what_the_network_says_of_answers_is_kept_and_changes_with_it(store: Store, account: Account) -> None:
    store.intake.take(account, [taken(a_comment(closed_public=Refusal.LIVE, closed_direct=Refusal.NO_DIRECT))], NOON)
    assert (thread(store).closed_public, thread(store).closed_direct) == (Refusal.LIVE, Refusal.NO_DIRECT)
    result = store.intake.take(account, [taken(a_comment(hidden=True))], NOON)
    assert result.case_ids
    assert (thread(store).closed_public, thread(store).closed_direct, thread(store).hidden) == (None, None, True)


@pytest.mark.parametrize("hidden_id", ["c1", "c2"])
def test_a_hidden_root_or_a_hidden_answer_hides_the_thread(store: Store, account: Account, hidden_id: str) -> None:
    store.intake.take(account, [taken(a_comment()), taken(a_comment("c2", sent_at=NOON + timedelta(minutes=1)))], NOON)
    assert store.intake.mark_hidden(account, hidden_id, hidden=True) == detail(store).row.id
    assert thread(store).hidden
    store.intake.mark_hidden(account, hidden_id, hidden=False)
    assert not thread(store).hidden
    assert store.intake.mark_hidden(account, "unknown", hidden=True) is None


def test_a_private_answer_to_a_comment_uses_it_up_unless_it_was_taken_back(store: Store, account: Account) -> None:
    store.intake.take(account, [taken(a_comment())], NOON)
    assert thread(store).private_reply is None
    deliver(store, account, "d0", visibility=Visibility.PUBLIC)
    assert thread(store).private_reply is None
    first = deliver(store, account, "d1")
    assert thread(store).private_reply == first.id
    store.deliveries.change(first.id, (DeliveryState.WAITING,), DeliveryState.CANCELLED, actor="Laura", at=NOON)
    assert thread(store).private_reply is None
    second = deliver(store, account, "d2")
    assert thread(store).private_reply == second.id


def test_a_new_comment_gives_a_private_answer_of_its_own(store: Store, account: Account) -> None:
    store.intake.take(account, [taken(a_comment())], NOON)
    deliver(store, account, "d1")
    store.intake.take(account, [taken(a_comment("c2", sent_at=NOON + timedelta(minutes=1)))], NOON)
    assert thread(store).private_reply is None
