"""What a pull of a Page brings in which order: the feed, posts that tag it, comments, conversations, then changes.

A post's list entry says when something was last written below it and how many comments there are: only posts that show
something else than last time are read again. The feed must succeed; a part that fails alone is named in the log and
tried again with the next pull.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from desktop.channels.facebook.mapping import COMMENT_FIELDS, POST_FIELDS, Comment, Post, comment_of, post_of
from desktop.channels.facebook.scopes import SCOPE_OF
from desktop.channels.facebook.threads import Ground, again, arrival_of, arrival_of_post, ground_of
from desktop.channels.graph.below import page_below, read_due, sweep
from desktop.channels.graph.changes import Kind, look_over
from desktop.channels.graph.cursor import Spot
from desktop.channels.graph.failures import lacking
from desktop.channels.graph.paging import Page
from desktop.channels.graph.pull import CLOCKS_DIFFER, OVERLAP, SWEEP, Pull, read_down
from desktop.channels.graph.talks import PART as DIRECT
from desktop.channels.graph.talks import read_talks
from desktop.channels.graph.values import seconds_of
from desktop.channels.payload import Fields, Unreadable
from desktop.model import Arrival, Refused

FEED, TAGGED = "feed", "tagged"
POST, ELSEWHERE = "post", "elsewhere"
"""What a post is called among what is known, and a comment that is not on the Page."""
_LIMIT = {FEED: 50, TAGGED: 25}  # posts of a page
_PAGES = {FEED: 5, TAGGED: 3}  # of one pull
_NEVER = 10**12  # seconds
_COMMENTS = 100  # of a page
_COMMENT_PAGES = 12  # of one pull


@dataclass(frozen=True, slots=True)
class Due:
    """A post whose comments are to be read: from when on (seconds), and how its list showed it."""

    ground: Ground
    since: int
    mark: str


@dataclass(slots=True)
class Reading:
    """What a pull has seen of the posts. `sent` are the threads of comments that we wrote lately, by id."""

    pull: Pull
    sent: Mapping[str, str]
    due: dict[str, Due] = field(default_factory=dict)

    @property
    def threads(self) -> dict[str, str]:
        """The threads of the comments that are known."""
        return {**{name: known.thread for name, known in self.pull.cursor.known.items()}, **self.sent}


async def fetch(pull: Pull, sent: Mapping[str, str]) -> None:
    """Read what is new. Raises ChannelError; nothing is lost then, the cursor stays where it was."""
    reading = Reading(pull, sent)
    with lacking(SCOPE_OF["read"]):
        await _read_posts(reading, FEED)
    if pull.client.pace.is_open(TAGGED, pull.now):
        await pull.part(TAGGED, _read_posts(reading, TAGGED), SCOPE_OF["read"])
    if pull.sweeps:
        await sweep(pull, f"{pull.place.page}/{FEED}", POST_FIELDS, lambda entry: _take(reading, entry, FEED, _NEVER))
    with lacking(SCOPE_OF["read"]):
        await _read_comments(reading)
    await pull.part(DIRECT, read_talks(pull), SCOPE_OF["direct"])
    await pull.part("lookup", _look_over(reading), SCOPE_OF["read"])


async def fetch_older(pull: Pull, after: str) -> str:
    """Read a page of the feed from before the first pull, with its comments; return where it goes on, "" at its end."""
    reading = Reading(pull, {})
    parameters = [("fields", POST_FIELDS), ("limit", "10")]
    page = await pull.page(f"{pull.place.page}/feed", parameters, after)
    for entry in page.entries:
        _take(reading, entry, FEED, 0)
    for due in reading.due.values():
        comments = await pull.page(f"{due.ground.post}/comments", _asking(0))
        _add_comments(reading, due.ground, comments)
    return page.after


async def _read_posts(reading: Reading, name: str) -> None:
    pull = reading.pull
    feed = pull.cursor.feed(name)
    floor = pull.floor(feed)

    async def ask(after: str) -> Page:
        parameters = [("fields", POST_FIELDS), ("limit", str(_LIMIT[name]))]
        page = await pull.page(f"{pull.place.page}/{name}", parameters, after)
        if name == FEED and feed.newest is None:
            pull.cursor = replace(pull.cursor, older=page.after)
        return page

    async def take(entry: object) -> int | None:
        return _take(reading, entry, name, floor)

    moved = await read_down(pull, feed, ask, take, pages=_PAGES[name])
    pull.cursor = pull.cursor.with_feed(name, moved)


def _take(reading: Reading, entry: object, name: str, floor: int) -> int | None:
    """Take in a post; return when it was written (seconds), None if it can't be read.

    Whose post is older than `floor` arrived with an earlier pull, or never will by itself.
    """
    pull = reading.pull
    try:
        post = post_of(entry)
    except Unreadable as fault:
        pull.refused.append(f"{name}:{fault}")
        return None
    made = seconds_of(post.at)
    if made >= floor or post.id in pull.cursor.known:
        arrival = arrival_of_post(post, pull.place.page)
        if arrival is not None:
            pull.add(arrival, POST)
    _note(reading, post, elsewhere=_is_elsewhere(pull, post.id))
    return made


def _is_elsewhere(pull: Pull, identity: str) -> bool:
    """Tell whether a post is not on the Page: the id of one begins with whose wall it is on."""
    return identity.partition("_")[0] != pull.place.page


def _note(reading: Reading, post: Post, *, elsewhere: bool) -> None:
    """Decide whether a post's comments are to be read, by what its list shows of it."""
    pull = reading.pull
    spot = pull.cursor.spots.get(post.id)
    is_pending = post.id in pull.cursor.pending
    since = _since(pull, spot)
    looks_as_before = spot is not None and spot.mark == post.mark
    has_new = post.comments > 0 and seconds_of(post.updated) >= since - OVERLAP
    if is_pending or (has_new and not looks_as_before):
        reading.due[post.id] = Due(ground_of(post, elsewhere=elsewhere), since, post.mark)
    elif not looks_as_before:
        pull.cursor = pull.cursor.with_spot(post.id, Spot(post.mark, spot.read if spot else 0))


def _since(pull: Pull, spot: Spot | None) -> int:
    """Return from when on a post's comments are to be read (seconds)."""
    if spot is not None and spot.read:
        return spot.read - OVERLAP
    if spot is not None or not pull.cursor.swept:
        return pull.first_seconds
    # it shows itself for the first time: what was below it before the last look at all posts had been seen
    return max(pull.first_seconds, pull.cursor.swept - 2 * SWEEP)


async def _read_comments(reading: Reading) -> None:
    await read_due(
        reading.pull,
        reading.due,
        lambda identity: _recall(reading, identity),
        lambda identity, due, most: _read_below(reading, identity, due, most),
        pages=_COMMENT_PAGES,
    )


async def _recall(reading: Reading, identity: str) -> None:
    """Ask for a post whose comments are to be read on and that its list no longer shows."""
    pull = reading.pull
    try:
        post = post_of(await pull.client.get(identity, [("fields", POST_FIELDS)]))
    except (Refused, Unreadable):
        pull.cursor = pull.cursor.without([identity])
        return
    _note(reading, post, elsewhere=_is_elsewhere(pull, identity))


async def _read_below(reading: Reading, identity: str, due: Due, most: int) -> int:
    """Read a post's comments, oldest first; return how many pages that took."""
    pull = reading.pull
    after = pull.cursor.pending.get(identity, "")
    spot = pull.cursor.spots.get(identity)
    newest = spot.read if spot else 0
    for count in range(1, most + 1):
        page = await page_below(pull, identity, _asking(due.since), after)
        newest = max(newest, _add_comments(reading, due.ground, page))
        if not page.after or page.after == after or not page.entries:
            pull.cursor = pull.cursor.with_spot(identity, Spot(due.mark, newest))
            return count
        after = page.after
        pull.cursor = pull.cursor.with_pending(identity, after)
        if pull.is_spent:
            break
    pull.more = True
    return most


def _asking(since: int) -> list[tuple[str, str]]:
    asked = [("filter", "stream"), ("order", "chronological"), ("fields", COMMENT_FIELDS), ("limit", str(_COMMENTS))]
    return [*asked, *([("since", str(since))] if since > 0 else [])]


def _add_comments(reading: Reading, ground: Ground, page: Page) -> int:
    """Add a page of comments; return when the newest was written (seconds), 0 for none."""
    pull, newest = reading.pull, 0
    comments: list[Comment] = []
    for entry in page.entries:
        try:
            comments.append(comment_of(entry))
        except Unreadable as fault:
            pull.refused.append(f"comments:{fault}")
    threads = reading.threads
    for comment in comments:
        arrival = arrival_of(comment, ground, pull.place.page, threads)
        if seconds_of(comment.at) < seconds_of(pull.now) + CLOCKS_DIFFER:
            newest = max(newest, seconds_of(comment.at))
        if arrival is not None:
            threads[comment.id] = arrival.thread_remote_id
            pull.add(arrival, ELSEWHERE if ground.elsewhere else "")
    return newest


def _kinds(reading: Reading) -> tuple[Kind, ...]:
    """Return what is looked over again: comments, and the posts of others."""
    page, threads = reading.pull.place.page, reading.threads

    def of_comment(fields: Fields, thread: str) -> Arrival | None:
        return again(comment_of(fields), thread, page, threads)

    def of_elsewhere(fields: Fields, thread: str) -> Arrival | None:
        return again(comment_of(fields), thread, page, threads, elsewhere=True)

    def of_post(fields: Fields, _: str) -> Arrival | None:
        return arrival_of_post(post_of(fields), page)

    return (
        Kind("", COMMENT_FIELDS, of_comment),
        Kind(ELSEWHERE, COMMENT_FIELDS, of_elsewhere),
        Kind(POST, POST_FIELDS, of_post),
    )


async def _look_over(reading: Reading) -> None:
    await look_over(reading.pull, _kinds(reading))
    await _quote_again(reading.pull)


async def _quote_again(pull: Pull) -> None:
    """Ask for the posts that first comments hang below which were changed: they come without, read by themselves."""
    for identity, arrival in list(pull.arrivals.items()):
        is_first = arrival.thread_remote_id.startswith(f"{identity}/") and pull.cursor.known[identity].kind == ""
        if arrival.edited_at is None or arrival.quoted or not is_first or pull.is_spent:
            continue
        post = f"{pull.place.page}_{identity.partition('_')[0]}"
        try:
            quoted = post_of(await pull.client.get(post, [("fields", POST_FIELDS)]))
        except (Refused, Unreadable):
            continue  # it arrives without
        pull.arrivals[identity] = replace(arrival, quoted=quoted.text)
