"""What a post is in X's JSON; only the mapping files know its field names.

X renames its fields (tweets became posts, retweets reposts) and answers in either language, so both are read.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from desktop.channels.payload import (
    Fields,
    Unreadable,
    count_in,
    entries,
    fields_of,
    maybe_fields,
    objects,
    text_in,
    web_address,
)
from desktop.channels.x.content import Link, hidden_names, plain_text
from desktop.channels.x.snowflake import moment_of
from desktop.channels.x.values import first_of, id_in, ids, moment_in
from desktop.model import (
    ArrivedAttachment,
    Author,
    Engagement,
    Network,
)

_MEDIA_TYPES = {"photo": "image/*", "animated_gif": "video/mp4", "video": "video/*"}
_LANGUAGES = {"iw": "he", "in": "id", "no": "nb"}  # X's older codes


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody on X: the id, "" where only the name is known, and the handle without its "@"."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Post:
    """One post in our words. `id` is its first version's and never changes; `version` is the one that was read.

    `later` is a newer version that the answer names and does not bring along.
    """

    id: str
    version: str
    conversation: str
    author: Author
    at: datetime
    text: str
    mentions: tuple[Person, ...] = ()
    reply_to_author: str | None = None
    parent_id: str | None = None
    parent: Post | None = None
    quoted: str = ""
    quoted_authors: tuple[str, ...] = ()
    language: str | None = None
    attachments: tuple[ArrivedAttachment, ...] = ()
    engagement: Engagement = field(default_factory=Engagement)
    edited_at: datetime | None = None
    later: str | None = None

    @property
    def mark(self) -> str:
        """What changes when the post is edited or others react to it, for comparing two looks at it."""
        counts = self.engagement
        return f"{self.version} {counts.replies} {counts.shares} {counts.likes}"

    def names(self, me: Person) -> bool:
        """Tell whether the post mentions somebody."""
        wanted = me.name.casefold()
        return any(named.id == me.id or (wanted and named.name.casefold() == wanted) for named in self.mentions)

    def summons(self, me: Person) -> bool:
        """Tell whether the post lets somebody reply: it mentions them or quotes them (X, since 23 February 2026)."""
        return self.names(me) or me.id in self.quoted_authors


@dataclass(frozen=True, slots=True)
class Page:
    """One page of posts: what could be read, the codes of what could not, what is gone, and where it goes on."""

    posts: tuple[Post, ...]
    refused: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    newest: str | None = None
    oldest: str | None = None
    next_token: str = ""


class Included:
    """What an answer brings along: people, pictures, polls and other posts, by id."""

    def __init__(self, payload: Fields) -> None:
        """Read the "includes" of an answer."""
        included = maybe_fields(payload.get("includes"))
        self.people = {identity: one for one in objects(included.get("users")) if (identity := id_in(one, "id"))}
        posts = [*objects(included.get("posts")), *objects(included.get("tweets"))]
        self.posts = {identity: one for one in posts if (identity := id_in(one, "id"))}
        self.media = {text_in(one, "media_key"): one for one in objects(included.get("media"))}
        self.polls = {text_in(one, "id"): one for one in objects(included.get("polls"))}

    def author(self, identity: str) -> Author:
        """Return who has an id; with the id alone if the answer does not say."""
        return author_of(identity, self.people.get(identity, {}))

    def person_named(self, name: str) -> str:
        """Return the id of a handle, "" if the answer does not say."""
        wanted = name.casefold()
        found = (key for key, one in self.people.items() if text_in(one, "username").casefold() == wanted)
        return next(found, "")

    def attachments(self, fields: Fields) -> tuple[ArrivedAttachment, ...]:
        """Return the described files of a post or message."""
        keys = entries(maybe_fields(fields.get("attachments")).get("media_keys"))
        return tuple(_attachment(self.media[key]) for key in keys if isinstance(key, str) and key in self.media)


def author_of(identity: str, user: Fields) -> Author:
    """Return an author from what is known of a user."""
    metrics = maybe_fields(user.get("public_metrics"))
    name = text_in(user, "username")
    return Author(
        network=Network.X,
        remote_id=identity,
        handle=f"@{name}" if name else "",
        name=text_in(user, "name").strip() or name,
        followers=count_in(metrics, "followers_count") if "followers_count" in metrics else None,
        verified=user.get("verified") is True,
        avatar_url=web_address(text_in(user, "profile_image_url")),
    )


def _attachment(media: Fields) -> ArrivedAttachment:
    """Return one file, described only: the author's description, else the file's name."""
    kind = text_in(media, "type")
    path = text_in(media, "url", "preview_image_url").split("?", 1)[0]
    name = text_in(media, "alt_text").strip() or path.rsplit("/", 1)[-1] or kind or "file"
    return ArrivedAttachment(name, _MEDIA_TYPES.get(kind, "application/octet-stream"), 0)


def page_of(payload: object) -> Page:
    """Return a page of posts. Raises Unreadable if it is none."""
    answer = fields_of(payload)
    if not {"data", "meta", "errors"} & answer.keys():
        raise Unreadable("not_a_page")
    included = Included(answer)
    posts: list[Post] = []
    refused: list[str] = []
    for entry in entries(answer.get("data")):
        try:
            posts.append(post_of(entry, included))
        except Unreadable as fault:
            refused.append(str(fault))
    meta = maybe_fields(answer.get("meta"))
    order = sorted((post.version for post in posts), key=int)
    return Page(
        posts=tuple(posts),
        refused=tuple(refused),
        gone=_gone_in(answer),
        newest=id_in(meta, "newest_id") or (order[-1] if order else None),
        oldest=id_in(meta, "oldest_id") or (order[0] if order else None),
        next_token=text_in(meta, "next_token"),
    )


def _gone_in(answer: Fields) -> tuple[str, ...]:
    """Return the ids of which X says that they are deleted, or no longer for us to see."""
    kinds = ("/resource-not-found", "/not-authorized-for-resource")
    problems = [one for one in objects(answer.get("errors")) if text_in(one, "type").endswith(kinds)]
    named = (id_in(one, "resource_id") or id_in(one, "value") for one in problems)
    return tuple(dict.fromkeys(identity for identity in named if identity))


def event_of(payload: object) -> Post | None:
    """Return the post in an event of the stream, None for an event without one. Raises Unreadable."""
    event = maybe_fields(payload)
    return post_of(event["data"], Included(event)) if event.get("data") else None


def post_of(payload: object, included: Included, *, with_parent: bool = True) -> Post:
    """Return a post, in its newest version if the answer has that too. Raises Unreadable if it has no id or author."""
    fields = fields_of(payload)
    identity = id_in(fields, "id")
    if identity is None:
        raise Unreadable("no_id")
    versions = ids(first_of(fields, "edit_history_post_ids", "edit_history_tweet_ids")) or [identity]
    newest = included.posts.get(versions[-1])
    if identity not in versions:
        versions = [identity]
    elif newest is not None:
        fields, identity = newest, versions[-1]
    post = _post(fields, identity, versions[0], included, with_parent)
    return post if identity == versions[-1] else replace(post, later=versions[-1])


def _post(fields: Fields, version: str, identity: str, included: Included, with_parent: bool) -> Post:
    author = id_in(fields, "author_id")
    written = moment_in(fields, "created_at") or moment_of(version)
    if author is None or written is None:
        raise Unreadable("no_author" if author is None else "no_time")
    references = _references(fields)
    quoted = [included.posts[one] for one in references.get("quoted", ()) if one in included.posts]
    parent_id = next(iter(references.get("replied_to", ())), None)
    return Post(
        id=identity,
        version=version,
        conversation=id_in(fields, "conversation_id") or identity,
        author=included.author(author),
        at=written if version == identity else moment_of(identity) or written,
        text=_text(fields, included, references.get("quoted", ())),
        mentions=_mentions(fields, included),
        reply_to_author=id_in(fields, "in_reply_to_user_id"),
        parent_id=parent_id,
        parent=_parent(included.posts.get(parent_id or ""), included) if with_parent else None,
        quoted="\n\n".join(_text(one, included, ()) for one in quoted),
        quoted_authors=tuple(name for one in quoted if (name := id_in(one, "author_id"))),
        language=_language(fields),
        attachments=included.attachments(fields),
        engagement=_engagement(maybe_fields(fields.get("public_metrics"))),
        edited_at=written if version != identity else None,
    )


def _parent(fields: Fields | None, included: Included) -> Post | None:
    try:
        return post_of(fields, included, with_parent=False)
    except Unreadable:
        return None  # a reply without what it replies to is still a message


def _references(fields: Fields) -> Mapping[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for one in objects(first_of(fields, "referenced_posts", "referenced_tweets")):
        kind, identity = text_in(one, "type"), id_in(one, "id")
        if identity is not None:
            found[kind] = (*found.get(kind, ()), identity)
    return found


def _text(fields: Fields, included: Included, quoted: tuple[str, ...]) -> str:
    """Return a post's words, of a long one all of them, and the choices of its poll."""
    short = text_in(fields, "text")
    note = maybe_fields(first_of(fields, "note_post", "note_tweet"))
    long = text_in(note, "text")
    shown = entries(fields.get("display_text_range"))
    start = shown[0] if shown and isinstance(shown[0], int) else 0
    links = _links(note if long else fields, quoted)
    parts = [plain_text(long or short, links, hidden=hidden_names(short, start))]
    for key in entries(maybe_fields(fields.get("attachments")).get("poll_ids")):
        poll = included.polls.get(key, {}) if isinstance(key, str) else {}
        parts.append("\n".join(f"○ {text_in(option, 'label')}" for option in objects(poll.get("options"))))
    return "\n\n".join(part for part in parts if part)


def _links(fields: Fields, quoted: tuple[str, ...]) -> list[Link]:
    found = []
    for one in objects(maybe_fields(fields.get("entities")).get("urls")):
        target = text_in(one, "expanded_url", "unwound_url")
        shows_a_quote = target.partition("?")[0].endswith(tuple(f"/status/{name}" for name in quoted))
        hidden = shows_a_quote or bool(text_in(one, "media_key"))
        found.append(Link(text_in(one, "url"), "" if hidden else target))
    return found


def _mentions(fields: Fields, included: Included) -> tuple[Person, ...]:
    note = maybe_fields(first_of(fields, "note_post", "note_tweet"))
    named = [one for where in (fields, note) for one in objects(maybe_fields(where.get("entities")).get("mentions"))]
    people = ((id_in(one, "id"), text_in(one, "username")) for one in named)
    return tuple(dict.fromkeys(Person(known or included.person_named(name), name) for known, name in people))


def _language(fields: Fields) -> str | None:
    """Return the ISO 639-1 code of X's guess, None where it has none ("und", "qme", "zxx")."""
    code = text_in(fields, "lang").split("-")[0].lower()
    code = _LANGUAGES.get(code, code)
    return code if len(code) == 2 and code.isalpha() and code.isascii() else None  # noqa: PLR2004 - ISO 639-1


def _engagement(metrics: Fields) -> Engagement:
    return Engagement(
        replies=count_in(metrics, "reply_count"),
        shares=count_in(metrics, "repost_count", "retweet_count") + count_in(metrics, "quote_count"),
        likes=count_in(metrics, "like_count"),
    )


def permalink_of(identity: str, handle: str) -> str:
    """Return a post's web address. X finds a post by its id whatever the name before it says."""
    return f"https://x.com/{handle.removeprefix('@') or 'i'}/status/{identity}"
