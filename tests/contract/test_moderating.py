"""Hiding, showing and deleting through the store and the engine's moderator, on fakes that keep their networks' rules."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from desktop.channels import secret_name
from desktop.demo.networks import FakeNetwork
from desktop.demo.networks.facebook import FacebookNetwork
from desktop.demo.networks.x import XNetwork
from desktop.events import CasesChanged, Event
from desktop.guardrails import permission_in
from desktop.model import (
    Account,
    AccountRole,
    CaseId,
    CaseStatus,
    Channel,
    Decision,
    Direction,
    ItemKind,
    Lane,
    MessageId,
    ModerationState,
    Network,
    TimelineItem,
    Verdict,
    Visibility,
)
from desktop.outbox import ModerationDesk, Moderator, OutboxDesk, Reply, Sender, may_delete
from desktop.store import Store
from desktop.system.vault import SessionVault
from tests.contract.cable import Cable, Trouble
from tests.contract.channel_place import BRAND, MARTA, Clock, Kit
from tests.contract.kits import kits
from tests.factories import NOON, a_store
from tests.unit.sync.scripted_channel import a_pipeline

ALLOWED = Verdict(Decision.ALLOW)
HIDING = (Network.X, Network.FACEBOOK, Network.INSTAGRAM)


class Office:
    """A store, the company's account on a fake network, and what moderates between them."""

    def __init__(self, kit: Kit, store: Store, network: FakeNetwork, clock: Clock) -> None:
        self.kit, self.store, self.network, self.clock = kit, store, network, clock
        self.account: Account = store.accounts.add(
            network.network,
            name=BRAND,
            handle=network.account_handle(),
            role=AccountRole.CARE,
            settings={**network.account_settings(), **kit.settings},
            actor="Laura",
            at=clock(),
        )
        vault = SessionVault({secret_name(self.account.uid, kind): value for kind, value in network.secrets().items()})
        self.cable = Cable(kit.judge())
        self.channel: Channel | None = kit.channel(
            self.account, vault, clock=clock, answer_seconds=5.0, transport=self.cable
        )
        self.pipeline = a_pipeline(store, clock)
        self.desk = ModerationDesk(store, clock)
        self.events: list[Event] = []
        self.moderator = self.a_moderator()
        judge: Any = lambda _: ALLOWED  # noqa: E731 - the guardrails have nothing to say here
        self.sender = Sender(store, lambda _: self.channel, judge, clock, self.events.append)
        self.cursor: str | None = None

    def a_moderator(self) -> Moderator:
        return Moderator(self.store, lambda _: self.channel, self.clock, self.events.append)

    async def pull(self) -> None:
        more = True
        while more:
            assert self.channel is not None
            fetched = await self.channel.fetch(self.cursor)
            self.pipeline.take(self.account, fetched.arrivals)
            self.store.intake.remove(self.account, fetched.removals)
            self.cursor, more = fetched.cursor, fetched.more

    async def works(self) -> None:
        """Let a second pass and what is due be done."""
        self.clock.advance(seconds=1)
        for worker in (self.moderator, self.sender):
            worker.work()
            await asyncio.gather(*list(worker._busy.values()))

    def case_of(self, words: str) -> CaseId:
        ids = self.store.lanes.ids(Lane.ALL, agent="", at_risk_before=self.clock())
        return next(CaseId(one) for one in ids if any(words in item.text for item in self.items(CaseId(one))))

    def items(self, case_id: CaseId) -> tuple[TimelineItem, ...]:
        return self.store.timeline.items(case_id)

    def item(self, remote_id: str) -> TimelineItem:
        row = self.store.connection.read_one("SELECT case_id FROM message WHERE remote_id = ?", (remote_id,))
        assert row is not None
        return next(item for item in self.items(CaseId(row[0])) if item.remote_id == remote_id)

    async def a_comment(self) -> TimelineItem:
        """Let somebody write below a post of ours, and pull it."""
        self.clock.advance(seconds=1)
        remote_id = self.network.says(MARTA, "siete dei ladri", reply_to=self.network.announces("Nuovi orari"))
        await self.pull()
        return self.item(remote_id)

    def hide(self, item: TimelineItem) -> Any:
        return self.desk.hide(MessageId(item.message_id or 0), "Laura")

    async def answered(self, words: str) -> TimelineItem:
        """Let a customer ask and the sender answer."""
        self.clock.advance(seconds=1)
        self.network.says(MARTA, words, direct=self.kit.usually_direct)
        await self.pull()
        detail = self.store.cases.detail(self.case_of(words))
        assert detail is not None
        side = Visibility.DIRECT if self.kit.usually_direct else Visibility.PUBLIC
        reply = Reply(detail, detail.threads[-1], self.account, side, "Lo vediamo subito", "Laura", "it")
        OutboxDesk(self.store, self.clock).queue(reply, ALLOWED, undo_seconds=0)
        await self.works()
        return next(item for item in self.items(detail.row.id) if item.direction is Direction.OUTGOING)


@asynccontextmanager
async def opened(network: Network, folder: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Office]:
    monkeypatch.setattr("desktop.channels.http.trusted_context", lambda _: ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT))
    kit, clock = kits()[network], Clock()
    fake = kit.network(clock)
    await fake.start()
    with a_store(folder) as store:
        office = Office(kit, store, fake, clock)
        channel = office.channel
        try:
            yield office
        finally:
            assert channel is not None
            await channel.close()
            await fake.close()
    assert office.cable.judge is None or not office.cable.judge.faults, office.cable.judge.faults[:3]


@pytest.fixture(params=HIDING, ids=lambda network: network.value)
async def office(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Office]:
    async with opened(request.param, tmp_path, monkeypatch) as found:
        yield found


@pytest.fixture
async def on_facebook(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Office]:
    async with opened(Network.FACEBOOK, tmp_path, monkeypatch) as found:
        yield found


async def test_a_comment_below_our_post_is_hidden_and_shown_again(office: Office) -> None:
    comment = await office.a_comment()
    thread = office.store.cases.thread(comment.thread_id)  # type: ignore[arg-type]
    assert thread is not None
    assert permission_in(thread, office.account, now=office.clock()).may_hide
    done = office.hide(comment)
    waiting = office.item(comment.remote_id or "").moderation
    assert waiting is not None
    assert waiting.state is ModerationState.WAITING
    await office.works()
    hidden = office.item(comment.remote_id or "")
    assert (hidden.hidden, hidden.moderation) == (True, None)
    assert CasesChanged((int(waiting.case_id),)) in office.events
    done.undo()
    await office.works()
    assert not office.item(comment.remote_id or "").hidden


async def test_what_x_and_facebook_show_follows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with opened(Network.X, tmp_path / "x", monkeypatch) as office:
        comment = await office.a_comment()
        office.hide(comment)
        await office.works()
        assert isinstance(office.network, XNetwork)
        assert office.network.world.posts[comment.remote_id or ""].hidden
    async with opened(Network.FACEBOOK, tmp_path / "facebook", monkeypatch) as office:
        comment = await office.a_comment()
        office.hide(comment)
        await office.works()
        office.clock.advance(minutes=10)
        await office.pull()
        assert office.item(comment.remote_id or "").hidden, "Facebook says so itself"


async def test_what_was_asked_offline_is_done_when_the_network_is_back(office: Office) -> None:
    comment = await office.a_comment()
    office.cable.is_cut = True
    office.hide(comment)
    await office.works()
    waiting = office.item(comment.remote_id or "").moderation
    assert waiting is not None
    assert (waiting.state, waiting.attempts) == (ModerationState.WAITING, 1)
    assert waiting.error
    await office.works()
    assert office.item(comment.remote_id or "").moderation == waiting, "it waits before the next try"
    office.cable.is_cut = False
    office.moderator.hurry(office.account.id)
    await office.works()
    assert office.item(comment.remote_id or "").hidden


async def test_what_is_taken_back_while_it_waits_never_reaches_the_network(office: Office) -> None:
    comment = await office.a_comment()
    done = office.hide(comment)
    done.undo()
    passed = len(office.cable.passed)
    await office.works()
    assert len(office.cable.passed) == passed
    assert not office.item(comment.remote_id or "").hidden


async def test_a_crash_in_the_middle_is_taken_up_again(office: Office) -> None:
    comment = await office.a_comment()
    office.hide(comment)
    (waiting,) = office.store.moderations.under_way()
    office.store.moderations.change(
        waiting.id, (ModerationState.WAITING,), ModerationState.DOING, actor="engine", at=office.clock()
    )
    office.moderator = office.a_moderator()
    await office.works()
    assert not office.item(comment.remote_id or "").hidden, "nobody knows that it was interrupted"
    office.moderator.recover()
    await office.works()
    assert office.item(comment.remote_id or "").hidden


async def test_a_refusal_waits_for_a_person_and_says_why(office: Office) -> None:
    comment = await office.a_comment()
    office.network.removes(comment.remote_id or "")
    office.hide(comment)
    await office.works()
    refused = office.item(comment.remote_id or "").moderation
    assert refused is not None
    assert (refused.state, refused.error) == (ModerationState.REFUSED, "not_found")
    passed = len(office.cable.passed)
    await office.works()
    assert len(office.cable.passed) == passed
    assert office.desk.try_again(refused.id, "Laura")
    await office.works()
    assert len(office.cable.passed) > passed
    assert office.desk.take_back(refused.id, "Laura")
    assert office.item(comment.remote_id or "").moderation is None


async def test_a_busy_network_is_left_alone_as_long_as_it_asks(on_facebook: Office) -> None:
    office = on_facebook
    one, two = await office.a_comment(), await office.a_comment()
    office.cable.troubles.append(Trouble(lambda passing: passing.method == "POST", office.kit.limited(600.0)))
    office.hide(one)
    office.hide(two)
    for _ in range(5):
        await office.works()
    states = [office.item(each.remote_id or "").moderation for each in (one, two)]
    assert [state.error if state else "" for state in states] == ["rate_limited", ""]
    assert office.moderator.work() is not None
    office.clock.advance(minutes=11)
    await office.works()
    await office.works()
    assert all(office.item(each.remote_id or "").hidden for each in (one, two))


async def test_a_permission_that_is_missing_is_named_until_somebody_gives_it(on_facebook: Office) -> None:
    office = on_facebook
    comment = await office.a_comment()
    assert isinstance(office.network, FacebookNetwork)
    office.network.access.scopes -= {"pages_manage_engagement"}
    office.hide(comment)
    await office.works()
    waiting = office.item(comment.remote_id or "").moderation
    assert waiting is not None
    assert (waiting.state, waiting.error) == (ModerationState.WAITING, "missing_scope:pages_manage_engagement")
    office.network.access.scopes |= {"pages_manage_engagement"}
    office.moderator.hurry(office.account.id)
    await office.works()
    assert office.item(comment.remote_id or "").hidden


@pytest.mark.parametrize("network", [one for one in kits() if kits()[one].manifest.deletes], ids=str)
async def test_our_own_answer_is_deleted_after_the_seconds_to_undo(
    network: Network, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened(network, tmp_path, monkeypatch) as office:
        answer = await office.answered("la bolletta non torna")
        assert may_delete(answer)
        assert office.store.lanes.rows([1])[0].status is CaseStatus.WAITING
        assert office.desk.delete(MessageId(answer.message_id or 0), "Laura") is not None
        await office.works()
        assert not office.item(answer.remote_id or "").deleted, "there are some seconds to undo it"
        office.clock.advance(seconds=8)
        await office.works()
        gone = office.item(answer.remote_id or "")
        assert (gone.deleted, gone.text, gone.moderation) == (True, "", None)
        assert not may_delete(gone)
        assert office.store.lanes.rows([1])[0].status is not CaseStatus.WAITING, "the answer is no answer any more"
        await office.pull()
        assert office.item(answer.remote_id or "").deleted


def test_deleting_is_offered_exactly_where_a_manifest_says_so() -> None:
    for network, kit in kits().items():
        sides = {Visibility.PUBLIC: kit.manifest.answers_public, Visibility.DIRECT: kit.manifest.answers_private}
        offered = [side for side, there in sides.items() if there and may_delete(_ours(network, side))]
        assert bool(offered) is kit.manifest.deletes, network


def _ours(network: Network, side: Visibility) -> TimelineItem:
    return TimelineItem(
        ItemKind.MESSAGE, "k", NOON, Direction.OUTGOING, side, network, None, "Laura", "", "Laura", "x", remote_id="1"
    )


async def test_an_account_that_was_removed_moderates_nothing(on_facebook: Office) -> None:
    office = on_facebook
    comment = await office.a_comment()
    office.hide(comment)
    office.store.accounts.remove(office.account, actor="Laura", at=office.clock())
    office.channel = None
    await office.works()
    refused = office.item(comment.remote_id or "").moderation
    assert refused is not None
    assert refused.error == "account_removed"


@pytest.mark.expects_warnings
async def test_a_mistake_in_a_channel_leaves_nothing_half_done(
    on_facebook: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = on_facebook
    comment = await office.a_comment()

    async def wrong(*_: object, **__: object) -> None:
        raise KeyError("a customer's words")

    monkeypatch.setattr(type(office.channel), "hide", wrong)
    office.hide(comment)
    await office.works()
    waiting = office.item(comment.remote_id or "").moderation
    assert waiting is not None
    assert (waiting.state, waiting.error) == (ModerationState.WAITING, "channel_fault")
