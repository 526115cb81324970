"""What becomes of an unsure reply on a network that shows nobody's messages: no waiting in vain, a person decides."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest

from desktop.channels import looks_up
from desktop.model import (
    CaseId,
    Decision,
    DeliveryState,
    Lane,
    Network,
    OutcomeUnknown,
    Outgoing,
    SentReceipt,
    ThreadKind,
    Verdict,
    Visibility,
)
from desktop.outbox import OutboxDesk, Reply, Sender
from tests.factories import NOON, a_store, an_account, an_arrival, an_author, taken
from tests.unit.sync.scripted_channel import ScriptedChannel
from tests.unit.sync.virtual_time import now, run

ALLOWED = Verdict(Decision.ALLOW)


class Lost(ScriptedChannel):
    """A channel whose answers get lost on the way back. `looked` counts how often it is asked afterwards."""

    looked = 0

    async def send(self, outgoing: Outgoing, on_commit: Callable[[], None]) -> SentReceipt:
        on_commit()
        raise OutcomeUnknown("timed_out")

    async def look_up(self, outgoing: Outgoing) -> SentReceipt | None:
        self.looked += 1
        return None


def test_networks_that_can_not_be_asked_say_so() -> None:
    assert [network for network in Network if not looks_up(network)] == [Network.TELEGRAM, Network.LISTENING]


@pytest.mark.parametrize(("network", "looks"), [(Network.TELEGRAM, 1), (Network.MASTODON, 5)])
def test_a_person_decides_as_soon_as_looking_can_tell_no_more(network: Network, looks: int, tmp_path: Path) -> None:
    async def scenario() -> None:
        with a_store(tmp_path) as store:
            account = an_account(store, network, "@aurora")
            arrival = an_arrival(
                "1", author=an_author("marta", network), visibility=Visibility.DIRECT, thread_kind=ThreadKind.DIRECT
            )
            store.intake.take(account, [taken(arrival)], NOON)
            (case_id,) = store.lanes.ids(Lane.ALL, agent="", at_risk_before=NOON)
            case = store.cases.detail(CaseId(case_id))
            assert case is not None
            channel = Lost("one", now)
            sender = Sender(store, lambda _: channel, lambda _: ALLOWED, now, lambda _: None)
            reply = Reply(case, case.threads[0], account, Visibility.DIRECT, "Eccoci", "Laura")
            delivery = OutboxDesk(store, now).queue(reply, ALLOWED, undo_seconds=0)
            for _ in range(260):
                sender.work()
                await asyncio.sleep(1)
            kept = store.deliveries.get(delivery.id)
            assert kept is not None
            assert (kept.state, kept.error, kept.next_try_at) == (DeliveryState.UNSURE, "not_found", None)
            assert channel.looked == looks

    run(scenario())
