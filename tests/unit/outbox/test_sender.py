"""The sender's single steps: what each way of failing leaves behind, and how it goes on from there."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from desktop.composer.parts import Room, cut
from desktop.events import Event
from desktop.model import (
    Account,
    CaseId,
    Counting,
    Decision,
    Delivery,
    DeliveryState,
    Finding,
    HoldReason,
    Lane,
    Network,
    Purpose,
    Verdict,
    Visibility,
    verdict_of,
)
from desktop.outbox import OutboxDesk, Reply, Sender
from desktop.store import Store, StoreFull
from tests.factories import NOON, a_store, an_account, an_arrival, an_author, taken
from tests.unit.outbox.scripted_network import Act, ScriptedNetwork
from tests.unit.sync import virtual_time
from tests.unit.sync.virtual_time import run

ALLOWED = Verdict(Decision.ALLOW)
LONG = "The crew comes at nine. Keep the meter free, and call us."


def now() -> datetime:
    """Return the loop's time, noon outside of one."""
    try:
        return virtual_time.now()
    except RuntimeError:
        return NOON


class Post:
    """One account, one customer, a desk, and a sender whose judge and listener can be replaced."""

    def __init__(self, store: Store, *acts: Act, network: Network = Network.MASTODON) -> None:
        self.store = store
        self.network = ScriptedNetwork("net", now, lambda _: None, list(acts))
        self.account: Account = an_account(store, network)
        store.intake.take(self.account, [taken(an_arrival(author=an_author(network=network)))], NOON)
        self.desk = OutboxDesk(store, now)
        self.verdict = ALLOWED
        self.tell: Callable[[Event], None] = lambda _: None
        self.connected = True
        self.sender = self.a_sender()

    def a_sender(self) -> Sender:
        channel = self.network
        return Sender(
            self.store,
            lambda _: channel if self.connected else None,
            lambda _: self.verdict,
            now,
            self._told,
            (5.0, 10.0),
        )

    def _told(self, event: Event) -> None:
        self.tell(event)

    def writes(self, *, parts: bool = False, purpose: Purpose = Purpose.ANSWER) -> Delivery:
        case = self.store.cases.detail(CaseId(self.store.lanes.ids(Lane.ALL, agent="", at_risk_before=NOON)[0]))
        assert case is not None
        cuts = cut(LONG, Room(30, Counting.CHARACTERS)) if parts else ()
        reply = Reply(case, case.threads[0], self.account, Visibility.PUBLIC, LONG, "Laura", parts=cuts)
        first = self.desk.queue(reply, ALLOWED, undo_seconds=0)
        if purpose is not Purpose.ANSWER:
            self.store.connection.raw.execute("UPDATE delivery SET purpose = ?", (purpose.value,))
        return first

    async def works(self, seconds: int) -> None:
        for _ in range(seconds):
            self.sender.work()
            await asyncio.sleep(1)

    def now_is(self, delivery: Delivery) -> tuple[DeliveryState, str, float | None]:
        found = self.store.deliveries.get(delivery.id)
        assert found is not None
        again = (found.next_try_at - NOON).total_seconds() if found.next_try_at else None
        return found.state, found.error, again


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with a_store(tmp_path) as opened:
        yield opened


def test_an_expired_sign_in_waits_ten_minutes(store: Store) -> None:
    async def scenario() -> None:
        post = Post(store, Act.EXPIRED)
        delivery = post.writes()
        await post.works(2)
        assert post.now_is(delivery) == (DeliveryState.WAITING, "token_refused", 600.0)
        await post.works(602)
        assert post.now_is(delivery)[0] is DeliveryState.SENT

    run(scenario())


def test_what_may_have_left_is_looked_up_and_never_sent_again_by_itself(store: Store) -> None:
    async def scenario() -> None:
        post = Post(store, Act.TIMES_OUT_AFTER)
        delivery = post.writes()
        await post.works(1)
        assert post.now_is(delivery) == (DeliveryState.UNSURE, "timeout", 5.0)
        await post.works(6)
        assert post.now_is(delivery)[0] is DeliveryState.SENT
        assert len(post.network.published) == 1

    run(scenario())


def test_what_is_nowhere_is_looked_for_a_few_times_and_then_left_to_a_person(store: Store) -> None:
    async def scenario() -> None:
        post = Post(store, Act.TIMES_OUT_BEFORE)
        delivery = post.writes()
        await post.works(8)
        assert post.now_is(delivery) == (DeliveryState.UNSURE, "looked_up:1", 15.0)
        await post.works(20)
        assert post.now_is(delivery) == (DeliveryState.UNSURE, "not_found", None)
        assert post.desk.try_again(delivery.id, "Laura")
        await post.works(2)
        assert post.now_is(delivery)[0] is DeliveryState.SENT

    run(scenario())


def test_a_look_up_that_fails_does_not_count(store: Store) -> None:
    async def scenario() -> None:
        post = Post(store, Act.TIMES_OUT_AFTER)
        post.network.answers = False
        delivery = post.writes()
        await post.works(60)
        state, error, again = post.now_is(delivery)
        assert (state, error) == (DeliveryState.UNSURE, "looked_up:0")
        assert again is not None
        post.network.answers = True
        await post.works(10)
        assert post.now_is(delivery)[0] is DeliveryState.SENT

    run(scenario())


def test_a_person_decides_at_once_where_the_account_is_gone(store: Store) -> None:
    async def scenario() -> None:
        post = Post(store, Act.TIMES_OUT_BEFORE)
        delivery = post.writes()
        await post.works(1)
        store.accounts.remove(post.account, actor="L", at=now())
        post.connected = False
        await post.works(8)
        assert post.now_is(delivery) == (DeliveryState.UNSURE, "not_found", None)

    run(scenario())


def test_without_a_channel_it_waits_and_counts_no_attempt(store: Store) -> None:
    async def scenario() -> None:
        post = Post(store)
        post.connected = False
        delivery = post.writes()
        await post.works(1)
        assert post.now_is(delivery) == (DeliveryState.WAITING, "no_channel", 5.0)
        post.connected = True
        await post.works(6)
        assert post.now_is(delivery)[0] is DeliveryState.SENT

    run(scenario())


@pytest.mark.parametrize("purpose", [Purpose.ANSWER, Purpose.AUTOMATIC])
def test_a_refusal_waits_for_a_person_but_nobody_is_asked_about_a_machines_words(
    store: Store, purpose: Purpose
) -> None:
    async def scenario() -> None:
        post = Post(store, Act.REFUSES)
        delivery = post.writes(purpose=purpose)
        await post.works(2)
        expected = DeliveryState.REFUSED if purpose is Purpose.ANSWER else DeliveryState.CANCELLED
        assert post.now_is(delivery) == (expected, "forbidden", None)

    run(scenario())


def test_a_machines_words_that_the_check_stops_are_dropped(store: Store) -> None:
    async def scenario() -> None:
        post = Post(store)
        post.verdict = verdict_of((Finding("acknowledgement.open", "open", Decision.BLOCK),))
        delivery = post.writes(purpose=Purpose.AUTOMATIC)
        await post.works(2)
        assert post.now_is(delivery) == (DeliveryState.CANCELLED, "acknowledgement.open", None)
        assert post.network.published == []

    run(scenario())


@pytest.mark.expects_warnings
@pytest.mark.parametrize(
    ("act", "state"), [(Act.FAULT_BEFORE, DeliveryState.WAITING), (Act.FAULT_AFTER, DeliveryState.UNSURE)]
)
def test_a_fault_in_a_channel_leaves_nothing_in_sending(store: Store, act: Act, state: DeliveryState) -> None:
    async def scenario() -> None:
        post = Post(store, act)
        delivery = post.writes()
        await post.works(2)
        assert post.now_is(delivery) == (state, "channel_fault", 600.0)
        await post.works(602)
        assert post.now_is(delivery)[0] is DeliveryState.SENT
        assert len(post.network.published) == 1

    run(scenario())


@pytest.mark.expects_warnings
def test_a_fault_after_the_last_word_changes_nothing(store: Store) -> None:
    async def scenario() -> None:
        post = Post(store)
        delivery = post.writes()

        def fails_once_sent(_: Event) -> None:
            if post.now_is(delivery)[0] is DeliveryState.SENT:
                raise KeyError("listener")

        post.tell = fails_once_sent
        await post.works(2)
        assert post.now_is(delivery)[0] is DeliveryState.SENT
        assert len(post.network.published) == 1

    run(scenario())


@pytest.mark.expects_warnings
def test_a_store_that_can_t_be_written_ends_the_step_and_a_new_process_sorts_it_out(
    store: Store, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    async def scenario() -> None:
        post = Post(store)
        delivery = post.writes()

        def full(_: object) -> None:
            raise StoreFull(tmp_path / "store.db")

        with monkeypatch.context() as patch:
            patch.setattr(store.deliveries, "begin_commit", full)
            await post.works(1)
        assert post.now_is(delivery)[0] is DeliveryState.SENDING
        post.sender = post.a_sender()
        post.sender.recover()
        assert post.now_is(delivery)[0] is DeliveryState.WAITING
        await post.works(2)
        assert len(post.network.published) == 1

    run(scenario())


def test_what_a_crash_left_in_sending_is_looked_up_if_it_may_have_left(store: Store) -> None:
    post = Post(store)
    delivery = post.writes()
    store.deliveries.change(delivery.id, (DeliveryState.WAITING,), DeliveryState.SENDING, actor="engine", at=NOON)
    store.deliveries.begin_commit(delivery.id)
    post.sender.recover()
    assert post.now_is(delivery) == (DeliveryState.UNSURE, "interrupted", 0.0)


def test_stopping_waits_for_what_is_in_flight_and_starts_nothing_more(store: Store) -> None:
    async def scenario() -> None:
        post = Post(store, Act.STALLS_BEFORE_ACTING)
        await post.sender.stop()
        post.sender = post.a_sender()
        first = post.writes()
        await post.works(1)
        second = post.writes()
        stopping = asyncio.create_task(post.sender.stop())
        await asyncio.sleep(0)
        post.network.resume()
        await stopping
        await post.works(3)
        assert post.now_is(first)[0] is DeliveryState.SENT
        assert post.now_is(second)[0] is DeliveryState.WAITING

    run(scenario())


def test_what_is_taken_back_between_look_and_step_is_not_sent(store: Store) -> None:
    async def scenario() -> None:
        post = Post(store)
        delivery = post.writes()
        post.sender.work()
        assert post.desk.discard(delivery.id, "Laura") is not None
        await post.works(3)
        assert post.now_is(delivery)[0] is DeliveryState.CANCELLED
        assert post.network.published == []

    run(scenario())


def test_a_part_whose_former_part_was_taken_back_alone_is_held(store: Store) -> None:
    async def scenario() -> None:
        post = Post(store)
        first, second, *_ = store.deliveries.series(post.writes(parts=True).uid)
        store.deliveries.change(first.id, (DeliveryState.WAITING,), DeliveryState.CANCELLED, actor="Laura", at=NOON)
        await post.works(2)
        found = store.deliveries.get(second.id)
        assert found is not None
        assert (found.state, found.hold_reason, found.error) == (
            DeliveryState.HELD,
            HoldReason.GUARDRAIL,
            "part.former",
        )
        assert post.network.published == []

    run(scenario())


def test_a_word_of_a_person_is_not_undone_by_a_look_up_in_flight(store: Store) -> None:
    async def scenario() -> None:
        post = Post(store, Act.TIMES_OUT_BEFORE)
        delivery = post.writes()
        await post.works(5)
        await asyncio.sleep(0.5)
        post.sender.work()
        await asyncio.sleep(0)  # the look-up is under way
        assert post.desk.try_again(delivery.id, "Laura")
        await post.works(2)
        assert post.now_is(delivery)[0] is DeliveryState.SENT
        assert len(post.network.published) == 1

    run(scenario())


def test_what_the_customer_wrote_since_stops_a_reply_once_and_a_release_counts(store: Store) -> None:
    """A reply that waited for its network could not be released any more when attempts alone told who said so."""

    async def scenario() -> None:
        post = Post(store, Act.OFFLINE)
        from desktop.accounts.hours_book import HoursBook
        from desktop.outbox.recheck import Recheck
        from tests.unit.outbox.outbox_town import guardrails

        judge = Recheck(store, guardrails(), HoursBook(store), now)
        post.sender = Sender(store, lambda _: post.network, judge, now, lambda _: None, (5.0,))
        delivery = post.writes()
        await post.works(2)
        await asyncio.sleep(180)
        again = replace(an_arrival("m2"), thread_remote_id="m1", sent_at=now())
        store.intake.take(post.account, [taken(again)], now())
        await post.works(2)
        held = store.deliveries.get(delivery.id)
        assert held is not None
        assert (held.state, held.hold_reason) == (DeliveryState.HELD, HoldReason.NEW_MESSAGE)
        assert post.desk.try_again(delivery.id, "Laura")
        await post.works(2)
        assert post.now_is(delivery)[0] is DeliveryState.SENT

    run(scenario())
