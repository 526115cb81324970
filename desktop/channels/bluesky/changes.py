"""What became of posts we know: looks over the newest ones in turn for edits, deletions and what others did with them.

Bluesky notifies nobody of a deletion, so a few known posts are asked for again from time to time. A post missing
from a batch is asked for at its author's server before it is believed gone: the index also leaves out what it hides.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from desktop.channels.bluesky.addresses import record_address
from desktop.channels.bluesky.client import BlueskyClient
from desktop.channels.bluesky.failures import NotThere
from desktop.channels.bluesky.mapping import Post
from desktop.channels.bluesky.pull import BATCH, Pull, fingerprint
from desktop.channels.bluesky.threads import placed_again
from desktop.model import Refused, Removal

ALONE = 4  # doubts settled per look
EVERY = timedelta(seconds=60)
_NEWEST = 10  # of each batch: the posts that are looked at every time


async def look_over(pull: Pull, now: datetime) -> list[Removal]:
    """Look over the next few known posts: changed ones join the pull's arrivals, removals are returned."""
    looked_at = pull.cursor.looked_at
    if pull.more or (looked_at is not None and EVERY > now - looked_at > -EVERY):
        return []  # what is new comes first
    chosen = _next_ones(pull)
    if not chosen:
        return []
    found = await pull.looked_up(chosen)
    missing = [uri for uri in chosen if uri not in found]
    gone = [uri for uri in missing[:ALONE] if await is_gone(pull.client, uri)]
    _take_changed(pull, found)
    for uri in gone:
        del pull.known[uri]
    pull.cursor = replace(pull.cursor, looked_at=now)
    return [Removal(uri, now) for uri in gone]


async def is_gone(client: BlueskyClient, uri: str) -> bool:
    """Tell whether a post is certainly deleted. Raises TemporaryFailure or SignInExpired."""
    address = record_address(uri)
    if address is None:
        return False
    where = [("repo", address.did), ("collection", address.collection), ("rkey", address.key)]
    try:
        await client.get("com.atproto.repo.getRecord", where)
    except NotThere:
        return True
    except Refused:
        return False  # no word on it: it is left as it was
    return False


def _next_ones(pull: Pull) -> list[str]:
    """Return the posts whose turn it is: the newest each time, the rest in turn. Moves the turn on."""
    watched = [uri for uri in replace(pull.cursor, known=pull.known).newest_known() if uri not in pull.arrivals]
    newest, rest = watched[:_NEWEST], watched[_NEWEST:]
    start = pull.cursor.look_from if 0 <= pull.cursor.look_from < len(rest) else 0
    end = start + BATCH - _NEWEST
    pull.cursor = replace(pull.cursor, look_from=end)
    return [*newest, *rest[start:end]]


def _take_changed(pull: Pull, found: dict[str, Post]) -> None:
    for uri, post in found.items():
        known = pull.known.get(uri)
        if known is not None and (known.cid, known.mark) != (fingerprint(post), post.mark):
            pull.add(placed_again(post, known), named_us=False, heard=known.heard)
