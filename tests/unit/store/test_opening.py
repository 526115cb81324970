"""Opening a store: every fault is named, and no fault ever costs the file that was there."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop.model import Lane
from desktop.store import (
    StoreDamaged,
    StoreFull,
    StoreKey,
    StoreKeyMissing,
    StoreKeyWrong,
    StoreNewer,
    StorePassphraseNeeded,
    StoreReadOnly,
    key_of,
    open_store,
)
from desktop.store import migrations as migrations_module
from desktop.store.connection import Connection
from desktop.system.profile import Profile, prepare
from desktop.system.vault import SessionVault, VaultUnavailable
from tests.factories import NOON, a_store, an_account, an_arrival, taken


def test_the_engine_writes_the_log_back_long_before_a_commit_of_the_windows_would(tmp_path: Path) -> None:
    with a_store(tmp_path) as window, a_store(tmp_path) as engine:
        engine.connection.tend_log()
        pages = [one.connection.read("PRAGMA wal_autocheckpoint")[0][0] for one in (engine, window)]
    assert pages == [16_000, 64_000]


class NoCredentialStore:
    """A system without a credential store."""

    def __init__(self, reason: str = "no_store") -> None:
        self._reason = reason

    def get(self, name: str) -> str | None:
        raise VaultUnavailable(self._reason)

    def set(self, name: str, value: str) -> None:
        raise VaultUnavailable(self._reason)

    def delete(self, name: str) -> None:
        raise VaultUnavailable(self._reason)


@pytest.fixture
def profile(tmp_path: Path) -> Profile:
    return prepare(Profile(tmp_path / "desk"))


def filled(profile: Profile, vault: SessionVault) -> bytes:
    """Make a store with one message and return the file's bytes."""
    with open_store(profile, key_of(profile, vault)) as store:
        store.intake.take(an_account(store), [taken(an_arrival())], NOON)
        store.connection.read("PRAGMA wal_checkpoint(TRUNCATE)")
    return profile.store.read_bytes()


def test_a_new_store_keeps_its_key_in_the_vault_and_opens_again(profile: Profile) -> None:
    vault = SessionVault()
    filled(profile, vault)
    with open_store(profile, key_of(profile, vault)) as store:
        assert len(store.lanes.ids(Lane.ALL, agent="", at_risk_before=NOON)) == 1


def test_nothing_of_a_message_can_be_read_in_the_file(profile: Profile) -> None:
    data = filled(profile, SessionVault())
    assert b"bolletta" not in data
    assert b"SQLite format" not in data
    assert b"marta" not in data.lower()


def test_a_wrong_key_is_named_and_the_file_is_untouched(profile: Profile) -> None:
    before = filled(profile, SessionVault())
    with pytest.raises(StoreKeyWrong):
        open_store(profile, StoreKey(raw=b"x" * 32))
    assert profile.store.read_bytes() == before


def test_a_lost_key_is_named_and_no_new_one_is_made(profile: Profile) -> None:
    before = filled(profile, SessionVault())
    empty = SessionVault()
    with pytest.raises(StoreKeyMissing):
        key_of(profile, empty)
    assert empty.all() == {}
    assert profile.store.read_bytes() == before


def test_without_a_credential_store_a_passphrase_is_asked_for(profile: Profile) -> None:
    with pytest.raises(StorePassphraseNeeded):
        key_of(profile, NoCredentialStore())
    assert not profile.store.exists()


def test_a_passphrase_opens_what_it_made_and_another_does_not(profile: Profile) -> None:
    with open_store(profile, key_of(profile, NoCredentialStore(), "correct horse")) as store:
        an_account(store)
    with open_store(profile, key_of(profile, NoCredentialStore(), "correct horse")) as store:
        assert len(store.accounts.all()) == 1
    with pytest.raises(StoreKeyWrong):
        open_store(profile, key_of(profile, NoCredentialStore(), "wrong horse"))


def test_a_locked_credential_store_is_said_and_makes_nothing(profile: Profile) -> None:
    with pytest.raises(VaultUnavailable) as caught:
        key_of(profile, NoCredentialStore("locked"))
    assert caught.value.reason == "locked"
    assert not profile.store.exists()


def test_a_damaged_file_is_told_from_a_wrong_key(profile: Profile) -> None:
    vault = SessionVault()
    filled(profile, vault)
    data = bytearray(profile.store.read_bytes())
    data[100:400] = b"\xff" * 300
    profile.store.write_bytes(data)
    with pytest.raises(StoreDamaged):
        open_store(profile, key_of(profile, vault))
    assert profile.store.read_bytes() == bytes(data)


def test_damage_in_the_middle_of_the_file_is_named_when_it_is_read(profile: Profile) -> None:
    vault = SessionVault()
    filled(profile, vault)
    data = bytearray(profile.store.read_bytes())
    data[4096 * 3 :] = b"\x00" * (len(data) - 4096 * 3)
    profile.store.write_bytes(data)
    with pytest.raises(StoreDamaged), open_store(profile, key_of(profile, vault)) as store:
        store.lanes.rows(store.lanes.ids(Lane.ALL, agent="", at_risk_before=NOON))
        store.timeline.items(1)  # type: ignore[arg-type]


def test_a_file_of_a_newer_version_is_left_alone(profile: Profile) -> None:
    vault = SessionVault()
    filled(profile, vault)
    with open_store(profile, key_of(profile, vault)) as store:
        store.connection.write("PRAGMA user_version = 999")
    with pytest.raises(StoreNewer):
        open_store(profile, key_of(profile, vault))


def test_a_folder_that_is_a_file_can_not_hold_a_store(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("not a folder")
    with pytest.raises(StoreReadOnly):
        open_store(Profile(tmp_path / "taken"), StoreKey(raw=b"x" * 32))


def test_a_full_disk_is_named_and_keeps_what_was_stored(profile: Profile) -> None:
    with open_store(profile, StoreKey(raw=b"x" * 32)) as store:
        account = an_account(store)
        store.intake.take(account, [taken(an_arrival("m0"))], NOON)
        pages = store.connection.read_one("PRAGMA page_count")
        assert pages is not None
        store.connection.read(f"PRAGMA max_page_count = {pages[0] + 2}")
        crowd = [taken(an_arrival(f"m{number}", text="parola " * 200)) for number in range(1, 200)]
        with pytest.raises(StoreFull):
            store.intake.take(account, crowd, NOON)
        assert store.connection.read_one("SELECT count(*) FROM message") == (1,)


def test_a_backup_is_taken_before_a_migration(profile: Profile, monkeypatch: pytest.MonkeyPatch) -> None:
    vault = SessionVault()
    filled(profile, vault)

    def add_column(db: object) -> None:
        db.conn.execute("ALTER TABLE account ADD COLUMN colour TEXT")  # type: ignore[attr-defined]

    monkeypatch.setattr(migrations_module, "MIGRATIONS", (*migrations_module.MIGRATIONS, ("add_colour", add_column)))
    with open_store(profile, key_of(profile, vault)) as store:
        assert store.connection.read("SELECT colour FROM account") == [(None,)]
    backups = list(profile.backups.glob("*.db"))
    assert len(backups) == 1
    monkeypatch.undo()
    assert messages_in(backups[0], vault) == 1


def messages_in(path: Path, vault: SessionVault) -> int:
    """Count the messages of a backup, opened with the profile's key."""
    connection = Connection(path, StoreKey(raw=bytes.fromhex(vault.all()["store-key"])))
    row = connection.read_one("SELECT count(*) FROM message")
    connection.close()
    assert row is not None
    return int(row[0])
