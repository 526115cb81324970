"""What Mastodon's JSON means: the only file that knows its field names, and forgives what is missing or odd."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import SplitResult, urlsplit

from desktop.channels.mastodon.content import plain_text
from desktop.model import (
    AccountLimits,
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


class Unreadable(ValueError):
    """The server's JSON lacks what makes it a post, a person or an instance. The message is a code."""


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


def listed(payload: object) -> list[object]:
    """Return a JSON list. Raises Unreadable for anything else."""
    if not isinstance(payload, list):
        raise Unreadable("not_a_list")
    return payload


def found_in(payload: object) -> list[object]:
    """Return the posts that a search found. Raises Unreadable if the answer is none of a search."""
    return listed(_object(payload).get("statuses"))


def tags_in(payload: object) -> list[str]:
    """Return the names of hashtags. Raises Unreadable for anything but a list; odd entries are left out."""
    return [name for entry in listed(payload) if (name := _text(_maybe_object(entry), "name"))]


def id_of(payload: object) -> str:
    """Return the id of any entity. Raises Unreadable."""
    found = _identifier(_object(payload), "id")
    if found is None:
        raise Unreadable("no_id")
    return found


def notice_of(payload: object) -> Notice:
    """Return a notification. Raises Unreadable if it has no id; a post that can't be read is told in `fault`."""
    data = _object(payload)
    identity = id_of(data)
    if data.get("status") is None:
        return Notice(identity, None)
    try:
        return Notice(identity, post_of(data["status"]))
    except Unreadable as fault:
        return Notice(identity, None, str(fault))


def context_of(payload: object) -> tuple[list[Post], list[Post]]:
    """Return the posts before and after one in its thread, unreadable ones left out. Raises Unreadable."""
    data = _object(payload)
    return _posts_in(data.get("ancestors")), _posts_in(data.get("descendants"))


def _posts_in(value: object) -> list[Post]:
    found: list[Post] = []
    for entry in value if isinstance(value, list) else ():
        try:
            found.append(post_of(entry))
        except Unreadable:
            continue  # a thread with a hole is better than none; the post itself is counted where it is fetched
    return found


def post_of(payload: object) -> Post:
    """Return a status. Raises Unreadable if it has no id, author or time."""
    data = _object(payload)
    return Post(
        id=id_of(data),
        parent_id=_identifier(data, "in_reply_to_id"),
        parent_author_id=_identifier(data, "in_reply_to_account_id"),
        author=author_of(data.get("account")),
        at=_moment(data.get("created_at"), "no_time"),
        visibility=Visibility.PUBLIC if _text(data, "visibility") in _OPEN_TO_ALL else Visibility.DIRECT,
        text=_words(data),
        quoted=_quoted(data.get("quote")),
        language=_language(data),
        permalink=_web_address(_text(data, "url")) or _web_address(_text(data, "uri")),
        mentions=_people(data.get("mentions")),
        attachments=_attachments(data.get("media_attachments")),
        engagement=Engagement(
            replies=_count(data, "replies_count"),
            shares=_count(data, "reblogs_count"),
            likes=_count(data, "favourites_count"),
        ),
        edited_at=_edited(data),
    )


def author_of(payload: object) -> Author:
    """Return who wrote something. Raises Unreadable if there is no id."""
    data = _object(payload)
    address = _text(data, "acct") or _text(data, "username")
    return Author(
        network=Network.MASTODON,
        remote_id=id_of(data),
        handle=f"@{address}",
        name=_text(data, "display_name").strip() or _text(data, "username"),
        followers=_count(data, "followers_count") if "followers_count" in data else None,
        avatar_url=_web_address(_text(data, "avatar_static")) or _web_address(_text(data, "avatar")),
    )


def person_of(payload: object) -> Person:
    """Return the id and address of an account. Raises Unreadable."""
    data = _object(payload)
    return Person(id_of(data), _text(data, "acct") or _text(data, "username"))


def limits_of(payload: object) -> AccountLimits:
    """Return what an instance allows, from its second or first form. Raises Unreadable if it says nothing."""
    data = _object(payload)
    configuration = _maybe_object(data.get("configuration"))
    statuses = _maybe_object(configuration.get("statuses"))
    longest = _positive(statuses.get("max_characters")) or _positive(data.get("max_toot_chars"))
    media = _maybe_object(configuration.get("media_attachments"))
    if longest is None and not configuration and "uri" not in data and "domain" not in data:
        raise Unreadable("not_an_instance")
    return AccountLimits(
        public_limit=longest,
        direct_limit=longest,
        url_weight=_positive(statuses.get("characters_reserved_per_url")),
        attachment_bytes=_positive(media.get("image_size_limit")),
        attachments=_positive(statuses.get("max_media_attachments")),
        attachment_types=_pictures(media.get("supported_mime_types")),
        alt_text=_positive(media.get("description_limit")),
    )


def _pictures(value: object) -> tuple[str, ...]:
    """Return the kinds of picture that a server takes, empty if it does not say."""
    kinds = value if isinstance(value, list) else []
    return tuple(
        sorted({kind.lower() for kind in kinds if isinstance(kind, str) and kind.lower().startswith("image/")})
    )


def domain_of(payload: object) -> str:
    """Return the domain that an instance's addresses end with, "" if it does not say."""
    data = _maybe_object(payload)
    named = _text(data, "domain") or _text(data, "uri")
    return (_address(named).hostname or "") if "://" in named else named.strip().lower()


def streaming_url_of(payload: object) -> str | None:
    """Return the base of the server's streaming API as an http(s) URL, None if it names none."""
    data = _maybe_object(payload)
    second = _maybe_object(_maybe_object(data.get("configuration")).get("urls"))
    first = _maybe_object(data.get("urls"))
    named = _text(second, "streaming") or _text(first, "streaming_api")
    parts = _address(named)
    scheme = {"wss": "https", "ws": "http", "https": "https", "http": "http"}.get(parts.scheme)
    return f"{scheme}://{parts.netloc}" if scheme and parts.netloc else None


def receipt_of(payload: object) -> SentReceipt:
    """Return the receipt of a status the server has taken. Raises Unreadable."""
    data = _object(payload)
    link = _web_address(_text(data, "url")) or _web_address(_text(data, "uri"))
    return SentReceipt(id_of(data), _moment(data.get("created_at"), "no_time"), link)


def receipt_of_post(post: Post) -> SentReceipt:
    """Return the receipt of a post found on the server."""
    return SentReceipt(post.id, post.at, post.permalink)


def upload_of(payload: object) -> tuple[str, bool]:
    """Return the id of an uploaded file and whether the server has finished with it. Raises Unreadable."""
    data = _object(payload)
    return id_of(data), bool(_text(data, "url"))


def app_of(payload: object) -> tuple[str, str]:
    """Return the client id and secret of a program that registered itself. Raises Unreadable."""
    data = _object(payload)
    client_id, secret = _text(data, "client_id"), _text(data, "client_secret")
    if not client_id or not secret:
        raise Unreadable("no_client")
    return client_id, secret


def server_words(payload: object) -> str:
    """Return what the server says of an error, "" if it says nothing. Only for choosing a code, never for a log."""
    data = _maybe_object(payload)
    said = data.get("error")
    inner = _maybe_object(said).get("message", "")
    return said if isinstance(said, str) else inner if isinstance(inner, str) else ""


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


def _object(value: object) -> Mapping[str, object]:
    if not isinstance(value, dict):
        raise Unreadable("not_an_object")
    return value


def _maybe_object(value: object) -> Mapping[str, object]:
    return value if isinstance(value, dict) else {}


def _text(data: Mapping[str, object], name: str) -> str:
    value = data.get(name)
    return value if isinstance(value, str) else ""


def _identifier(data: Mapping[str, object], name: str) -> str | None:
    """Return an id as text; some servers send numbers. One that no address could hold is none."""
    value = data.get(name)
    if isinstance(value, bool) or not isinstance(value, str | int):
        return None
    identity = str(value)
    return identity if identity.isprintable() and identity else None


def _count(data: Mapping[str, object], name: str) -> int:
    return _positive(data.get(name)) or 0


def _positive(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and value > 0 else None


def _moment(value: object, fault: str) -> datetime:
    """Return a time as aware UTC; one without a zone is UTC, as the API's document has it."""
    try:
        read = datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        read = None
    if read is None:
        raise Unreadable(fault)
    aware = read if read.tzinfo else read.replace(tzinfo=UTC)
    try:
        return aware.astimezone(UTC)
    except OverflowError:
        raise Unreadable(fault) from None


def _edited(data: Mapping[str, object]) -> datetime | None:
    try:
        return _moment(data.get("edited_at"), "")
    except Unreadable:
        return None


def _language(data: Mapping[str, object]) -> str | None:
    """Return ISO 639-1 of a status's language: servers send "it", "zh-TW", "" or nothing."""
    code = _text(data, "language").replace("_", "-").split("-")[0].lower()
    return code if code.isalpha() else None


def _address(value: str) -> SplitResult:
    try:
        return urlsplit(value)
    except ValueError:
        return urlsplit("")


def _web_address(value: str) -> str | None:
    return value if value.startswith(("https://", "http://")) else None


def _words(data: Mapping[str, object]) -> str:
    """Return the text of a status: its content warning, its words, the choices of its poll."""
    parts = [_text(data, "spoiler_text").strip(), plain_text(_text(data, "content"))]
    options = _maybe_object(data.get("poll")).get("options")
    if isinstance(options, list):
        titles = [_text(_maybe_object(option), "title").strip() for option in options]
        parts.append("\n".join(f"○ {title}" for title in titles if title))
    return "\n\n".join(part for part in parts if part)


def _quoted(value: object) -> str:
    return plain_text(_text(_maybe_object(_maybe_object(value).get("quoted_status")), "content"))


def _people(value: object) -> tuple[Person, ...]:
    found: list[Person] = []
    for entry in value if isinstance(value, list) else ():
        try:
            found.append(person_of(entry))
        except Unreadable:
            continue  # a mention without an id names nobody we could know
    return tuple(found)


def _attachments(value: object) -> tuple[ArrivedAttachment, ...]:
    entries = value if isinstance(value, list) else []
    return tuple(_attachment(_maybe_object(entry)) for entry in entries if isinstance(entry, dict))


def _attachment(data: Mapping[str, object]) -> ArrivedAttachment:
    """Return one attachment, described only: the author's description, else the file's name."""
    path = _address(_text(data, "remote_url") or _text(data, "url")).path
    name = _text(data, "description").strip() or path.rsplit("/", 1)[-1] or _text(data, "type") or "file"
    original = _maybe_object(_maybe_object(data.get("meta")).get("original"))
    return ArrivedAttachment(
        name=name,
        content_type=_MEDIA_TYPES.get(_text(data, "type"), "application/octet-stream"),
        size=_positive(original.get("size")) or 0,
    )
