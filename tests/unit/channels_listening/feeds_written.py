"""Feeds for tests, as sites of all kinds write them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from desktop.channels.listening.client import Document
from desktop.channels.listening.mapping import Item, feed_of

NOW = datetime(2026, 5, 12, 9, 48, tzinfo=UTC)
ADDRESS = "https://paper.example/feed"


def document(body: str | bytes, kind: str = "application/xml", address: str = ADDRESS) -> Document:
    raw = body if isinstance(body, bytes) else body.encode()
    return Document(raw, kind, address, "", "")


def rss(*items: str, head: str = "<title>La Gazzetta</title>", opens: str = "") -> Document:
    inside = "".join(f"<item>{item}</item>" for item in items)
    return document(f'<?xml version="1.0"?><rss version="2.0" {opens}><channel>{head}{inside}</channel></rss>')


def read(feed: Document) -> list[Item]:
    return list(feed_of(feed, NOW).items)


def only(feed: Document) -> Item:
    (item,) = read(feed)
    return item


def values(item: Item, *names: str) -> tuple[Any, ...]:
    return tuple(getattr(item, name) for name in names)
