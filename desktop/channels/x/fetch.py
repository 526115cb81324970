"""What a pull brings in which order: mentions, our own posts, direct messages, listening, then changes of known posts.

Mentions come first and must succeed. A part that fails alone (no permission for it, its window used up, its server
broken) is named in the log and tried again with the next pull; the others arrive.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from desktop.channels.payload import Unreadable
from desktop.channels.x.changes import WINDOW as LOOKUP
from desktop.channels.x.changes import look_over
from desktop.channels.x.client import XClient
from desktop.channels.x.cursor import Cursor, Feed, decoded, decoded_older, encoded_older
from desktop.channels.x.direct import WINDOW as DIRECT_WINDOW
from desktop.channels.x.direct import read_messages
from desktop.channels.x.fields import ME, Parameters
from desktop.channels.x.listening import is_excluded, name_of, queries_of
from desktop.channels.x.mapping import Person, Post
from desktop.channels.x.mapping_answers import me_of
from desktop.channels.x.prices import POST_READ, Ledger
from desktop.channels.x.pull import Pull
from desktop.channels.x.windows import LONGEST_PAUSE
from desktop.model import AccountLimits, Fetched, Listening, Refused, Removal, SignInExpired, TemporaryFailure

LIMITS_EVERY = timedelta(hours=24)
MENTIONS, OWN, SEARCH, ACCOUNT = "mentions", "own", "search", "me"
"""Names of rate limit windows."""

_FIRST_DAYS = timedelta(days=31)
_FIRST_SEARCH = timedelta(hours=24)
_SEARCHED = timedelta(days=7) - timedelta(minutes=10)  # X searches seven days; the clocks may differ
_OLDER_PAGE = 50


@dataclass(frozen=True, slots=True)
class Watch:
    """What an account watches: itself, what it listens for, and what reading its own mentions and posts costs."""

    me: Person
    listening: Listening
    own_price: str


async def fetch(
    client: XClient,
    watch: Watch,
    cursor: str | None,
    ledger: Ledger,
    now: datetime,
    *,
    heard: Sequence[Post] = (),
    hidden: Mapping[str, bool] | None = None,
    searches: bool = True,
) -> Fetched:
    """Return what is new since `cursor`. Raises ChannelError; nothing is lost then, the cursor stays where it was.

    `heard` came through the stream meanwhile, `hidden` is what was hidden or shown again. `searches` False leaves the
    searches to the stream this time.
    """
    pull = Pull(client, watch.me, decoded(cursor), ledger, now)
    pull.remember_hidden(hidden or {})
    await _read_mentions(pull, watch)
    await _part(pull, OWN, lambda: _read_own(pull, watch))
    await _part(pull, DIRECT_WINDOW, lambda: read_messages(pull))
    if searches and watch.listening.is_on:
        await _part(pull, SEARCH, lambda: _search(pull, watch))
    for post in heard:
        if _concerns_us(post, watch):
            pull.add(post)
    removals: list[Removal] = []
    await _part(pull, LOOKUP, lambda: _look_over(pull, removals))
    limits = await _limits(pull)
    return Fetched(
        arrivals=pull.in_order(),
        cursor=pull.cursor.encoded(),
        removals=tuple(removals),
        more=pull.more,
        refused=tuple(pull.refused),
        limits=limits,
        spent=ledger.told(),
    )


async def fetch_older(
    client: XClient, watch: Watch, cursor: str | None, oldest: str | None, ledger: Ledger, now: datetime
) -> Fetched:
    """Return a page of mentions older than any before. `oldest` is where the first pull of older ones begins."""
    below = decoded_older(cursor) or oldest
    pull = Pull(client, watch.me, Cursor(), ledger, now)
    parameters: Parameters = [("max_results", str(_OLDER_PAGE)), *([("until_id", below)] if below else [])]
    page = await pull.page(client.posts(_mentions_path(watch), parameters, window=MENTIONS), watch.own_price)
    for post in page.posts:
        pull.add(post, named_us=True)
    return Fetched(
        arrivals=pull.in_order(),
        cursor=encoded_older(page.oldest or below or ""),
        more=bool(page.next_token) and page.oldest is not None and page.oldest != below,
        refused=tuple(pull.refused),
        spent=ledger.told(),
    )


def oldest_mention(cursor: str) -> str | None:
    """Return the oldest mention of the first pull, where older ones begin."""
    return decoded(cursor).mentions.oldest


def searched_everything(fetched: Fetched) -> bool:
    """Tell whether the searches of a pull were carried out, all of them and down to where the last one stopped."""
    cursor = decoded(fetched.cursor)
    failed = any(code.startswith(f"{SEARCH}:") for code in fetched.refused)
    return not failed and not cursor.cut_short and all(feed.below is None for feed in cursor.searches.values())


async def _part(pull: Pull, name: str, part: Callable[[], Awaitable[None]]) -> None:
    """Read one part; what it lacks is named and left for later, unless nobody is signed in at all.

    While its window is used up it is passed over in silence: that was named before.
    """
    if pull.client.windows.pause(name, pull.now) > 0:
        return
    try:
        await part()
    except SignInExpired as failure:
        if failure.reason != "forbidden":
            raise
        pull.client.windows.close(name, LONGEST_PAUSE, pull.now)  # no permission for this part: asked again hourly
        pull.refused.append(f"{name}:forbidden")
    except (Refused, TemporaryFailure) as failure:
        pull.refused.append(f"{name}:{failure.reason}")


def _mentions_path(watch: Watch) -> str:
    return f"/2/users/{watch.me.id}/mentions"


async def _read_mentions(pull: Pull, watch: Watch) -> None:
    def ask(parameters: Parameters) -> Awaitable[object]:
        return pull.client.posts(_mentions_path(watch), parameters, window=MENTIONS)

    feed = await pull.read(pull.cursor.mentions, ask, watch.own_price, since=pull.now - _FIRST_DAYS, named_us=True)
    pull.cursor = replace(pull.cursor, mentions=feed)


async def _read_own(pull: Pull, watch: Watch) -> None:
    def ask(parameters: Parameters) -> Awaitable[object]:
        path = f"/2/users/{watch.me.id}/tweets"
        return pull.client.posts(path, [("exclude", "retweets"), *parameters], window=OWN)

    feed = await pull.read(pull.cursor.own, ask, watch.own_price, since=pull.now - _FIRST_DAYS)
    pull.cursor = replace(pull.cursor, own=feed)


async def _search(pull: Pull, watch: Watch) -> None:
    """Read each search on, beginning where the last pull stopped for want of requests."""
    queries = queries_of(watch.listening, watch.me.name)
    turn = pull.cursor.turn % len(queries) if queries else 0
    kept = {name_of(query): pull.cursor.searches.get(name_of(query)) for query in queries}
    pull.cursor = replace(pull.cursor, searches={name: feed for name, feed in kept.items() if feed is not None})
    for done, query in enumerate((*queries[turn:], *queries[:turn])):
        if not pull.client.windows.affords(SEARCH, pull.now):
            pull.cursor = replace(pull.cursor, turn=turn + done, cut_short=True)
            return
        await _search_one(pull, watch, query)
    pull.cursor = replace(pull.cursor, cut_short=False)


async def _search_one(pull: Pull, watch: Watch, query: str) -> None:
    def ask(parameters: Parameters) -> Awaitable[object]:
        return pull.client.posts("/2/tweets/search/recent", [("query", query), *parameters], window=SEARCH)

    feed = pull.cursor.searches.get(name_of(query), Feed())
    since = pull.now - (_FIRST_SEARCH if feed.newest is None else _SEARCHED)
    moved = await pull.read(feed, ask, POST_READ, since=since, wanted=lambda post: _concerns_us(post, watch))
    pull.cursor = replace(pull.cursor, searches={**pull.cursor.searches, name_of(query): moved})


def _concerns_us(post: Post, watch: Watch) -> bool:
    """Tell whether a hit is to arrive: somebody else's, and without a word that is to be left alone."""
    if post.author.remote_id == watch.me.id:
        return False
    return post.summons(watch.me) or not is_excluded(post.text, watch.listening)


async def _look_over(pull: Pull, removals: list[Removal]) -> None:
    removals += await look_over(pull)


async def _limits(pull: Pull) -> AccountLimits | None:
    """Return what the account may write, asked for once a day: a paying account writes longer posts."""
    asked = pull.cursor.limits_at
    if asked is not None and pull.now - asked < LIMITS_EVERY:
        return None
    found: list[AccountLimits] = []

    async def ask() -> None:
        try:
            found.append(me_of(await pull.client.get("/2/users/me", ME, window=ACCOUNT))[2])
        except Unreadable as fault:
            raise TemporaryFailure("unreadable_answer") from fault

    await _part(pull, ACCOUNT, ask)
    if found:
        pull.cursor = replace(pull.cursor, limits_at=pull.now)
    return found[0] if found else None
