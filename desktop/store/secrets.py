"""Secrets of accounts where the system has no credential store: inside the store that a passphrase seals.

Only used with a passphrase. Where there is a credential store, no secret is ever written here. Channels and dialogs
ask a vault in threads of their own, which the store's connection can't serve: so the secrets have a connection that
any thread may use, one call at a time, opened when the first secret is asked for.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from desktop.store.connection import Connection
from desktop.store.errors import StoreError
from desktop.system.vault import VaultUnavailable


class Secrets:
    """A vault inside the encrypted file. Any thread; a call may take as long as the passphrase takes to be stretched.

    Raises VaultUnavailable: "store_busy", "store_disk_full" and so on, "store_closed" once the store is closed.
    """

    def __init__(self, connect: Callable[[], Connection]) -> None:
        """`connect` opens the file once more, for any thread."""
        self._connect = connect
        self._lock = threading.Lock()
        self._opened: Connection | None = None
        self._is_closed = False

    def get(self, name: str) -> str | None:
        """Return a secret, None if there is none by that name."""
        with self._connection() as db:
            row = db.read_one("SELECT value FROM secret WHERE name = ?", (name,))
        return str(row[0]) if row else None

    def set(self, name: str, value: str) -> None:
        """Keep a secret."""
        with self._connection() as db, db.writing():
            db.write("INSERT OR REPLACE INTO secret (name, value) VALUES (?, ?)", (name, value))

    def delete(self, name: str) -> None:
        """Forget a secret."""
        with self._connection() as db, db.writing():
            db.write("DELETE FROM secret WHERE name = ?", (name,))

    def close(self) -> None:
        """Close the secrets' own connection, after the call that is under way."""
        with self._lock:
            self._is_closed = True
            if self._opened is not None:
                self._opened.close()
                self._opened = None

    @contextmanager
    def _connection(self) -> Iterator[Connection]:
        with self._lock:
            if self._is_closed:
                raise VaultUnavailable("store_closed")
            try:
                if self._opened is None:
                    self._opened = self._connect()
                yield self._opened
            except StoreError as error:
                raise VaultUnavailable(f"store_{error.code}") from error
