"""The moderator's single steps, and what the desk offers: done once, waited for, refused, or taken back."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from desktop.cases import Done
from desktop.model import (
    Account,
    CaseId,
    ChannelError,
    Direction,
    ItemKind,
    Lane,
    MessageId,
    Moderation,
    ModerationState,
    Network,
    Refused,
    SignInExpired,
    TemporaryFailure,
    TimelineItem,
    Visibility,
)
from desktop.outbox import ModerationDesk, Moderator, may_delete
from desktop.store import BY_HAND, Store
from tests.factories import NOON, a_store, an_account, an_arrival, taken
from tests.unit.sync import virtual_time
from tests.unit.sync.scripted_channel import ScriptedChannel
from tests.unit.sync.virtual_time import run


def now() -> datetime:
    """Return the loop's time, noon outside of one."""
    try:
        return virtual_time.now()
    except RuntimeError:
        return NOON


class Moderated(ScriptedChannel):
    """Deletes, and fails as told."""

    def __init__(self) -> None:
        super().__init__("net", now)
        self.failures: list[Exception] = []
        self.slow = asyncio.Event()
        self.slow.set()
        self.deleted: list[str] = []

    async def delete(self, remote_id: str) -> None:
        await self.slow.wait()
        if self.failures:
            raise self.failures.pop(0)
        self.deleted.append(remote_id)


class Hides(Moderated):
    """Also hides."""

    def __init__(self) -> None:
        super().__init__()
        self.hidden: dict[str, bool] = {}

    async def hide(self, remote_id: str, *, hidden: bool) -> None:
        self.hidden[remote_id] = hidden


class Office:
    """One of our posts and a customer's, a desk and a moderator."""

    def __init__(self, store: Store, channel: Moderated | None = None) -> None:
        self.store = store
        self.account: Account = an_account(store, Network.X)
        self.channel: Moderated | None = channel or Moderated()
        ours = an_arrival("ours", thread_remote_id="m1", direction=Direction.OUTGOING, text="Ecco.")
        store.intake.take(self.account, [taken(an_arrival("m1")), taken(ours)], NOON)
        self.desk = ModerationDesk(store, now)
        self.moderator = Moderator(store, lambda _: self.channel, now, lambda _: None)

    def item(self, remote_id: str) -> TimelineItem:
        case = CaseId(self.store.lanes.ids(Lane.ALL, agent="", at_risk_before=NOON)[0])
        return next(one for one in self.store.timeline.items(case) if one.remote_id == remote_id)

    def message(self, remote_id: str) -> MessageId:
        return MessageId(self.item(remote_id).message_id or 0)

    def asked(self, remote_id: str = "ours") -> Moderation:
        found = self.item(remote_id).moderation
        assert found is not None
        return found

    def deletes(self) -> None:
        assert self.desk.delete(self.message("ours"), "Laura") is not None

    async def works(self, seconds: int) -> None:
        for _ in range(seconds):
            self.moderator.work()
            await asyncio.sleep(1)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with a_store(tmp_path) as opened:
        yield opened


@pytest.mark.parametrize(
    ("error", "waits"),
    [
        (SignInExpired("token_refused"), 600),
        (TemporaryFailure("rate_limited", 90.0), 90),
        (TemporaryFailure("connection_refused"), 5),
        (ChannelError("odd"), 5),
    ],
)
def test_what_fails_for_now_waits_and_is_done_once(store: Store, error: Exception, waits: int) -> None:
    async def scenario() -> None:
        office = Office(store)
        assert office.channel is not None
        office.channel.failures = [error]
        office.deletes()
        await office.works(10)  # eight seconds in which it can be taken back
        assert office.asked().error == str(error)
        await office.works(waits)
        assert office.channel.deleted == ["ours"]

    run(scenario())


@pytest.mark.expects_warnings
def test_a_fault_in_a_channel_is_tried_again_much_later(store: Store) -> None:
    async def scenario() -> None:
        office = Office(store)
        assert office.channel is not None
        office.channel.failures = [KeyError("mistake")]
        office.deletes()
        await office.works(10)
        assert office.asked().error == "channel_fault"
        await office.works(610)
        assert office.channel.deleted == ["ours"]

    run(scenario())


def test_a_refusal_waits_for_a_person_who_may_try_again_or_leave_it(store: Store) -> None:
    async def scenario() -> None:
        office = Office(store)
        assert office.channel is not None
        office.channel.failures = [Refused("not_deletable"), Refused("not_deletable")]
        office.deletes()
        await office.works(10)
        asked = office.asked()
        assert (asked.state, asked.error) == (ModerationState.REFUSED, "not_deletable")
        assert office.desk.try_again(asked.id, "Laura")
        await office.works(2)
        assert office.asked().state is ModerationState.REFUSED
        assert office.desk.take_back(asked.id, "Laura")
        assert office.item("ours").moderation is None

    run(scenario())


def test_a_network_that_is_back_is_asked_at_once(store: Store) -> None:
    async def scenario() -> None:
        office = Office(store)
        assert office.channel is not None
        office.channel.failures = [SignInExpired("token_refused")]
        office.deletes()
        await office.works(10)
        office.moderator.hurry(office.account.id + 1)
        office.moderator.hurry(office.account.id)
        await office.works(2)
        assert office.channel.deleted == ["ours"]

    run(scenario())


def test_without_a_channel_a_connected_account_waits_and_a_removed_one_is_refused(store: Store) -> None:
    async def scenario() -> None:
        office = Office(store)
        office.channel = None
        office.deletes()
        await office.works(10)
        assert office.asked().error == "no_channel"
        store.accounts.remove(office.account, actor="L", at=NOON)
        await office.works(10)
        assert (office.asked().state, office.asked().error) == (ModerationState.REFUSED, "account_removed")

    run(scenario())


def test_a_network_that_hides_nothing_says_so_and_one_that_does_hides_and_shows(store: Store) -> None:
    async def scenario() -> None:
        office = Office(store)
        assert office.desk.hide(office.message("m1"), "Laura") is not None
        await office.works(2)
        assert office.asked("m1").error == "cannot_hide"
        office.channel = hides = Hides()
        assert office.desk.try_again(office.asked("m1").id, "Laura")
        await office.works(2)
        assert hides.hidden == {"m1": True}
        assert office.desk.show(office.message("m1"), "Laura") is not None
        await office.works(2)
        assert hides.hidden == {"m1": False}

    run(scenario())


def test_undo_after_it_was_done_does_the_reverse_and_a_deletion_stays(store: Store) -> None:
    async def scenario() -> None:
        office = Office(store, hides := Hides())

        async def done_and_undone(done: Done | None, seconds: int) -> None:
            assert done is not None
            assert done.undo is not None
            await office.works(seconds)
            done.undo()
            await office.works(2)

        await done_and_undone(office.desk.hide(office.message("m1"), "Laura"), 2)
        assert hides.hidden == {"m1": False}
        assert office.desk.hide(office.message("m1"), "Laura") is not None
        await office.works(2)
        await done_and_undone(office.desk.show(office.message("m1"), "Laura"), 2)
        assert hides.hidden == {"m1": True}
        await done_and_undone(office.desk.delete(office.message("ours"), "Laura"), 10)
        assert office.item("ours").deleted

    run(scenario())


def test_what_a_crash_interrupted_is_done_again(store: Store) -> None:
    async def scenario() -> None:
        office = Office(store)
        assert office.channel is not None
        office.channel.slow.clear()
        office.deletes()
        await office.works(10)
        assert office.asked().state is ModerationState.DOING
        for task in office.moderator._busy.values():
            task.cancel()
        await asyncio.sleep(0)
        office.channel.slow.set()
        office.moderator = Moderator(store, lambda _: office.channel, now, lambda _: None)
        office.moderator.recover()
        await office.works(2)
        assert office.channel.deleted == ["ours"]

    run(scenario())


def test_stopping_waits_for_what_is_being_done_and_begins_nothing(store: Store) -> None:
    async def scenario() -> None:
        office = Office(store)
        assert office.channel is not None
        await Moderator(store, lambda _: None, now, lambda _: None).stop()
        office.channel.slow.clear()
        office.deletes()
        await office.works(10)
        stopping = asyncio.create_task(office.moderator.stop())
        await asyncio.sleep(0)
        office.channel.slow.set()
        await stopping
        assert office.channel.deleted == ["ours"]
        assert office.desk.hide(office.message("m1"), "Laura") is not None
        await office.works(2)
        assert office.asked("m1").state is ModerationState.WAITING

    run(scenario())


def test_only_our_own_messages_that_the_network_knows_can_be_deleted(store: Store) -> None:
    office = Office(store)
    ours, theirs = office.item("ours"), office.item("m1")
    assert may_delete(ours)
    assert not may_delete(theirs)
    by_hand = [{"remote_id": f"{BY_HAND}x"}, {"remote_id": None}, {"deleted": True}, {"in_browser": True}]
    elsewhere = [{"network": None}, {"network": Network.EMAIL}, {"kind": ItemKind.NOTE}]
    for changes in (*by_hand, *elsewhere, {"network": Network.FACEBOOK, "visibility": Visibility.DIRECT}):
        assert not may_delete(replace(ours, **changes)), changes  # type: ignore[arg-type]


def test_what_is_taken_back_between_look_and_step_is_not_done(store: Store) -> None:
    async def scenario() -> None:
        office = Office(store, hides := Hides())
        done = office.desk.hide(office.message("m1"), "Laura")
        assert done is not None
        office.moderator.recover()  # nothing was interrupted
        office.moderator.work()
        assert done.undo is not None
        done.undo()
        await office.works(2)
        assert hides.hidden == {}

    run(scenario())
