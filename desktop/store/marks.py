"""Salted marks: something can be known again by its mark, but the mark says nothing of what it was.

HMAC-SHA256 under 256 random bits that are made with the first mark and never leave the encrypted file. Whoever has
the open file could try names one by one; that is the least that knowing something again can cost.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets

from desktop.store.connection import Connection

_SALT = "forgetting.salt"
_SALT_BYTES = 32
_JOINT = "\x1f"


def identity_parts(network: str, remote_id: str) -> tuple[str, ...]:
    """Return what the mark of an author is made of."""
    return ("identity", network, remote_id)


def message_parts(account_uid: str, remote_id: str) -> tuple[str, ...]:
    """Return what the mark of a message is made of."""
    return ("message", account_uid, remote_id)


class Marks:
    """Makes marks with one store's salt."""

    def __init__(self, connection: Connection) -> None:
        """Read the salt when it is first needed."""
        self._db = connection
        self._salt: bytes | None = None

    def of(self, *parts: str) -> bytes:
        """Return the mark of some parts. The first one of a store is made inside a write transaction."""
        text = _JOINT.join(parts).encode("utf-8", "surrogatepass")
        return hmac.digest(self._key(), text, hashlib.sha256)

    def _key(self) -> bytes:
        if self._salt is None:
            row = self._db.read_one("SELECT value FROM secret WHERE name = ?", (_SALT,))
            self._salt = bytes.fromhex(row[0]) if row else self._new()
        return self._salt

    def _new(self) -> bytes:
        salt = secrets.token_bytes(_SALT_BYTES)
        with self._db.writing():
            self._db.write("INSERT OR IGNORE INTO secret (name, value) VALUES (?, ?)", (_SALT, salt.hex()))
            row = self._db.read_one("SELECT value FROM secret WHERE name = ?", (_SALT,))
        assert row is not None
        return bytes.fromhex(row[0])
