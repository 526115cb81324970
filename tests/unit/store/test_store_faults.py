"""A store in trouble: full disks, lost files and keys, several processes at once. What was stored is never lost."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from desktop.commands.profile import store_sentence
from desktop.store import (
    FILE_SIZE,
    Store,
    StoreBusy,
    StoreDamaged,
    StoreError,
    StoreFull,
    StoreKey,
    StoreKeyMissing,
    StoreKeyWrong,
    StorePassphraseNeeded,
    StoreReadOnly,
    key_of,
    newest_backup,
    open_store,
)
from desktop.store import migrations as migrations_module
from desktop.store.connection import typed
from desktop.store.errors import of_os_error
from desktop.store.migrations import back_up
from desktop.system.profile import Profile, ProfileUnusable, prepare
from desktop.system.vault import SessionVault, VaultUnavailable
from tests.factories import KEY, NOON, an_account, an_arrival, taken

OTHER = StoreKey(raw=b"x" * 32)


class NoStore:
    """A system without a credential store."""

    def get(self, name: str) -> str | None:
        raise VaultUnavailable("no_store")

    def set(self, name: str, value: str) -> None:
        raise VaultUnavailable("no_store")

    def delete(self, name: str) -> None:
        raise VaultUnavailable("no_store")


@pytest.fixture
def profile(tmp_path: Path) -> Profile:
    return prepare(Profile(tmp_path / "desk"))


@pytest.fixture
def tiny(tmp_path: Path) -> Iterator[Path]:
    """A disk of 3 MB. Only root can have one; for everybody else a full store is tried by its page limit elsewhere."""
    disk = tmp_path / "tiny"
    disk.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=3M", "tmpfs", str(disk)], capture_output=True, check=False
    )
    if mounted.returncode != 0:
        pytest.skip("a small disk can only be mounted by root (mount -t tmpfs)")
    try:
        yield disk
    finally:
        subprocess.run(["umount", "-l", str(disk)], check=True)


def messages(store: Store) -> int:
    row = store.connection.read_one("SELECT count(*) FROM message")
    assert row is not None
    return int(row[0])


def fill(store: Store, count: int = 1) -> None:
    account = next(iter(store.accounts.all()), None) or an_account(store)
    before = messages(store)
    crowd = [taken(an_arrival(f"m{before + number}", text="parola " * 200)) for number in range(count)]
    store.intake.take(account, crowd, NOON)


def fill_disk(disk: Path) -> Path:
    """Take every byte that is left."""
    ballast = disk / "ballast"
    with pytest.raises(OSError, match="No space left"), ballast.open("wb", buffering=0) as stream:
        while True:
            stream.write(b"x" * 4_096)
    return ballast


def with_another_migration(monkeypatch: pytest.MonkeyPatch, change: str = "ADD COLUMN colour TEXT") -> None:
    def alter(db: object) -> None:
        db.conn.execute(f"ALTER TABLE account {change}")  # type: ignore[attr-defined]

    monkeypatch.setattr(migrations_module, "MIGRATIONS", (*migrations_module.MIGRATIONS, ("another", alter)))


def test_a_store_on_a_disk_that_fills_up_keeps_everything_and_goes_on_when_there_is_room(tiny: Path) -> None:
    profile = prepare(Profile(tiny / "desk"))
    with open_store(profile, KEY) as store:
        fill(store)
        ballast = fill_disk(tiny)
        with pytest.raises(StoreFull):
            while True:
                fill(store, 50)
        kept = messages(store)
    with open_store(profile, KEY) as store:
        assert messages(store) == kept
        ballast.unlink()
        fill(store)
        assert messages(store) == kept + 1
        assert store.connection.faults() == []


def test_a_full_disk_can_not_begin_a_store_and_nothing_of_it_is_left(tiny: Path) -> None:
    profile = prepare(Profile(tiny / "desk"))
    ballast = fill_disk(tiny)
    with pytest.raises(StoreFull):
        open_store(profile, KEY)
    assert not profile.store.exists()
    ballast.unlink()
    with open_store(profile, KEY) as store:
        assert messages(store) == 0


def test_a_disk_without_room_for_a_backup_stops_the_migration_before_it_begins(
    tiny: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    profile = prepare(Profile(tiny / "desk"))
    with open_store(profile, KEY) as store:
        fill(store, 100)
    before = profile.store.read_bytes()
    ballast = fill_disk(tiny)
    with_another_migration(monkeypatch)
    with pytest.raises(StoreFull):
        open_store(profile, KEY)
    assert profile.store.read_bytes() == before
    assert list(profile.backups.glob("*")) == []
    ballast.unlink()
    with open_store(profile, KEY) as store:
        assert messages(store) == 100
        assert store.connection.read("SELECT colour FROM account") == [(None,)]


def test_a_profile_on_a_full_disk_says_so(tiny: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(ProfileUnusable) as caught:
        prepare(Profile(tiny / "desk"))
    assert caught.value.reason == "disk_full"


def test_an_empty_file_in_the_place_of_a_store_is_damage_and_no_new_store(
    profile: Profile, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_store(profile, KEY) as store:
        fill(store)
        backup = back_up(store.connection, profile.backups, 1)
    profile.store.write_bytes(b"")
    with pytest.raises(StoreDamaged) as caught:
        open_store(profile, KEY)
    assert caught.value.detail == str(backup)
    assert profile.store.read_bytes() == b""


def test_a_journal_without_its_store_is_damage_and_stays(profile: Profile) -> None:
    journal = profile.store.with_name("sportello.db-wal")
    journal.write_bytes(b"what was said last")
    with pytest.raises(StoreDamaged):
        open_store(profile, KEY)
    assert journal.read_bytes() == b"what was said last"
    assert not profile.store.exists()


def test_an_empty_file_that_a_first_start_left_behind_becomes_the_store(profile: Profile) -> None:
    profile.store.write_bytes(b"")
    with open_store(profile, KEY) as store:
        assert messages(store) == 0


def test_a_passphrase_in_the_environment_does_not_disturb_a_store_that_needs_none(profile: Profile) -> None:
    vault = SessionVault()
    with open_store(profile, key_of(profile, vault)) as store:
        fill(store)
    with open_store(profile, key_of(profile, vault, "somebody's passphrase")) as store:
        assert messages(store) == 1


def test_a_wrong_passphrase_is_never_remembered_as_the_way_in(profile: Profile) -> None:
    with open_store(profile, key_of(profile, NoStore(), "correct horse")) as store:
        fill(store)
    profile.key_note.unlink()
    with pytest.raises(StorePassphraseNeeded):
        key_of(profile, NoStore())
    with pytest.raises(StoreKeyWrong):
        open_store(profile, key_of(profile, NoStore(), "wrong horse"))
    assert not profile.key_note.exists()
    with open_store(profile, key_of(profile, NoStore(), "correct horse")) as store:
        assert messages(store) == 1
    assert profile.key_note.exists()


def test_a_credential_store_that_is_gone_is_said_and_no_passphrase_is_asked_for(profile: Profile) -> None:
    with open_store(profile, key_of(profile, SessionVault())):
        pass
    with pytest.raises(VaultUnavailable) as caught:
        key_of(profile, NoStore(), "a passphrase")
    assert caught.value.reason == "no_store"


@pytest.mark.parametrize("kept", ["", "no key", "ab" * 31])
def test_a_kept_key_that_is_none_is_wrong_and_stays_as_it_is(profile: Profile, kept: str) -> None:
    vault = SessionVault({"store-key": kept})
    with pytest.raises(StoreKeyWrong):
        key_of(profile, vault)
    assert vault.get("store-key") == kept


def test_a_lost_note_does_not_matter_while_the_key_is_there(profile: Profile) -> None:
    vault = SessionVault()
    with open_store(profile, key_of(profile, vault)) as store:
        fill(store)
    profile.key_note.unlink()
    with open_store(profile, key_of(profile, vault)) as store:
        assert messages(store) == 1
    with pytest.raises(StoreKeyMissing):
        key_of(profile, SessionVault())


def together(*deeds: Callable[[], object]) -> list[object]:
    """Do everything at once in threads; return what came out, or was raised, in order."""
    gate = threading.Barrier(len(deeds))
    results: list[object] = [None] * len(deeds)

    def do(index: int) -> None:
        gate.wait()
        try:
            results[index] = deeds[index]()
        except StoreError as error:
            results[index] = error

    threads = [threading.Thread(target=do, args=(index,)) for index in range(len(deeds))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


class SlowVault(SessionVault):
    """A credential store that takes its time to keep something, as one does that asks a person first."""

    def set(self, name: str, value: str) -> None:
        time.sleep(0.05)
        super().set(name, value)


def test_two_first_starts_at_once_agree_on_one_key(profile: Profile) -> None:
    vault = SlowVault()
    first, second = together(lambda: key_of(profile, vault), lambda: key_of(profile, vault))
    assert isinstance(first, StoreKey)
    assert first == second


def test_two_processes_that_open_an_old_store_at_once_migrate_it_once(
    profile: Profile, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_store(profile, KEY) as store:
        fill(store, 20)
    with_another_migration(monkeypatch)

    def count() -> int:
        with open_store(profile, KEY) as store:
            return messages(store)

    assert together(count, count, count) == [20, 20, 20]
    assert len(list(profile.backups.glob("*.db"))) == 1


def test_a_backup_while_somebody_reads_is_refused_rather_than_made_without_the_newest_messages(
    profile: Profile,
) -> None:
    with open_store(profile, KEY) as reader, open_store(profile, KEY) as store:
        reader.connection.write("BEGIN")
        assert messages(reader) == 0
        fill(store)
        store.connection.read("PRAGMA busy_timeout = 20")
        with pytest.raises(StoreBusy):
            back_up(store.connection, profile.backups, 1)
        assert newest_backup(profile) is None
        reader.connection.write("COMMIT")
        backup = back_up(store.connection, profile.backups, 1)
    copied = Profile(profile.folder / "copied")
    copied.folder.mkdir()
    copied.store.write_bytes(backup.read_bytes())
    with open_store(copied, KEY) as store:
        assert messages(store) == 1


def test_a_migration_that_fails_leaves_the_store_as_it_was_and_every_backup(
    profile: Profile, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_store(profile, KEY) as store:
        fill(store)
    with monkeypatch.context() as patch:
        with_another_migration(patch, "DROP COLUMN nothing_of_that_name")
        for _ in range(2):
            with pytest.raises(Exception, match="no such column"):
                open_store(profile, KEY)
    assert len(list(profile.backups.glob("*.db"))) == 2
    with open_store(profile, KEY) as store:
        assert messages(store) == 1


def test_only_the_newest_backups_are_kept(profile: Profile) -> None:
    with open_store(profile, KEY) as store:
        made = [back_up(store.connection, profile.backups, version) for version in (1, 1, 2, 2, 3)]
    assert sorted(profile.backups.iterdir()) == sorted(made[-3:])
    assert newest_backup(profile) == made[-1]


@pytest.mark.parametrize(
    ("number", "kind"),
    [
        (28, StoreFull),
        (122, StoreFull),
        (27, StoreReadOnly),
        (13, StoreReadOnly),
        (30, StoreReadOnly),
        (1, StoreReadOnly),
    ],
)
def test_what_the_system_says_of_a_file_is_told_apart(tmp_path: Path, number: int, kind: type[StoreError]) -> None:
    assert type(of_os_error(OSError(number, "said"), tmp_path)) is kind


def test_a_fault_of_the_disk_is_a_full_disk_only_where_there_is_no_room(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Said(Exception):
        sqlite_errorcode = 4_874  # SQLITE_IOERR_SHMSIZE

    assert isinstance(typed(Said(), tmp_path / "store"), StoreDamaged)
    monkeypatch.setattr("desktop.store.connection._is_disk_full", lambda _path: True)
    assert isinstance(typed(Said(), tmp_path / "store"), StoreFull)
    unknown = ValueError("a mistake of the program")
    assert typed(unknown, tmp_path) is unknown


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit on the size of files")
def test_a_store_at_the_limit_of_file_sizes_is_told_as_one_that_cannot_be_written(profile: Profile) -> None:
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    with open_store(profile, KEY) as store:
        log = profile.store.with_name(f"{profile.store.name}-wal")
        resource.setrlimit(resource.RLIMIT_FSIZE, (log.stat().st_size + 8_192, hard))
        try:
            with pytest.raises(StoreReadOnly) as told:
                store.settings.set("large", "x" * 200_000, NOON)
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        assert told.value.detail == FILE_SIZE
        assert "ulimit -f" in store_sentence(told.value)
        store.settings.set("large", "x" * 200_000, NOON)  # nothing was harmed: with room it is kept
    with open_store(profile, KEY) as store:
        assert store.settings.get("large") == "x" * 200_000
        assert store.connection.faults() == []


def test_a_profile_is_one_whatever_way_leads_to_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert prepare(Profile(Path("desk"))) == prepare(Profile(tmp_path / "x" / ".." / "desk"))


class IndexNotOpened(Exception):
    """As SQLCipher raises it where the interruption's own code was lost."""

    sqlite_errorcode = 1


def test_an_index_whose_opening_was_interrupted_is_busy_and_no_fault_of_the_program(profile: Profile) -> None:
    lost = IndexNotOpened("vtable constructor failed: customer_fts")
    assert isinstance(typed(lost, profile.store), StoreBusy)
    with open_store(profile, KEY) as store:
        store.connection.raw.set_progress_handler(lambda: 1, 1)
        with pytest.raises(StoreBusy):
            store.connection.read("SELECT rowid FROM customer_fts WHERE customer_fts MATCH 'ada'")
        store.connection.raw.set_progress_handler(None, 1)
