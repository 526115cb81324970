"""The mark by which our own copy of a sent mail is known again, whatever servers do to its Message-ID.

Our own address is in the From of anybody's forgery, and some providers give submitted mail another Message-ID.
The mark is the delivery's key with a keyed hash (HMAC-SHA-256) of it: only this account can have written it. Who
repeats a mark they received repeats a mail that we know already.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable
from email.parser import BytesHeaderParser
from typing import TYPE_CHECKING

from desktop.channels.oauth.tokens import keep_secret, read_secret

if TYPE_CHECKING:
    from desktop.channels import Secrets

HEADER = "X-Sportello-Copy"
_DIGITS = 32
_LONGEST_HEADER = 64 * 1024


class CopyMark:
    """Writes and recognises the mark of one account."""

    def __init__(self, secret: str) -> None:
        """`secret` is kept in the vault, made once per account."""
        self._secret = secret.encode()

    def of(self, key: str) -> str:
        """Return the header's value for a delivery's key."""
        return f"{key} {self._hash(key)}"

    def key_in(self, raw: bytes) -> str | None:
        """Return the key of a mail that carries this account's own mark, None for all others."""
        head = raw[:_LONGEST_HEADER]
        if HEADER.lower().encode() not in head.lower():
            return None
        words = str(BytesHeaderParser().parsebytes(head).get(HEADER, "")).split()
        if len(words) != 2 or not hmac.compare_digest(words[1].encode(), self._hash(words[0]).encode()):  # noqa: PLR2004
            return None
        return words[0]

    def _hash(self, key: str) -> str:
        return hmac.new(self._secret, key.encode(), hashlib.sha256).hexdigest()[:_DIGITS]


async def kept_mark(secrets: Secrets, name: str, token: Callable[[], str]) -> CopyMark:
    """Return the account's mark, made from a new random `token` the first time. Raises TemporaryFailure."""
    secret = await read_secret(secrets, name)
    if not secret:
        secret = token()
        await keep_secret(secrets, name, secret)
    return CopyMark(secret)
