"""Secrets of accounts where the system has no credential store: inside the store that a passphrase seals.

Only used with a passphrase. Where there is a credential store, no secret is ever written here.
"""

from __future__ import annotations

from desktop.store.connection import Connection


class Secrets:
    """A vault inside the encrypted file, on one connection."""

    def __init__(self, connection: Connection) -> None:
        """Share the store's connection."""
        self._db = connection

    def get(self, name: str) -> str | None:
        """Return a secret, None if there is none by that name."""
        row = self._db.read_one("SELECT value FROM secret WHERE name = ?", (name,))
        return str(row[0]) if row else None

    def set(self, name: str, value: str) -> None:
        """Keep a secret."""
        with self._db.writing():
            self._db.write("INSERT OR REPLACE INTO secret (name, value) VALUES (?, ?)", (name, value))

    def delete(self, name: str) -> None:
        """Forget a secret."""
        with self._db.writing():
            self._db.write("DELETE FROM secret WHERE name = ?", (name,))
