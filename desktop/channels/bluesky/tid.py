"""The key of a post: a TID made from the delivery, so that one delivery names one post however often it goes.

A TID (atproto.com/specs/tid) is 64 bits in thirteen sortable characters: a zero, 53 bits of microseconds since 1970,
ten bits of a clock's own. The milliseconds are the delivery's, the rest follows from its key.
"""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta

_ALPHABET = "234567abcdefghijklmnopqrstuvwxyz"
_LENGTH = 13
_CLOCK_BITS = 10
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_UNDATED = datetime(2020, 1, 1, tzinfo=UTC)
_LATEST = (1 << 53) - 1


def tid_of(key: str, created_at: datetime | None) -> str:
    """Return the TID of a delivery: equal for equal arguments, greater for one made at least a millisecond later."""
    digest = int.from_bytes(hashlib.blake2b(key.encode("utf-8", "surrogatepass"), digest_size=8).digest())
    milliseconds = ((created_at or _UNDATED) - _EPOCH) // timedelta(milliseconds=1)
    microseconds = min(max(milliseconds, 0) * 1000 + digest % 1000, _LATEST)
    number = (microseconds << _CLOCK_BITS) | (digest >> 32) % (1 << _CLOCK_BITS)
    return "".join(_ALPHABET[(number >> (5 * place)) & 31] for place in range(_LENGTH - 1, -1, -1))
