"""Connecting, renewing and removing: the vault and the store agree, and a refusal of either leaves nothing half done."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.accounts.candidate import Candidate
from desktop.accounts.desk import AccountDesk, secret_kinds, store_fault
from desktop.model import AccountRole, Network
from desktop.store import Store
from desktop.store.errors import StoreFull
from desktop.system.vault import SessionVault, VaultUnavailable
from tests.factories import FakeClock, a_store


class BrittleVault(SessionVault):
    """A vault that keeps `room` secrets and then refuses."""

    def __init__(self, room: int) -> None:
        super().__init__()
        self.room = room

    def set(self, name: str, value: str) -> None:
        if len(self.all()) >= self.room:
            raise VaultUnavailable("locked")
        super().set(name, value)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with a_store(tmp_path) as opened:
        yield opened


def a_candidate(**changes: object) -> Candidate:
    values: dict[str, object] = {
        "network": Network.EMAIL,
        "handle": "Care@shop.test",
        "name": "Shop",
        "settings": {"address": "care@shop.test", "imap_host": "imap.shop.test"},
        "secrets": {"password": "right"},
        "replaces": ("password", "oauth_refresh"),
    }
    return Candidate(**(values | changes))  # type: ignore[arg-type]


def connected(desk: AccountDesk, candidate: Candidate) -> None:
    desk.keep_secrets(candidate, candidate.uid)
    desk.connect(candidate, name="Shop care", role=AccountRole.CARE, actor="Laura")


def test_a_candidates_uid_is_the_one_that_the_store_gives(store: Store) -> None:
    desk = AccountDesk(store, SessionVault(), FakeClock())
    connected(desk, a_candidate())
    (account,) = store.accounts.all()
    assert account.uid == a_candidate().uid
    assert (account.name, account.role, account.handle) == ("Shop care", AccountRole.CARE, "Care@shop.test")
    assert desk.connected(a_candidate()) == account


def test_secrets_are_found_where_the_channel_looks_for_them(store: Store) -> None:
    vault = SessionVault()
    connected(AccountDesk(store, vault, FakeClock()), a_candidate())
    assert vault.all() == {f"account/{a_candidate().uid}/password": "right"}


def test_a_vault_that_refuses_half_way_is_left_as_it_was(store: Store) -> None:
    vault = BrittleVault(1)
    desk = AccountDesk(store, vault, FakeClock())
    with pytest.raises(VaultUnavailable):
        desk.keep_secrets(a_candidate(secrets={"oauth_refresh": "r", "oauth_client_secret": "s"}), "uid")
    assert vault.all() == {}


def test_signing_in_again_keeps_name_role_and_history_and_drops_the_old_way_in(store: Store) -> None:
    vault = SessionVault()
    desk = AccountDesk(store, vault, FakeClock())
    connected(desk, a_candidate(settings={"address": "care@shop.test", "folders": "Complaints"}))
    (account,) = store.accounts.all()
    again = a_candidate(settings={"address": "care@shop.test", "sign_in": "oauth"}, secrets={"oauth_refresh": "new"})
    desk.keep_secrets(again, account.uid)
    renewed = desk.renew(account, again, actor="Laura")
    assert (renewed.id, renewed.name, renewed.role) == (account.id, "Shop care", AccountRole.CARE)
    assert renewed.settings == {"address": "care@shop.test", "folders": "Complaints", "sign_in": "oauth"}
    assert vault.all() == {f"account/{account.uid}/oauth_refresh": "new"}


def test_a_mastodon_account_is_known_by_its_id_on_its_server(store: Store) -> None:
    desk = AccountDesk(store, SessionVault(), FakeClock())
    here = {"server": "https://town.example", "remote_id": "7"}
    connected(desk, a_candidate(network=Network.MASTODON, handle="@aurora", settings=here, remote_id="7"))
    renamed = a_candidate(network=Network.MASTODON, handle="@aurora@town.example", settings=here, remote_id="7")
    other = a_candidate(network=Network.MASTODON, handle="@bar@town.example", settings=here, remote_id="8")
    assert desk.connected(renamed) is not None
    assert desk.connected(other) is None
    assert desk.connected(a_candidate()) is None


def test_removing_an_account_names_every_secret_its_channel_keeps(store: Store) -> None:
    vault = SessionVault()
    desk = AccountDesk(store, vault, FakeClock())
    connected(desk, a_candidate())
    (account,) = store.accounts.all()
    vault.set(f"account/{account.uid}/copy_mark", "mark")
    assert desk.forget(desk.remove(account, actor="Laura"))
    assert store.accounts.all() == ()
    assert vault.all() == {}
    assert store.accounts.get(account.id) is not None, "its history still has its account"


def test_secrets_that_can_not_be_deleted_are_told(store: Store) -> None:
    class Locked(SessionVault):
        def delete(self, name: str) -> None:
            raise VaultUnavailable("locked")

    assert not AccountDesk(store, Locked(), FakeClock()).forget(["account/1/password"])


def test_each_network_names_its_secrets_and_one_without_a_channel_none() -> None:
    assert secret_kinds(Network.MASTODON) == ("token",)
    assert "password" in secret_kinds(Network.EMAIL)


@pytest.mark.parametrize(
    ("error", "code"),
    [(VaultUnavailable("locked"), "vault_locked"), (StoreFull(), "store_disk_full"), (ValueError(), "unexpected")],
)
def test_a_fault_of_keeping_has_one_code(error: Exception, code: str) -> None:
    assert store_fault(error) == code
