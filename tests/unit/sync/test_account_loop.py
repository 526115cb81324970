"""The loop of one account, in virtual time: everything once, patience where it is asked for, an outage said once."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop.events import Event
from desktop.model import Account, AccountId, AccountRole, HealthState, Network
from desktop.store import Store, StoreBusy
from desktop.sync import AccountLoop, Backoff
from tests.effort import examples
from tests.factories import NOON, a_store, an_account
from tests.unit.sync.scripted_channel import ScriptedChannel, Step, a_pipeline
from tests.unit.sync.virtual_time import now, run


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with a_store(tmp_path) as opened:
        yield opened


class Crash(BaseException):
    """The process ends here."""


class Desk:
    """A loop on a scripted channel."""

    def __init__(self, store: Store, account: Account, channel: ScriptedChannel) -> None:
        self.store = store
        self.account = account
        self.channel = channel
        self.events: list[Event] = []
        self.back: list[int] = []
        self.loop = self._new_loop()

    def _new_loop(self) -> AccountLoop:
        return AccountLoop(
            self.account,
            self.channel,
            self.store,
            a_pipeline(self.store, now),
            Backoff(lambda: 0.5),
            now,
            self.events.append,
            self.back.append,
        )

    async def runs(self, seconds: float, *, nudged_at: tuple[float, ...] = ()) -> None:
        """Let the loop run for a while; a crash begins it anew."""
        end = asyncio.get_running_loop().time() + seconds
        while (left := end - asyncio.get_running_loop().time()) > 0:
            self.loop = self._new_loop()
            task = asyncio.create_task(self.loop.run())
            nudges = [asyncio.get_running_loop().call_later(max(0.0, at), self.loop.nudge) for at in nudged_at]
            with contextlib.suppress(TimeoutError, Crash):
                await asyncio.wait_for(task, left)
            for nudge in nudges:
                nudge.cancel()

    def stored(self) -> list[str]:
        return self.store.connection.read_column("SELECT remote_id FROM message ORDER BY id")

    def health(self) -> tuple[HealthState, str]:
        health = self.store.accounts.get(self.account.id).health  # type: ignore[union-attr]
        return health.state, health.detail


def a_desk(store: Store, **changes: Any) -> Desk:
    account = an_account(store)
    return Desk(store, account, ScriptedChannel("a", now, **changes))


def logged(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [record.getMessage() for record in caplog.records if record.name == "desktop.sync.account_loop"]


def test_everything_that_is_there_arrives_and_then_what_comes(store: Store) -> None:
    async def scenario() -> None:
        desk = a_desk(store, written=[0.0] * 10 + [200.0])
        await desk.runs(1)
        assert len(desk.stored()) == 10
        await desk.runs(300)
        assert len(desk.stored()) == 11
        assert desk.health() == (HealthState.CONNECTED, "")

    run(scenario())


def test_parts_that_can_not_be_read_are_named_in_the_health_until_they_can(store: Store) -> None:
    async def scenario() -> None:
        desk = a_desk(store, written=[0.0], faults=tuple(f"feed_{number}" for number in range(1, 9)))
        await desk.runs(1)
        assert desk.health() == (HealthState.CONNECTED, "partly:feed_1 feed_2 feed_3 feed_4 feed_5")
        desk.channel.faults = ()
        await desk.runs(120)
        assert desk.health() == (HealthState.CONNECTED, "")

    run(scenario())


@pytest.mark.parametrize("asked", [40.0, 900.0])
def test_what_a_server_asks_for_is_waited_out_even_if_a_person_is_impatient(store: Store, asked: float) -> None:
    async def scenario() -> None:
        desk = a_desk(store, written=[0.0], script=[Step("limited", asked)])
        await desk.runs(asked + 30, nudged_at=(1.0, 5.0, asked - 1))
        first, second = desk.channel.asked[:2]
        assert (second - first).total_seconds() >= asked
        assert desk.stored() == ["a-0"]

    run(scenario())


def test_an_impatient_person_ends_a_wait_that_no_server_asked_for(store: Store) -> None:
    async def scenario() -> None:
        desk = a_desk(store, written=[0.0], script=[Step("offline")] * 8)
        await desk.runs(130)
        asked = len(desk.channel.asked)
        await desk.runs(2, nudged_at=(1.0,))
        assert len(desk.channel.asked) >= asked + 1

    run(scenario())


def test_an_outage_is_said_once_at_its_start_and_once_at_its_end(
    store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "desktop.sync")

    async def scenario() -> None:
        script = [Step(), Step("offline"), Step("offline"), Step("limited", 20), Step("offline"), Step()]
        desk = a_desk(store, written=[0.0, 100.0], script=script)
        await desk.runs(1_000)
        assert desk.back == [desk.account.id]
        assert desk.health() == (HealthState.CONNECTED, "")

    run(scenario())
    said = logged(caplog)
    assert len(said) == 2
    assert said[0].endswith("is offline: connection_refused")
    assert "is back after" in said[1]


def test_the_health_tells_since_when_it_lasts(store: Store) -> None:
    async def scenario() -> None:
        desk = a_desk(
            store, script=[Step(), Step("offline"), Step("limited", 9), Step("offline")] + [Step("offline")] * 9
        )
        await desk.runs(200)
        health = store.accounts.get(desk.account.id).health  # type: ignore[union-attr]
        assert health.state is HealthState.OFFLINE
        assert health.since == desk.channel.asked[1]
        assert health.retry_at is not None
        assert health.retry_at > now() - timedelta(seconds=1)
        assert health.last_sync_at == desk.channel.asked[0]

    run(scenario())


def test_an_expired_sign_in_waits_for_a_person(store: Store) -> None:
    async def scenario() -> None:
        desk = a_desk(store, written=[0.0], script=[Step("expired")])
        await desk.runs(50_000, nudged_at=(40_000.0,))
        assert len(desk.channel.asked) > 1
        assert (desk.channel.asked[1] - desk.channel.asked[0]).total_seconds() >= 40_000
        assert desk.stored() == ["a-0"]

    run(scenario())


@pytest.mark.expects_warnings
def test_a_mistake_in_a_channel_costs_some_time_and_names_nobody(
    store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    async def scenario() -> None:
        desk = a_desk(store, written=[0.0], script=[Step("bug"), Step("bug")])
        await desk.runs(60)
        assert desk.stored() == ["a-0"]

    run(scenario())
    assert any("its channel failed" in line for line in logged(caplog))
    assert not any("customer" in line for line in logged(caplog))


def test_a_busy_store_is_tried_again(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    async def scenario() -> None:
        desk = a_desk(store, written=[0.0])
        move = store.accounts.move_cursor
        faults = [StoreBusy(None)]

        def busy(*values: Any) -> None:
            if faults:
                raise faults.pop()
            move(*values)

        monkeypatch.setattr(store.accounts, "move_cursor", busy)
        await desk.runs(60)
        assert desk.stored() == ["a-0"]

    run(scenario())


def test_a_server_that_always_promises_more_is_not_hammered(store: Store) -> None:
    async def scenario() -> None:
        desk = a_desk(store, written=[0.0], repeats=True)
        await desk.runs(600)
        assert len(desk.channel.asked) <= 40

    run(scenario())


def test_a_channel_that_always_cries_for_news_is_not_believed_more_than_once_a_second(store: Store) -> None:
    async def scenario() -> None:
        desk = a_desk(store, news_after=0.0)
        await desk.runs(60)
        assert len(desk.channel.asked) <= 62

    run(scenario())


def with_budget(store: Store, micros: int) -> Account:
    account = an_account(store, Network.X, "@aurora")
    settings: dict[str, Any] = {"budget_micros_month": micros}
    store.accounts.change(account, role=AccountRole.CARE, name="Aurora", settings=settings, actor="L", at=NOON)
    found = store.accounts.get(account.id)
    assert found is not None
    return found


def test_a_spent_budget_pauses_the_pulling_until_the_next_month(store: Store) -> None:
    async def scenario() -> None:
        channel = ScriptedChannel("a", now, written=[0.0] * 30, price=5_000)
        desk = Desk(store, with_budget(store, 40_000), channel)
        await desk.runs(86_400, nudged_at=(5_000.0,))
        assert len(desk.stored()) == 9  # the page that spent the rest is kept: it was paid for
        assert desk.health() == (HealthState.RATE_LIMITED, "budget_spent")
        health = store.accounts.get(desk.account.id).health  # type: ignore[union-attr]
        assert health.retry_at == datetime(2026, 4, 1, tzinfo=UTC)
        assert store.spending.of_month(desk.account.id, now()) == 45_000
        assert store.spending.left(desk.account, now()) == -5_000
        await desk.runs(20 * 86_400)
        assert len(desk.stored()) == 18
        assert store.spending.of_month(desk.account.id, now()) == 45_000
        days = [
            (one.day.isoformat(), one.kind, one.count, one.micros) for one in store.spending.days(desk.account.id, NOON)
        ]
        assert days == [("2026-03-12", "post", 9, 45_000), ("2026-04-01", "post", 9, 45_000)]

    run(scenario())


def test_what_is_spent_is_kept_by_utc_day_and_account(store: Store) -> None:
    from desktop.model import Spent

    one, other = with_budget(store, 10), an_account(store)
    late = datetime(2026, 3, 31, 23, 30, tzinfo=UTC)
    zone = timedelta(hours=2)
    local = late.astimezone(__import__("datetime").timezone(zone))  # April there, March in UTC
    store.spending.add(one.id, [Spent("post", 1, 4), Spent("dm", 2, 3), Spent("nothing", 0, 0)], local)
    store.spending.add(one.id, [Spent("post", 1, 4)], late + timedelta(hours=1))
    store.spending.add(other.id, [Spent("post", 1, 100)], late)
    assert (store.spending.of_month(one.id, late), store.spending.of_month(one.id, late + timedelta(hours=1))) == (7, 4)
    assert store.spending.left(one, late) == 3
    assert store.spending.left(other, late) is None
    assert [day.count for day in store.spending.days(one.id, late)] == [2, 1, 1]


STEPS = st.lists(
    st.builds(
        Step,
        st.sampled_from(["ok", "ok", "limited", "offline", "odd", "slow"]),
        st.sampled_from([0.0, 1.0, 30.0, 400.0]),
    ),
    max_size=12,
)


def _millisecond(seconds: float) -> int:
    """Return what orders messages in the store; within one millisecond their order says nothing."""
    return round(seconds * 1000)


@settings(max_examples=examples(30), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    script=STEPS,
    written=st.lists(st.floats(0, 900), max_size=20, unique_by=_millisecond),
    crashes=st.sets(st.integers(0, 8), max_size=3),
    nudges=st.lists(st.floats(0, 2_000), max_size=4),
)
def test_whatever_fails_everything_arrives_once_and_no_server_is_pressed(
    tmp_path_factory: pytest.TempPathFactory,
    caplog: pytest.LogCaptureFixture,
    script: list[Step],
    written: list[float],
    crashes: set[int],
    nudges: list[float],
) -> None:
    caplog.clear()
    caplog.set_level(logging.INFO, "desktop.sync")
    with a_store(tmp_path_factory.mktemp("store")) as store:
        meant = list(script)

        async def scenario() -> None:
            desk = a_desk(store, written=sorted(written), script=script)
            crash_at(store, desk.account.id, crashes)
            await desk.runs(9_000, nudged_at=tuple(nudges))
            assert desk.stored() == [f"a-{number}" for number in range(len(written))]
            assert desk.health() == (HealthState.CONNECTED, "")
            for asked, after, step in zip(desk.channel.asked, desk.channel.asked[1:], meant, strict=False):
                if step.what == "limited" and not crashes:
                    assert (after - asked).total_seconds() >= step.seconds

        run(scenario())
    said = ["back" if "is back" in line else "out" for line in logged(caplog) if "could not be read" not in line]
    if not crashes:
        assert said == ["out", "back"] * (len(said) // 2)


def crash_at(store: Store, account_id: AccountId, calls: set[int]) -> None:
    """Let the process die at some moves of the cursor: right before it moves, or right after."""
    move: Callable[..., None] = type(store.accounts).move_cursor
    counted = iter(range(1_000_000))

    class Dying(type(store.accounts)):  # type: ignore[misc]
        def move_cursor(self, *values: Any) -> None:
            number = next(counted)
            if number in calls and number % 2:
                raise Crash
            move(self, *values)
            if number in calls:
                raise Crash

    store.accounts.__class__ = Dying


@pytest.mark.parametrize("trouble", [Step("slow", 30.0), Step("offline"), Step("limited", 600.0)])
def test_a_slow_or_dead_account_delays_no_other(tmp_path: Path, trouble: Step) -> None:
    def moments(folder: Path, *, with_trouble: bool) -> list[datetime]:
        with a_store(folder) as store:

            async def scenario() -> list[datetime]:
                written = [float(number * 10) for number in range(60)]
                fine = Desk(store, an_account(store, handle="@fine"), ScriptedChannel("f", now, written=written))
                fine.channel.news_after = 5.0
                loops = [fine.runs(700)]
                if with_trouble:
                    bad = ScriptedChannel("b", now, script=[trouble] * 1_000)
                    loops.append(Desk(store, an_account(store, handle="@bad"), bad).runs(700))
                await asyncio.gather(*loops)
                assert len(fine.stored()) == 60
                return fine.channel.asked

            return run(scenario())

    assert moments(tmp_path / "alone", with_trouble=False) == moments(tmp_path / "together", with_trouble=True)
