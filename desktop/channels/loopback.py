"""Where a token may go: over https, or to this machine without encryption. Loads no network library."""

from __future__ import annotations

import ipaddress
from urllib.parse import urlsplit


def is_loopback(host: str) -> bool:
    """Tell whether a host is this machine: "localhost", a name below it, 127.0.0.0/8 or ::1."""
    name = host.strip("[]").rstrip(".").lower()
    if name == "localhost" or name.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False


def is_safe(address: str) -> bool:
    """Tell whether a token may go to a web address: https, or http on this machine."""
    try:
        parts = urlsplit(address)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        return False
    return bool(host) and (parts.scheme == "https" or (parts.scheme == "http" and is_loopback(host)))


def safe_address(address: str, whose: str) -> str:
    """Return an address without its last slash. Raises ValueError, which says `whose` it is, unless it is safe."""
    trimmed = address.strip().rstrip("/")
    if not is_safe(trimmed):
        raise ValueError(f"{whose} needs the https address of its server")
    return trimmed
