"""What a feed means: its items in our words. The only file that knows feedparser and what feeds call things."""

from __future__ import annotations

import calendar
import hashlib
import io
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from desktop.channels.listening.client import Document
from desktop.channels.listening.links import clean_link, host_of, name_of
from desktop.channels.listening.matching import folded
from desktop.channels.listening.text import one_line, plain_text
from desktop.model import (
    Arrival,
    ArrivedAttachment,
    Author,
    Direction,
    Network,
    ThreadKind,
    Visibility,
)

ITEMS = 1_000  # of one feed; what comes after them is old
_FIRST = datetime(1995, 1, 1, tzinfo=UTC)  # no feed is older
_AHEAD = timedelta(days=1)  # how far ahead of ours a clock is believed
_LONGEST_NAME = 120
_ADDRESS = re.compile(r"(?:mailto:)?[^\s<>()]+@[^\s<>()]+")

Entry = Mapping[str, object]


class Unreadable(ValueError):
    """What came is no feed, or an item has nothing to know it by. The message is a code."""


@dataclass(frozen=True, slots=True)
class Item:
    """One item. `name` is the same whichever feed brought it, `at` None where nothing dates it."""

    name: str
    link: str
    title: str
    text: str
    author: str
    site: str
    site_name: str
    at: datetime | None
    updated: datetime | None
    language: str | None
    tags: tuple[str, ...]
    files: tuple[ArrivedAttachment, ...]

    @property
    def words(self) -> str:
        """Everything it says, for listening."""
        return f"{self.title}\n{self.text}"

    @property
    def mark(self) -> str:
        """What changes when its words do, short enough for a cursor."""
        return hashlib.blake2b(self.words.encode("utf-8", "replace"), digest_size=5).hexdigest()


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed that could be read: its items, and codes of those that could not."""

    title: str
    items: tuple[Item, ...]
    refused: tuple[str, ...]


def feed_of(document: Document, now: datetime) -> Feed:
    """Return what a document says. Slow for a large or broken one: run it in a thread. Raises Unreadable."""
    parsed = _parsed(document)
    entries = _list(parsed.get("entries"))
    if not entries and not _text(parsed, "version"):
        raise Unreadable("not_a_feed")
    head = _mapping(parsed.get("feed"))
    items: dict[str, Item] = {}
    refused: list[str] = []
    for entry in entries[:ITEMS]:
        try:
            item = _item(_mapping(entry), head, document.address, now)
        except Unreadable as fault:
            refused.append(str(fault))
        else:
            items.setdefault(item.name, item)
    return Feed(one_line(_text(head, "title")), tuple(items.values()), tuple(refused))


def _parsed(document: Document) -> Entry:
    """Return what feedparser makes of a document, without its own cleaning: the text is cleaned by ours.

    The bytes are wrapped, since feedparser takes bare ones for the name of a file first.
    """
    from feedparser.api import parse

    headers = {"content-type": document.content_type, "content-location": document.address}
    try:
        parsed = parse(
            io.BytesIO(document.body), response_headers=headers, resolve_relative_uris=False, sanitize_html=False
        )
    except Exception as fault:
        raise Unreadable("not_a_feed") from fault
    return _mapping(parsed)


def arrival_of(item: Item, now: datetime, *, edited: bool) -> Arrival:
    """Return an item as it arrives: a public post that addresses nobody, by its author or its site."""
    author = item.author or item.site_name or item.site
    by = f"{item.site}/{folded(item.author)}" if item.author else item.site
    edited_at = (item.updated if item.updated and item.updated <= now else now) if edited else None
    return Arrival(
        remote_id=item.name,
        thread_remote_id=item.name,
        thread_kind=ThreadKind.PUBLIC,
        author=Author(Network.LISTENING, by, item.site, author),
        direction=Direction.INCOMING,
        visibility=Visibility.PUBLIC,
        sent_at=min(item.at or item.updated or now, now),
        text=item.text or item.title,
        subject=item.title,
        permalink=item.link or None,
        language_hint=item.language,
        attachments=item.files,
        mentions_us=False,
        edited_at=edited_at,
    )


def _item(entry: Entry, head: Entry, address: str, now: datetime) -> Item:
    link = _link(entry, address)
    source = _mapping(entry.get("source"))
    site_link = clean_link(_text(source, "href")) or link or address
    title, text = one_line(_text(entry, "title")), _longest(entry)
    if not title and not text:
        raise Unreadable("no_text")
    name = name_of(link) if link else _own_name(entry, address, f"{title}\n{text}")
    return Item(
        name=name,
        link=link,
        title=title,
        text=text,
        author=_author(entry),
        site=host_of(site_link),
        site_name=one_line(_text(source, "title") or _text(head, "title"))[:_LONGEST_NAME],
        at=_moment(entry, "published_parsed", now) or _moment(entry, "created_parsed", now),
        updated=_moment(entry, "updated_parsed", now),
        language=_language(entry, head),
        tags=_tags(entry),
        files=_files(entry),
    )


def _link(entry: Entry, address: str) -> str:
    """Return an item's page: the original where a service stands between, else its link, else an id that is one."""
    for found in (_text(entry, "feedburner_origlink"), _text(entry, "link")):
        link = clean_link(found, address) if found else ""
        if link:
            return link
    identity = _text(entry, "id")
    return clean_link(identity) if identity.startswith(("http://", "https://")) else ""


def _own_name(entry: Entry, address: str, words: str) -> str:
    """Return a name for an item without a page: by its id, else by its words."""
    identity = _text(entry, "id").strip()
    within = identity if identity.startswith(("tag:", "urn:")) else f"{host_of(address)}\x1f{identity or words}"
    return f"item:{hashlib.blake2b(within.encode('utf-8', 'replace'), digest_size=16).hexdigest()}"


def _longest(entry: Entry) -> str:
    """Return the fullest text of an item: feeds carry a summary, the whole, or both."""
    contents = [_text(_mapping(each), "value") for each in _list(entry.get("content"))]
    return max((plain_text(each) for each in (*contents, _text(entry, "summary"))), key=len)


def _author(entry: Entry) -> str:
    """Return who wrote an item, without their address, which feeds put before, behind or in place of the name."""
    said = one_line(_text(entry, "author") or _text(_mapping(entry.get("author_detail")), "name"))
    return " ".join(_ADDRESS.sub(" ", said).split()).strip(" ()<>,;")[:_LONGEST_NAME]


def _language(entry: Entry, head: Entry) -> str | None:
    """Return ISO 639-1 of an item: what its own elements say, else the whole feed."""
    named = [_text(_mapping(entry.get(name)), "language") for name in ("title_detail", "summary_detail")]
    named += [_text(entry, "language"), _text(head, "language")]
    codes = (name.replace("_", "-").partition("-")[0].strip().lower() for name in named)
    return next((code for code in codes if code.isascii() and code.isalpha() and len(code) in {2, 3}), None)


def _tags(entry: Entry) -> tuple[str, ...]:
    terms = [_text(_mapping(tag), "label") or _text(_mapping(tag), "term") for tag in _list(entry.get("tags"))]
    return tuple(dict.fromkeys(one_line(term)[:_LONGEST_NAME] for term in terms if term.strip()))[:50]


def _files(entry: Entry) -> tuple[ArrivedAttachment, ...]:
    """Return what is attached, described only: nothing is loaded from the web by itself."""
    found = []
    for each in map(_mapping, _list(entry.get("links"))):
        link = clean_link(_text(each, "href")) if _text(each, "rel") == "enclosure" else ""
        if link:
            length = _text(each, "length")
            name = link.partition("?")[0].rstrip("/").rpartition("/")[2][:_LONGEST_NAME] or host_of(link)
            kind = _text(each, "type") or "application/octet-stream"
            size = int(length[:15]) if length.isascii() and length.isdigit() else 0
            found.append(ArrivedAttachment(name, kind[:_LONGEST_NAME], size))
    return tuple(found[:20])


def _moment(entry: Entry, name: str, now: datetime) -> datetime | None:
    """Return a time as aware UTC, None where there is none that can be meant."""
    parts = entry.get(name)
    if not isinstance(parts, tuple):
        return None
    try:
        moment = datetime.fromtimestamp(calendar.timegm(parts), UTC)
    except (ValueError, OverflowError, OSError, TypeError):
        return None
    return moment if _FIRST <= moment <= now + _AHEAD else None


def _mapping(value: object) -> Entry:
    """Return a mapping as a plain one: feedparser's own gives values under names that are not there, and warns."""
    return dict(value.items()) if isinstance(value, dict) else {}


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _text(data: Entry, name: str) -> str:
    value = data.get(name)
    return value if isinstance(value, str) else ""
