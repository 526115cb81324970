"""The engine and its accounts: only what changed begins anew, and one that can't be used stops no other."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from desktop.engine import Engine
from desktop.events import AccountsEdited, Event, Nudge
from desktop.guardrails import Guardrails
from desktop.model import Account, HealthState, Network
from desktop.store import Store
from desktop.system.vault import SessionVault
from tests.factories import NOON, a_store, an_account
from tests.unit.sync.scripted_channel import NoTriage, ScriptedChannel, Step
from tests.unit.sync.virtual_time import now, run


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with a_store(tmp_path) as opened:
        yield opened


class Office:
    """An engine whose channels are scripted; `opened` are all that it ever opened, by account."""

    def __init__(self, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
        self.opened: dict[int, list[ScriptedChannel]] = {}
        self.scripts: dict[int, list[Step]] = {}
        self.events: list[Event] = []
        self.nudges: asyncio.Queue[Nudge | None] = asyncio.Queue()
        monkeypatch.setattr("desktop.engine.open_channel", self._open)
        triage: Any = NoTriage()
        guardrails: Any = Guardrails(rules=None)  # type: ignore[arg-type]
        self.engine = Engine(store, SessionVault(), triage, guardrails, now, self.events.append)

    def _open(self, account: Account, *_: object) -> ScriptedChannel:
        if account.settings.get("server") == "nonsense":
            raise ValueError("no server")
        channel = ScriptedChannel(account.handle, now, script=self.scripts.get(account.id, []))
        self.opened.setdefault(account.id, []).append(channel)
        return channel

    async def runs(self, *, then: Any) -> None:
        working = asyncio.create_task(self.engine.run(self.nudges))
        await asyncio.sleep(5)
        await then()
        self.nudges.put_nowait(None)
        await working

    async def edited(self, **secrets: str) -> None:
        self.nudges.put_nowait(AccountsEdited(secrets or None))
        await asyncio.sleep(5)


def test_only_the_account_that_changed_begins_anew(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    async def scenario() -> None:
        one, two = an_account(store, handle="@one"), an_account(store, handle="@two")
        office = Office(store, monkeypatch)

        async def then() -> None:
            store.accounts.change(one, role=one.role, name="x", settings={"folder": "in"}, actor="L", at=NOON)
            await office.edited()
            assert [len(office.opened[each.id]) for each in (one, two)] == [2, 1]
            assert office.opened[one.id][0].closed
            assert not office.opened[two.id][0].closed
            store.accounts.remove(two, actor="L", at=NOON)
            an_account(store, handle="@three")
            await office.edited()
            assert office.opened[two.id][0].closed
            assert len(office.opened) == 3

        await office.runs(then=then)
        assert all(channel.closed for channels in office.opened.values() for channel in channels)

    run(scenario())


def test_a_new_sign_in_begins_the_account_anew(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    async def scenario() -> None:
        one, two = an_account(store, handle="@one"), an_account(store, handle="@two")
        office = Office(store, monkeypatch)
        office.scripts[one.id] = [Step("expired")]

        async def then() -> None:
            assert store.accounts.get(one.id).health.state is HealthState.SIGN_IN  # type: ignore[union-attr]
            await office.edited()
            assert store.accounts.get(one.id).health.state is HealthState.CONNECTED  # type: ignore[union-attr]
            await office.edited(**{f"account/{two.uid}/token": "new"})
            assert [len(office.opened[each.id]) for each in (one, two)] == [2, 2]

        await office.runs(then=then)

    run(scenario())


def test_an_account_with_unusable_settings_says_so_and_stops_no_other(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def scenario() -> None:
        odd, fine = an_account(store, handle="@odd"), an_account(store, Network.X, "@fine")
        store.accounts.change(odd, role=odd.role, name="x", settings={"server": "nonsense"}, actor="L", at=NOON)
        office = Office(store, monkeypatch)

        async def then() -> None:
            health = store.accounts.get(odd.id).health  # type: ignore[union-attr]
            assert (health.state, health.detail) == (HealthState.OFFLINE, "unusable_settings")
            assert store.accounts.get(fine.id).health.state is HealthState.CONNECTED  # type: ignore[union-attr]

        await office.runs(then=then)

    run(scenario())
