"""What pictures and their comments are in Instagram's JSON; only the mapping files know its field names."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import datetime

from desktop.channels.graph.paging import Page, page_within
from desktop.channels.graph.values import id_in, moment_in
from desktop.channels.payload import Fields, Unreadable, count_in, fields_of, maybe_fields, text_in, web_address
from desktop.model import Author, Engagement, Network, SentReceipt

REPLIES = 50  # that come along with a comment
_ALONE = "id,text,timestamp,username,from{id,username},hidden,like_count,parent_id"
COMMENT_FIELDS = _ALONE
COMMENTS_FIELDS = f"{_ALONE},replies.limit({REPLIES}){{{_ALONE}}}"
MEDIA_FIELDS = (
    "id,caption,timestamp,username,permalink,comments_count,like_count,is_comment_enabled,media_type,media_product_type"
)
AGAIN_FIELDS = f"{COMMENTS_FIELDS},media{{{MEDIA_FIELDS}}}"
TAG_FIELDS = "id,caption,timestamp,username,permalink,comments_count,like_count,media_type"
LIVE = "LIVE"
_NAMED = re.compile(r"(?<![\w.@])@([\w.]{1,60})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Media:
    """A picture, film or live broadcast. `mark` changes when something is written below it."""

    id: str
    username: str
    at: datetime
    caption: str
    comments: int
    likes: int
    permalink: str | None = None
    takes_comments: bool = True
    live: bool = False

    @property
    def mark(self) -> str:
        """How its list shows it."""
        return f"{self.comments} {int(self.takes_comments)}"

    def names(self, username: str) -> bool:
        """Tell whether the caption names somebody."""
        return username.casefold() in names_in(self.caption)


@dataclass(frozen=True, slots=True)
class Comment:
    """One comment, with the answers to it that came along. `parent` is the first comment that it answers."""

    id: str
    author: Author
    at: datetime
    text: str
    parent: str | None = None
    hidden: bool = False
    engagement: Engagement = field(default_factory=Engagement)
    replies: tuple[Comment, ...] = ()
    more_replies: str = ""
    refused: tuple[str, ...] = ()

    @property
    def username(self) -> str:
        """Who wrote it, without "@", as names are compared."""
        return self.author.handle.removeprefix("@").casefold()


def names_in(text: str) -> tuple[str, ...]:
    """Return the names in a text, without "@", as names are compared."""
    return tuple(name.rstrip(".").casefold() for name in _NAMED.findall(text))


def media_of(payload: object) -> Media:
    """Return a picture. Raises Unreadable if it has no id or time."""
    fields = fields_of(payload)
    identity, at = _id_and_time(fields)
    return Media(
        id=identity,
        username=text_in(fields, "username").strip(),
        at=at,
        caption=text_in(fields, "caption"),
        comments=count_in(fields, "comments_count"),
        likes=count_in(fields, "like_count"),
        permalink=web_address(text_in(fields, "permalink")),
        takes_comments=fields.get("is_comment_enabled") is not False,
        live=LIVE in {text_in(fields, "media_product_type"), text_in(fields, "media_type")},
    )


def comment_of(payload: object, parent: str | None = None) -> Comment:
    """Return a comment. `parent` is what it hangs below. Raises Unreadable if it has no id, time or author."""
    fields = fields_of(payload)
    identity, at = _id_and_time(fields)
    author = _author(fields)
    if author is None:
        raise Unreadable("no_author")
    comment = Comment(
        id=identity,
        author=author,
        at=at,
        text=text_in(fields, "text"),
        parent=id_in(fields, "parent_id") or parent,
        hidden=fields.get("hidden") is True,
        engagement=Engagement(likes=count_in(fields, "like_count")),
    )
    below = page_within(fields.get("replies"))
    replies, refused = replies_of(below, identity)
    return replace(
        comment,
        replies=replies,
        refused=refused,
        more_replies=below.after,
        engagement=replace(comment.engagement, replies=len(replies)),
    )


def replies_of(page: Page, parent: str) -> tuple[tuple[Comment, ...], tuple[str, ...]]:
    """Return the answers on a page, and the codes of those that can't be read."""
    found: list[Comment] = []
    refused: list[str] = []
    for entry in page.entries:
        try:
            found.append(comment_of(entry, parent))
        except Unreadable as fault:
            refused.append(str(fault))
    return tuple(found), tuple(refused)


def _id_and_time(fields: Fields) -> tuple[str, datetime]:
    identity, at = id_in(fields, "id"), moment_in(fields, "timestamp")
    if identity is None or at is None:
        raise Unreadable("no_id" if identity is None else "no_time")
    return identity, at


def _author(fields: Fields) -> Author | None:
    """Return who wrote a comment: with Instagram's id of them where the Graph gives it, else by the name alone."""
    source = maybe_fields(fields.get("from"))
    name = text_in(source, "username").strip() or text_in(fields, "username").strip()
    identity = id_in(source, "id")
    if not name and identity is None:
        return None
    return Author(Network.INSTAGRAM, identity or f"@{name.casefold()}", f"@{name}" if name else "", name)


def author_named(username: str) -> Author:
    """Return somebody of whom only the name is known."""
    return Author(Network.INSTAGRAM, f"@{username.casefold()}", f"@{username}", username)


@dataclass(frozen=True, slots=True)
class Target:
    """What must be known of a comment before it is answered: whose it is, and what forbids an answer."""

    author: Author | None
    parent: str | None
    hidden: bool
    live: bool
    takes_comments: bool


TARGET_FIELDS = "id,username,from{id,username},hidden,parent_id,media{id,media_product_type,is_comment_enabled}"


def target_of(payload: object) -> Target:
    """Return a comment that is to be answered. Raises Unreadable if it is none."""
    fields = fields_of(payload)
    if id_in(fields, "id") is None:
        raise Unreadable("no_id")
    media = maybe_fields(fields.get("media"))
    return Target(
        _author(fields),
        id_in(fields, "parent_id"),
        fields.get("hidden") is True,
        text_in(media, "media_product_type") == LIVE,
        media.get("is_comment_enabled") is not False,
    )


def mentioned_comments_of(payload: object) -> Page:
    """Return the comments of a picture that names us, as they came along with our own account."""
    return page_within(maybe_fields(maybe_fields(payload).get("mentioned_media")).get("comments"))


def receipt_of(payload: Fields, now: datetime) -> SentReceipt:
    """Return the receipt of a comment that was taken. Raises Unreadable."""
    identity = id_in(payload, "id")
    if identity is None:
        raise Unreadable("no_id")
    return SentReceipt(identity, now)
