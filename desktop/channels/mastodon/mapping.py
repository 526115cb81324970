"""What the JSON of Mastodon's posts and people means; forgives what is missing or odd."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from desktop.channels.mastodon.content import plain_text
from desktop.channels.mastodon.fields import address_of, id_of, identity_in, listed, moment_in
from desktop.channels.payload import (
    Fields,
    Unreadable,
    count_in,
    entries,
    fields_of,
    maybe_fields,
    moment_of,
    objects,
    text_in,
    web_address,
)
from desktop.model import (
    Arrival,
    ArrivedAttachment,
    Author,
    Direction,
    Engagement,
    Network,
    SentReceipt,
    ThreadKind,
    Visibility,
)

_OPEN_TO_ALL = frozenset({"public", "unlisted"})
_MEDIA_TYPES = {"image": "image/*", "gifv": "video/mp4", "video": "video/*", "audio": "audio/*"}


@dataclass(frozen=True, slots=True)
class Person:
    """An account on the server: its id there and its address ("marta" if local, else "marta@host")."""

    id: str
    address: str


@dataclass(frozen=True, slots=True)
class Post:
    """One status in our words, before it is known which conversation it belongs to."""

    id: str
    parent_id: str | None
    parent_author_id: str | None
    author: Author
    at: datetime
    visibility: Visibility
    text: str
    quoted: str
    language: str | None
    permalink: str | None
    mentions: tuple[Person, ...]
    attachments: tuple[ArrivedAttachment, ...]
    engagement: Engagement
    edited_at: datetime | None

    @property
    def mark(self) -> str:
        """What changes when the post is edited or others react to it, for comparing two looks at it."""
        counts = self.engagement
        edited = self.edited_at.isoformat() if self.edited_at else ""
        return f"{edited} {counts.replies} {counts.shares} {counts.likes}"

    @property
    def is_direct(self) -> bool:
        """True if only those named in it can read it."""
        return self.visibility is Visibility.DIRECT

    def names(self, person: Person) -> bool:
        """Tell whether the post mentions somebody."""
        return any(named.id == person.id for named in self.mentions)


@dataclass(frozen=True, slots=True)
class Notice:
    """One notification: its own id and the post it tells of, None where the server sent none or an unreadable one."""

    id: str
    post: Post | None
    fault: str = ""


def found_in(payload: object) -> list[object]:
    """Return the posts that a search found. Raises Unreadable if the answer is none of a search."""
    return listed(fields_of(payload).get("statuses"))


def tags_in(payload: object) -> list[str]:
    """Return the names of hashtags. Raises Unreadable for anything but a list; odd entries are left out."""
    return [name for entry in listed(payload) if (name := text_in(maybe_fields(entry), "name"))]


def notice_of(payload: object) -> Notice:
    """Return a notification. Raises Unreadable if it has no id; a post that can't be read is told in `fault`."""
    data = fields_of(payload)
    identity = id_of(data)
    if data.get("status") is None:
        return Notice(identity, None)
    try:
        return Notice(identity, post_of(data["status"]))
    except Unreadable as fault:
        return Notice(identity, None, str(fault))


def context_of(payload: object) -> tuple[list[Post], list[Post]]:
    """Return the posts before and after one in its thread, unreadable ones left out. Raises Unreadable."""
    data = fields_of(payload)
    return _posts_in(data.get("ancestors")), _posts_in(data.get("descendants"))


def _posts_in(value: object) -> list[Post]:
    found: list[Post] = []
    for entry in entries(value):
        try:
            found.append(post_of(entry))
        except Unreadable:
            continue  # a thread with a hole is better than none; the post itself is counted where it is fetched
    return found


def post_of(payload: object) -> Post:
    """Return a status. Raises Unreadable if it has no id, author or time."""
    data = fields_of(payload)
    return Post(
        id=id_of(data),
        parent_id=identity_in(data, "in_reply_to_id"),
        parent_author_id=identity_in(data, "in_reply_to_account_id"),
        author=author_of(data.get("account")),
        at=moment_in(data, "created_at"),
        visibility=Visibility.PUBLIC if text_in(data, "visibility") in _OPEN_TO_ALL else Visibility.DIRECT,
        text=_words(data),
        quoted=_quoted(data.get("quote")),
        language=_language(data),
        permalink=web_address(text_in(data, "url")) or web_address(text_in(data, "uri")),
        mentions=_people(data.get("mentions")),
        attachments=_attachments(data.get("media_attachments")),
        engagement=Engagement(
            replies=count_in(data, "replies_count"),
            shares=count_in(data, "reblogs_count"),
            likes=count_in(data, "favourites_count"),
        ),
        edited_at=moment_of(data.get("edited_at")),
    )


def author_of(payload: object) -> Author:
    """Return who wrote something. Raises Unreadable if there is no id."""
    data = fields_of(payload)
    address = text_in(data, "acct") or text_in(data, "username")
    return Author(
        network=Network.MASTODON,
        remote_id=id_of(data),
        handle=f"@{address}",
        name=text_in(data, "display_name").strip() or text_in(data, "username"),
        followers=count_in(data, "followers_count") if "followers_count" in data else None,
        avatar_url=web_address(text_in(data, "avatar_static")) or web_address(text_in(data, "avatar")),
    )


def person_of(payload: object) -> Person:
    """Return the id and address of an account. Raises Unreadable."""
    data = fields_of(payload)
    return Person(id_of(data), text_in(data, "acct") or text_in(data, "username"))


def receipt_of(payload: object) -> SentReceipt:
    """Return the receipt of a status the server has taken. Raises Unreadable."""
    data = fields_of(payload)
    link = web_address(text_in(data, "url")) or web_address(text_in(data, "uri"))
    return SentReceipt(id_of(data), moment_in(data, "created_at"), link)


def receipt_of_post(post: Post) -> SentReceipt:
    """Return the receipt of a post found on the server."""
    return SentReceipt(post.id, post.at, post.permalink)


def arrival_of(
    post: Post, *, thread_id: str, answers: str | None, me: Person, named_us: bool = False, quoted: str = ""
) -> Arrival:
    """Return a post as it arrives in a conversation.

    `answers` is the post of the same thread that it replies to, `quoted` what it replies to outside of it. `named_us`:
    the server notified us of it as a mention. Recipients are ids of people, as `Author.remote_id` is.
    """
    ours = post.author.remote_id == me.id
    return Arrival(
        remote_id=post.id,
        thread_remote_id=thread_id,
        thread_kind=ThreadKind.DIRECT if post.is_direct else ThreadKind.PUBLIC,
        author=post.author,
        direction=Direction.OUTGOING if ours else Direction.INCOMING,
        visibility=post.visibility,
        sent_at=post.at,
        text=post.text,
        quoted=quoted or post.quoted,
        in_reply_to=answers,
        below=post.parent_id,
        recipients=_recipients(post),
        permalink=post.permalink,
        language_hint=post.language,
        attachments=post.attachments,
        mentions_us=ours or named_us or post.names(me),
        engagement=None if post.is_direct else post.engagement,
        edited_at=post.edited_at,
    )


def _recipients(post: Post) -> tuple[str, ...]:
    """Return whom a post is for: whoever it replies to, then everybody it names, its author left out."""
    first = (post.parent_author_id,) if post.parent_author_id else ()
    everybody = dict.fromkeys((*first, *(person.id for person in post.mentions)))
    return tuple(identity for identity in everybody if identity != post.author.remote_id)


def _language(data: Fields) -> str | None:
    """Return ISO 639-1 of a status's language: servers send "it", "zh-TW", "" or nothing."""
    code = text_in(data, "language").replace("_", "-").split("-")[0].lower()
    return code if code.isalpha() else None


def _words(data: Fields) -> str:
    """Return the text of a status: its content warning, its words, the choices of its poll."""
    parts = [text_in(data, "spoiler_text").strip(), plain_text(text_in(data, "content"))]
    titles = [text_in(option, "title").strip() for option in objects(maybe_fields(data.get("poll")).get("options"))]
    parts.append("\n".join(f"○ {title}" for title in titles if title))
    return "\n\n".join(part for part in parts if part)


def _quoted(value: object) -> str:
    return plain_text(text_in(maybe_fields(maybe_fields(value).get("quoted_status")), "content"))


def _people(value: object) -> tuple[Person, ...]:
    found: list[Person] = []
    for entry in entries(value):
        try:
            found.append(person_of(entry))
        except Unreadable:
            continue  # a mention without an id names nobody we could know
    return tuple(found)


def _attachments(value: object) -> tuple[ArrivedAttachment, ...]:
    return tuple(_attachment(entry) for entry in objects(value))


def _attachment(data: Fields) -> ArrivedAttachment:
    """Return one attachment, described only: the author's description, else the file's name."""
    path = address_of(text_in(data, "remote_url") or text_in(data, "url")).path
    name = text_in(data, "description").strip() or path.rsplit("/", 1)[-1] or text_in(data, "type") or "file"
    original = maybe_fields(maybe_fields(data.get("meta")).get("original"))
    return ArrivedAttachment(
        name=name,
        content_type=_MEDIA_TYPES.get(text_in(data, "type"), "application/octet-stream"),
        size=count_in(original, "size"),
    )
