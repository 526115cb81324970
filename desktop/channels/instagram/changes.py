"""What became of comments we know: their first comments are read again with everything below, many at once.

So an answer that is gone shows itself by not being there, and one below a hidden comment is known to be.
"""

from __future__ import annotations

from collections.abc import Iterable

from desktop.channels.graph.addresses import root_of
from desktop.channels.graph.changes import BATCH, PART, due, forget, looked_up, mark_as_seen
from desktop.channels.graph.pull import Pull
from desktop.channels.instagram.mapping import AGAIN_FIELDS, comment_of, media_of
from desktop.channels.instagram.threads import arrivals_of
from desktop.channels.payload import Fields, Unreadable


async def look_over(pull: Pull) -> None:
    """Look over what is due: changed ones join the pull's arrivals, those that are gone its removals."""
    if pull.more or not pull.client.pace.is_open(PART, pull.now):
        return  # what is new comes first
    tops = list(dict.fromkeys(root for name in due(pull, "") if (root := _top_of(pull, name))))[:BATCH]
    if not tops:
        return
    looked = await looked_up(pull, tops, AGAIN_FIELDS)
    gone = {name for top in looked.gone for name in (*_below(pull, top), top) if name in pull.cursor.known}
    for top, payload in looked.there.items():
        gone |= _take(pull, top, payload)
    mark_as_seen(pull, {name for top in looked.asked for name in _below(pull, top)})
    forget(pull, gone)


def _top_of(pull: Pull, name: str) -> str | None:
    return root_of(pull.cursor.known[name].thread)


def _below(pull: Pull, top: str) -> list[str]:
    """Return the known comments of a first comment, itself among them."""
    return [name for name in pull.cursor.known if _top_of(pull, name) == top]


def _take(pull: Pull, top: str, payload: Fields) -> set[str]:
    """Take in a first comment with what is below; return what is known and no longer there."""
    try:
        comment = comment_of(payload)
        media = media_of(payload.get("media"))
    except Unreadable as fault:
        pull.refused.append(f"{PART}:{fault}")
        return set()
    if comment.id != top:
        return set()
    there = {comment.id, *(reply.id for reply in comment.replies)}
    known = set(_below(pull, top))
    for arrival in arrivals_of(comment, media, pull.place.username.casefold()):
        if arrival.remote_id in known:
            pull.add(arrival)
    is_whole = not comment.refused and not comment.more_replies
    return _absent(known, there) if is_whole else set()


def _absent(known: Iterable[str], there: set[str]) -> set[str]:
    return {name for name in known if name not in there}
