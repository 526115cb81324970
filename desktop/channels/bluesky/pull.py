"""One pull: reads what we were notified of and what we wrote, places each post in its thread, stops in good time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence, Set
from dataclasses import replace
from datetime import UTC, datetime

from desktop.channels.bluesky.addresses import POSTS
from desktop.channels.bluesky.client import BlueskyClient
from desktop.channels.bluesky.cursor import KNOWN, Cursor, Known
from desktop.channels.bluesky.failures import NotThere
from desktop.channels.bluesky.feeds import Entry, Page, Reading, read_feed
from desktop.channels.bluesky.mapping import (
    REASONS,
    Chain,
    Notice,
    Post,
    arrival_of,
    chain_of,
    notice_of,
    page_of,
    posts_in,
    record_of,
)
from desktop.channels.bluesky.threads import (
    Placed,
    is_announcement,
    placed_again,
    placed_alone,
    placed_together,
    placed_without_chain,
    that_concern_us,
)
from desktop.channels.payload import Unreadable
from desktop.model import Arrival, Author, Refused, TemporaryFailure

BATCH = 25  # posts or profiles at once: the most that the lexicons allow
THREADS = 12  # threads looked at per pull
_NOTICES = 100
_RECORDS = 50
_ANCESTORS = 40  # posts of a thread that arrive with a mention, nearest first
_DESCENDANTS = 60


class Pull:
    """What one pull has gathered so far, and how it gathers. Used once."""

    def __init__(self, client: BlueskyClient, me: Author, cursor: Cursor, now: datetime) -> None:
        """`cursor` is where the last pull stopped; `me` is who we are, as the last pull knew it."""
        self.client = client
        self.me = me
        self.cursor = cursor
        self.now = now
        self.more = False
        self.arrivals: dict[str, Arrival] = {}
        self.refused: list[str] = []
        self.known: dict[str, Known] = dict(cursor.known)
        self.horizon = _horizon_of(cursor)
        self._threads_left = THREADS

    @property
    def did(self) -> str:
        """Our DID."""
        return self.me.remote_id

    async def read_notices(self) -> None:
        """Read what we were notified of: mentions, replies, quotes."""
        reading = Reading(self._notices_page, self._take_notices, self._settled, self.horizon)
        feed, more = await read_feed(self.cursor.notices, reading, self.now)
        self.cursor = replace(self.cursor, notices=feed)
        self.more = self.more or more

    async def read_own(self) -> None:
        """Read what we wrote, here or elsewhere, in the same way: straight from our own server."""
        reading = Reading(self._own_page, self._take_own, self.known.keys, self.horizon)
        feed, more = await read_feed(self.cursor.own, reading, self.now)
        self.cursor = replace(self.cursor, own=feed)
        self.more = self.more or more

    async def read_older(self, page: str | None) -> str | None:
        """Read a page of older notices with their threads; return the next page, None at the end."""
        found = await self._notices_page(page, self.now)
        taken = await self._take_notices([entry for entry in found.entries if entry.counts])
        return found.following if taken else page

    def finished(self) -> Cursor:
        """Return where the next pull begins."""
        return replace(self.cursor, known=self.known)

    async def _notices_page(self, page: str | None, _: datetime) -> Page:
        parameters = [("reasons", reason) for reason in REASONS]
        parameters += [("limit", str(_NOTICES)), *([("cursor", page)] if page else [])]
        payload = await self.client.get("app.bsky.notification.listNotifications", parameters)
        return self.page(payload, "notifications", _entry_of_notice)

    async def _own_page(self, page: str | None, _: datetime) -> Page:
        parameters = [("repo", self.did), ("collection", POSTS), ("limit", str(_RECORDS))]
        parameters += [("cursor", page)] if page else []
        payload = await self.client.get("com.atproto.repo.listRecords", parameters)
        return self.page(payload, "records", self._entry_of_record)

    def page(self, payload: object, name: str, read: Callable[[object], Entry]) -> Page:
        """Return what could be read of a page; the rest is counted. Raises TemporaryFailure if it is none."""
        try:
            raw, following = page_of(payload, name)
        except Unreadable as fault:
            raise TemporaryFailure("unreadable_answer") from fault
        entries: list[Entry] = []
        for item in raw:
            try:
                entries.append(read(item))
            except Unreadable as fault:
                self.refused.append(str(fault))
        return Page(entries, len(raw), following)

    def _entry_of_record(self, payload: object) -> Entry:
        post = record_of(payload, self.me)
        return Entry(post, post.at)

    def _settled(self) -> Set[str]:
        """Return the posts that are known as ours to answer: one heard by listening may yet turn out to be."""
        return {uri for uri, known in self.known.items() if not known.heard}

    async def _take_notices(self, entries: Sequence[Entry]) -> bool:
        """Take in notices, oldest first, as the network's index shows their posts now."""
        shown = await self.looked_up([entry.post.uri for entry in entries])
        posts = [shown.get(entry.post.uri, entry.post) for entry in entries]
        return await self._take(sorted(posts, key=_by_time), named_us=True)

    async def _take_own(self, entries: Sequence[Entry]) -> bool:
        ours = [entry.post for entry in entries]
        for post in ours:
            if is_announcement(post, self.did):
                self.known[post.uri] = _known_of(post, "")
        rest = [post for post in ours if not is_announcement(post, self.did)]
        return await self._take(sorted(rest, key=_by_time), named_us=False)

    async def looked_up(self, uris: Sequence[str]) -> dict[str, Post]:
        """Return posts as the network's index shows them; those that it does not show are missing."""
        found: dict[str, Post] = {}
        for start in range(0, len(uris), BATCH):
            parameters = [("uris", uri) for uri in uris[start : start + BATCH]]
            try:
                found |= posts_in(await self.client.get("app.bsky.feed.getPosts", parameters))
            except (Refused, Unreadable):
                continue  # a server without an index, or an odd answer: the notices themselves say enough
        return found

    async def _take(self, posts: Iterable[Post], *, named_us: bool) -> bool:
        for post in posts:
            if not await self.take(post, named_us=named_us):
                return False
        return True

    async def take(self, post: Post, *, named_us: bool) -> bool:
        """Take in a post. False: no request is left for its thread in this pull."""
        known = self.known.get(post.uri)
        if known is not None and known.thread:
            self.add(placed_again(post, known), named_us=named_us)
            return True
        alone = placed_alone(post, self.known)
        if alone is None:
            return await self._take_thread(post, named_us=named_us)
        self.add(alone, named_us=named_us)
        return True

    def take_heard(self, post: Post) -> None:
        """Take in a post that was found by listening, without its thread: what strangers say there is not for us."""
        placed = placed_alone(post, self.known) or replace(placed_without_chain(post, self.did), answers=None)
        self.add(placed, named_us=False, heard=True)

    async def _take_thread(self, post: Post, *, named_us: bool) -> bool:
        """Take in a post whose thread is not known, with what of its thread concerns us."""
        if self._threads_left <= 0:
            return False
        self._threads_left -= 1
        chain = await self._chain(post)
        if chain is None:
            self.add(placed_without_chain(post, self.did), named_us=named_us)
            return True
        placed = placed_together(chain, post, self.did, self.known)
        at = next(place for place, each in enumerate(placed) if each.post.uri == post.uri)
        for each in [*placed[:at][-_ANCESTORS:], *that_concern_us(placed[at + 1 :], self.did)[:_DESCENDANTS]]:
            if not self._is_as_known(each.post):
                self.add(each, named_us=False)
        self.add(placed[at], named_us=named_us)
        return True

    async def _chain(self, post: Post) -> Chain | None:
        parameters = [("uri", post.uri), ("depth", "6"), ("parentHeight", "80")]
        try:
            return chain_of(await self.client.get("app.bsky.feed.getPostThread", parameters))
        except (NotThere, Refused, Unreadable):
            return None  # deleted meanwhile, or no index: the post stands where it says

    def _is_as_known(self, post: Post) -> bool:
        known = self.known.get(post.uri)
        return known is not None and (known.cid, known.mark) == (fingerprint(post), post.mark)

    def add(self, placed: Placed, *, named_us: bool, heard: bool = False) -> None:
        """Add a post to what arrives, and remember where it belongs. `heard`: it came by listening alone."""
        post = placed.post
        before = self.arrivals.get(post.uri)
        known = self.known.get(post.uri)
        arrival = arrival_of(
            post,
            thread_id=placed.thread,
            answers=placed.answers or (before.in_reply_to if before else None),
            me=self.did,
            named_us=named_us or (before is not None and before.mentions_us),
            quoted=placed.quoted or (before.quoted if before else ""),
        )
        if known is not None and known.cid != fingerprint(post):
            arrival = replace(arrival, edited_at=self.now)
        self.arrivals[post.uri] = arrival
        self.known[post.uri] = _known_of(post, placed.thread, heard=heard and not arrival.mentions_us)


def fingerprint(post: Post) -> str:
    """Return what changes when a post's content does, short enough for a cursor."""
    return post.cid[-10:]


def _horizon_of(cursor: Cursor) -> datetime | None:
    """Return the time of the oldest post that is remembered, None while nothing had to be forgotten."""
    if len(cursor.known) < KNOWN:
        return None
    return datetime.fromtimestamp(min(known.at for known in cursor.known.values()), UTC)


def _known_of(post: Post, thread: str, *, heard: bool = False) -> Known:
    return Known(thread, fingerprint(post), post.mark, int(post.at.timestamp()), heard)


def _entry_of_notice(payload: object) -> Entry:
    notice: Notice = notice_of(payload)
    return Entry(notice.post, notice.at, counts=notice.reason in REASONS)


def _by_time(post: Post) -> tuple[datetime, str]:
    return post.at, post.uri
