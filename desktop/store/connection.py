"""The connection: SQLCipher in WAL mode, every transaction short, every failure one of the typed errors.

A connection belongs to the thread that made it. The window's thread, its background runner and the engine each
have their own; SQLite's WAL lets them read while one of them writes.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2

from desktop.store.errors import (
    FILE_SIZE,
    StoreBusy,
    StoreDamaged,
    StoreError,
    StoreFull,
    StoreKeyWrong,
    StoreReadOnly,
)

_PATIENCE_MS = 5_000
_CACHE_KIB = 16_000
_CHECKPOINT_PAGES = 16_000  # 64 MB of log: the longer it grows, the fewer pages are written twice
_CHECKPOINT_AT_LAST = 64_000  # pages; for whoever writes while no engine runs
_KEY_BYTES = 32


@dataclass(frozen=True, slots=True)
class StoreKey:
    """What opens a store: 256 random bits, or a passphrase that SQLCipher stretches itself (PBKDF2, 256,000 rounds)."""

    raw: bytes | None = None
    passphrase: str | None = None

    def pragma(self) -> str:
        """Return the value of PRAGMA key."""
        if self.raw is not None:
            if len(self.raw) != _KEY_BYTES:
                raise ValueError("a raw key has 32 bytes")
            return f"\"x'{self.raw.hex()}'\""
        quoted = (self.passphrase or "").replace("'", "''")
        return f"'{quoted}'"


def escaped(text: str) -> str:
    r"""Return a text as LIKE … ESCAPE '\' takes it literally."""
    return text.replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_")


class Connection:
    """One SQLCipher connection with typed errors. Not to be shared between threads."""

    def __init__(self, path: Path, key: StoreKey, *, cache_kib: int = _CACHE_KIB, any_thread: bool = False) -> None:
        """Open or create the file. Raises StoreError; an existing file is never replaced."""
        self.path = path
        with translated(path):
            self._raw = dbapi2.connect(str(path), isolation_level=None, check_same_thread=not any_thread)
        try:
            self._configure(key, cache_kib)
        except BaseException:
            self._raw.close()
            raise

    @property
    def raw(self) -> Any:
        """The DB-API connection, for migrations."""
        return self._raw

    def read(self, sql: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """Run a query and return all of its rows. Callers bound it by an index and a page."""
        try:
            rows: list[tuple[Any, ...]] = self._raw.execute(sql, values).fetchall()
        except dbapi2.DatabaseError as error:
            raise self._typed(error) from error
        return rows

    def read_one(self, sql: str, values: Sequence[object] = ()) -> tuple[Any, ...] | None:
        """Run a query and return its first row, None if there is none."""
        try:
            row: tuple[Any, ...] | None = self._raw.execute(sql, values).fetchone()
        except dbapi2.DatabaseError as error:
            raise self._typed(error) from error
        return row

    def read_column(self, sql: str, values: Sequence[object] = ()) -> list[Any]:
        """Run a query and return the first column of all of its rows."""
        return [row[0] for row in self.read(sql, values)]

    def write(self, sql: str, values: Sequence[object] = ()) -> int:
        """Run one statement inside `writing()` and return how many rows it touched."""
        try:
            return int(self._raw.execute(sql, values).rowcount)
        except dbapi2.DatabaseError as error:
            raise self._typed(error) from error

    def insert(self, sql: str, values: Sequence[object] = ()) -> int:
        """Run one INSERT inside `writing()` and return the row's key."""
        try:
            return int(self._raw.execute(sql, values).lastrowid)
        except dbapi2.DatabaseError as error:
            raise self._typed(error) from error

    def insert_new(self, sql: str, values: Sequence[object] = ()) -> int | None:
        """Run one INSERT … DO NOTHING inside `writing()` and return the row's key, None if it was there already.

        RETURNING says the same, at twice the time.
        """
        try:
            cursor = self._raw.execute(sql, values)
        except dbapi2.DatabaseError as error:
            raise self._typed(error) from error
        return int(cursor.lastrowid) if cursor.rowcount else None

    def write_many(self, sql: str, rows: Iterable[Sequence[object]]) -> None:
        """Run one statement for many rows inside `writing()`."""
        try:
            self._raw.executemany(sql, rows)
        except dbapi2.DatabaseError as error:
            raise self._typed(error) from error

    @contextmanager
    def writing(self) -> Iterator[None]:
        """One write transaction, taken at once so that it never fails half-way; nested calls join the outer one."""
        if self._raw.in_transaction:
            yield
            return
        self.write("BEGIN IMMEDIATE")
        try:
            yield
            self.write("COMMIT")
        except BaseException:
            if self._raw.in_transaction:
                self._raw.execute("ROLLBACK")
            raise

    def faults(self) -> list[str]:
        """Return what is wrong inside the file, nothing for a whole one. Reads all of it: seconds for a large one."""
        found = self.read_column("PRAGMA cipher_integrity_check")
        checked = self.read_column("PRAGMA quick_check(5)")
        return [str(one) for one in (*found, *checked) if one != "ok"]

    def data_version(self) -> int:
        """Return a number that changes when another connection wrote to the file."""
        row = self.read_one("PRAGMA data_version")
        return int(row[0]) if row else 0

    def tend_log(self) -> None:
        """Write the log back into the file when it has 64 MB (engine): that takes a disk up to a second.

        Others do so only at four times that, so that no commit of the window's pays for what the engine took in.
        """
        self.read(f"PRAGMA wal_autocheckpoint = {_CHECKPOINT_PAGES}")

    def interrupt(self) -> None:
        """Stop a query that another thread is running on this connection; it ends with StoreBusy."""
        self._raw.interrupt()

    def close(self) -> None:
        """Close the file."""
        self._raw.close()

    def _typed(self, error: Exception) -> Exception:
        """Return the store's own error for one of SQLCipher's; a programming error stays what it is."""
        return typed(error, self.path)

    def _configure(self, key: StoreKey, cache_kib: int) -> None:
        with translated(self.path):
            execute = self._raw.execute
            execute("PRAGMA cipher_log_level = NONE")
            execute(f"PRAGMA key = {key.pragma()}")
            execute("PRAGMA cipher_hmac_algorithm = HMAC_SHA256")
            execute(f"PRAGMA busy_timeout = {_PATIENCE_MS}")
            try:
                execute("SELECT count(*) FROM sqlite_schema").fetchone()
            except dbapi2.DatabaseError as error:
                if getattr(error, "sqlite_errorcode", 0) & _PRIMARY == _NOTADB:
                    raise StoreKeyWrong(self.path) from error
                raise
            execute("PRAGMA journal_mode = WAL")
            execute("PRAGMA synchronous = NORMAL")
            execute("PRAGMA foreign_keys = ON")
            execute("PRAGMA secure_delete = FAST")  # what is deleted is cleared where its page is written anyway
            execute("PRAGMA temp_store = MEMORY")
            execute(f"PRAGMA wal_autocheckpoint = {_CHECKPOINT_AT_LAST}")
            execute(f"PRAGMA cache_size = -{cache_kib}")


# SQLite's primary result codes, https://www.sqlite.org/rescode.html
_PERM, _BUSY, _LOCKED, _READONLY, _INTERRUPT, _IOERR, _CORRUPT, _FULL, _CANTOPEN, _PROTOCOL, _AUTH, _NOTADB = (
    3, 5, 6, 8, 9, 10, 11, 13, 14, 15, 23, 26
)  # fmt: skip
_BY_CODE: dict[int, type[StoreError]] = {
    _PERM: StoreReadOnly,
    _BUSY: StoreBusy,
    _LOCKED: StoreBusy,
    _READONLY: StoreReadOnly,
    _INTERRUPT: StoreBusy,
    _IOERR: StoreDamaged,
    _CORRUPT: StoreDamaged,
    _FULL: StoreFull,
    _CANTOPEN: StoreReadOnly,
    _PROTOCOL: StoreBusy,
    _AUTH: StoreReadOnly,
    _NOTADB: StoreDamaged,
}
_PRIMARY = 0xFF
_INDEX_NOT_OPENED = "vtable constructor failed"
"""What is left of an interruption that hit a full-text index while it was opened: its code may be lost by then."""
_NO_ROOM = 65_536  # bytes; with less, a file beside the store can't even be opened


def typed(error: Exception, path: Path | None) -> Exception:
    """Return the store's own error for one of SQLCipher's; a programming error stays what it is."""
    code = getattr(error, "sqlite_errorcode", 0) & _PRIMARY
    kind = _BY_CODE.get(code)
    if kind is None and str(error).startswith(_INDEX_NOT_OPENED):
        kind = StoreBusy
    if kind is None:
        return error
    if code in (_IOERR, _CANTOPEN) and _is_disk_full(path):
        return StoreFull(path)
    if code == _IOERR and _is_at_size_limit(path):
        return StoreReadOnly(path, FILE_SIZE)
    return kind(path)


def _is_disk_full(path: Path | None) -> bool:
    """Return whether there is no room beside a store: SQLite calls that a fault of the disk, and not always full."""
    if path is None:
        return False
    try:
        return shutil.disk_usage(path.parent).free < _NO_ROOM
    except OSError:
        return False


def _is_at_size_limit(path: Path | None) -> bool:
    """Return whether the store or its log is as large as the system lets this process make a file (RLIMIT_FSIZE).

    SQLite says of that no more than of any other fault of the disk. Windows has no such limit.
    """
    if path is None or sys.platform == "win32":
        return False
    import resource

    most, _ = resource.getrlimit(resource.RLIMIT_FSIZE)
    if most == resource.RLIM_INFINITY:
        return False
    files = (path, path.with_name(f"{path.name}-wal"), path.with_name(f"{path.name}-shm"))
    return any(file.exists() and file.stat().st_size + _NO_ROOM >= most for file in files)


@contextmanager
def translated(path: Path | None) -> Iterator[None]:
    """Turn SQLCipher's errors into the store's own around several statements."""
    try:
        yield
    except dbapi2.DatabaseError as error:
        mended = typed(error, path)
        if mended is error:
            raise
        raise mended from error
