"""How the fake web writes its feeds: the forum in RSS, the paper in Atom, both as such sites do."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from xml.sax.saxutils import escape

FORUM, PAPER = "forum.example", "gazzetta.example"


@dataclass(frozen=True, slots=True)
class Entry:
    """What somebody wrote on a site: `link` is its page there, `topic` the title that it stands below."""

    link: str
    topic: str
    text: str
    author: str
    at: datetime
    updated: datetime | None = None
    tags: tuple[str, ...] = ()

    @property
    def markup(self) -> str:
        """The text as such sites write it: paragraphs in HTML."""
        parts = [escape(part).replace("\n", "<br/>") for part in self.text.split("\n\n")]
        return "".join(f"<p>{part}</p>" for part in parts)


def rss(entries: Iterable[Entry], title: str, language: str) -> bytes:
    """Return a feed in RSS 2.0."""
    items = "".join(_item(entry) for entry in entries)
    return (
        '<?xml version="1.0" encoding="utf-8"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        f'xmlns:atom="http://www.w3.org/2005/Atom"><channel><title>{escape(title)}</title>'
        f"<link>https://{FORUM}/</link><language>{language}</language>{items}</channel></rss>"
    ).encode()


def atom(entries: Iterable[Entry], title: str, language: str) -> bytes:
    """Return a feed in Atom 1.0."""
    items = "".join(_entry(entry) for entry in entries)
    return (
        f'<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{language}">'
        f"<title>{escape(title)}</title><id>https://{PAPER}/</id>{items}</feed>"
    ).encode()


def _item(entry: Entry) -> str:
    tags = "".join(f"<category>{escape(tag)}</category>" for tag in entry.tags)
    updated = f"<atom:updated>{_stamp(entry.updated)}</atom:updated>" if entry.updated else ""
    return (
        f"<item><title>{escape(entry.topic)}</title><link>{escape(entry.link)}</link>"
        f'<guid isPermaLink="true">{escape(entry.link)}</guid><dc:creator>{escape(entry.author)}</dc:creator>'
        f"<pubDate>{format_datetime(entry.at)}</pubDate>{updated}{tags}"
        f"<description>{escape(entry.markup)}</description></item>"
    )


def _entry(entry: Entry) -> str:
    tags = "".join(f'<category term="{escape(tag)}"/>' for tag in entry.tags)
    return (
        f"<entry><title>{escape(entry.topic)}</title><id>{escape(entry.link)}</id>"
        f'<link rel="alternate" href="{escape(entry.link)}"/><author><name>{escape(entry.author)}</name></author>'
        f"<published>{_stamp(entry.at)}</published><updated>{_stamp(entry.updated or entry.at)}</updated>{tags}"
        f'<content type="html">{escape(entry.markup)}</content></entry>'
    )


def _stamp(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
