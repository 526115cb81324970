"""An engine in this process with an account on every fake network there is: what it pulls, sends and logs."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime

import pytest

from desktop.channels import NoChannel, open_channel, secret_name
from desktop.demo.networks import FakeNetwork, Heard, Persona
from desktop.engine import Engine
from desktop.events import AccountsEdited, Event, Nudge, SyncNow
from desktop.model import Account, AccountRole, CaseDetail, CaseId, Decision, Lane, Listening, Verdict, Visibility
from desktop.outbox import OutboxDesk, Reply
from desktop.store import Store
from desktop.system.vault import SessionVault
from tests.contract.channel_place import BRAND, Kit
from tests.contract.kits import kits
from tests.journeys.deskside import always_open
from tests.loaded import shipped_guardrails, shipped_triage

ALLOWED = Verdict(Decision.ALLOW)
PATIENCE = 60.0


@dataclass
class Place:
    """One network with the company's account on it."""

    kit: Kit
    network: FakeNetwork
    account: Account
    heard: list[Heard] = field(default_factory=list)

    @property
    def direct(self) -> bool:
        """True if everything there is private."""
        return self.kit.usually_direct


@dataclass
class Office:
    """The engine and its places."""

    store: Store
    engine: Engine
    vault: SessionVault
    places: list[Place]
    nudges: asyncio.Queue[Nudge | None]
    clock: Callable[[], datetime]
    events: list[Event]

    async def until(self, fact: Callable[[], bool], what: str) -> None:
        """Press for news until something is true."""
        async with asyncio.timeout(PATIENCE):
            while not fact():
                self.nudges.put_nowait(SyncNow())
                await asyncio.sleep(0.05)
        assert fact(), what

    def texts(self) -> list[str]:
        return self.store.connection.read_column("SELECT text FROM message")

    def has(self, words: str) -> bool:
        return any(words in text for text in self.texts())

    def case_with(self, words: str) -> CaseDetail:
        """Return the case in which somebody wrote some words."""
        for case_id in self.store.lanes.ids(Lane.ALL, agent="", at_risk_before=self.clock()):
            if any(words in item.text for item in self.store.timeline.items(CaseId(case_id))):
                found = self.store.cases.detail(CaseId(case_id))
                assert found is not None
                return found
        raise AssertionError(f"no case with {words}")

    def answers(self, place: Place, words: str, text: str) -> None:
        """Queue an answer where somebody wrote some words."""
        case = self.case_with(words)
        thread = case.threads[-1]
        side = Visibility.DIRECT if place.direct else Visibility.PUBLIC
        desk = OutboxDesk(self.store, self.clock)
        desk.queue(
            Reply(case, thread, place.account, side, text, "Laura Bianchi", language="it"), ALLOWED, undo_seconds=0
        )

    def accounts_edited(self) -> None:
        self.nudges.put_nowait(AccountsEdited())


@asynccontextmanager
async def open_office(
    store: Store, clock: Callable[[], datetime], monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Office]:
    """Start every network and an engine that is connected to all of them; close everything."""
    monkeypatch.setattr("desktop.channels.http.trusted_context", lambda _: ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT))
    triage, guardrails, vault = shipped_triage(), shipped_guardrails(), SessionVault()
    store.settings.set("hours", always_open().to_dict(), clock())
    store.settings.set("outbox.look_up_again", [0.2, 0.4, 0.8], clock())
    places = [place for kit in kits().values() if (place := await _place(store, vault, kit, clock)) is not None]
    events: list[Event] = []
    engine = Engine(store, vault, triage, guardrails, clock, events.append)
    nudges: asyncio.Queue[Nudge | None] = asyncio.Queue()
    running = asyncio.create_task(engine.run(nudges))
    try:
        yield Office(store, engine, vault, places, nudges, clock, events)
    finally:
        nudges.put_nowait(None)
        await asyncio.gather(running, return_exceptions=True)
        for place in places:
            await place.network.close()


async def _place(store: Store, vault: SessionVault, kit: Kit, clock: Callable[[], datetime]) -> Place | None:
    network = kit.network(clock)
    await network.start()
    words = Listening((BRAND,)).settings() if kit.manifest.listens else {}
    account = store.accounts.add(
        network.network,
        name=BRAND,
        handle=network.account_handle(),
        role=AccountRole.CARE,
        settings={**network.account_settings(), **words, **kit.settings},
        actor="test",
        at=clock(),
    )
    for kind, value in network.secrets().items():
        vault.set(secret_name(account.uid, kind), value)
    try:
        await open_channel(account, vault, clock).close()
    except NoChannel:
        await network.close()
        store.accounts.remove(account, actor="test", at=clock())
        return None
    place = Place(kit, network, account)
    network.heard.append(place.heard.append)
    return place


def persona(place: Place, number: int = 1) -> Persona:
    """Return somebody who is known on one network only."""
    name = place.kit.manifest.network.value
    return Persona(f"{name}{number}", f"Zefirina Quarantotti {name} {number}", f"zefirina_{name}_{number}", "it", 20)
