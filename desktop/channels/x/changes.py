"""What became of posts we know: read again, a hundred at once, for edits and deletions.

X asks that what is deleted or changed there is so here within a day. A post can be edited for half an hour and may be
deleted at any time: so young posts are looked over often, the others once a day. On the UTC day that has paid for a
post, looking again is free, and done hourly.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from desktop.channels.x.mapping import Page
from desktop.channels.x.prices import POST_READ
from desktop.channels.x.pull import Pull
from desktop.channels.x.snowflake import moment_of
from desktop.model import Removal

BATCH = 100
WINDOW = "lookup"
YOUNG = timedelta(hours=1)
_YOUNG_EVERY = timedelta(minutes=5)
_PAID_EVERY = timedelta(hours=1)
_OTHERWISE_EVERY = timedelta(hours=20)


async def look_over(pull: Pull) -> tuple[Removal, ...]:
    """Look over the posts whose turn it is: changed ones join the pull's arrivals, removals are returned."""
    chosen = _due(pull)
    if not chosen or pull.more or not pull.client.windows.affords(WINDOW, pull.now):
        return ()  # what is new comes first
    page = await _looked_up(pull, chosen)
    later = [post.later for post in page.posts if post.later]
    newer = (await _looked_up(pull, later)).posts if later else ()
    for post in (*page.posts, *newer):
        if post.id in pull.cursor.known:
            pull.add(post)
    gone = [identity for identity in page.gone if identity in chosen]
    pull.cursor = pull.cursor.without(gone)
    _mark_as_seen(pull, chosen)
    return tuple(Removal(identity, pull.now) for identity in gone)


async def _looked_up(pull: Pull, wanted: Sequence[str]) -> Page:
    pull.ledger.read(POST_READ, wanted)
    return await pull.page(pull.client.posts("/2/tweets", [("ids", ",".join(wanted))], window=WINDOW), POST_READ)


def _due(pull: Pull) -> list[str]:
    """Return the posts to be read again, those first that have waited longest."""
    known = pull.cursor.known
    due = [name for name in known if pull.now - known[name].seen >= _every(name, known[name].seen, pull.now)]
    return sorted(due, key=lambda name: (known[name].seen, int(name)))[:BATCH]


def _every(identity: str, seen: datetime, now: datetime) -> timedelta:
    made = moment_of(identity)
    if made is not None and now - made < YOUNG:
        return _YOUNG_EVERY
    return _PAID_EVERY if seen.date() == now.date() else _OTHERWISE_EVERY


def _mark_as_seen(pull: Pull, chosen: Sequence[str]) -> None:
    """Let their turn pass for all that were asked for, also those of which X said nothing."""
    known = dict(pull.cursor.known)
    for identity in chosen:
        if identity in known:
            known[identity] = replace(known[identity], seen=pull.now)
    pull.cursor = replace(pull.cursor, known=known)
