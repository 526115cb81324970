"""What a pull brings in which order: limits, mentions, our own posts, what was heard, then changes of known posts."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from desktop.channels.mastodon.changes import look_over
from desktop.channels.mastodon.client import MastodonClient
from desktop.channels.mastodon.cursor import Cursor, decoded, decoded_older, encoded_older
from desktop.channels.mastodon.listening import Watch, listen
from desktop.channels.mastodon.mapping import Person
from desktop.channels.mastodon.mapping_answers import limits_of
from desktop.channels.mastodon.pull import Pull
from desktop.channels.payload import Unreadable
from desktop.model import AccountLimits, Arrival, Fetched, Refused

LIMITS_EVERY = timedelta(hours=24)


async def fetch(
    client: MastodonClient, me: Person, cursor: str | None, now: datetime, watch: Watch | None = None
) -> Fetched:
    """Return what is new since `cursor`. Raises ChannelError; nothing is lost then, the cursor stays where it was.

    `watch` is what the account listens for beyond its mentions.
    """
    start = decoded(cursor)
    limits_due = start.limits_at is None or now - start.limits_at >= LIMITS_EVERY
    limits = await _limits(client) if limits_due else None
    pull = Pull(client, me, start, now)
    if start.own.begun:
        # what we wrote since is what the newest mentions answer: known first, it saves a look at each thread
        await pull.read_own()
        await pull.read_mentions()
    else:
        await pull.read_mentions()
        await pull.read_own()
    if watch is not None:
        await listen(pull, watch)
    removals = await look_over(pull, now)
    end = replace(pull.cursor, limits_at=now) if limits_due else pull.cursor
    return Fetched(
        arrivals=_in_order(pull),
        cursor=end.encoded(),
        removals=tuple(removals),
        more=pull.more,
        refused=tuple(pull.refused),
        limits=limits,
        faults=tuple(pull.faults),
    )


async def fetch_older(
    client: MastodonClient, me: Person, cursor: str | None, oldest: str | None, now: datetime
) -> Fetched:
    """Return a page of mentions older than any before. `oldest` is where the first pull of older ones begins."""
    begin = decoded_older(cursor) or oldest
    pull = Pull(client, me, Cursor(), now)
    reached = await pull.read_older(begin)
    return Fetched(
        arrivals=_in_order(pull),
        cursor=encoded_older(reached or begin or ""),
        more=reached is not None,
        refused=tuple(pull.refused),
    )


async def instance(client: MastodonClient) -> object:
    """Return what the server says of itself, by the second form of the question or the first."""
    try:
        return await client.get("/api/v2/instance", signed=False)
    except Refused:
        return await client.get("/api/v1/instance", signed=False)


async def _limits(client: MastodonClient) -> AccountLimits | None:
    try:
        return limits_of(await instance(client))
    except (Refused, Unreadable):
        return None  # the network's own figures hold until the server says otherwise


def _in_order(pull: Pull) -> tuple[Arrival, ...]:
    return tuple(sorted(pull.arrivals.values(), key=lambda arrival: (arrival.sent_at, arrival.remote_id)))
