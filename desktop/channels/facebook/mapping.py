"""What a Page's posts and their comments are in the Graph's JSON; only the mapping files know its field names."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from desktop.channels.graph.addresses import UNKNOWN
from desktop.channels.graph.paging import page_within
from desktop.channels.graph.values import id_in, moment_in
from desktop.channels.payload import (
    Fields,
    Unreadable,
    count_in,
    entries,
    fields_of,
    maybe_fields,
    text_in,
    web_address,
)
from desktop.model import ArrivedAttachment, Author, Engagement, Network, Refusal, SentReceipt

POST_FIELDS = (
    "id,created_time,updated_time,from,message,story,permalink_url,is_hidden,can_reply_privately,full_picture,shares,"
    "comments.filter(stream).limit(0).summary(true)"
)
COMMENT_FIELDS = (
    "id,created_time,from,message,parent{id,from,parent{id,from}},is_hidden,can_comment,can_reply_privately,"
    "private_reply_conversation,like_count,comment_count,permalink_url,attachment,message_tags"
)
_FILES = {"photo": "image/*", "sticker": "image/*", "animated_image_share": "image/gif", "video_inline": "video/*"}
_DEEPEST = 3  # comments above a comment


@dataclass(frozen=True, slots=True)
class Post:
    """A post on the Page, or one elsewhere that tags it. `mark` changes when something is written below it."""

    id: str
    author: Author
    at: datetime
    text: str
    mark: str
    updated: datetime
    comments: int
    permalink: str | None = None
    hidden: bool = False
    closed_direct: Refusal | None = None
    attachments: tuple[ArrivedAttachment, ...] = ()
    engagement: Engagement = field(default_factory=Engagement)


@dataclass(frozen=True, slots=True)
class Above:
    """A comment above another: the id, and who wrote it if the Graph says."""

    id: str
    author: str


@dataclass(frozen=True, slots=True)
class Comment:
    """One comment. `above` are the comments it answers, the nearest first; `tagged` the ids that it names."""

    id: str
    author: Author
    at: datetime
    text: str
    above: tuple[Above, ...] = ()
    tagged: tuple[str, ...] = ()
    permalink: str | None = None
    hidden: bool = False
    closed_public: Refusal | None = None
    closed_direct: Refusal | None = None
    attachments: tuple[ArrivedAttachment, ...] = ()
    engagement: Engagement = field(default_factory=Engagement)

    @property
    def top(self) -> Above:
        """The first comment of the chain: itself, unless it answers another."""
        return self.above[-1] if self.above else Above(self.id, self.author.remote_id)


def post_of(payload: object) -> Post:
    """Return a post. Raises Unreadable if it has no id or time."""
    fields = fields_of(payload)
    identity, at = _id_and_time(fields)
    shown = page_within(fields.get("comments"))
    updated = moment_in(fields, "updated_time") or at
    picture = web_address(text_in(fields, "full_picture"))
    return Post(
        id=identity,
        author=_author(fields.get("from"), identity),
        at=at,
        text=text_in(fields, "message", "story"),
        mark=f"{int(updated.timestamp())} {shown.total or 0}",
        updated=updated,
        comments=shown.total or 0,
        permalink=web_address(text_in(fields, "permalink_url")),
        hidden=fields.get("is_hidden") is True,
        closed_direct=_closed_direct(fields),
        attachments=(_file("image/*", picture, ""),) if picture else (),
        engagement=Engagement(replies=shown.total or 0, shares=count_in(maybe_fields(fields.get("shares")), "count")),
    )


def comment_of(payload: object) -> Comment:
    """Return a comment. Raises Unreadable if it has no id or time."""
    fields = fields_of(payload)
    identity, at = _id_and_time(fields)
    return Comment(
        id=identity,
        author=_author(fields.get("from"), identity),
        at=at,
        text=text_in(fields, "message"),
        above=_above(fields),
        tagged=_tagged(fields),
        permalink=web_address(text_in(fields, "permalink_url")),
        hidden=fields.get("is_hidden") is True,
        closed_public=_closed_public(fields),
        closed_direct=_closed_direct(fields),
        attachments=_attachments(maybe_fields(fields.get("attachment"))),
        engagement=Engagement(replies=count_in(fields, "comment_count"), likes=count_in(fields, "like_count")),
    )


def _id_and_time(fields: Fields) -> tuple[str, datetime]:
    identity, at = id_in(fields, "id"), moment_in(fields, "created_time")
    if identity is None or at is None:
        raise Unreadable("no_id" if identity is None else "no_time")
    return identity, at


def _author(value: object, written: str) -> Author:
    """Return who wrote something. The Graph leaves out whoever it may not name: those stay strangers to each other."""
    fields = maybe_fields(value)
    identity = id_in(fields, "id")
    if identity is None:
        return Author(Network.FACEBOOK, f"{UNKNOWN}{written}", "")
    name = text_in(fields, "name").strip()
    return Author(Network.FACEBOOK, identity, name or identity, name)


def _above(fields: Fields) -> tuple[Above, ...]:
    found: list[Above] = []
    parent = maybe_fields(fields.get("parent"))
    while len(found) < _DEEPEST and (identity := id_in(parent, "id")) is not None:
        found.append(Above(identity, _author(parent.get("from"), identity).remote_id))
        parent = maybe_fields(parent.get("parent"))
    return tuple(found)


def _tagged(fields: Fields) -> tuple[str, ...]:
    named = (id_in(maybe_fields(tag), "id") for tag in entries(fields.get("message_tags")))
    return tuple(dict.fromkeys(identity for identity in named if identity))


def _closed_public(fields: Fields) -> Refusal | None:
    """Return why a first comment takes no answer. Of an answer the Graph only says that nothing hangs below it."""
    is_first = not maybe_fields(fields.get("parent"))
    return Refusal.REPLIES_OFF if is_first and fields.get("can_comment") is False else None


def _closed_direct(fields: Fields) -> Refusal | None:
    """Return why no private answer can follow, None if one can or the Graph does not say."""
    if maybe_fields(fields.get("private_reply_conversation")):
        return Refusal.PRIVATE_REPLY_USED
    return None


def _attachments(fields: Fields) -> tuple[ArrivedAttachment, ...]:
    kind = _FILES.get(text_in(fields, "type"))
    return (_file(kind, text_in(fields, "url"), text_in(fields, "title")),) if kind else ()


def _file(kind: str, address: str | None, title: str) -> ArrivedAttachment:
    name = title.strip() or (address or "").split("?", 1)[0].rstrip("/").rsplit("/", 1)[-1][:120]
    return ArrivedAttachment(name or "file", kind, 0)


def private_talk_of(payload: object) -> tuple[str | None, str | None]:
    """Return the conversation that a private answer to a comment went into, and the comment's author."""
    fields = fields_of(payload)
    talk = id_in(maybe_fields(fields.get("private_reply_conversation")), "id")
    return talk, id_in(maybe_fields(fields.get("from")), "id")


def receipt_of(payload: Fields, now: datetime) -> SentReceipt:
    """Return the receipt of a comment that was taken. Raises Unreadable."""
    identity = id_in(payload, "id")
    if identity is None:
        raise Unreadable("no_id")
    return SentReceipt(identity, now, f"https://www.facebook.com/{identity}")
