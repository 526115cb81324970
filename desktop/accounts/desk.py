"""What becomes of a tried sign-in, and of an account that is no longer wanted: secrets first, then the store."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from importlib import import_module
from typing import TYPE_CHECKING

from desktop.accounts.candidate import Candidate, Plain
from desktop.channels import secret_name
from desktop.model import Account, AccountRole, Delivery, Network
from desktop.store import Store, StoreError
from desktop.system.vault import Vault, VaultUnavailable

if TYPE_CHECKING:
    from desktop.channels.manifest import Manifest


class AccountDesk:
    """Connects, renews and removes accounts. Window process.

    The calls on the vault may block for as long as the system asks its owner: run those in a thread of their own, the
    calls on the store in the store's own thread.
    """

    def __init__(self, store: Store, vault: Vault, clock: Callable[[], datetime]) -> None:
        """Share the session's store and vault."""
        self._store = store
        self._vault = vault
        self._clock = clock

    def connected(self, candidate: Candidate) -> Account | None:
        """Return the account that this sign-in belongs to if it is connected already."""
        return next((account for account in self._store.accounts.all() if candidate.is_same_as(account)), None)

    def secret(self, account: Account, kind: str) -> str:
        """Return a secret of a connected account, "" for none. Any thread; raises VaultUnavailable."""
        return self._vault.get(secret_name(account.uid, kind)) or ""

    def keep_secrets(self, candidate: Candidate, account_uid: str) -> None:
        """Keep a candidate's secrets for an account. Raises VaultUnavailable; then none of them is kept."""
        kept: list[str] = []
        try:
            for name, value in candidate.secrets_of(account_uid).items():
                self._vault.set(name, value)
                kept.append(name)
            for name in candidate.outdated_of(account_uid):
                self._vault.delete(name)
        except VaultUnavailable:
            self.forget(kept)
            raise

    def forget(self, names: list[str]) -> bool:
        """Delete secrets; False if the vault would not, for whatever reason."""
        try:
            for name in names:
                self._vault.delete(name)
        except VaultUnavailable:
            return False
        return True

    def connect(self, candidate: Candidate, *, name: str, role: AccountRole, actor: str) -> Account:
        """Add the account of a candidate whose secrets are kept. Raises StoreError."""
        return self._store.accounts.add(
            candidate.network,
            name=name,
            handle=candidate.handle,
            role=role,
            settings=dict(candidate.settings),
            actor=actor,
            at=self._clock(),
        )

    def renew(self, account: Account, candidate: Candidate, *, actor: str) -> Account:
        """Give a connected account the settings of a new sign-in; name, role and history stay. Raises StoreError."""
        settings = {**account.settings, **candidate.settings}
        at = self._clock()
        self._store.accounts.change(
            account, role=account.role, name=account.name, settings=settings, actor=actor, at=at
        )
        return self._store.accounts.get(account.id) or account

    def rename(self, account: Account, *, name: str, role: AccountRole, actor: str) -> None:
        """Give an account another name or role. Raises StoreError."""
        at = self._clock()
        self._store.accounts.change(account, role=role, name=name, settings=account.settings, actor=actor, at=at)

    def listen(self, account: Account, settings: Mapping[str, Plain], *, actor: str) -> None:
        """Let an account listen for something else; the rest of its settings stays. Raises StoreError."""
        at = self._clock()
        kept = {**account.settings, **settings}
        self._store.accounts.change(account, role=account.role, name=account.name, settings=kept, actor=actor, at=at)

    def unsent(self, account: Account) -> tuple[Delivery, ...]:
        """Return the replies of an account that have not gone out."""
        return self._store.deliveries.open(account.id)

    def remove(self, account: Account, *, actor: str) -> list[str]:
        """Disconnect an account, its messages stay; return the names of its secrets, to `forget`. Raises StoreError."""
        self._store.accounts.remove(account, actor=actor, at=self._clock())
        return [secret_name(account.uid, kind) for kind in secret_kinds(account.network)]


def secret_kinds(network: Network) -> tuple[str, ...]:
    """Return the kinds of secrets that a network's channel keeps, as its manifest says; none without a channel."""
    manifest = _manifest_of(network)
    return manifest.secrets if manifest is not None else ()


def listens(network: Network) -> bool:
    """Tell whether a network's channel finds what names the company without addressing it, as its manifest says."""
    manifest = _manifest_of(network)
    return manifest is not None and manifest.listens


def _manifest_of(network: Network) -> Manifest | None:
    try:
        manifest: Manifest = import_module(f"desktop.channels.{network.value}.manifest").MANIFEST
    except ModuleNotFoundError:
        return None
    return manifest


def store_fault(error: Exception) -> str:
    """Return the code of what went wrong while keeping: "vault_locked", "store_disk_full" and so on."""
    if isinstance(error, VaultUnavailable):
        return error.reason if error.reason.startswith("store_") else f"vault_{error.reason}"
    return f"store_{error.code}" if isinstance(error, StoreError) else "unexpected"
