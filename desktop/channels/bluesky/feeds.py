"""How a feed that gives its newest entries first is read: until nothing on a page is new, in bounded steps.

Servers order entries by the time that their authors' clocks told, so one entry may turn up below others that were
read long ago: everything unknown of the last day is taken, wherever on a page it stands.
"""

from __future__ import annotations

import hashlib
from collections.abc import Awaitable, Callable, Sequence, Set
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from desktop.channels.bluesky.cursor import Feed
from desktop.channels.bluesky.mapping import Post

FIRST_PAGES = 5  # pages that the first reading goes back, over several pulls
FIRST_DAYS = timedelta(days=31)
LATER_PAGES = 400  # pages that a later one goes back: forty thousand entries while the program was closed
PAGES = 2  # per pull
LATE = timedelta(days=1)  # how far below the newest an unknown entry is still taken, how far ahead one is believed


@dataclass(frozen=True, slots=True)
class Entry:
    """A post in a feed and its time there. `counts` is False for what is no matter of ours and only fills the page."""

    post: Post
    at: datetime
    counts: bool = True


@dataclass(frozen=True, slots=True)
class Page:
    """What one page gave, newest first: what could be read of its `size` entries, and the cursor of the next."""

    entries: Sequence[Entry]
    size: int
    following: str | None


@dataclass(frozen=True, slots=True)
class Reading:
    """How one feed is read.

    `page` brings the page at a cursor, None for the first, down to a moment. `take` takes new entries in; False if
    some must wait for the next pull, which brings the same page again. `known` gives the addresses of what is known;
    `horizon` is the oldest moment down to which everything that was read is among them, None if nothing was forgotten.
    """

    page: Callable[[str | None, datetime], Awaitable[Page]]
    take: Callable[[Sequence[Entry]], Awaitable[bool]]
    known: Callable[[], Set[str]]
    horizon: datetime | None = None
    first_days: timedelta = FIRST_DAYS


async def read_feed(feed: Feed, reading: Reading, now: datetime) -> tuple[Feed, bool]:
    """Read some pages; return where the feed stands now and whether it must go on. Raises ChannelError."""
    feed = feed if feed.page is not None else _begun(feed, reading, now)
    floor = feed.floor or now - reading.first_days
    for _ in range(PAGES):
        page = await reading.page(feed.page or None, floor)
        known = reading.known()
        counting = (entry for entry in page.entries if entry.counts and entry.at >= floor)
        new = [entry for entry in counting if entry.post.uri not in known and _digest(entry.post.uri) not in feed.seen]
        if not await reading.take(new):
            return feed, True
        feed = _passed(feed, page, now)
        if _is_last(feed, page, floor, has_new=bool(new)):
            return _ended(feed, page), False
        feed = replace(feed, page=page.following)
    return feed, True


def _begun(feed: Feed, reading: Reading, now: datetime) -> Feed:
    if feed.newest is None:
        return replace(feed, page="", floor=now - reading.first_days, top=None, left=FIRST_PAGES)
    late = feed.newest - LATE
    floor = late if reading.horizon is None else min(max(late, reading.horizon), feed.newest)
    seen = frozenset(_digest(uri) for uri in reading.known())
    return replace(feed, page="", floor=floor, top=None, left=LATER_PAGES, seen=seen)


def _digest(uri: str) -> str:
    return hashlib.blake2b(uri.encode(), digest_size=8).hexdigest()


def _passed(feed: Feed, page: Page, now: datetime) -> Feed:
    """Return the feed with a page behind it. An entry far ahead of the clock is no mark to go by."""
    times = [entry.at for entry in page.entries if entry.at <= now + LATE]
    return replace(feed, top=max([*times, *([feed.top] if feed.top else [])], default=None), left=feed.left - 1)


def _is_last(feed: Feed, page: Page, floor: datetime, *, has_new: bool) -> bool:
    if page.size == 0 or page.following is None or page.following == feed.page or feed.left <= 0:
        return True
    oldest = min((entry.at for entry in page.entries), default=None)
    if oldest is None:
        return False
    return oldest < floor or (not has_new and feed.newest is not None and oldest <= feed.newest)


def _ended(feed: Feed, page: Page) -> Feed:
    times = [at for at in (feed.newest, feed.top) if at is not None]
    older = feed.older if feed.newest is not None else page.following
    return Feed(newest=max(times, default=None), older=older)
