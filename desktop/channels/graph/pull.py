"""One pull: what it has gathered so far, and how a list with its newest first is read without losing its place."""

from __future__ import annotations

import hashlib
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime, timedelta

from desktop.channels.graph.client import GraphClient
from desktop.channels.graph.cursor import Cursor, Feed, Known
from desktop.channels.graph.failures import MissingScope, TooMuch, lacking
from desktop.channels.graph.paging import Page, page_of
from desktop.channels.graph.settings import Place
from desktop.channels.graph.usage import LONGEST_PAUSE
from desktop.channels.graph.values import seconds_of
from desktop.channels.payload import Unreadable
from desktop.model import Arrival, Fetched, Network, Refused, Removal, TemporaryFailure

FIRST_DAYS = timedelta(days=31)
OVERLAP = 120  # seconds: things reach a list out of order, so the last minutes are read again
SWEEP = 3_600  # seconds between two looks at the older posts too
CLOCKS_DIFFER = 86_400  # seconds; what is dated later is no honest date
_REQUESTS = 56  # for pages in one pull; what they leave is read with the next


class Pull:
    """What one pull has gathered, and how it gathers. Used once."""

    def __init__(self, client: GraphClient, network: Network, place: Place, cursor: Cursor, now: datetime) -> None:
        """`cursor` is where the last pull stopped."""
        self.client = client
        self.network = network
        self.place = place
        self.cursor = cursor.holding()
        self.now = now
        self.more = False
        self.arrivals: dict[str, Arrival] = {}
        self.removals: list[Removal] = []
        self.refused: list[str] = []
        self.faults: list[str] = []
        self._requests = 0

    @property
    def is_spent(self) -> bool:
        """True if the rest is to be left for the next pull."""
        return self._requests >= _REQUESTS

    @property
    def first_seconds(self) -> int:
        """What is older than this is not pulled by itself."""
        return seconds_of(self.now - FIRST_DAYS)

    @property
    def sweeps(self) -> bool:
        """True if this pull also looks at the older posts."""
        return not 0 <= seconds_of(self.now) - self.cursor.swept < SWEEP

    def floor(self, feed: Feed) -> int:
        """Return the seconds from which on what a list shows is new."""
        return self.first_seconds if feed.newest is None else feed.newest - OVERLAP

    def add(self, arrival: Arrival, kind: str = "") -> None:
        """Add a post or comment to what arrives, unless it arrived before and looks the same.

        The Graph does not tell edits: words that differ from those known were changed by now.
        """
        identity = arrival.remote_id
        words, mark = _words_of(arrival), _mark_of(arrival)
        known = self.cursor.known.get(identity)
        if known is not None and known.words != words:
            arrival = replace(arrival, edited_at=self.now)
        if known is None or known.mark != mark or identity in self.arrivals:
            before = self.arrivals.get(identity)
            edited = arrival.edited_at or (before.edited_at if before else None)
            self.arrivals[identity] = replace(arrival, edited_at=edited)
        made, now = seconds_of(arrival.sent_at), seconds_of(self.now)
        seen = Known(words, mark, made, now, arrival.thread_remote_id, kind)
        self.cursor = replace(self.cursor, known={**self.cursor.known, identity: seen})

    def add_message(self, arrival: Arrival) -> None:
        """Add a private message to what arrives, unless it did so lately."""
        digest = digest_of(arrival.remote_id)
        if digest not in self.cursor.recent:
            self.arrivals[arrival.remote_id] = arrival
            self.cursor = replace(self.cursor, recent=(*self.cursor.recent, digest))

    async def page(self, place: str, parameters: list[tuple[str, str]], after: str = "") -> Page:
        """Return a page of an edge, a smaller one where the Graph finds it too much. Raises TemporaryFailure."""
        paged = [*parameters, *([("after", after)] if after else [])]
        try:
            return await self._page(place, paged)
        except TooMuch:
            fewer = [(name, str(max(1, int(value) // 5)) if name == "limit" else value) for name, value in paged]
            return await self._page(place, fewer)

    async def _page(self, place: str, parameters: list[tuple[str, str]]) -> Page:
        self._requests += 1
        try:
            return page_of(await self.client.get(place, parameters))
        except Unreadable as fault:
            raise TemporaryFailure("unreadable_answer") from fault

    async def part(self, name: str, deed: Awaitable[None], scope: str) -> None:
        """Read one part; what it lacks is named and left for later, unless nobody is signed in at all.

        `scope` is the permission that the part takes, for where the Graph does not name it.
        """
        try:
            with lacking(scope):
                await deed
        except MissingScope as failure:
            self.client.pace.close(name, LONGEST_PAUSE, self.now, failure.reason)  # asked again hourly
        except (Refused, TemporaryFailure) as failure:
            pause = failure.retry_after if isinstance(failure, TemporaryFailure) else None
            if pause:
                self.client.pace.close(name, pause, self.now, failure.reason)
            self.faults.append(f"{name}:{failure.reason}")

    def fetched(self) -> Fetched:
        """Return what this pull brought, oldest first."""
        ordered = sorted(self.arrivals.values(), key=lambda arrival: (arrival.sent_at, arrival.remote_id))
        return Fetched(
            arrivals=tuple(ordered),
            cursor=self.cursor.encoded(),
            removals=tuple(self.removals),
            more=self.more,
            refused=tuple(self.refused),
            faults=tuple(dict.fromkeys((*self.faults, *self.client.pace.closed(self.now)))),
        )


async def read_down(
    pull: Pull,
    feed: Feed,
    ask: Callable[[str], Awaitable[Page]],
    take: Callable[[object], Awaitable[int | None]],
    *,
    pages: int,
) -> Feed:
    """Read a list from its top down to where it was read before, and return where it stands now.

    `ask` returns the page after a cursor; `take` an entry's seconds, None for one that can't be read. The list is
    under way while its `after` is set: its newest stays where it was, so that a crash repeats pages and skips none.
    """
    floor = pull.floor(feed)
    for _ in range(pages):
        if pull.is_spent:
            break
        try:
            page = await ask(feed.after)
        except Refused:
            if not feed.after:
                raise
            return Feed(feed.newest)  # the cursor holds no longer: the next pull begins at the top
        seconds = [moment for entry in page.entries if (moment := await take(entry)) is not None]
        sensible = [moment for moment in seconds if moment < seconds_of(pull.now) + CLOCKS_DIFFER]
        top = feed.top if feed.after else max(sensible, default=feed.newest)
        reached = bool(seconds) and min(seconds) < floor
        if reached or not page.after or page.after == feed.after or not page.entries:
            return Feed(max((one for one in (feed.newest, top) if one), default=pull.first_seconds))
        feed = Feed(feed.newest, top, page.after)
    pull.more = True
    return feed


def digest_of(*parts: object) -> str:
    """Return a short fingerprint of some values."""
    return hashlib.sha256("\x1f".join(map(str, parts)).encode("utf-8", "replace")).hexdigest()[:10]


def _words_of(arrival: Arrival) -> str:
    return digest_of(arrival.text, *(file.name for file in arrival.attachments))


def _mark_of(arrival: Arrival) -> str:
    return digest_of(
        _words_of(arrival), arrival.hidden, arrival.closed_public, arrival.closed_direct, arrival.engagement
    )
