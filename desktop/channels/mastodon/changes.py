"""What became of posts we know: looks over the newest ones in turn for edits, deletions and what others did with them.

Mastodon tells nobody but its stream's listeners that a mention was edited or deleted, so a few known posts are asked
for again from time to time. A post missing from a batch is asked for alone before it is believed gone.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from urllib.parse import quote

from desktop.channels.mastodon.failures import NotThere
from desktop.channels.mastodon.fields import listed
from desktop.channels.mastodon.mapping import Post, post_of
from desktop.channels.mastodon.pull import Pull
from desktop.channels.mastodon.threads import placed_again
from desktop.channels.payload import Unreadable
from desktop.model import Refused, Removal

WATCHED = 100  # newest known posts that are looked over in turn
BATCH = 20  # posts per look: the most that Mastodon gives at once
ALONE = 4  # posts per look where the server gives one at a time, and doubts settled per look
EVERY = timedelta(seconds=60)


async def look_over(pull: Pull, now: datetime) -> list[Removal]:
    """Look over the next few known posts: changed ones join the pull's arrivals, removals are returned."""
    looked_at = pull.cursor.looked_at
    if pull.more or (looked_at is not None and now - looked_at < EVERY):
        return []  # what is new comes first
    chosen = _next_ones(pull)
    if not chosen:
        return []
    found = await _found_of(pull, chosen)
    missing = [identity for identity in chosen if identity not in found]
    gone: list[str] = []
    for identity in missing[:ALONE]:
        try:
            found[identity] = await _alone(pull, identity)
        except NotThere:
            gone.append(identity)
        except (Refused, Unreadable):
            continue  # no word on it: it is left as it was
    _take_changed(pull, found)
    pull.cursor = replace(pull.cursor.without(gone), looked_at=now)
    return [Removal(identity, now) for identity in gone]


def _next_ones(pull: Pull) -> list[str]:
    """Return the ids whose turn it is: the newest each time, the rest in turn. Moves the turn on."""
    watched = [name for name in pull.cursor.newest_known(WATCHED) if name not in pull.arrivals]
    half = (BATCH if pull.cursor.in_batches else ALONE) // 2
    newest, rest = watched[:half], watched[half:]
    start = pull.cursor.look_from if pull.cursor.look_from < len(rest) else 0
    pull.cursor = replace(pull.cursor, look_from=start + half)
    return [*newest, *rest[start : start + half]]


async def _found_of(pull: Pull, chosen: list[str]) -> dict[str, Post]:
    """Return those of the chosen posts that a batch gives; {} for a server without batches, which is remembered."""
    if not pull.cursor.in_batches:
        return {}
    try:
        raw = listed(await pull.client.get("/api/v1/statuses", [("id[]", identity) for identity in chosen]))
    except (Refused, Unreadable):
        pull.cursor = replace(pull.cursor, in_batches=False)
        return {}
    return {post.id: post for post in map(_post_or_none, raw) if post is not None}


async def _alone(pull: Pull, identity: str) -> Post:
    return post_of(await pull.client.get(f"/api/v1/statuses/{quote(identity, safe='')}"))


def _post_or_none(payload: object) -> Post | None:
    try:
        return post_of(payload)
    except Unreadable:
        return None


def _take_changed(pull: Pull, found: dict[str, Post]) -> None:
    for identity, post in found.items():
        known = pull.cursor.known.get(identity)
        if known is not None and post.mark != known.mark:
            pull.add(placed_again(post, known), named_us=False, heard=known.heard)
