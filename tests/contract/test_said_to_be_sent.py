"""A reply of which a person says that it was sent appears once, whenever its copy is pulled, on every network."""

from __future__ import annotations

import ssl
from dataclasses import dataclass
from pathlib import Path

import pytest

from desktop.model import (
    Account,
    AccountRole,
    CaseId,
    Decision,
    Delivery,
    DeliveryState,
    Fetched,
    Lane,
    Network,
    OutcomeUnknown,
    Outgoing,
    TimelineItem,
    Verdict,
    Visibility,
)
from desktop.outbox import OutboxDesk, Reply
from desktop.store import Store
from tests.contract.channel_place import Desk, Kit, open_desk
from tests.contract.kits import kits
from tests.contract.test_email import KIT as EMAIL_KIT
from tests.factories import a_store, taken

WORD = "Topazio"
TEXT = f"{WORD}: riapriamo domani alle otto"
# nobody shows a bot its own messages, and nobody answers what listening finds
ANSWERING = {network: kit for network, kit in kits().items() if kit.manifest.looks_up} | {Network.EMAIL: EMAIL_KIT}
KITS = pytest.mark.parametrize("kit", ANSWERING.values(), ids=[network.value for network in ANSWERING])


@pytest.fixture(autouse=True)
def no_authorities_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """Trust nobody: the networks speak plain HTTP."""
    monkeypatch.setattr("desktop.channels.http.trusted_context", lambda _: ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT))


@dataclass
class Office:
    """A store behind a desk: what is pulled is stored, what is queued is sent by the test."""

    desk: Desk
    store: Store
    account: Account
    outbox: OutboxDesk

    async def pulls(self, cursor: str | None) -> str:
        """Pull and store all there is; return where the pulls stopped."""
        while True:
            fetched: Fetched = await self.desk.channel.fetch(cursor)
            self.store.intake.take(self.account, [taken(one) for one in fetched.arrivals], self.desk.clock())
            cursor = fetched.cursor
            if not fetched.more:
                return cursor

    def answers(self) -> list[TimelineItem]:
        """Return our own messages with the test's word."""
        (case_id,) = self.store.lanes.ids(Lane.ALL, agent="", at_risk_before=self.desk.clock())
        return [item for item in self.store.timeline.items(CaseId(case_id)) if WORD in item.text]

    def queued(self, text: str = TEXT) -> Delivery:
        (case_id,) = self.store.lanes.ids(Lane.ALL, agent="", at_risk_before=self.desk.clock())
        case = self.store.cases.detail(CaseId(case_id))
        assert case is not None
        side = Visibility.DIRECT if self.desk.kit.usually_direct else Visibility.PUBLIC
        reply = Reply(case, case.threads[-1], self.account, side, text, "Laura")
        return self.outbox.queue(reply, Verdict(Decision.ALLOW), undo_seconds=0)

    async def sends(self, delivery: Delivery) -> None:
        """Hand a delivery over; the answer gets lost, so that nobody knows what became of it."""
        thread = self.store.cases.thread(delivery.thread_id)
        assert thread is not None
        outgoing = Outgoing(
            key=delivery.idempotency_key,
            thread_remote_id=thread.remote_id,
            visibility=delivery.visibility,
            text=delivery.text,
            recipient=delivery.recipient,
            subject=delivery.subject,
            in_reply_to=delivery.in_reply_to,
            references=delivery.references,
            created_at=delivery.created_at,
        )
        self.desk.clock.advance(seconds=30)
        self.desk.times_out(WORD, acts=True)
        with pytest.raises(OutcomeUnknown):
            await self.desk.channel.send(outgoing, self.desk.commits)
        for state in (DeliveryState.SENDING, DeliveryState.UNSURE):
            at = self.desk.clock()
            assert self.store.deliveries.change(delivery.id, tuple(DeliveryState), state, actor="engine", at=at)


def office_at(desk: Desk, store: Store) -> Office:
    network = desk.network
    account = store.accounts.add(
        network.network,
        name="Aurora",
        handle=network.account_handle(),
        role=AccountRole.CARE,
        settings=network.account_settings(),
        actor="Laura",
        at=desk.clock(),
    )
    return Office(desk, store, account, OutboxDesk(store, desk.clock))


@KITS
async def test_a_copy_that_is_pulled_later_takes_the_records_place(kit: Kit, tmp_path: Path) -> None:
    async with open_desk(kit) as desk:
        with a_store(tmp_path) as store:
            office = office_at(desk, store)
            desk.says("quando riaprite?")
            cursor = await office.pulls(None)
            delivery = office.queued()
            await office.sends(delivery)
            assert office.outbox.mark_sent(delivery.id, "Laura")
            before = office.answers()
            assert len(before) == 1
            desk.clock.advance(minutes=20)
            await office.pulls(cursor)
            await office.pulls(None)
            (ours,) = office.answers()
            assert ours.key == before[0].key
            assert ours.remote_id == desk.heard[-1].remote_id


@KITS
async def test_a_copy_that_was_pulled_before_is_what_the_person_means(kit: Kit, tmp_path: Path) -> None:
    async with open_desk(kit) as desk:
        with a_store(tmp_path) as store:
            office = office_at(desk, store)
            desk.says("quando riaprite?")
            cursor = await office.pulls(None)
            delivery = office.queued()
            await office.sends(delivery)
            desk.clock.advance(minutes=20)
            await office.pulls(cursor)
            office.outbox.mark_sent(delivery.id, "Laura")  # an e-mail's copy is the delivery's already
            await office.pulls(None)
            (ours,) = office.answers()
            assert ours.remote_id == desk.heard[-1].remote_id
            kept = store.deliveries.get(delivery.id)
            assert kept is not None
            assert kept.state is DeliveryState.SENT


@KITS
async def test_what_was_said_to_be_sent_adopts_no_other_text(kit: Kit, tmp_path: Path) -> None:
    async with open_desk(kit) as desk:
        with a_store(tmp_path) as store:
            office = office_at(desk, store)
            desk.says("quando riaprite?")
            cursor = await office.pulls(None)
            delivery = office.queued()
            for state in (DeliveryState.SENDING, DeliveryState.UNSURE):
                assert store.deliveries.change(
                    delivery.id, tuple(DeliveryState), state, actor="engine", at=desk.clock()
                )
            assert office.outbox.mark_sent(delivery.id, "Laura")
            other = office.queued(f"{WORD}, e portate la bolletta")
            await office.sends(other)
            desk.clock.advance(minutes=20)
            await office.pulls(cursor)
            assert {item.text for item in office.answers() if item.delivery_id is None} >= {TEXT}
            assert len([item for item in office.answers() if item.text == TEXT]) == 1
