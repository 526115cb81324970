"""The protocol's addresses: at://DID/COLLECTION/KEY for a record, and our own name for a message of a conversation."""

from __future__ import annotations

import re
from dataclasses import dataclass

POSTS = "app.bsky.feed.post"
WEB = "https://bsky.app"
_INVALID_HANDLE = "handle.invalid"  # what servers say for a handle that no longer leads to its owner

_RECORD = re.compile(r"at://(did:[a-z]+:[A-Za-z0-9._:%-]+)/([A-Za-z0-9.-]+)/([A-Za-z0-9._:~-]{1,512})")
_DID = re.compile(r"did:[a-z]+:[A-Za-z0-9._:%-]*[A-Za-z0-9._-]")
_HANDLE = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class RecordAddress:
    """Where a record is."""

    did: str
    collection: str
    key: str

    def __str__(self) -> str:
        return f"at://{self.did}/{self.collection}/{self.key}"


def record_address(uri: str) -> RecordAddress | None:
    """Return the parts of a record's address, None if it is none with a DID."""
    found = _RECORD.fullmatch(uri)
    return RecordAddress(*found.groups()) if found else None


def is_did(name: str) -> bool:
    """Tell whether a name is a DID."""
    return bool(_DID.fullmatch(name))


def is_handle(name: str) -> bool:
    """Tell whether a name is a handle that leads to somebody."""
    return bool(_HANDLE.fullmatch(name)) and name.lower() != _INVALID_HANDLE


def post_uri(did: str, key: str) -> str:
    """Return the address of a post."""
    return str(RecordAddress(did, POSTS, key))


def permalink(uri: str, handle: str) -> str | None:
    """Return the web page of a post, by its author's handle where it has one; None for anything but a post."""
    address = record_address(uri)
    if address is None or address.collection != POSTS:
        return None
    who = handle.removeprefix("@")
    return f"{WEB}/profile/{who if is_handle(who) else address.did}/post/{address.key}"


def message_id(convo: str, message: str) -> str:
    """Return our name for a message of a conversation."""
    return f"{convo}/{message}"


def message_parts(remote_id: str) -> tuple[str, str] | None:
    """Return conversation and message of a name that `message_id` made, None for a post."""
    if remote_id.startswith("at://"):
        return None
    convo, _, message = remote_id.partition("/")
    return (convo, message) if convo and message else None
