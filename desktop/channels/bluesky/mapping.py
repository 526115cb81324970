"""What Bluesky's JSON means for posts, people and notifications; forgives what is missing or odd.

With `chat_mapping` and `requests` the only files that know its field names. Labels are ignored on purpose: a customer
must not vanish behind one.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from desktop.channels.bluesky.addresses import is_did, is_handle, permalink, record_address
from desktop.channels.bluesky.embeds import attachments_of, card_of, quoted_text_of, quoted_uri_of
from desktop.channels.bluesky.fields import entries, listed, name_of, text
from desktop.channels.bluesky.richtext import plain_text
from desktop.channels.payload import Fields, Unreadable, count_in, fields_of, maybe_fields, moment_of
from desktop.model import (
    Arrival,
    ArrivedAttachment,
    Author,
    Direction,
    Engagement,
    Network,
    ThreadKind,
    Visibility,
)

REASONS = ("mention", "reply", "quote")
_VALID = "valid"


@dataclass(frozen=True, slots=True)
class Person:
    """An account: its DID, which never changes, and its handle, which may."""

    did: str
    handle: str


@dataclass(frozen=True, slots=True)
class Ref:
    """A record at one state: its address and the fingerprint of its content."""

    uri: str
    cid: str


@dataclass(frozen=True, slots=True)
class Post:
    """One post in our words, before it is known which conversation it belongs to."""

    uri: str
    cid: str
    author: Author
    at: datetime
    text: str
    language: str | None
    parent: Ref | None
    root: Ref | None
    mentions: tuple[str, ...]  # DIDs
    quotes: str  # the address of the post it quotes
    quoted: str
    attachments: tuple[ArrivedAttachment, ...]
    engagement: Engagement
    takes_replies: bool = True

    @property
    def ref(self) -> Ref:
        """The post as an answer names it."""
        return Ref(self.uri, self.cid)

    @property
    def mark(self) -> str:
        """What changes when others react to the post or its author is renamed, for comparing two looks at it."""
        counts = self.engagement
        return f"{counts.replies}.{counts.shares}.{counts.likes}.{zlib.crc32(self.author.handle.encode()):x}"

    def concerns(self, did: str) -> bool:
        """Tell whether the post mentions somebody, answers or quotes them."""
        parent = record_address(self.parent.uri) if self.parent else None
        quoted = record_address(self.quotes)
        return did in self.mentions or did in {where.did for where in (parent, quoted) if where is not None}


@dataclass(frozen=True, slots=True)
class Notice:
    """One notification: why it came, when, and the post it tells of as the notification itself has it."""

    reason: str
    at: datetime
    post: Post


@dataclass(frozen=True, slots=True)
class Chain:
    """A post in its thread: what it answers, the first one first, and what answers it."""

    before: tuple[Post, ...]
    after: tuple[Post, ...]


def page_of(payload: object, name: str) -> tuple[list[object], str | None]:
    """Return the entries of a page and the cursor of the next. Raises Unreadable if it is no page."""
    cursor = text(maybe_fields(payload), "cursor")
    return listed(payload, name), cursor or None


def notice_of(payload: object) -> Notice:
    """Return a notification. Raises Unreadable."""
    data = fields_of(payload)
    at = moment_of(data.get("indexedAt"))
    if at is None:
        raise Unreadable("no_time")
    return Notice(text(data, "reason"), at, _post(data, fields_of(data.get("record"))))


def post_of(payload: object) -> Post:
    """Return a post as the network's index shows it. Raises Unreadable without address, author or time."""
    data = fields_of(payload)
    return _post(data, fields_of(data.get("record")))


def record_of(payload: object, author: Author) -> Post:
    """Return a post of which only the record is known, as its author's own server keeps it. Raises Unreadable."""
    data = fields_of(payload)
    return _post({**data, "author": None}, fields_of(data.get("value")), author)


def posts_in(payload: object) -> dict[str, Post]:
    """Return the posts of a batch by address, unreadable ones left out. Raises Unreadable if it is no batch."""
    found = (_maybe(entry) for entry in listed(payload, "posts"))
    return {post.uri: post for post in found if post is not None}


def chain_of(payload: object) -> Chain:
    """Return a thread, posts that are gone or hidden left out. Raises Unreadable if there is none."""
    node = fields_of(maybe_fields(payload).get("thread"))
    before: list[Post] = []
    above = maybe_fields(node.get("parent"))
    while above:
        post = _maybe(above.get("post"))
        if post is not None:
            before.append(post)
        above = maybe_fields(above.get("parent"))
    return Chain(tuple(reversed(before)), tuple(_below(node)))


def _below(node: Fields) -> Iterator[Post]:
    waiting = [maybe_fields(entry) for entry in entries(node, "replies")]
    while waiting:
        reply = waiting.pop(0)
        post = _maybe(reply.get("post"))
        if post is not None:
            yield post
        waiting.extend(maybe_fields(entry) for entry in entries(reply, "replies"))


def _maybe(payload: object) -> Post | None:
    try:
        return post_of(payload)
    except Unreadable:
        return None


def _post(data: Fields, record: Fields, author: Author | None = None) -> Post:
    uri = name_of(data, "uri", "no_id")
    address = record_address(uri)
    if address is None:
        raise Unreadable("no_id")
    who = author or author_of(data.get("author"))
    made, indexed = moment_of(record.get("createdAt")), moment_of(data.get("indexedAt"))
    times = [at for at in (made, indexed) if at is not None]
    if not times:
        raise Unreadable("no_time")
    words = plain_text(text(record, "text"), entries(record, "facets"))
    reply, embed = maybe_fields(record.get("reply")), maybe_fields(record.get("embed"))
    counts = Engagement(
        replies=count_in(data, "replyCount"),
        shares=count_in(data, "repostCount") + count_in(data, "quoteCount"),
        likes=count_in(data, "likeCount"),
    )
    return Post(
        uri=uri,
        cid=text(data, "cid"),
        author=who,
        at=min(times),
        text=card_of(embed, words),
        language=_language(record),
        parent=_ref(reply.get("parent")),
        root=_ref(reply.get("root")),
        mentions=_mentions(record),
        quotes=quoted_uri_of(embed),
        quoted=quoted_text_of(maybe_fields(data.get("embed"))),
        attachments=attachments_of(embed),
        engagement=counts,
        takes_replies=maybe_fields(data.get("viewer")).get("replyDisabled") is not True,
    )


def author_of(payload: object) -> Author:
    """Return who wrote something, from any of the views of a profile. Raises Unreadable if there is no DID."""
    data = fields_of(payload)
    did = name_of(data, "did", "no_author")
    if not is_did(did):
        raise Unreadable("no_author")
    handle = text(data, "handle")
    shown = f"@{handle.lower()}" if is_handle(handle) else did
    avatar = text(data, "avatar")
    verification = maybe_fields(data.get("verification"))
    return Author(
        network=Network.BLUESKY,
        remote_id=did,
        handle=shown,
        name=text(data, "displayName").strip() or shown.removeprefix("@"),
        followers=count_in(data, "followersCount") if "followersCount" in data else None,
        verified=_VALID in {verification.get("verifiedStatus"), verification.get("trustedVerifierStatus")},
        avatar_url=avatar if avatar.startswith(("https://", "http://")) else None,
    )


def authors_in(payload: object) -> dict[str, Author]:
    """Return the people of a batch of profiles by DID, unreadable ones left out. Raises Unreadable if it is none."""
    found: dict[str, Author] = {}
    for entry in listed(payload, "profiles"):
        try:
            author = author_of(entry)
        except Unreadable:
            continue  # somebody without a DID is nobody we could know
        found[author.remote_id] = author
    return found


def arrival_of(
    post: Post, *, thread_id: str, answers: str | None, me: str, named_us: bool = False, quoted: str = ""
) -> Arrival:
    """Return a post as it arrives in a conversation.

    `answers` is the post of the same thread that it replies to, `quoted` what it replies to outside of it. `named_us`:
    the network notified us of it. `me` is our DID; recipients are DIDs, as `Author.remote_id` is.
    """
    ours = post.author.remote_id == me
    return Arrival(
        remote_id=post.uri,
        thread_remote_id=thread_id,
        thread_kind=ThreadKind.PUBLIC,
        author=post.author,
        direction=Direction.OUTGOING if ours else Direction.INCOMING,
        visibility=Visibility.PUBLIC,
        sent_at=post.at,
        text=post.text,
        quoted=quoted or post.quoted,
        in_reply_to=answers,
        below=post.parent.uri if post.parent else None,
        recipients=_recipients(post),
        permalink=permalink(post.uri, post.author.handle),
        language_hint=post.language,
        attachments=post.attachments,
        mentions_us=ours or named_us or post.concerns(me),
        engagement=post.engagement,
    )


def written_by(arrival: Arrival, author: Author) -> Arrival:
    """Return an arrival with what is now known of its author."""
    return replace(arrival, author=author, permalink=permalink(arrival.remote_id, author.handle))


def _recipients(post: Post) -> tuple[str, ...]:
    """Return whom a post is for: whoever it replies to, then everybody it names, its author left out."""
    parent = record_address(post.parent.uri) if post.parent else None
    everybody = dict.fromkeys((*((parent.did,) if parent else ()), *post.mentions))
    return tuple(did for did in everybody if did != post.author.remote_id)


def _ref(value: object) -> Ref | None:
    data = maybe_fields(value)
    uri = text(data, "uri")
    return Ref(uri, text(data, "cid")) if record_address(uri) else None


def _mentions(record: Fields) -> tuple[str, ...]:
    features = (
        maybe_fields(feature)
        for facet in entries(record, "facets")
        for feature in entries(maybe_fields(facet), "features")
    )
    return tuple(dict.fromkeys(did for feature in features if is_did(did := text(feature, "did"))))


def _language(record: Fields) -> str | None:
    """Return ISO 639-1 of a post's first language."""
    named = entries(record, "langs")
    code = named[0].replace("_", "-").split("-")[0].lower() if named and isinstance(named[0], str) else ""
    return code if code.isascii() and code.isalpha() else None
