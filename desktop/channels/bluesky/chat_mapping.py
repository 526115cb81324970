"""What the chat's JSON means: conversations of two, their messages, and the log of what happened in them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from desktop.channels.bluesky.addresses import is_did, message_id
from desktop.channels.bluesky.fields import entries, name_of, text
from desktop.channels.bluesky.mapping import author_of
from desktop.channels.bluesky.richtext import plain_text
from desktop.channels.payload import Fields, Unreadable, fields_of, maybe_fields, moment_of
from desktop.model import Arrival, Author, Direction, SentReceipt, ThreadKind, Visibility

_SIDES = 2
_REQUEST = "request"
_GROUP = "groupConvo"


@dataclass(frozen=True, slots=True)
class Convo:
    """A conversation. `other` is None where it is none of two: what is written in a group is for many."""

    id: str
    other: Author | None
    asks: bool  # somebody we don't follow began it, and it was not accepted yet
    last_at: datetime | None


@dataclass(frozen=True, slots=True)
class ChatMessage:
    """One message of a conversation. `gone`: deleted, its text with it."""

    convo: str
    id: str
    sender: str
    at: datetime
    text: str
    gone: bool = False

    @property
    def remote_id(self) -> str:
        """Our name for it."""
        return message_id(self.convo, self.id)


@dataclass(frozen=True, slots=True)
class LogPage:
    """What happened since a cursor, oldest first, codes of what could not be read, and the next cursor."""

    messages: tuple[ChatMessage, ...]
    refused: tuple[str, ...]
    size: int
    cursor: str | None


def convo_of(payload: object, me: str) -> Convo:
    """Return a conversation; `me` is our DID. Raises Unreadable if it has no id."""
    data = fields_of(payload)
    members = [_maybe_author(entry) for entry in entries(data, "members")]
    others = [author for author in members if author is not None and author.remote_id != me]
    is_group = text(maybe_fields(data.get("kind")), "$type").endswith(_GROUP)
    of_two = not is_group and len(members) <= _SIDES and len(others) == 1
    return Convo(
        id=_identity(data, "id"),
        other=others[0] if of_two else None,
        asks=text(data, "status") == _REQUEST,
        last_at=moment_of(maybe_fields(data.get("lastMessage")).get("sentAt")),
    )


def convo_in(payload: object, me: str) -> Convo:
    """Return the conversation that an answer names. Raises Unreadable."""
    return convo_of(maybe_fields(payload).get("convo"), me)


def may_chat(payload: object) -> bool:
    """Tell whether somebody takes our messages. Raises Unreadable if the answer does not say."""
    allowed = maybe_fields(payload).get("canChat")
    if not isinstance(allowed, bool):
        raise Unreadable("not_an_object")
    return allowed


def message_of(payload: object, convo: str) -> ChatMessage | None:
    """Return a message, None for what no person wrote. Raises Unreadable without id, sender or time."""
    data = fields_of(payload)
    kind = text(data, "$type")
    if kind.endswith("systemMessageView"):
        return None
    at = moment_of(data.get("sentAt"))
    if at is None:
        raise Unreadable("no_time")
    gone = kind.endswith("deletedMessageView")
    words = "" if gone else plain_text(text(data, "text"), entries(data, "facets"))
    sender = name_of(maybe_fields(data.get("sender")), "did", "no_author")
    if not is_did(sender):
        raise Unreadable("no_author")
    return ChatMessage(convo, _identity(data, "id"), sender, at, words, gone)


def log_of(payload: object) -> LogPage:
    """Return a page of the log. Raises Unreadable if it is none."""
    data = fields_of(payload)
    logs = data.get("logs")
    if not isinstance(logs, list):
        raise Unreadable("not_a_list")
    messages: list[ChatMessage] = []
    refused: list[str] = []
    for entry in logs:
        try:
            message = _logged(fields_of(entry))
        except Unreadable as fault:
            refused.append(str(fault))
        else:
            messages += [message] if message is not None else []
    return LogPage(tuple(messages), tuple(refused), len(logs), text(data, "cursor") or None)


def _logged(data: Fields) -> ChatMessage | None:
    kind = text(data, "$type").rpartition("#")[2]
    if kind not in {"logCreateMessage", "logDeleteMessage"}:
        return None
    message = message_of(data.get("message"), _identity(data, "convoId"))
    if message is None or kind == "logCreateMessage":
        return message
    return ChatMessage(message.convo, message.id, message.sender, message.at, "", gone=True)


def chat_arrival_of(message: ChatMessage, author: Author, *, me: str, other: str) -> Arrival:
    """Return a message as it arrives in its conversation; `other` is the DID of the other side."""
    ours = message.sender == me
    return Arrival(
        remote_id=message.remote_id,
        thread_remote_id=message.convo,
        thread_kind=ThreadKind.DIRECT,
        author=author,
        direction=Direction.OUTGOING if ours else Direction.INCOMING,
        visibility=Visibility.DIRECT,
        sent_at=message.at,
        text=message.text,
        recipients=(other if ours else me,),
    )


def receipt_of_message(message: ChatMessage) -> SentReceipt:
    """Return the receipt of a message that the service has."""
    return SentReceipt(message.remote_id, message.at)


def _identity(data: Fields, name: str) -> str:
    identity = name_of(data, name, "no_id")
    if "/" in identity:
        raise Unreadable("no_id")
    return identity


def _maybe_author(payload: object) -> Author | None:
    try:
        return author_of(payload)
    except Unreadable:
        return None
