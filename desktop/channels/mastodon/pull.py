"""One pull: reads pages of mentions and of our own posts, places each in its thread, and stops in good time."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from urllib.parse import quote

from desktop.channels.mastodon.client import MastodonClient
from desktop.channels.mastodon.cursor import Cursor, Feed, Known, newer_key
from desktop.channels.mastodon.failures import NotThere
from desktop.channels.mastodon.fields import listed
from desktop.channels.mastodon.mapping import Notice, Person, Post, arrival_of, context_of, notice_of, post_of
from desktop.channels.mastodon.threads import (
    Placed,
    is_announcement,
    placed_again,
    placed_alone,
    placed_together,
    that_concern_us,
)
from desktop.channels.payload import Unreadable
from desktop.model import Arrival, TemporaryFailure

PAGE = 40  # notifications and posts per page: the documented default and greatest number
FIRST_PAGES = 5  # pages that the first pull goes back, over several pulls
FIRST_DAYS = timedelta(days=31)
FORWARD_PAGES = 3  # pages of new things per pull
THREADS = 15  # threads looked at per pull: 300 requests in five minutes must do for everything
_ANCESTORS = 40  # posts of a thread that arrive with a mention, nearest first
_DESCENDANTS = 60
SHORT_PAGE = 15  # no server is known to cut its pages below this: a shorter one is the last

Parameters = list[tuple[str, str]]
_Taker = Callable[[Notice], Awaitable[bool]]
_Reader = Callable[[object], Notice]


@dataclass(frozen=True, slots=True)
class Page:
    """What one page gave: its entries as the server ordered them, and how many there were in all."""

    entries: list[Notice]
    size: int

    def after(self, newest: str | None) -> list[Notice]:
        """Return the entries newer than an id, oldest first."""
        ordered = sorted(self.entries, key=lambda entry: newer_key(entry.id))
        return [entry for entry in ordered if newest is None or newer_key(entry.id) > newer_key(newest)]

    def before(self, oldest: str | None) -> list[Notice]:
        """Return the entries older than an id, newest first."""
        ordered = sorted(self.entries, key=lambda entry: newer_key(entry.id), reverse=True)
        return [entry for entry in ordered if oldest is None or newer_key(entry.id) < newer_key(oldest)]


class Pull:
    """What one pull has gathered so far, and how it gathers. Used once."""

    def __init__(self, client: MastodonClient, me: Person, cursor: Cursor, now: datetime) -> None:
        """`cursor` is where the last pull stopped; `now` bounds how far the first one goes back."""
        self.client = client
        self.me = me
        self.cursor = cursor
        self.more = False
        self.arrivals: dict[str, Arrival] = {}
        self.refused: list[str] = []
        self.faults: list[str] = []
        self.now = now
        self._threads_left = THREADS

    async def read_mentions(self) -> None:
        """Read what is new among our mentions, and one page back while the first pull still goes back."""
        feed = await self._read(self.cursor.mentions, self.mentions_page, self._take_mention)
        self.cursor = replace(self.cursor, mentions=feed)

    async def read_own(self) -> None:
        """Read what we wrote, here or elsewhere, in the same way."""
        feed = await self._read(self.cursor.own, self._own_page, self._take_own)
        self.cursor = replace(self.cursor, own=feed)

    async def read_older(self, oldest: str | None) -> str | None:
        """Read a page of mentions before an id, with their threads; return how far it went, None at the end."""
        page = await self.mentions_page([("max_id", oldest)] if oldest else [])
        entries = page.before(oldest)
        reached = oldest
        for entry in entries:
            if not await self._take_older(entry):
                return reached
            reached = entry.id
        return reached if entries else None

    async def mentions_page(self, parameters: Parameters) -> Page:
        """Return a page of mention notifications; filtered ones too, a customer must not vanish in a filter."""
        payload = await self.client.get(
            "/api/v1/notifications",
            [("types[]", "mention"), ("include_filtered", "true"), ("limit", str(PAGE)), *parameters],
        )
        return self.page(payload, notice_of)

    async def _own_page(self, parameters: Parameters) -> Page:
        payload = await self.client.get(
            f"/api/v1/accounts/{quote(self.me.id, safe='')}/statuses",
            [("exclude_reblogs", "true"), ("limit", str(PAGE)), *parameters],
        )
        return self.page(payload, notice_of_post)

    def page(self, payload: object, read: _Reader) -> Page:
        """Return what could be read of a page; the rest is counted. Raises TemporaryFailure if it is none."""
        try:
            raw = listed(payload)
        except Unreadable as fault:
            raise TemporaryFailure("unreadable_answer") from fault
        entries: list[Notice] = []
        for item in raw:
            try:
                entries.append(read(item))
            except Unreadable as fault:
                self.refused.append(str(fault))
        return Page(entries, len(raw))

    async def _read(self, feed: Feed, page: Callable[[Parameters], Awaitable[Page]], take: _Taker) -> Feed:
        if not feed.begun:
            return await self._read_first(page, take)
        feed = await self._read_forward(feed, page, take)
        return await self._read_back(feed, page, take) if feed.back else feed

    async def _read_first(self, page: Callable[[Parameters], Awaitable[Page]], take: _Taker) -> Feed:
        first = await page([])
        entries = first.before(None)
        if not entries:
            return Feed()
        feed = Feed(newest=entries[0].id, oldest=None, back=FIRST_PAGES if first.size >= SHORT_PAGE else 1)
        return await self._take_back(feed, entries, take)

    async def _read_forward(self, feed: Feed, page: Callable[[Parameters], Awaitable[Page]], take: _Taker) -> Feed:
        for _ in range(FORWARD_PAGES):
            found = await page([("min_id", feed.newest or "")])
            entries = found.after(feed.newest)
            for entry in entries:
                if not await take(entry):
                    self.more = True
                    return feed
                feed = replace(feed, newest=entry.id)
            if not entries or found.size < SHORT_PAGE:
                return feed
        self.more = True
        return feed

    async def _read_back(self, feed: Feed, page: Callable[[Parameters], Awaitable[Page]], take: _Taker) -> Feed:
        found = await page([("max_id", feed.oldest)] if feed.oldest else [])
        entries = found.before(feed.oldest)
        return await self._take_back(feed, entries, take) if entries else replace(feed, back=0)

    async def _take_back(self, feed: Feed, entries: Sequence[Notice], take: _Taker) -> Feed:
        for entry in entries:
            if entry.post is not None and entry.post.at < self.now - FIRST_DAYS:
                return replace(feed, back=0)
            if not await take(entry):
                self.more = True
                return feed
            feed = replace(feed, oldest=entry.id)
        feed = replace(feed, back=feed.back - 1)
        self.more = self.more or feed.back > 0
        return feed

    async def _take_mention(self, notice: Notice) -> bool:
        """Take in one mention. False: no request is left for its thread in this pull."""
        if notice.fault:
            self.refused.append(notice.fault)
        post = notice.post
        return True if post is None else await self.take(post, named_us=True)

    async def _take_own(self, notice: Notice) -> bool:
        post = notice.post
        if post is None or (post.parent_id is None and is_announcement(post, self.me)):
            return True
        return await self.take(post, named_us=False)

    async def _take_older(self, notice: Notice) -> bool:
        post = notice.post
        if post is not None and post.engagement.replies and post.id not in self.cursor.known:
            return await self._take_thread(post, named_us=True)
        return await self._take_mention(notice)

    async def take(self, post: Post, *, named_us: bool) -> bool:
        """Take in a post. False: no request is left for its thread in this pull."""
        known = self.cursor.known.get(post.id)
        if known is not None and not known.heard:
            self.add(placed_again(post, known), named_us=named_us)
            return True
        alone = placed_alone(post, self.cursor.known)
        if alone is None:
            return await self._take_thread(post, named_us=named_us)
        self.add(alone, named_us=named_us)
        return True

    def take_heard(self, post: Post) -> None:
        """Take in a post that was found by listening, without its thread: what strangers say there is not for us."""
        self.add(placed_alone(post, self.cursor.known) or Placed(post, post.id), named_us=False, heard=True)

    async def _take_thread(self, post: Post, *, named_us: bool) -> bool:
        """Take in a post whose thread is not known, with what of its thread concerns us."""
        if self._threads_left <= 0:
            return False
        self._threads_left -= 1
        ancestors, descendants = await self._context(post)
        placed = placed_together(ancestors, post, descendants, self.me, self.cursor.known)
        at = next((place for place, each in enumerate(placed) if each.post.id == post.id), None)
        if at is None:
            return True  # ours, to nobody, under an announcement of ours
        for each in [*placed[:at][-_ANCESTORS:], *that_concern_us(placed[at + 1 :], self.me)[:_DESCENDANTS]]:
            if not self.is_as_known(each.post):
                self.add(each, named_us=False)
        self.add(placed[at], named_us=named_us)
        return True

    def is_as_known(self, post: Post) -> bool:
        """Tell whether a post arrived before and looks the same."""
        known = self.cursor.known.get(post.id)
        return known is not None and known.mark == post.mark

    async def _context(self, post: Post) -> tuple[list[Post], list[Post]]:
        try:
            return context_of(await self.client.get(f"/api/v1/statuses/{quote(post.id, safe='')}/context"))
        except (NotThere, Unreadable):
            return [], []  # deleted meanwhile, or no thread: the post stands for itself

    def add(self, placed: Placed, *, named_us: bool, heard: bool = False) -> None:
        """Add a post to what arrives, and remember where it belongs. `heard`: it came by listening alone."""
        post = placed.post
        before = self.arrivals.get(post.id)
        arrival = arrival_of(
            post,
            thread_id=placed.thread,
            answers=placed.answers or (before.in_reply_to if before else None),
            me=self.me,
            named_us=named_us or (before is not None and before.mentions_us),
            quoted=placed.quoted or (before.quoted if before else ""),
        )
        self.arrivals[post.id] = arrival
        remembered = Known(placed.thread, post.is_direct, post.mark, heard and not arrival.mentions_us)
        self.cursor = replace(self.cursor, known={**self.cursor.known, post.id: remembered})


def notice_of_post(payload: object) -> Notice:
    """Return a status as a list of posts has it. Raises Unreadable."""
    post = post_of(payload)
    return Notice(post.id, post)
