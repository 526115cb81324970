"""What a conversation and its messages are in the Graph's JSON, on Messenger and in Instagram's direct messages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from desktop.channels.graph.addresses import thread_of
from desktop.channels.graph.paging import Page, page_within
from desktop.channels.graph.values import id_in, listed, moment_in
from desktop.channels.payload import Fields, Unreadable, count_in, fields_of, maybe_fields, text_in
from desktop.model import (
    Arrival,
    ArrivedAttachment,
    Author,
    Direction,
    Network,
    SentReceipt,
    ThreadKind,
    Visibility,
)

MESSAGE_FIELDS = "id,created_time,from,to,message,attachments{id,mime_type,name,size}"
TALK_FIELDS = "id,updated_time,participants"
RECENT = 20
"""Of so many messages of a conversation, the newest, the Graph gives more than an id."""

_TYPES = {"image/jpg": "image/jpeg"}


@dataclass(frozen=True, slots=True)
class Talk:
    """One conversation: with whom, how it stands, and its newest messages as they came along."""

    id: str
    updated: datetime
    other: Author | None
    messages: Page


@dataclass(frozen=True, slots=True)
class Message:
    """One message. `text` is "" for one that only carries files."""

    id: str
    author: Author
    at: datetime
    text: str
    attachments: tuple[ArrivedAttachment, ...] = ()


def talk_of(payload: object, network: Network, me: frozenset[str]) -> Talk:
    """Return a conversation; `me` holds our own ids. Raises Unreadable if it has no id or time."""
    fields = fields_of(payload)
    identity, updated = id_in(fields, "id"), moment_in(fields, "updated_time")
    if identity is None or updated is None:
        raise Unreadable("no_id" if identity is None else "no_time")
    people = [_author(one, network) for one in listed(fields.get("participants"))]
    others = [person for person in people if person is not None and not is_us(person, me)]
    return Talk(identity, updated, others[0] if len(others) == 1 else None, page_within(fields.get("messages")))


def message_of(payload: object, network: Network) -> Message:
    """Return a message. Raises Unreadable: "out_of_reach" for one of which the Graph gives no more than an id."""
    fields = fields_of(payload)
    identity, at = id_in(fields, "id"), moment_in(fields, "created_time")
    if identity is None or at is None:
        raise Unreadable("no_id" if identity is None else "no_time")
    author = _author(fields.get("from"), network)
    if author is None:
        raise Unreadable("out_of_reach" if not {"message", "from", "attachments"} & fields.keys() else "no_author")
    files = tuple(_attachment(maybe_fields(one)) for one in listed(fields.get("attachments")))
    return Message(identity, author, at, text_in(fields, "message"), files)


def moment_of(payload: object) -> datetime | None:
    """Return when a message was written, even of one that gives no more."""
    return moment_in(maybe_fields(payload), "created_time")


def is_us(person: Author, me: frozenset[str]) -> bool:
    """Tell whether somebody is ourselves, by id or by name."""
    return person.remote_id in me or person.handle.removeprefix("@").casefold() in me


def _author(value: object, network: Network) -> Author | None:
    fields = maybe_fields(value)
    identity = id_in(fields, "id")
    if identity is None:
        return None
    username, name = text_in(fields, "username").strip(), text_in(fields, "name").strip()
    handle = f"@{username}" if username else name or identity
    return Author(network, identity, handle, name or username or "")


def _attachment(fields: Fields) -> ArrivedAttachment:
    kind = text_in(fields, "mime_type")
    return ArrivedAttachment(
        text_in(fields, "name").strip() or "file",
        _TYPES.get(kind, kind) or "application/octet-stream",
        count_in(fields, "size"),
    )


def arrival_of_message(message: Message, talk: Talk, me: frozenset[str]) -> Arrival | None:
    """Return a message as it arrives in its conversation, None where more than two talk."""
    if talk.other is None:
        return None
    ours = is_us(message.author, me)
    us = next(iter(sorted(me)))
    return Arrival(
        remote_id=message.id,
        thread_remote_id=thread_of(talk.id, talk.other.remote_id),
        thread_kind=ThreadKind.DIRECT,
        author=message.author,
        direction=Direction.OUTGOING if ours else Direction.INCOMING,
        visibility=Visibility.DIRECT,
        sent_at=message.at,
        text=message.text,
        recipients=(talk.other.remote_id,) if ours else (us,),
        attachments=message.attachments,
    )


def receipt_of_message(payload: Fields, now: datetime) -> SentReceipt:
    """Return the receipt of a message that was taken. Raises Unreadable."""
    identity = id_in(payload, "message_id")
    if identity is None:
        raise Unreadable("no_id")
    return SentReceipt(identity, now)
