"""Ids: row keys for speed inside one store, UUIDs that are equal on every machine.

A fact that came from a network gets a UUIDv5 of (network, account, remote id), so two consoles that pull the
same account make the same id. What an agent makes gets a UUIDv7, which sorts by the time it was made.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, partial
from typing import NewType

AccountId = NewType("AccountId", int)
IdentityId = NewType("IdentityId", int)
CustomerId = NewType("CustomerId", int)
CaseId = NewType("CaseId", int)
ThreadId = NewType("ThreadId", int)
MessageId = NewType("MessageId", int)
DeliveryId = NewType("DeliveryId", int)
AttachmentId = NewType("AttachmentId", int)
ModerationId = NewType("ModerationId", int)
TicketId = NewType("TicketId", int)
TicketDeedId = NewType("TicketDeedId", int)
TicketSystemId = NewType("TicketSystemId", int)

_NAMESPACE = "5c8f7f0e-9f0e-5b0a-8f6e-0d6a2f1f9c11"


def fact_uid(*parts: str) -> str:
    """Return the UUIDv5 text of a network fact, from its parts in a fixed order (kind, network, account, id).

    Parts are joined by U+001F, which no network allows in an id, so ("a", "bc") and ("ab", "c") differ.
    """
    return str(_namespaced()("\x1f".join(parts)))


def made_uid() -> str:
    """Return a new UUIDv7 text for something an agent makes (a draft, a delivery, a note)."""
    from uuid_utils import uuid7

    return str(uuid7())


@cache
def _namespaced() -> Callable[[str], object]:
    """Return what makes a UUIDv5 of a name; the library is loaded for the first one, not for a look at a list."""
    from uuid_utils import UUID, uuid5

    return partial(uuid5, UUID(_NAMESPACE))
