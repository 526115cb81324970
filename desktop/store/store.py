"""The store: one file, its shelves, and the only ways to open it."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self

from desktop.store.connection import Connection, StoreKey
from desktop.store.errors import (
    StoreBusy,
    StoreDamaged,
    StoreError,
    StoreKeyMissing,
    StoreKeyWrong,
    StorePassphraseNeeded,
    of_os_error,
)
from desktop.store.migrations import migrate
from desktop.store.secrets import Secrets
from desktop.store.shelves import Shelves
from desktop.system.lock import AlreadyRunning, ProcessLock
from desktop.system.profile import JsonUnreadable, Profile, read_json, write_json
from desktop.system.vault import Vault, VaultUnavailable

_KEY_NAME = "store-key"
_KEY_BYTES = 32
_KEY_PATIENCE = 60.0  # seconds; a credential store may ask a person before it keeps a key
_CHECK_CHARACTERS = 16
_SECRETS_CACHE_KIB = 500


class Store(Shelves):
    """One open store. Its shelves share one connection and belong to the thread that opened it.

    Only `secrets` may be used by any thread.
    """

    def __init__(self, connection: Connection, sealed: Secrets, *, is_sealed_by_passphrase: bool) -> None:
        """`sealed` keeps the accounts' secrets where a passphrase seals the file."""
        super().__init__(connection)
        self.secrets = sealed
        self.is_sealed_by_passphrase = is_sealed_by_passphrase

    def close(self) -> None:
        """Close the file."""
        self.secrets.close()
        self.connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def open_store(profile: Profile, key: StoreKey, *, any_thread: bool = False) -> Store:
    """Open a profile's store, making it if there is none, and bring its tables up to date.

    Raises StoreError: KeyWrong, Damaged, Newer, ReadOnly, Full, Busy. A file that is there is never replaced, and
    one that was there and is empty now is damaged, not new.
    """
    if _is_lost(profile):
        raise _damaged(profile)
    is_new = not profile.store.exists()
    try:
        connection = _opened(profile, key, any_thread=any_thread)
    except StoreDamaged as error:
        raise _damaged(profile) from error
    except StoreError:
        _forget_attempt(profile, is_new=is_new)
        raise
    sealed = Secrets(lambda: Connection(profile.store, key, cache_kib=_SECRETS_CACHE_KIB, any_thread=True))
    return Store(connection, sealed, is_sealed_by_passphrase=key.passphrase is not None)


def _opened(profile: Profile, key: StoreKey, *, any_thread: bool) -> Connection:
    try:
        connection = Connection(profile.store, key, any_thread=any_thread)
    except StoreKeyWrong as error:
        raise _why_not_opened(profile, key) from error
    try:
        migrate(connection, profile.backups)
        _remember_made(profile, key)
    except BaseException:
        connection.close()
        raise
    return connection


def key_of(profile: Profile, vault: Vault, passphrase: str | None = None) -> StoreKey:
    """Return the key of a profile's store, making and keeping one for a new store.

    A `passphrase` counts where the store was made with one, or where there is no store yet; a store whose key is in
    the credential store needs none.

    Raises StorePassphraseNeeded if there is no credential store or the file was made with a passphrase and none was
    given, StoreKeyMissing if the file is there and its key is not, StoreKeyWrong if what is kept is no key,
    VaultUnavailable if the credential store is locked or refuses.
    """
    kind = _key_note(profile).get("kind")
    is_new = not _has_store(profile)
    if kind == "passphrase" or (is_new and passphrase is not None):
        return _passphrase_key(profile, passphrase)
    try:
        kept = vault.get(_KEY_NAME)
    except VaultUnavailable as error:
        if error.reason == "no_store" and (is_new or kind is None):
            return _passphrase_key(profile, passphrase, error)
        raise
    if kept is not None:
        return kept_key(profile, kept)
    if is_new:
        return _new_key(profile, vault)
    if kind is None and passphrase is not None:
        return _passphrase_key(profile, passphrase)
    raise StoreKeyMissing(profile.store)


def vault_of(store: Store, credentials: Vault) -> Vault:
    """Return where an open store's accounts keep their secrets: the credential store, or the file itself.

    The file only where it was sealed with a passphrase because the system has no credential store.
    """
    return store.secrets if store.is_sealed_by_passphrase else credentials


def is_sealed_by_passphrase(profile: Profile) -> bool:
    """Return whether a profile's store was made with a passphrase, as far as can be told without opening it."""
    return _key_note(profile).get("kind") == "passphrase"


def newest_backup(profile: Profile) -> Path | None:
    """Return the newest backup of a profile's store, None if there is none."""
    found = sorted(profile.backups.glob("*.db"), key=lambda path: path.stat().st_mtime_ns)
    return found[-1] if found else None


def _new_key(profile: Profile, vault: Vault) -> StoreKey:
    """Make a key and keep it; of two processes that do so at once, the second one finds the first one's."""
    try:
        with ProcessLock(profile.key_lock, patience=_KEY_PATIENCE):
            kept = vault.get(_KEY_NAME)
            if kept is not None:
                return kept_key(profile, kept)
            raw = os.urandom(_KEY_BYTES)  # what `secrets` does, without loading OpenSSL
            vault.set(_KEY_NAME, raw.hex())
            if vault.get(_KEY_NAME) != raw.hex():
                raise VaultUnavailable("refused")
    except AlreadyRunning as error:
        raise StoreBusy(profile.store) from error
    except OSError as error:
        raise of_os_error(error, profile.folder) from error
    return StoreKey(raw=raw)


def kept_key(profile: Profile, kept: str) -> StoreKey:
    """Return a key as it was kept or handed over, in hexadecimal. Raises StoreKeyWrong for what is none."""
    try:
        raw = bytes.fromhex(kept)
    except (ValueError, TypeError) as error:
        raise StoreKeyWrong(profile.store) from error
    if len(raw) != _KEY_BYTES:
        raise StoreKeyWrong(profile.store)
    return StoreKey(raw=raw)


def _passphrase_key(profile: Profile, passphrase: str | None, cause: Exception | None = None) -> StoreKey:
    if not passphrase:
        raise StorePassphraseNeeded(profile.store, "no_store" if cause else "passphrase") from cause
    return StoreKey(passphrase=passphrase)


def _has_store(profile: Profile) -> bool:
    """Return whether there is a file with something in it."""
    return profile.store.exists() and profile.store.stat().st_size > 0


def _is_lost(profile: Profile) -> bool:
    """Return whether a store was here and its file is empty or gone while its journal is not."""
    journal = profile.store.with_name(profile.store.name + "-wal")
    if not profile.store.exists():
        return journal.exists() and journal.stat().st_size > 0
    return not _has_store(profile) and bool(_key_note(profile).get("made"))


def _remember_made(profile: Profile, key: StoreKey) -> None:
    """Note once how the key of a store that has just been opened is kept: never before it is known to be right."""
    note = _key_note(profile)
    if note.get("made"):
        return
    if key.raw is not None:
        note = {"kind": "credential_store", "check": _check(key.raw), "made": "yes"}
    else:
        note = {"kind": "passphrase", "made": "yes"}
    _write_key_note(profile, note)


def _forget_attempt(profile: Profile, *, is_new: bool) -> None:
    """Remove the empty file that a failed first opening left behind; nothing with a byte in it."""
    if is_new and not _has_store(profile):
        with suppress(OSError):
            profile.store.unlink(missing_ok=True)


def _write_key_note(profile: Profile, note: dict[str, str]) -> None:
    try:
        write_json(profile.key_note, note)
    except OSError as error:
        raise of_os_error(error, profile.folder) from error


def _key_note(profile: Profile) -> dict[str, str]:
    try:
        note = read_json(profile.key_note)
    except (FileNotFoundError, JsonUnreadable):
        return {}
    return note if isinstance(note, dict) else {}


def _check(raw: bytes) -> str:
    """Return a value that tells a right key from a wrong one and says nothing about 256 random bits."""
    from hashlib import sha256  # loads OpenSSL, which no ordinary start needs

    return sha256(b"sportello key check" + raw).hexdigest()[:_CHECK_CHARACTERS]


def _why_not_opened(profile: Profile, key: StoreKey) -> StoreKeyWrong | StoreDamaged:
    """Tell a wrong key from a damaged file: SQLCipher can't, the key's check value can."""
    if key.raw is not None and _key_note(profile).get("check") == _check(key.raw):
        return StoreDamaged(profile.store)
    return StoreKeyWrong(profile.store)


def _damaged(profile: Profile) -> StoreDamaged:
    return StoreDamaged(profile.store, str(newest_backup(profile) or ""))
