"""One pull: what it has gathered so far, and how a feed of posts is read page by page without losing its place.

X gives the newest first. A feed is read down from its top to where the last pull stopped, over several pulls if need
be; until then its newest stays where it was, so that a crash repeats pages and never skips one.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from desktop.channels.payload import Unreadable
from desktop.channels.x.client import XClient
from desktop.channels.x.cursor import Cursor, Feed, Known
from desktop.channels.x.fields import Parameters
from desktop.channels.x.mapping import Page, Person, Post, page_of
from desktop.channels.x.prices import Ledger
from desktop.channels.x.snowflake import id_at, moment_of
from desktop.channels.x.threads import arrival_of, parts_of
from desktop.model import Arrival, TemporaryFailure

PAGE = 100  # posts, the most that X gives at once
PAGES = 3  # of one feed in one pull
OVERLAP = timedelta(minutes=2)  # posts reach a feed out of order: the last minutes are asked for again
LATE = timedelta(minutes=10)  # longer ago than this nothing comes late any more, and on a new day it would cost
_A_WHILE = timedelta(hours=1)
_CLOCKS_DIFFER = timedelta(days=1)

Asking = Callable[[Parameters], Awaitable[object]]


class Pull:
    """What one pull has gathered, and how it gathers. Used once."""

    def __init__(self, client: XClient, me: Person, cursor: Cursor, ledger: Ledger, now: datetime) -> None:
        """`cursor` is where the last pull stopped."""
        self.client = client
        self.me = me
        self.cursor = cursor
        self.ledger = ledger
        self.now = now
        self.more = False
        self.arrivals: dict[str, Arrival] = {}
        self.refused: list[str] = []
        ledger.remember((name, known.seen) for name, known in cursor.known.items())

    def add(self, post: Post, *, named_us: bool = False) -> None:
        """Add a post to what arrives, unless it arrived before and looks the same."""
        known = self.cursor.known.get(post.id)
        arrival = arrival_of(post, self.me, named_us=named_us or (known is not None and known.named))
        if any(one.author.remote_id == self.me.id and one.conversation == one.id for one in (post, post.parent) if one):
            self.cursor = replace(self.cursor, ours=self.cursor.ours | {post.conversation})
        if arrival is None:
            return
        hidden = known is not None and known.hidden
        looks_as_before = known is not None and (known.mark, known.named) == (post.mark, arrival.mentions_us)
        if not looks_as_before or post.id in self.arrivals:
            self.arrivals[post.id] = replace(arrival, hidden=hidden)
        seen = Known(post.mark, self.now, arrival.mentions_us, hidden)
        self.cursor = replace(self.cursor, known={**self.cursor.known, post.id: seen})

    def remember_hidden(self, hidden: Mapping[str, bool]) -> None:
        """Take in what was hidden or shown since the last pull: X itself does not tell of it."""
        known = self.cursor.known
        changed = {name: replace(known[name], hidden=is_hidden) for name, is_hidden in hidden.items() if name in known}
        self.cursor = replace(self.cursor, known={**known, **changed})

    def add_message(self, arrival: Arrival) -> None:
        """Add a direct message to what arrives."""
        self.arrivals[arrival.remote_id] = arrival

    async def page(self, answer: Awaitable[object], price: str) -> Page:
        """Return a page of posts, paid for. Raises TemporaryFailure if the answer is none."""
        try:
            page = page_of(await answer)
        except Unreadable as fault:
            raise TemporaryFailure("unreadable_answer") from fault
        self.refused += page.refused
        self.ledger.read(price, (post.version for post in page.posts))
        return page

    async def read(
        self,
        feed: Feed,
        ask: Asking,
        price: str,
        *,
        since: datetime,
        named_us: bool = False,
        wanted: Callable[[Post], bool] = lambda _: True,
    ) -> Feed:
        """Read a feed on and return where it stands now. Nothing from before `since` is asked for.

        The first read of a feed goes back a few pages and no further: what is older is history, paid for by the piece.
        """
        begins, overlap = feed.newest is None, self._overlap(feed)
        feed = _within_reach(feed, since)
        if _gap_is_empty(feed, overlap):
            feed = _closed(feed, self.now)
        for _ in range(PAGES):
            was_under_way = feed.below is not None
            page = await self.page(ask(_bounds(feed, since, overlap)), price)
            for post in page.posts:
                if wanted(post):
                    self.add(post, named_us=named_us)
            feed = _moved(feed, page, self.now, overlap)
            if feed.below is None and not was_under_way:
                return feed
            if feed.below is None:
                overlap = timedelta(0)  # the top may have grown meanwhile: only what is new there is asked for
        if begins:
            return _closed(feed, self.now)
        self.more = self.more or feed.below is not None
        return feed

    def _overlap(self, feed: Feed) -> timedelta:
        newest = moment_of(feed.newest or "")
        return OVERLAP if newest is not None and self.now - newest < LATE else timedelta(0)

    def in_order(self) -> tuple[Arrival, ...]:
        """Return what arrives, oldest first."""
        ordered = sorted(self.arrivals.values(), key=lambda arrival: (arrival.sent_at, arrival.remote_id))
        return tuple(
            replace(arrival, below_ours=parts_of(arrival.thread_remote_id)[0] in self.cursor.ours)
            for arrival in ordered
        )


def _within_reach(feed: Feed, since: datetime) -> Feed:
    """Return a feed with its gap given up if X no longer gives what is in it."""
    below = moment_of(feed.below or "")
    lost = feed.below is not None and below is not None and below <= since
    return Feed(feed.top or feed.newest, oldest=feed.oldest) if lost else feed


def _gap_is_empty(feed: Feed, overlap: timedelta) -> bool:
    """Tell whether what a crash left to be read lies in the overlap alone, which is no longer asked for."""
    return feed.below is not None and int(_start(feed, overlap) or "0") >= int(feed.below)


def _bounds(feed: Feed, since: datetime, overlap: timedelta) -> Parameters:
    start = _start(feed, overlap)
    moment = moment_of(start or "")
    within_reach = start is not None and (moment is None or moment > since)
    first = ("since_id", start or "") if within_reach else ("start_time", _stamp(since))
    return [("max_results", str(PAGE)), first, *([("until_id", feed.below)] if feed.below else [])]


def _start(feed: Feed, overlap: timedelta) -> str | None:
    moment = moment_of(feed.newest or "") if overlap else None
    return id_at(moment - overlap) if moment is not None else feed.newest


def _moved(feed: Feed, page: Page, now: datetime, overlap: timedelta) -> Feed:
    """Return where a feed stands after a page: `below` is set if an older page is to be read before it is done."""
    top = feed.top or _sensible(page.newest, now)
    oldest = _older(feed.oldest, page.oldest) if feed.newest is None else feed.oldest
    if page.next_token and _leads_on(feed, page, overlap):
        return Feed(feed.newest, top, page.oldest, oldest)
    return _closed(Feed(feed.newest, top, oldest=oldest), now)


def _closed(feed: Feed, now: datetime) -> Feed:
    """Return a feed that was read down to where it stopped; one that has nothing yet begins a while ago."""
    newest = max((one for one in (feed.newest, feed.top) if one), key=int, default=id_at(now - _A_WHILE))
    return Feed(newest, oldest=feed.oldest)


def _leads_on(feed: Feed, page: Page, overlap: timedelta) -> bool:
    """Tell whether a page ends where a next one can begin: further down, but not below what was read before."""
    if page.oldest is None or (feed.below is not None and int(page.oldest) >= int(feed.below)):
        return False
    return int(page.oldest) > int(_start(feed, overlap) or "0")


def _older(first: str | None, second: str | None) -> str | None:
    return min((one for one in (first, second) if one), key=int, default=None)


def _sensible(identity: str | None, now: datetime) -> str | None:
    """Return an id unless it belongs to a day that has not come."""
    return identity if identity and int(identity) < int(id_at(now + _CLOCKS_DIFFER)) else None


def _stamp(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
