"""An engine on a system without a credential store: its channels read and renew their sign-ins in the sealed file."""

from __future__ import annotations

import asyncio
import ssl
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from desktop.channels import secret_name
from desktop.demo.networks import FakeNetwork, Persona
from desktop.demo.networks.mastodon import MastodonNetwork
from desktop.demo.networks.x import XNetwork
from desktop.engine import Engine
from desktop.events import Event, Nudge, SyncNow
from desktop.guardrails import Guardrails
from desktop.model import Account, AccountRole, HealthState
from desktop.store import Store, StoreKey, open_store, vault_of
from desktop.system.clock import utc_now
from desktop.system.profile import Profile, prepare
from desktop.system.vault import SessionVault, VaultUnavailable
from tests.unit.sync.scripted_channel import NoTriage

MARTA = Persona("marta", "Marta Bellini", "marta_bellini")


@pytest.fixture
def sealed(tmp_path: Path) -> Iterator[Store]:
    """A store that a passphrase opens."""
    with open_store(prepare(Profile(tmp_path / "profile")), StoreKey(passphrase="a long sentence")) as store:
        yield store


def connect(store: Store, network: FakeNetwork) -> Account:
    """Connect the company's account on a network, its secrets in the store."""
    settings = network.account_settings()
    account = store.accounts.add(
        network.network,
        name="Aurora Energia",
        handle=network.account_handle(),
        role=AccountRole.CARE,
        settings=settings,
        actor="Laura",
        at=utc_now(),
    )
    for kind, value in network.secrets().items():
        vault_of(store, SessionVault()).set(secret_name(account.uid, kind), value)
    return account


async def until(fact: Callable[[], bool], nudges: asyncio.Queue[Nudge | None]) -> None:
    async with asyncio.timeout(60):
        while not fact():
            nudges.put_nowait(SyncNow())
            await asyncio.sleep(0.05)


async def test_channels_read_and_renew_their_sign_ins_where_a_passphrase_seals_them(
    sealed: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("desktop.channels.http.trusted_context", lambda _: ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT))
    networks: tuple[FakeNetwork, ...] = (MastodonNetwork(), XNetwork())
    for network in networks:
        await network.start()
    accounts = [connect(sealed, network) for network in networks]
    refresh = secret_name(accounts[1].uid, "oauth_refresh")
    first_refresh = sealed.secrets.get(refresh)
    for network in networks:
        network.says(MARTA, "La bolletta di maggio non torna")
    triage: Any = NoTriage()
    guardrails: Any = Guardrails(rules=None)  # type: ignore[arg-type]
    events: list[Event] = []
    engine = Engine(sealed, vault_of(sealed, SessionVault()), triage, guardrails, utc_now, events.append)
    nudges: asyncio.Queue[Nudge | None] = asyncio.Queue()
    running = asyncio.create_task(engine.run(nudges))

    def arrived() -> bool:
        found = sealed.connection.read_column("SELECT account_id FROM message WHERE text LIKE '%bolletta%'")
        return set(found) == {account.id for account in accounts}

    await until(arrived, nudges)
    await until(lambda: all(one.health.state is HealthState.CONNECTED for one in sealed.accounts.all()), nudges)
    nudges.put_nowait(None)
    await running
    for network in networks:
        await network.close()
    assert sealed.secrets.get(refresh) not in {None, first_refresh}, "X gives a new refresh token each time"


def test_any_thread_may_read_and_keep_a_sealed_secret_while_the_store_writes(sealed: Store) -> None:
    faults: list[BaseException] = []

    def work(number: int) -> None:
        try:
            for turn in range(20):
                sealed.secrets.set(f"account/{number}", str(turn))
                assert sealed.secrets.get(f"account/{number}") == str(turn)
        except BaseException as fault:  # noqa: BLE001 - told by the assertion below
            faults.append(fault)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for turn in range(50):
        sealed.settings.set("count", turn, utc_now())
    for thread in threads:
        thread.join()
    assert faults == []
    assert [sealed.secrets.get(f"account/{number}") for number in range(4)] == ["19"] * 4


def test_a_closed_store_gives_no_secret_and_is_not_opened_again(tmp_path: Path) -> None:
    store = open_store(prepare(Profile(tmp_path / "profile")), StoreKey(passphrase="a long sentence"))
    store.secrets.set("account/1/token", "secret")
    store.close()
    with pytest.raises(VaultUnavailable) as fault:
        store.secrets.get("account/1/token")
    assert fault.value.reason == "store_closed"


def test_a_fault_of_the_file_is_a_fault_of_the_vault(sealed: Store) -> None:
    sealed.secrets.set("account/1/token", "old")
    assert sealed.secrets._opened is not None
    sealed.secrets._opened.read("PRAGMA busy_timeout = 1")
    with sealed.connection.writing(), pytest.raises(VaultUnavailable) as fault:
        sealed.secrets.set("account/1/token", "new")
    assert fault.value.reason == "store_busy"
    assert sealed.secrets.get("account/1/token") == "old"
