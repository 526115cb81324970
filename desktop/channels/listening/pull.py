"""What a pull brings: the feeds that are due, each for itself, and of their items those that name the company.

A feed that fails is named and asked again later, ever later; the others go on. An item arrives once, from the feed
that brought it first, and again if that feed changes its words.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from desktop.channels.listening.client import Document, FeedClient
from desktop.channels.listening.cursor import Cursor, Known, Place, decoded, digest
from desktop.channels.listening.mapping import Feed, Item, Unreadable, arrival_of, feed_of
from desktop.channels.listening.matching import Matcher
from desktop.model import Arrival, ChannelError, Fetched, Refused, TemporaryFailure

PER_PULL = 15  # feeds
AT_ONCE = 5
OLDEST = timedelta(days=31)  # an item from before is history
LONGEST_PAUSE = timedelta(hours=6)
_DAY = 86_400


@dataclass(frozen=True, slots=True)
class Watch:
    """What an account listens to: its feeds in their order, what it listens for, how long a feed is left alone."""

    feeds: Sequence[str]
    matcher: Matcher
    listens: str
    every: timedelta


@dataclass(frozen=True, slots=True)
class _Result:
    """What came of asking for one feed: it, nothing new, or why not."""

    place: Place
    feed: Feed | None = None
    failure: ChannelError | None = None


class Pull:
    """One pull. Used once; raises only ChannelErrors."""

    def __init__(self, client: FeedClient, watch: Watch, cursor: Cursor, now: datetime) -> None:
        """`cursor` is where the last pull stopped."""
        self._client = client
        self._watch = watch
        self._now = now
        self._seconds = int(now.timestamp())
        anew = cursor.listens != watch.listens
        places = {name: replace(place, etag="", modified="", due=0) for name, place in cursor.feeds.items()}
        self._places = {**(places if anew else cursor.feeds)}
        self._known = dict(cursor.known)
        self._arrivals: dict[str, Arrival] = {}
        self._refused: list[str] = []
        self._faults: list[str] = []

    async def run(self) -> Fetched:
        """Ask for the feeds that are due. Raises the last failure if not a single feed of the account can be read."""
        due = [address for address in self._watch.feeds if self._is_due(address)]
        asked = due[:PER_PULL]
        gate = asyncio.Semaphore(AT_ONCE)
        results = await asyncio.gather(*(self._asked(address, gate) for address in asked))
        for address, result in zip(asked, results, strict=True):
            self._take(address, result)
        self._raise_if_all_fail(results)
        return Fetched(
            arrivals=tuple(sorted(self._arrivals.values(), key=lambda one: (one.sent_at, one.remote_id))),
            cursor=self._moved().encoded(),
            more=len(due) > len(asked),
            refused=tuple(self._refused),
            faults=tuple(self._named_faults()),
        )

    def _place(self, address: str) -> Place:
        return self._places.get(digest(address), Place())

    def _is_due(self, address: str) -> bool:
        due = self._place(address).due
        longest = self._seconds + int(max(LONGEST_PAUSE, self._watch.every).total_seconds())
        return due <= self._seconds or due > longest  # a clock that was set back delays nothing for long

    async def _asked(self, address: str, gate: asyncio.Semaphore) -> _Result:
        place = self._place(address)
        async with gate:
            try:
                document = await self._client.get(address, place.etag, place.modified)
                feed = await self._read(document) if document is not None else None
            except (Refused, TemporaryFailure) as failure:
                return _Result(self._failed(place, failure), failure=failure)
        marks = (document.etag, document.modified) if document is not None else (place.etag, place.modified)
        return _Result(Place(*marks, due=self._seconds + int(self._watch.every.total_seconds())), feed)

    async def _read(self, document: Document) -> Feed:
        try:
            return await asyncio.to_thread(feed_of, document, self._now)
        except Unreadable as fault:
            raise Refused(str(fault)) from fault

    def _failed(self, place: Place, failure: ChannelError) -> Place:
        """Return where a feed stands that failed: asked again after twice the time, or when its server said."""
        wait = min(self._watch.every * 2 ** min(place.failed, 10), LONGEST_PAUSE).total_seconds()
        if isinstance(failure, TemporaryFailure) and failure.retry_after:
            wait = max(wait, failure.retry_after)
        return replace(place, due=self._seconds + int(wait), failed=place.failed + 1)

    def _take(self, address: str, result: _Result) -> None:
        name = digest(address)
        self._places[name] = result.place
        if result.feed is not None:
            self._refused += result.feed.refused
            for item in result.feed.items:
                self._take_item(item, name)

    def _take_item(self, item: Item, feed: str) -> None:
        name = digest(item.name)
        known = self._known.get(name)
        if known is None:
            self._take_new(item, name, feed)
            return
        belongs_here = known.feed == feed or known.feed not in self._watched()
        edited = belongs_here and known.mark != item.mark
        if edited:
            self._arrivals[item.name] = arrival_of(item, self._now, edited=True)
        mark = item.mark if belongs_here else known.mark
        self._known[name] = Known(feed if belongs_here else known.feed, mark, self._seconds // _DAY)

    def _take_new(self, item: Item, name: str, feed: str) -> None:
        at = item.at or item.updated
        is_history = at is not None and at < self._now - OLDEST
        if not is_history and self._watch.matcher.wants(item.words, item.tags, item.language):
            self._arrivals[item.name] = arrival_of(item, self._now, edited=False)
            self._known[name] = Known(feed, item.mark, self._seconds // _DAY)

    def _watched(self) -> set[str]:
        return {digest(address) for address in self._watch.feeds}

    def _moved(self) -> Cursor:
        watched = self._watched()
        places = {name: place for name, place in self._places.items() if name in watched}
        return Cursor(places, self._known, self._watch.listens)

    def _raise_if_all_fail(self, results: Sequence[_Result]) -> None:
        failures = [result.failure for result in results if result.failure is not None]
        if failures and all(self._place(address).failed for address in self._watch.feeds):
            worst = max(failures, key=_urgency)
            raise worst if isinstance(worst, TemporaryFailure) else TemporaryFailure(worst.reason)

    def _named_faults(self) -> list[str]:
        """Return the feeds that fail now, by their place in the list: "feed_2"."""
        return [f"feed_{place}" for place, feed in enumerate(self._watch.feeds, start=1) if self._place(feed).failed]


def _urgency(failure: ChannelError) -> float:
    return failure.retry_after or 0.0 if isinstance(failure, TemporaryFailure) else -1.0


async def fetch(client: FeedClient, watch: Watch, cursor: str | None, now: datetime) -> Fetched:
    """Return what is new since `cursor`. Raises ChannelError; nothing is lost then, the cursor stays where it was."""
    return await Pull(client, watch, decoded(cursor), now).run()
