"""What a direct message is in X's JSON, and whom a conversation is with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from desktop.channels.payload import Fields, Unreadable, entries, fields_of, maybe_fields, objects, text_in
from desktop.channels.x.content import Link, plain_text
from desktop.channels.x.mapping import Included
from desktop.channels.x.prices import MICROS
from desktop.channels.x.snowflake import is_id, moment_of
from desktop.channels.x.values import id_in, moment_in
from desktop.model import (
    Arrival,
    ArrivedAttachment,
    Author,
    Direction,
    SentReceipt,
    ThreadKind,
    Visibility,
)

PREFIX = "dm-"
"""Before the ids of messages: X numbers posts and messages alike, and they are deleted by different calls."""


@dataclass(frozen=True, slots=True)
class Message:
    """One direct message. `id` is X's own, without the prefix."""

    id: str
    conversation: str
    author: Author
    at: datetime
    text: str
    quoted: str = ""
    attachments: tuple[ArrivedAttachment, ...] = ()


@dataclass(frozen=True, slots=True)
class Messages:
    """One page of messages, newest first, and how it goes on."""

    messages: tuple[Message, ...]
    refused: tuple[str, ...] = ()
    next_token: str = ""


def messages_of(payload: object) -> Messages:
    """Return a page of messages; who joined or left a group is passed over. Raises Unreadable if it is no page."""
    answer = fields_of(payload)
    if not {"data", "meta", "errors"} & answer.keys():
        raise Unreadable("not_a_page")
    included = Included(answer)
    found: list[Message] = []
    refused: list[str] = []
    for entry in entries(answer.get("data")):
        try:
            if maybe_fields(entry).get("event_type", "MessageCreate") == "MessageCreate":
                found.append(_message(fields_of(entry), included))
        except Unreadable as fault:
            refused.append(str(fault))
    return Messages(tuple(found), tuple(refused), text_in(maybe_fields(answer.get("meta")), "next_token"))


def _message(fields: Fields, included: Included) -> Message:
    identity, sender = id_in(fields, "id"), id_in(fields, "sender_id")
    conversation = text_in(fields, "dm_conversation_id")
    if identity is None or not conversation:
        raise Unreadable("no_id" if identity is None else "no_conversation")
    at = moment_in(fields, "created_at") or moment_of(identity)
    if sender is None or at is None:
        raise Unreadable("no_author" if sender is None else "no_time")
    links = objects(maybe_fields(fields.get("entities")).get("urls"))
    shared = (id_in(one, "id") for one in objects(fields.get("referenced_posts")))
    posts = [text_in(included.posts[name], "text") for name in shared if name in included.posts]
    return Message(
        id=identity,
        conversation=conversation,
        author=included.author(sender),
        at=at,
        text=plain_text(text_in(fields, "text"), [Link(text_in(one, "url"), _target(one)) for one in links]),
        quoted="\n\n".join(posts),
        attachments=included.attachments(fields),
    )


def _target(link: Fields) -> str:
    return "" if text_in(link, "media_key") else text_in(link, "expanded_url", "unwound_url")


def other_side(conversation: str, me: str) -> str | None:
    """Return the id of whom a conversation is with, None for a group."""
    first, _, second = conversation.partition("-")
    others = [name for name in (first, second) if is_id(name) and name != me]
    return others[0] if second and len(others) == 1 else None


def arrival_of_message(message: Message, me: str) -> Arrival:
    """Return a message as it arrives in its conversation."""
    ours = message.author.remote_id == me
    other = other_side(message.conversation, me)
    return Arrival(
        remote_id=f"{PREFIX}{message.id}",
        thread_remote_id=message.conversation,
        thread_kind=ThreadKind.DIRECT,
        author=message.author,
        direction=Direction.OUTGOING if ours else Direction.INCOMING,
        visibility=Visibility.DIRECT,
        sent_at=message.at,
        text=message.text,
        quoted=message.quoted,
        recipients=(other,) if ours and other else (me,) if not ours else (),
        attachments=message.attachments,
    )


def receipt_of_message(payload: object, now: datetime, kind: str) -> SentReceipt:
    """Return the receipt of a message that X has taken. Raises Unreadable."""
    identity = id_in(fields_of(fields_of(payload).get("data")), "dm_event_id")
    if identity is None:
        raise Unreadable("no_id")
    return SentReceipt(f"{PREFIX}{identity}", moment_of(identity) or now, None, MICROS[kind], kind)
