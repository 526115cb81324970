"""Queues: one account that has to wait holds up no other, and nothing overtakes in a thread."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.model import (
    Account,
    AccountId,
    CaseId,
    Decision,
    Delivery,
    DeliveryId,
    DeliveryState,
    Lane,
    Network,
    ThreadId,
    Verdict,
    Visibility,
)
from desktop.outbox import OutboxDesk, Reply, Sender
from desktop.outbox.queues import RATE_LIMITED, due_at, due_in
from desktop.store import Store
from tests.factories import NOON, a_store, an_account, an_arrival, an_author, taken
from tests.unit.sync.scripted_channel import ScriptedChannel, Step
from tests.unit.sync.virtual_time import now, run

ALLOWED = Verdict(Decision.ALLOW)
ON_THEIR_WAY = {DeliveryState.WAITING, DeliveryState.UNSURE}


def a_delivery(number: int, **changes: Any) -> Delivery:
    values: dict[str, Any] = {
        "id": DeliveryId(number),
        "uid": f"d{number}",
        "case_id": CaseId(1),
        "thread_id": ThreadId(number),
        "account_id": AccountId(1),
        "visibility": Visibility.PUBLIC,
        "text": "",
        "subject": "",
        "language": "",
        "agent": "Laura",
        "idempotency_key": f"d{number}",
        "in_reply_to": None,
        "recipient": "",
        "references": (),
        "created_at": NOON,
        "state": DeliveryState.WAITING,
        "hold_reason": None,
        "not_before": None,
        "attempts": 0,
        "next_try_at": None,
        "error": "",
    }
    return Delivery(**{**values, **changes})


MOMENTS = st.none() | st.integers(0, 900).map(lambda seconds: NOON + timedelta(seconds=seconds))
DELIVERIES = st.lists(
    st.builds(
        lambda state, account, thread, moment, limited: {
            "state": state,
            "account_id": AccountId(account),
            "thread_id": ThreadId(10 * account + thread),
            "next_try_at": moment,
            "not_before": moment,
            "error": RATE_LIMITED if limited else "timed_out",
        },
        st.sampled_from([DeliveryState.HELD, *sorted(ON_THEIR_WAY), DeliveryState.SENDING, DeliveryState.REFUSED]),
        st.integers(1, 3),
        st.integers(1, 3),
        MOMENTS,
        st.booleans(),
    ),
    max_size=12,
)


@given(made=DELIVERIES)
def test_nothing_is_early_nothing_overtakes_and_nothing_is_forgotten(made: list[dict[str, Any]]) -> None:
    queue = [a_delivery(number, **values) for number, values in enumerate(made)]
    found = {delivery.id: due for delivery, due in due_in(queue)}
    assert list(found) == [delivery.id for delivery in queue if due_at(delivery) is not None]
    for place, delivery in enumerate(queue):
        if delivery.id not in found:
            continue
        due, alone = found[delivery.id], due_at(delivery)
        limits = [
            one.next_try_at
            for one in queue
            if one.account_id == delivery.account_id
            and one.error == RATE_LIMITED
            and one.state is DeliveryState.WAITING
            and one.next_try_at
        ]
        earlier = [
            found[one.id]
            for one in queue[:place]
            if one.id in found and one.thread_id == delivery.thread_id and one.state in ON_THEIR_WAY
        ]
        assert due == max([alone, *limits, *earlier])  # type: ignore[type-var]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with a_store(tmp_path) as opened:
        yield opened


class Post:
    """Two accounts with a customer each, a desk that writes and a sender."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.channels = {name: ScriptedChannel(name, now) for name in ("one", "two")}
        self.accounts = {name: an_account(store, handle=f"@{name}") for name in self.channels}
        by_id = {int(account.id): self.channels[name] for name, account in self.accounts.items()}
        for name, account in self.accounts.items():
            for number in (1, 2):
                author = an_author(f"{name} {number}", Network.MASTODON)
                store.intake.take(account, [taken(an_arrival(f"{name}{number}", author=author))], NOON)
        self.desk = OutboxDesk(store, now)
        self.sender = Sender(store, by_id.get, lambda _: ALLOWED, now, lambda _: None, (5.0, 5.0))

    def writes(self, name: str, number: int, text: str) -> Delivery:
        account = self.accounts[name]
        for case_id in self.store.lanes.ids(Lane.ALL, agent="", at_risk_before=NOON):
            case = self.store.cases.detail(CaseId(case_id))
            if case is not None and case.threads[0].remote_id == f"{name}{number}":
                reply = Reply(case, case.threads[0], account, Visibility.PUBLIC, text, "Laura")
                return self.desk.queue(reply, ALLOWED, undo_seconds=0)
        raise AssertionError(name)

    async def works(self, seconds: float) -> None:
        """Let the sender look each second, as the engine does."""
        for _ in range(int(seconds)):
            self.sender.work()
            await asyncio.sleep(1)

    def sent(self, name: str) -> list[tuple[float, str]]:
        return [((at - NOON).total_seconds(), each.text) for at, each in self.channels[name].sent]


def test_a_rate_limit_stops_its_account_and_no_other(store: Store) -> None:
    async def scenario() -> None:
        post = Post(store)
        post.channels["one"].sending = [Step("limited", 100.0)]
        for text in ("a", "b"):
            post.writes("one", 1 if text == "a" else 2, text)
            post.writes("two", 1 if text == "a" else 2, text)
        await post.works(130)
        assert [at < 5 for at, _ in post.sent("two")] == [True, True]
        assert sorted(text for _, text in post.sent("one")) == ["a", "b"]
        assert all(at >= 100 for at, _ in post.sent("one"))

    run(scenario())


def test_a_rate_limit_is_still_waited_out_by_a_new_process(store: Store) -> None:
    async def scenario() -> None:
        post = Post(store)
        post.channels["one"].sending = [Step("limited", 100.0)]
        post.writes("one", 1, "a")
        await post.works(2)
        post.sender = Sender(store, {1: post.channels["one"]}.get, lambda _: ALLOWED, now, lambda _: None)
        post.sender.recover()
        post.writes("one", 2, "b")
        await post.works(130)
        assert all(at >= 100 for at, _ in post.sent("one"))
        assert len(post.sent("one")) == 2

    run(scenario())


def test_a_slow_account_holds_up_no_other(store: Store) -> None:
    async def scenario() -> None:
        post = Post(store)
        post.channels["one"].sending = [Step("slow", 60.0)]
        post.writes("one", 1, "a")
        post.writes("two", 1, "a")
        await post.works(90)
        assert post.sent("two")[0][0] < 2
        assert post.sent("one")[0][0] >= 60

    run(scenario())


def test_a_second_answer_never_overtakes_the_first(store: Store) -> None:
    async def scenario() -> None:
        post = Post(store)
        post.channels["one"].sending = [Step("offline"), Step("offline")]
        post.writes("one", 1, "first")
        post.writes("one", 1, "second")
        post.writes("one", 2, "somebody else")
        await post.works(200)
        texts = [text for _, text in post.sent("one")]
        assert texts.index("first") < texts.index("second")
        assert sorted(texts) == ["first", "second", "somebody else"]

    run(scenario())


def test_what_waited_for_a_network_goes_as_soon_as_it_is_back(store: Store) -> None:
    async def scenario() -> None:
        post = Post(store)
        post.channels["one"].sending = [Step("offline")] * 6
        post.writes("one", 1, "a")
        await post.works(200)
        assert post.sent("one") == []
        waits = store.deliveries.open()[0].next_try_at
        assert waits is not None
        assert waits > now() + timedelta(seconds=60)
        post.channels["one"].sending.clear()
        post.sender.hurry(int(post.accounts["one"].id))
        await post.works(2)
        assert [text for _, text in post.sent("one")] == ["a"]

    run(scenario())


def test_a_network_that_is_back_does_not_shorten_a_rate_limit(store: Store) -> None:
    async def scenario() -> None:
        post = Post(store)
        post.channels["one"].sending = [Step("limited", 100.0)]
        post.writes("one", 1, "a")
        await post.works(5)
        post.sender.hurry(int(post.accounts["one"].id))
        await post.works(110)
        assert post.sent("one")[0][0] >= 100

    run(scenario())


def test_what_an_answer_costs_is_added_up(store: Store) -> None:
    async def scenario() -> None:
        post = Post(store)
        post.channels["one"].micros = 15_000
        post.writes("one", 1, "a")
        post.writes("one", 2, "b")
        post.writes("two", 1, "free")
        await post.works(10)
        one, two = (post.accounts[name] for name in ("one", "two"))
        assert store.spending.of_month(one.id, now()) == 30_000
        assert [(day.kind, day.count) for day in store.spending.days(one.id, NOON)] == [("sending", 2)]
        assert store.spending.days(two.id, NOON) == ()

    run(scenario())


def test_an_account_that_is_out_of_money_still_answers(store: Store) -> None:
    async def scenario() -> None:
        post = Post(store)
        post.channels["one"].micros = 15_000
        broke: Account = post.accounts["one"]
        post.writes("one", 1, "a")
        await post.works(3)
        store.accounts.change(
            broke, role=broke.role, name="Aurora", settings={"budget_micros_month": 1}, actor="L", at=NOON
        )
        post.writes("one", 2, "b")
        await post.works(5)
        assert [text for _, text in post.sent("one")] == ["a", "b"]

    run(scenario())
