"""The store: one file, its shelves, and the only ways to open it."""

from __future__ import annotations

import hashlib
import json
import secrets
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from desktop.store.accounts import Accounts
from desktop.store.attachments import Attachments
from desktop.store.canned import CannedUses
from desktop.store.cases import Cases
from desktop.store.connection import Connection, StoreKey
from desktop.store.customers import Customers
from desktop.store.deliveries import Deliveries
from desktop.store.drafts import Drafts
from desktop.store.errors import (
    StoreDamaged,
    StoreFull,
    StoreKeyMissing,
    StoreKeyWrong,
    StorePassphraseNeeded,
    StoreReadOnly,
)
from desktop.store.export import Export
from desktop.store.intake import Intake
from desktop.store.journal import Journal
from desktop.store.lanes import Lanes
from desktop.store.migrations import migrate
from desktop.store.people import People
from desktop.store.search import Search
from desktop.store.secrets import Secrets
from desktop.store.settings import Settings
from desktop.store.timeline import Timeline
from desktop.system.profile import Profile, write_json
from desktop.system.vault import Vault, VaultUnavailable

_KEY_NAME = "store-key"
_CHECK_CHARACTERS = 16


@dataclass(slots=True)
class Store:
    """One open store. Its shelves share one connection and belong to the thread that opened it."""

    connection: Connection
    accounts: Accounts
    attachments: Attachments
    canned: CannedUses
    cases: Cases
    customers: Customers
    deliveries: Deliveries
    drafts: Drafts
    export: Export
    intake: Intake
    journal: Journal
    lanes: Lanes
    people: People
    search: Search
    secrets: Secrets
    settings: Settings
    timeline: Timeline
    is_sealed_by_passphrase: bool = False

    def close(self) -> None:
        """Close the file."""
        self.connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def open_store(profile: Profile, key: StoreKey, *, any_thread: bool = False) -> Store:
    """Open a profile's store, making it if there is none, and bring its tables up to date.

    Raises StoreError: KeyWrong, Damaged, Newer, ReadOnly, Full, Busy. A file that is there is never replaced.
    """
    try:
        connection = Connection(profile.store, key, any_thread=any_thread)
    except StoreKeyWrong as error:
        raise _why_not_opened(profile, key) from error
    try:
        migrate(connection, profile.backups)
    except BaseException:
        connection.close()
        raise
    store = _shelve(connection)
    store.is_sealed_by_passphrase = key.passphrase is not None
    return store


def key_of(profile: Profile, vault: Vault, passphrase: str | None = None) -> StoreKey:
    """Return the key of a profile's store, making and keeping one for a new store.

    Raises StorePassphraseNeeded if there is no credential store or the file was made with a passphrase and none was
    given, StoreKeyMissing if the file is there and its key is not, VaultUnavailable if the credential store is
    locked or refuses.
    """
    note = _key_note(profile)
    if note.get("kind") == "passphrase" or passphrase is not None:
        return _passphrase_key(profile, note, passphrase)
    try:
        kept = vault.get(_KEY_NAME)
    except VaultUnavailable as error:
        if error.reason == "no_store" and not profile.store.exists():
            raise StorePassphraseNeeded(profile.store, "no_store") from error
        raise
    if kept is not None:
        return StoreKey(raw=bytes.fromhex(kept))
    if profile.store.exists():
        raise StoreKeyMissing(profile.store)
    return _new_key(profile, vault)


def vault_of(store: Store, credentials: Vault) -> Vault:
    """Return where an open store's accounts keep their secrets: the credential store, or the file itself.

    The file only where it was sealed with a passphrase because the system has no credential store.
    """
    return store.secrets if store.is_sealed_by_passphrase else credentials


def newest_backup(profile: Profile) -> Path | None:
    """Return the newest backup of a profile's store, None if there is none."""
    found = sorted(profile.backups.glob("*.db"), key=lambda path: path.stat().st_mtime)
    return found[-1] if found else None


def _new_key(profile: Profile, vault: Vault) -> StoreKey:
    raw = secrets.token_bytes(32)
    vault.set(_KEY_NAME, raw.hex())
    if vault.get(_KEY_NAME) != raw.hex():
        raise VaultUnavailable("refused")
    _write_key_note(profile, {"kind": "credential_store", "check": _check(raw)})
    return StoreKey(raw=raw)


def _passphrase_key(profile: Profile, note: dict[str, str], passphrase: str | None) -> StoreKey:
    if not passphrase:
        raise StorePassphraseNeeded(profile.store, "passphrase")
    if note.get("kind") == "credential_store" and profile.store.exists():
        raise StoreKeyWrong(profile.store, "credential_store")
    if not note:
        _write_key_note(profile, {"kind": "passphrase"})
    return StoreKey(passphrase=passphrase)


def _write_key_note(profile: Profile, note: dict[str, str]) -> None:
    try:
        write_json(profile.key_note, note)
    except PermissionError as error:
        raise StoreReadOnly(profile.folder) from error
    except OSError as error:
        raise StoreFull(profile.folder) from error


def _key_note(profile: Profile) -> dict[str, str]:
    try:
        note = json.loads(profile.key_note.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return note if isinstance(note, dict) else {}


def _check(raw: bytes) -> str:
    """Return a value that tells a right key from a wrong one and says nothing about 256 random bits."""
    return hashlib.sha256(b"sportello key check" + raw).hexdigest()[:_CHECK_CHARACTERS]


def _why_not_opened(profile: Profile, key: StoreKey) -> StoreKeyWrong | StoreDamaged:
    """Tell a wrong key from a damaged file: SQLCipher can't, the key's check value can."""
    note = _key_note(profile)
    if key.raw is not None and note.get("check") == _check(key.raw):
        backup = newest_backup(profile)
        return StoreDamaged(profile.store, str(backup or ""))
    return StoreKeyWrong(profile.store)


def _shelve(connection: Connection) -> Store:
    journal = Journal(connection)
    people = People(connection)
    attachments = Attachments(connection)
    deliveries = Deliveries(connection, journal)
    return Store(
        connection=connection,
        accounts=Accounts(connection, journal),
        attachments=attachments,
        canned=CannedUses(connection),
        cases=Cases(connection, journal),
        customers=Customers(connection, journal),
        deliveries=deliveries,
        drafts=Drafts(connection),
        export=Export(connection),
        intake=Intake(connection, people, deliveries),
        journal=journal,
        lanes=Lanes(connection),
        people=people,
        search=Search(connection),
        secrets=Secrets(connection),
        settings=Settings(connection),
        timeline=Timeline(connection, attachments, journal),
    )
