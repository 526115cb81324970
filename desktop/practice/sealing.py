"""The seal: a process that practises can reach no network, whatever any part of the program tries."""

from __future__ import annotations

import sys
from typing import Any

_REACHES = frozenset({"socket.connect", "socket.sendto", "socket.sendmsg"})
_ASKS = frozenset({"socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr"})
_HERE = ("127.", "::1", "localhost")


class Sealed(OSError):
    """Something tried to reach a network from a practice desk. Nothing left."""


def seal() -> None:
    """Refuse every connection and name look-up beyond this machine for the rest of this process. It can't be undone.

    Loopback stays: on some systems an event loop wakes itself up over it.
    """
    sys.addaudithook(refuse)


def refuse(event: str, arguments: tuple[Any, ...]) -> None:
    """Raise Sealed for an audit event that reaches beyond this machine (docs.python.org, "Audit events table")."""
    if event in _REACHES:
        address = arguments[1] if len(arguments) > 1 else None
        if isinstance(address, tuple) and address and not _is_here(address[0]):
            raise Sealed("practice")
    elif event in _ASKS and arguments and not _is_here(arguments[0]):
        raise Sealed("practice")


def _is_here(host: object) -> bool:
    if host in (None, "", b""):
        return True
    name = host.decode("ascii", "replace") if isinstance(host, bytes) else str(host)
    return name.startswith(_HERE)
