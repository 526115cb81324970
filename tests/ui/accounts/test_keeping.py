"""Keeping a tried sign-in: away from the window's thread where the vault may block, in the store where that is it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop.accounts.candidate import Candidate
from desktop.model import Account, AccountRole, Network
from desktop.store import StoreKey, open_store
from desktop.store.accounts import Accounts
from desktop.store.errors import StoreFull
from desktop.system.profile import Profile, prepare
from desktop.system.vault import SessionVault
from tests.factories import FakeClock
from ui.accounts.keeping import Keeper
from ui.accounts.words import secrets_place
from ui.session import Session, begin_session

CANDIDATE = Candidate(Network.EMAIL, "care@shop.test", "Shop", {"address": "care@shop.test"}, {"password": "right"})
SECRET = f"account/{CANDIDATE.uid}/password"


class SlowVault(SessionVault):
    """A vault that takes as long as its owner thinks."""

    def __init__(self) -> None:
        super().__init__()
        self.asked, self.allowed = threading.Event(), threading.Event()
        self.threads: list[str] = []

    def set(self, name: str, value: str) -> None:
        self.threads.append(threading.current_thread().name)
        self.asked.set()
        assert self.allowed.wait(60)
        super().set(name, value)


@pytest.fixture
def sealed(tmp_path: Path) -> Iterator[Session]:
    """A session on a system without a credential store."""
    profile, key = prepare(Profile(tmp_path / "profile")), StoreKey(passphrase="a long sentence")
    session = begin_session(profile, open_store(profile, key), key, SessionVault(), FakeClock())
    yield session
    session.store.close()


def keep(keeper: Keeper) -> None:
    keeper.keep(CANDIDATE, name="Shop care", role=AccountRole.CARE, extra={"first_days": 7})


def test_a_vault_that_asks_its_owner_never_holds_up_the_window(qtbot: QtBot, session: Session) -> None:
    vault = session.vault = SlowVault()
    keeper = Keeper(session)
    keep(keeper)
    assert vault.asked.wait(60)
    assert session.store.accounts.all() == ()
    with qtbot.waitSignal(keeper.kept) as kept:
        vault.allowed.set()
    account = kept.args[0]
    assert isinstance(account, Account)
    assert account.settings["first_days"] == 7
    assert vault.threads == ["errand"]


def test_who_gives_up_while_the_vault_asks_leaves_nothing_behind(qtbot: QtBot, session: Session) -> None:
    vault = session.vault = SlowVault()
    keeper = Keeper(session)
    told: list[object] = []
    keeper.kept.connect(told.append)
    keep(keeper)
    assert vault.asked.wait(60)
    keeper.give_up()
    vault.allowed.set()
    qtbot.waitUntil(lambda: threading.active_count() == 1 or not any(t.name == "errand" for t in threading.enumerate()))
    assert vault.all() == {}
    assert told == []
    assert session.store.accounts.all() == ()


def test_without_a_credential_store_the_passphrase_seals_the_sign_in(qtbot: QtBot, sealed: Session) -> None:
    keeper = Keeper(sealed)
    with qtbot.waitSignal(keeper.kept):
        keep(keeper)
    assert sealed.store.secrets.get(SECRET) == "right"
    assert "passphrase" in secrets_place(sealed)


def test_a_store_that_is_full_is_told(qtbot: QtBot, session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise StoreFull

    monkeypatch.setattr(Accounts, "add", full)
    keeper = Keeper(session)
    with qtbot.waitSignal(keeper.failed) as failed:
        keep(keeper)
    assert failed.args == ["store_disk_full"]
    assert session.vault.get(SECRET) is None, "no secret stays without its account"
