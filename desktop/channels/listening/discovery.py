"""Which feeds a page names: what a person finds who typed the address of a site instead of its feed."""

from __future__ import annotations

from html.parser import HTMLParser

from desktop.channels.listening.client import Document
from desktop.channels.listening.links import clean_link

_TYPES = frozenset({"application/rss+xml", "application/atom+xml", "application/rdf+xml"})
_MOST = 10
_LOOKED_AT = 500_000  # bytes of a page: feeds are named in its head


def feeds_named_in(document: Document) -> tuple[str, ...]:
    """Return the addresses of the feeds that a page names, in its own order."""
    reader = _Reader()
    reader.feed(document.body[:_LOOKED_AT].decode("utf-8", "replace"))
    links = (clean_link(link, document.address) for link in reader.found)
    return tuple(dict.fromkeys(link for link in links if link))[:_MOST]


class _Reader(HTMLParser):
    """Reads a page's links once."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag != "link" or "alternate" not in values.get("rel", "").lower().split():
            return
        if values.get("type", "").strip().lower() in _TYPES:
            self.found.append(values.get("href", ""))
