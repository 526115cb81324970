"""How the fake network names things: DIDs, TIDs, fingerprints, tokens; the same cause always gives the same name."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping
from datetime import datetime

_ALPHABET = "234567abcdefghijklmnopqrstuvwxyz"
_RECORD, _FILE = 0x71, 0x55  # multicodec: dag-cbor, raw


def did_of(key: str) -> str:
    """Return the DID of somebody."""
    return f"did:plc:{base64.b32encode(hashlib.sha256(key.encode()).digest()).decode().lower()[:24]}"


def tid_at(at: datetime, serial: int) -> str:
    """Return a key that sorts by time; `serial` tells apart what happens in one millisecond."""
    number = (int(at.timestamp() * 1000) * 1000 + serial % 1000) << 10 | serial % 1024
    return "".join(_ALPHABET[(number >> (5 * place)) & 31] for place in range(12, -1, -1))


def cid_of(content: object, *, file: bool = False) -> str:
    """Return the fingerprint of a record or of a file's bytes, well-formed as a CID."""
    octets = content if isinstance(content, bytes) else json.dumps(content, sort_keys=True).encode()
    whole = bytes((1, _FILE if file else _RECORD, 0x12, 0x20)) + hashlib.sha256(octets).digest()
    return "b" + base64.b32encode(whole).decode().lower().rstrip("=")


def token_of(claims: Mapping[str, object], secret: str) -> str:
    """Return a token that carries claims, as servers make them (RFC 7519)."""
    parts = [_part(json.dumps(part).encode()) for part in ({"typ": "at+jwt", "alg": "HS256"}, dict(claims))]
    return ".".join((*parts, _part(hashlib.sha256(f"{secret}|{'.'.join(parts)}".encode()).digest())))


def claims_of(token: str) -> dict[str, object]:
    """Return the claims of a token, {} if it is none. Nothing is proved by them."""
    try:
        middle = token.split(".")[1]
        claims = json.loads(base64.urlsafe_b64decode(middle + "=" * (-len(middle) % 4)))
    except (ValueError, IndexError, RecursionError):
        return {}
    return claims if isinstance(claims, dict) else {}


def _part(octets: bytes) -> str:
    return base64.urlsafe_b64encode(octets).decode().rstrip("=")
