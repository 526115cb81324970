"""Ids: row keys for speed inside one store, UUIDs that are equal on every machine.

A fact that came from a network gets a UUIDv5 of (network, account, remote id), so two consoles that pull the
same account make the same id. What an agent makes gets a UUIDv7, which sorts by the time it was made.
"""

from __future__ import annotations

from typing import NewType

import uuid_utils

AccountId = NewType("AccountId", int)
IdentityId = NewType("IdentityId", int)
CustomerId = NewType("CustomerId", int)
CaseId = NewType("CaseId", int)
ThreadId = NewType("ThreadId", int)
MessageId = NewType("MessageId", int)
DeliveryId = NewType("DeliveryId", int)
AttachmentId = NewType("AttachmentId", int)
ModerationId = NewType("ModerationId", int)

_NAMESPACE = uuid_utils.UUID("5c8f7f0e-9f0e-5b0a-8f6e-0d6a2f1f9c11")


def fact_uid(*parts: str) -> str:
    """Return the UUIDv5 text of a network fact, from its parts in a fixed order (kind, network, account, id).

    Parts are joined by U+001F, which no network allows in an id, so ("a", "bc") and ("ab", "c") differ.
    """
    return str(uuid_utils.uuid5(_NAMESPACE, "\x1f".join(parts)))


def made_uid() -> str:
    """Return a new UUIDv7 text for something an agent makes (a draft, a delivery, a note)."""
    return str(uuid_utils.uuid7())
