"""Message and what arrives with it: text, visibility, attachments, and the kinds no person wrote."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from desktop.model.ids import AttachmentId

if TYPE_CHECKING:
    from desktop.model.people import Author
    from desktop.model.verdicts import Refusal


class Direction(StrEnum):
    """Which way a message went."""

    INCOMING = "incoming"
    OUTGOING = "outgoing"
    NOTE = "note"


class Visibility(StrEnum):
    """Who can read a message."""

    PUBLIC = "public"
    DIRECT = "direct"  # direct message or e-mail: the two sides
    INTERNAL = "internal"  # a note: the team only


class ThreadKind(StrEnum):
    """What kind of conversation a thread is."""

    PUBLIC = "public"
    DIRECT = "direct"
    EMAIL = "email"


class Mechanical(StrEnum):
    """A message no person wrote to us: it reopens nothing and is never acknowledged."""

    BOUNCE = "bounce"
    AUTO_REPLY = "auto_reply"
    CALENDAR = "calendar"
    LIST = "list"  # bulk or mailing list


@dataclass(frozen=True, slots=True)
class ArrivedAttachment:
    """One attachment as it arrived. `content` is None when only its description was fetched."""

    name: str
    content_type: str
    size: int  # bytes
    content: bytes | None = None
    content_id: str | None = None
    inline: bool = False
    dangerous: bool = False  # a type that can run: the window names it and never opens it


@dataclass(frozen=True, slots=True)
class Attachment:
    """A stored attachment without its bytes."""

    id: AttachmentId
    name: str
    content_type: str
    size: int
    dangerous: bool


@dataclass(frozen=True, slots=True)
class Engagement:
    """What others did with a public post."""

    replies: int = 0
    shares: int = 0
    likes: int = 0


@dataclass(frozen=True, slots=True)
class Arrival:
    """One message as a channel delivers it: the network's facts in our words, no row keys yet.

    `thread_remote_id` is the channel's id of the conversation (root status, direct conversation, first
    Message-ID). `references` are remote ids of earlier messages, oldest first, used where the channel itself
    can't name the thread (e-mail). `text` is what the customer wrote now; `quoted` the folded rest.
    `html` has already been sanitised by the channel. `mentions_us` is False for what names the company without
    addressing it. `hidden`: we or the network hid it. `below_ours`: it stands in a conversation that a post of ours
    began; `below` is the post that it replies to, in whatever thread. `closed_public` and `closed_direct` are what the
    network itself says of answers to this very message (a live broadcast, replies switched off), None where it says
    nothing.
    """

    remote_id: str
    thread_remote_id: str
    thread_kind: ThreadKind
    author: Author
    direction: Direction
    visibility: Visibility
    sent_at: datetime
    text: str
    subject: str = ""
    quoted: str = ""
    html: str | None = None
    in_reply_to: str | None = None
    references: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    permalink: str | None = None
    language_hint: str | None = None  # what the network says; triage decides
    attachments: tuple[ArrivedAttachment, ...] = ()
    mechanical: Mechanical | None = None
    mentions_us: bool = True
    engagement: Engagement | None = None
    edited_at: datetime | None = None
    repairs: tuple[str, ...] = ()  # codes of what had to be mended to read it
    hidden: bool = False
    below_ours: bool = False
    below: str | None = None
    closed_public: Refusal | None = None
    closed_direct: Refusal | None = None


@dataclass(frozen=True, slots=True)
class Removal:
    """The network says that a message is gone."""

    remote_id: str
    at: datetime


@dataclass(frozen=True, slots=True)
class SentReply:
    """A reply of ours that went out, as it is judged again: its text, where it stands and its language if known."""

    text: str
    visibility: Visibility
    language: str | None = None
