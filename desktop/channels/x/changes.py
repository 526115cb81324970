"""What became of posts we know: read again, a hundred at once, for edits and deletions.

X asks that what is deleted or changed there is so here within a day. A post can be edited for half an hour and may be
deleted at any time: so young posts are looked over often, old ones once a day. On the day they were first read this
costs nothing more.
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
_TIERS = (
    (timedelta(hours=1), timedelta(minutes=5)),
    (timedelta(days=1), timedelta(hours=1)),
)
"""Younger than this: looked over as often as that."""
_OTHERWISE = timedelta(hours=20)


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
    due = [name for name, known in pull.cursor.known.items() if pull.now - known.seen >= _every(name, pull.now)]
    return sorted(due, key=lambda name: (pull.cursor.known[name].seen, int(name)))[:BATCH]


def _every(identity: str, now: datetime) -> timedelta:
    made = moment_of(identity)
    age = now - made if made is not None else _OTHERWISE
    return next((every for younger, every in _TIERS if age < younger), _OTHERWISE)


def _mark_as_seen(pull: Pull, chosen: Sequence[str]) -> None:
    """Let their turn pass for all that were asked for, also those of which X said nothing."""
    known = dict(pull.cursor.known)
    for identity in chosen:
        if identity in known:
            known[identity] = replace(known[identity], seen=pull.now)
    pull.cursor = replace(pull.cursor, known=known)
