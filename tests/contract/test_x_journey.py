"""A day on X through everything that has no window: pulled, triaged, stored, answered from the outbox, read back."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from desktop.accounts.hours_book import HoursBook
from desktop.channels import secret_name
from desktop.channels.email import normalised_subject
from desktop.channels.x.channel import XChannel
from desktop.demo.faults import Fault
from desktop.demo.networks.x import XNetwork
from desktop.demo.setup import demo_hours
from desktop.guardrails import OpeningHours, permission_in
from desktop.model import (
    Account,
    AccountRole,
    CaseDetail,
    CaseId,
    Decision,
    Delivery,
    DeliveryState,
    Direction,
    Fix,
    Lane,
    Network,
    Refusal,
    ThreadKind,
    ThreadView,
    Verdict,
    Visibility,
)
from desktop.outbox import OutboxDesk, Reply, Sender
from desktop.outbox.recheck import Recheck
from desktop.store import Store
from desktop.sync import Pipeline
from desktop.system.vault import SessionVault
from tests.contract.cable import Cable
from tests.contract.channel_place import BRAND, MARTA, OSCAR, Clock
from tests.contract.x_place import judge
from tests.factories import a_store
from tests.loaded import shipped_guardrails, shipped_triage

ALLOWED = Verdict(Decision.ALLOW)


class XDesk:
    """A store, the company's account on a fake X, and the engine's halves between them."""

    def __init__(self, store: Store, network: XNetwork, clock: Clock) -> None:
        self.store, self.network, self.clock = store, network, clock
        settings = {**network.account_settings(), "listen.words": BRAND}
        self.account: Account = store.accounts.add(
            Network.X,
            name=BRAND,
            handle=network.account_handle(),
            role=AccountRole.CARE,
            settings=settings,
            actor="Laura",
            at=clock(),
        )
        secrets = {secret_name(self.account.uid, kind): value for kind, value in network.secrets().items()}
        self.cable = Cable(judge())
        self.channel = XChannel(self.account, SessionVault(secrets), clock=clock, transport=self.cable)
        self.hours = HoursBook(store)
        self.hours.set_desk_hours(OpeningHours.from_dict(demo_hours(always_open=True)), clock())
        self.pipeline = Pipeline(store, shipped_triage(), self.hours, clock, normalised_subject)
        self.outbox = OutboxDesk(store, clock)
        recheck = Recheck(store, shipped_guardrails(), self.hours, clock)
        self.sender = Sender(store, lambda _: self.channel, recheck, clock, lambda _: None, (1.0, 1.0))
        self.cursor: str | None = None

    async def pull(self) -> None:
        """Pull and store until nothing is left, as the account's loop does."""
        more = True
        while more:
            fetched = await self.channel.fetch(self.cursor)
            self.pipeline.take(self.account, fetched.arrivals)
            self.store.intake.remove(self.account, fetched.removals)
            self.cursor, more = fetched.cursor, fetched.more

    async def later(self, **span: float) -> None:
        self.clock.advance(**span)
        await self.pull()

    def cases(self, lane: Lane = Lane.ALL) -> list[CaseDetail]:
        ids = self.store.lanes.ids(lane, agent="LB", at_risk_before=self.clock())
        found = [self.store.cases.detail(CaseId(one)) for one in ids]
        return [case for case in found if case is not None]

    def texts(self, case: CaseDetail) -> list[tuple[Direction, str]]:
        return [(item.direction, item.text) for item in self.store.timeline.items(case.row.id) if item.text]

    def queue(self, case: CaseDetail, thread: ThreadView, text: str, visibility: Visibility) -> Delivery:
        reply = Reply(case, thread, self.account, visibility, text, "Laura", "it")
        return self.outbox.queue(reply, ALLOWED, undo_seconds=0)

    async def sends(self, delivery: Delivery) -> Delivery:
        """Let the sender take steps until a delivery is settled, refused or waits for a person."""
        now = delivery
        for _ in range(6):
            self.clock.advance(seconds=2)
            self.sender.work()
            await asyncio.gather(*list(self.sender._busy.values()))
            now = self.store.deliveries.get(delivery.id) or now
            if now.state in {DeliveryState.SENT, DeliveryState.REFUSED, DeliveryState.HELD}:
                break
        return now


@pytest.fixture
async def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[XDesk]:
    monkeypatch.setattr("desktop.channels.http.trusted_context", lambda _: ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT))
    clock = Clock()
    network = XNetwork(clock)
    await network.start()
    with a_store(tmp_path) as store:
        desk = XDesk(store, network, clock)
        yield desk
        await desk.channel.close()
    await network.close()
    assert desk.cable.judge is None or not desk.cable.judge.faults, desk.cable.judge.faults[:5]


async def test_a_mention_is_answered_in_public_then_in_private_and_stays_one_matter(desk: XDesk) -> None:
    question = desk.network.says(MARTA, "mi avete addebitato due volte la bolletta di marzo, rispondete!")
    await desk.later(seconds=30)
    (case,) = desk.cases()
    (thread,) = case.threads
    assert (case.row.name, case.row.handle) == (MARTA.name, "@marta_bellini")
    assert case.row.due_at is not None
    assert thread.permalink == f"https://x.com/marta_bellini/status/{question}"
    allowed = permission_in(thread, desk.account, now=desk.clock())
    assert (allowed.may_public, allowed.may_direct, allowed.may_hide) == (True, True, False)

    answer = await desk.sends(desk.queue(case, thread, "Buongiorno Marta, controlliamo subito", Visibility.PUBLIC))
    assert answer.state is DeliveryState.SENT
    assert desk.store.spending.of_month(desk.account.id, desk.clock()) == 10_000
    private = await desk.sends(desk.queue(case, thread, "Ci dica qui quando ha pagato", Visibility.DIRECT))
    assert private.state is DeliveryState.SENT
    await desk.later(minutes=2)
    desk.network.says(MARTA, "il 3 e il 5 marzo", direct=True)
    await desk.later(minutes=2)

    (case,) = desk.cases()
    assert {thread.kind for thread in case.threads} == {ThreadKind.PUBLIC, ThreadKind.DIRECT}
    assert desk.texts(case) == [
        (Direction.INCOMING, "@AuroraEnergia mi avete addebitato due volte la bolletta di marzo, rispondete!"),
        (Direction.OUTGOING, "Buongiorno Marta, controlliamo subito"),
        (Direction.OUTGOING, "Ci dica qui quando ha pagato"),
        (Direction.INCOMING, "il 3 e il 5 marzo"),
    ]


async def test_what_only_names_the_brand_says_before_typing_that_it_can_not_be_answered(desk: XDesk) -> None:
    desk.network.says(OSCAR, f"{BRAND} mi ha alzato il prezzo", names_us=False)
    await desk.later(seconds=30)
    (case,) = desk.cases(Lane.LISTENING)
    allowed = permission_in(case.threads[0], desk.account, now=desk.clock())
    assert (allowed.may_public, allowed.why_not_public) == (False, Refusal.NOT_MENTIONED)
    assert allowed.instead is Fix.OPEN_IN_BROWSER
    delivery = await desk.sends(desk.queue(case, case.threads[0], "Buongiorno Oscar", Visibility.PUBLIC))
    assert delivery.state is DeliveryState.HELD  # the check before sending knows it too
    assert desk.network.world.alive()[-1].author.key == OSCAR.key

    desk.network.says(OSCAR, "allora?", reply_to=desk.network.world.alive()[-1].id)
    await desk.later(minutes=2)
    (case,) = desk.cases()
    assert desk.cases(Lane.LISTENING) == []
    assert permission_in(case.threads[0], desk.account, now=desk.clock()).may_public


async def test_an_answer_whose_outcome_is_open_is_found_and_never_sent_twice(desk: XDesk) -> None:
    desk.network.says(MARTA, "quando riaprite lo sportello?")
    await desk.later(seconds=30)
    (case,) = desk.cases()
    desk.network.faults.add(Fault("POST", "/2/tweets", drops=True, after=True))
    answer = await desk.sends(desk.queue(case, case.threads[0], "Domani alle otto", Visibility.PUBLIC))
    assert answer.state is DeliveryState.SENT
    await desk.later(minutes=2)
    (case,) = desk.cases()
    assert [text for _, text in desk.texts(case)][1:] == ["Domani alle otto"]
    assert sum(post.text == "Domani alle otto" for post in desk.network.world.alive()) == 1


async def test_a_comment_below_our_announcement_can_be_hidden_edited_and_taken_back(desk: XDesk) -> None:
    news = desk.network.announces("Da lunedì nuovi orari")
    comment = desk.network.says(MARTA, "siete dei ladri", reply_to=news)
    mine = desk.network.says(OSCAR, "la lettura è 1234")
    await desk.later(seconds=30)
    by_name = {case.row.name: case for case in desk.cases()}
    marta, oscar = by_name[MARTA.name], by_name[OSCAR.name]
    assert permission_in(marta.threads[0], desk.account, now=desk.clock()).may_hide
    assert not permission_in(oscar.threads[0], desk.account, now=desk.clock()).may_hide
    assert desk.store.timeline.items(marta.row.id)[0].quoted == "Da lunedì nuovi orari"
    await desk.channel.hide(comment, hidden=True)
    desk.network.edits(mine, "la lettura è 1243")
    await desk.later(minutes=6)
    desk.network.removes(comment)
    await desk.later(minutes=6)
    assert desk.texts(oscar) == [(Direction.INCOMING, "@AuroraEnergia la lettura è 1243")]
    (item,) = desk.store.timeline.items(marta.row.id)
    assert (item.deleted, item.text) == (True, "")


async def test_pulling_again_from_the_beginning_stores_nothing_twice(desk: XDesk) -> None:
    desk.network.says(MARTA, "prima")
    desk.network.says(OSCAR, "seconda", direct=True)
    await desk.later(seconds=30)
    before = [desk.texts(case) for case in desk.cases()]
    desk.cursor = None
    await desk.later(minutes=2)
    assert [desk.texts(case) for case in desk.cases()] == before
    assert len(before) == 2
