"""What a pull brings in which order: limits, what we wrote, notices, searches, chat, then changes of known posts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from desktop.channels.bluesky.changes import look_over
from desktop.channels.bluesky.chats import ChatPull, Conversations
from desktop.channels.bluesky.client import BlueskyClient
from desktop.channels.bluesky.cursor import Cursor, decoded, decoded_older, encoded_older
from desktop.channels.bluesky.limits import IMAGE_BYTES
from desktop.channels.bluesky.listening import listen
from desktop.channels.bluesky.mapping import written_by
from desktop.channels.bluesky.people import People
from desktop.channels.bluesky.pull import Pull
from desktop.model import AccountLimits, Arrival, Fetched, Listening

LIMITS_EVERY = timedelta(hours=24)
LIMITS = AccountLimits(attachment_bytes=IMAGE_BYTES)


class Reader:
    """Reads one account, pull after pull. Runs in the engine's event loop."""

    def __init__(self, client: BlueskyClient, people: People, convos: Conversations, listening: Listening) -> None:
        """`people` and `convos` are remembered from pull to pull; losing them costs requests only."""
        self._client = client
        self._people = people
        self._convos = convos
        self._listening = listening

    async def fetch(self, me: str, cursor: str | None, now: datetime) -> Fetched:
        """Return what is new since `cursor`. Raises ChannelError; nothing is lost then, the cursor stays."""
        start = decoded(cursor)
        await self._people.learn([me], now)
        pull = Pull(self._client, self._people.author(me), start, now)
        if start.own.newest is not None:
            # what we wrote since is what the newest mentions answer: known first, it saves a look at each thread
            await pull.read_own()
            await pull.read_notices()
        else:
            await pull.read_notices()
            await pull.read_own()
        await listen(pull, self._listening)
        chat = ChatPull(self._client, self._convos, me, start.chats, now)
        await chat.read()
        removals = await look_over(pull, now)
        people = [arrival.author.remote_id for arrival in pull.arrivals.values()]
        await self._people.learn([*people, *(message.sender for message, _ in chat.messages)], now)
        limits_due = start.limits_at is None or abs(now - start.limits_at) >= LIMITS_EVERY
        end = replace(pull.finished(), chats=chat.chats, limits_at=now if limits_due else start.limits_at)
        return Fetched(
            arrivals=self._in_order([*pull.arrivals.values(), *chat.arrivals(self._people).values()]),
            cursor=end.encoded(),
            removals=(*removals, *chat.removals()),
            more=pull.more or chat.more,
            refused=(*pull.refused, *chat.refused),
            limits=LIMITS if limits_due else None,
        )

    async def older(self, me: str, cursor: str | None, begin: str | None, now: datetime) -> Fetched:
        """Return a page of notices older than any before; `begin` is the page where the first pull ended."""
        gone_on, page = decoded_older(cursor)
        at = page if gone_on else begin
        if at is None:
            return Fetched((), encoded_older(None))
        pull = Pull(self._client, self._people.author(me), Cursor(), now)
        following = await pull.read_older(at)
        await self._people.learn((arrival.author.remote_id for arrival in pull.arrivals.values()), now)
        return Fetched(
            arrivals=self._in_order(pull.arrivals.values()),
            cursor=encoded_older(following),
            more=following is not None,
            refused=tuple(pull.refused),
        )

    def _in_order(self, arrivals: Iterable[Arrival]) -> tuple[Arrival, ...]:
        known = [written_by(each, self._people.author(each.author.remote_id, each.author)) for each in arrivals]
        return tuple(sorted(known, key=lambda arrival: (arrival.sent_at, arrival.remote_id)))
