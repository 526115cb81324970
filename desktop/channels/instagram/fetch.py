"""What a pull of Instagram brings in which order: pictures, live broadcasts, tags, comments, direct messages, changes.

A picture's list entry counts its comments: those are read, newest first, until as many new ones are found as the count
grew by, for an answer may hang below an old comment. A count can stand still while one comment goes and another comes,
so lively pictures are read again from time to time whatever it says.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from desktop.channels.graph.below import page_below, read_due, sweep
from desktop.channels.graph.cursor import Spot
from desktop.channels.graph.failures import lacking
from desktop.channels.graph.paging import Page
from desktop.channels.graph.pull import CLOCKS_DIFFER, OVERLAP, Pull, read_down
from desktop.channels.graph.talks import PART as DIRECT
from desktop.channels.graph.talks import read_talks
from desktop.channels.graph.values import seconds_of
from desktop.channels.instagram.changes import look_over
from desktop.channels.instagram.mapping import (
    COMMENT_FIELDS,
    COMMENTS_FIELDS,
    MEDIA_FIELDS,
    TAG_FIELDS,
    Comment,
    Media,
    comment_of,
    media_of,
    replies_of,
)
from desktop.channels.instagram.scopes import SCOPE_OF
from desktop.channels.instagram.threads import arrival_of_tag, arrivals_of
from desktop.channels.payload import Unreadable
from desktop.model import Refused

MEDIA_LIST, LIVE_LIST, TAGS = "media", "live_media", "tags"
TAG = "tag"
"""What a picture that tags us is called among what is known."""
_FIELDS = {MEDIA_LIST: MEDIA_FIELDS, TAGS: TAG_FIELDS}
_PAGES = {MEDIA_LIST: 4, TAGS: 3}  # of one pull
_LIMIT = 50
_COMMENT_PAGES = 16  # of one pull
_REPLY_PAGES = 4  # of one comment, beyond what comes along with it
_BARREN = 4  # pages in a row that bring nothing new: Instagram counts comments that it does not show
_RECENT = 7_776_000  # seconds: an older picture is not read when it shows itself for the first time
_LIVELY = 172_800  # seconds since something was written last
_AGAIN = 900  # seconds between two looks at a lively picture


@dataclass(frozen=True, slots=True)
class Due:
    """A picture whose comments are to be read: how many new ones there must be, None if nobody knows.

    `since` is when its last look was (seconds): what was written before was seen then.
    """

    media: Media
    expected: int | None
    since: int


@dataclass(slots=True)
class Reading:
    """What a pull has seen of the pictures."""

    pull: Pull
    due: dict[str, Due] = field(default_factory=dict)

    @property
    def us(self) -> str:
        """Our own name, as names are compared."""
        return self.pull.place.username.casefold()


async def fetch(pull: Pull) -> None:
    """Read what is new. Raises ChannelError; nothing is lost then, the cursor stays where it was."""
    reading = Reading(pull)
    with lacking(SCOPE_OF["sign_in"]):
        await _read_list(reading, MEDIA_LIST)
    if pull.client.pace.is_open(LIVE_LIST, pull.now):
        await pull.part(LIVE_LIST, _read_live(reading), SCOPE_OF["read"])
    if pull.client.pace.is_open(TAGS, pull.now):
        await pull.part(TAGS, _read_list(reading, TAGS), SCOPE_OF["read"])
    if pull.sweeps:
        place = f"{pull.place.ig_user}/{MEDIA_LIST}"
        await sweep(pull, place, MEDIA_FIELDS, lambda entry: _take(reading, entry, MEDIA_LIST, 0))
    with lacking(SCOPE_OF["read"]):
        await _read_comments(reading)
    await pull.part(DIRECT, read_talks(pull), SCOPE_OF["direct"])
    await pull.part("lookup", look_over(pull), SCOPE_OF["read"])


async def fetch_older(pull: Pull, after: str) -> str:
    """Read a page of pictures from before the first pull, with comments; return where it goes on, "" at its end."""
    reading = Reading(pull)
    place = f"{pull.place.ig_user}/{MEDIA_LIST}"
    page = await pull.page(place, [("fields", MEDIA_FIELDS), ("limit", "10")], after)
    for entry in page.entries:
        _take(reading, entry, MEDIA_LIST, 0)
    for due in reading.due.values():
        comments = await _page_below(pull, due.media.id, "")
        await _add_comments(reading, replace(due, since=0), comments)
    return page.after


async def _read_list(reading: Reading, name: str) -> None:
    pull = reading.pull
    feed = pull.cursor.feed(name)
    floor = pull.floor(feed)

    async def ask(after: str) -> Page:
        parameters = [("fields", _FIELDS[name]), ("limit", str(_LIMIT))]
        page = await pull.page(f"{pull.place.ig_user}/{name}", parameters, after)
        if name == MEDIA_LIST and feed.newest is None:
            pull.cursor = replace(pull.cursor, older=page.after)
        return page

    async def take(entry: object) -> int | None:
        return _take(reading, entry, name, floor)

    moved = await read_down(pull, feed, ask, take, pages=_PAGES[name])
    pull.cursor = pull.cursor.with_feed(name, moved)


async def _read_live(reading: Reading) -> None:
    """Take in what is broadcast at this moment: its comments can be read only now."""
    pull = reading.pull
    page = await pull.page(f"{pull.place.ig_user}/{LIVE_LIST}", [("fields", MEDIA_FIELDS)])
    for entry in page.entries:
        try:
            media = replace(media_of(entry), live=True)
        except Unreadable as fault:
            pull.refused.append(f"{LIVE_LIST}:{fault}")
            continue
        reading.due[media.id] = Due(media, None, 0)


def _take(reading: Reading, entry: object, name: str, floor: int) -> int | None:
    """Take in a picture; return when it was published (seconds), None if it can't be read."""
    pull = reading.pull
    try:
        media = media_of(entry)
    except Unreadable as fault:
        pull.refused.append(f"{name}:{fault}")
        return None
    made = seconds_of(media.at)
    if name == TAGS:
        arrival = arrival_of_tag(media, reading.us)
        if arrival is not None and (made >= floor or arrival.remote_id in pull.cursor.known):
            pull.add(arrival, TAG)
    elif media.id not in reading.due:
        _note(reading, media)
    return made


def _note(reading: Reading, media: Media) -> None:
    """Decide whether a picture's comments are to be read, by what its list shows of it."""
    pull = reading.pull
    spot = pull.cursor.spots.get(media.id)
    if spot is None:
        is_recent = seconds_of(media.at) >= seconds_of(pull.now) - _RECENT
        if media.comments > 0 and is_recent:
            reading.due[media.id] = Due(media, None, pull.first_seconds)
        else:
            pull.cursor = pull.cursor.with_spot(media.id, Spot(_shown(pull, media), seconds_of(media.at) * is_recent))
        return
    count, looked = _remembered(spot)
    now = seconds_of(pull.now)
    is_lively = now - spot.read < _LIVELY and not 0 <= now - looked < _AGAIN
    if media.comments != count or is_lively or media.id in pull.cursor.pending:
        since = spot.read - OVERLAP if spot.read else pull.first_seconds
        reading.due[media.id] = Due(media, max(0, media.comments - count), since)


def _shown(pull: Pull, media: Media) -> str:
    """Return how a picture's list shows it, and when we read its comments."""
    return f"{media.comments} {seconds_of(pull.now)}"


def _remembered(spot: Spot) -> tuple[int, int]:
    """Return how many comments there were, and when they were read (seconds)."""
    count, _, looked = spot.mark.partition(" ")
    return (int(count), int(looked)) if count.isdigit() and looked.isdigit() else (0, 0)


async def _read_comments(reading: Reading) -> None:
    await read_due(
        reading.pull,
        reading.due,
        lambda identity: _recall(reading, identity),
        lambda _, due, most: _read_below(reading, due, most),
        pages=_COMMENT_PAGES,
    )


async def _recall(reading: Reading, identity: str) -> None:
    """Ask for a picture whose comments are to be read on and that its list no longer shows."""
    pull = reading.pull
    try:
        media = media_of(await pull.client.get(identity, [("fields", MEDIA_FIELDS)]))
    except (Refused, Unreadable):
        pull.cursor = pull.cursor.without([identity])
        return
    _note(reading, media)


async def _read_below(reading: Reading, due: Due, most: int) -> int:
    """Read a picture's comments, newest first; return how many pages that took."""
    pull, media = reading.pull, due.media
    newest, after = _pending_of(pull, media.id)
    found, barren = 0, 0
    for count in range(1, most + 1):
        page = await _page_below(pull, media.id, after)
        new, oldest, latest = await _add_comments(reading, due, page)
        newest = max(newest, latest)
        found, barren = found + new, 0 if new else barren + 1
        is_old = oldest is not None and oldest < due.since
        is_enough = due.expected is None or found >= due.expected or barren >= _BARREN
        if (is_old and is_enough) or not page.after or page.after == after or not page.entries:
            _close(pull, media, newest)
            return count
        after = page.after
        pull.cursor = pull.cursor.with_pending(media.id, f"{newest} {after}")
        if pull.is_spent:
            break
    pull.more = True
    return most


def _close(pull: Pull, media: Media, newest: int) -> None:
    """Note that a picture's comments are read, as its list showed them before."""
    spot = pull.cursor.spots.get(media.id)
    read = max(newest, spot.read if spot else 0, seconds_of(media.at))
    pull.cursor = pull.cursor.with_spot(media.id, Spot(_shown(pull, media), read))


def _pending_of(pull: Pull, identity: str) -> tuple[int, str]:
    """Return when the newest comment was written that earlier pulls read, and from where to read on."""
    newest, _, after = pull.cursor.pending.get(identity, "").partition(" ")
    return (int(newest), after) if newest.isdigit() else (0, "")


async def _page_below(pull: Pull, identity: str, after: str) -> Page:
    return await page_below(pull, identity, [("fields", COMMENTS_FIELDS), ("limit", str(_LIMIT))], after)


async def _add_comments(reading: Reading, due: Due, page: Page) -> tuple[int, int | None, int]:
    """Add a page of comments; return how many are new, and when the oldest first and the newest were written (seconds).

    What is older than the picture's last look was seen by it: only what is known of that is taken in again.
    """
    pull, new, newest = reading.pull, 0, 0
    oldest: int | None = None
    for entry in page.entries:
        try:
            comment = await _whole(pull, comment_of(entry))
        except Unreadable as fault:
            pull.refused.append(f"comments:{fault}")
            continue
        pull.refused += [f"comments:{code}" for code in comment.refused]
        made = seconds_of(comment.at)
        oldest = made if oldest is None else min(oldest, made)
        for arrival in arrivals_of(comment, due.media, reading.us):
            at, is_met = seconds_of(arrival.sent_at), pull.cursor.has_met(arrival.remote_id)
            newest = max(newest, at if at < seconds_of(pull.now) + CLOCKS_DIFFER else 0)
            new += not is_met and at >= due.since
            if arrival.remote_id in pull.cursor.known or (not is_met and at >= due.since):
                pull.add(arrival)
    return new, oldest, newest


async def _whole(pull: Pull, comment: Comment) -> Comment:
    """Return a comment with the answers that did not come along with it."""
    after, replies = comment.more_replies, comment.replies
    for _ in range(_REPLY_PAGES):
        if not after or pull.is_spent:
            break
        page = await pull.page(f"{comment.id}/replies", [("fields", COMMENT_FIELDS), ("limit", str(_LIMIT))], after)
        further, refused = replies_of(page, comment.id)
        pull.refused += [f"comments:{code}" for code in refused]
        replies = (*replies, *further)
        after = page.after if page.after != after else ""
    return replace(comment, replies=replies, more_replies=after)
