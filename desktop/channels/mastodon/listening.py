"""What names the company without addressing it: the timelines of hashtags, and a search where the server has one.

Three sources: the hashtags that are listened for, the words, searched for, and the hashtags that the account follows on
its server, under which words are found where nobody can search. Every hit is looked at again here, since servers stem
and guess. A server that searches no posts says so by finding not even ours; it is asked once a day, and named.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from urllib.parse import quote

from desktop.channels.listening.matching import Matcher
from desktop.channels.mastodon.client import MastodonClient
from desktop.channels.mastodon.cursor import HEARD, Cursor, Ear, Listened, newer_key
from desktop.channels.mastodon.fields import listed
from desktop.channels.mastodon.mapping import Notice, Person, Post, found_in, post_of, tags_in
from desktop.channels.mastodon.pull import SHORT_PAGE, Page, Pull, notice_of_post
from desktop.channels.payload import Unreadable
from desktop.model import Listening, Refused, SignInExpired

SOURCES = 8  # per pull; more of them take turns
PAGES = 2  # of one source in one pull
FIRST = timedelta(days=7)
FOLLOWED = 30  # of the hashtags that the account follows
ASKED_EVERY = timedelta(hours=24)
NO_SEARCH = "search"
"""Names in an account's health that its server searches no posts."""

_PAGE = 40
_OVERLAP = 10 * 60 * 1000  # ms: posts from elsewhere come late and are numbered by the time they were written
_SNOWFLAKE = re.compile(r"[0-9]{17,19}")  # Mastodon's own ids: milliseconds, then 16 bits
_OLD_ENOUGH = timedelta(minutes=15)  # an index is that slow
_WORD = re.compile(r"[^\W\d_]{5,}")
_SEARCHED = re.compile(r"\w[\w'’.-]*\w|\w")

Asking = Callable[[list[tuple[str, str]]], Awaitable[object]]


@dataclass(frozen=True, slots=True)
class Watch:
    """What an account listens for, and what decides of a text."""

    listening: Listening
    matcher: Matcher

    @classmethod
    def of(cls, listening: Listening) -> Watch:
        """Return what listens for these words."""
        return cls(listening, Matcher(listening))


@dataclass(frozen=True, slots=True)
class Source:
    """One place to look: a name by which its place is remembered, and how a post there becomes a hit."""

    name: str
    wants: Callable[[Post], bool]

    @property
    def tag(self) -> str:
        """The hashtag whose timeline it is, "" for a search."""
        return self.name[1:] if self.name.startswith("#") else ""


async def listen(pull: Pull, watch: Watch) -> None:
    """Look in the places that are due; hits join the pull's arrivals. Raises TemporaryFailure or SignInExpired."""
    if not watch.listening.is_on or pull.more:
        return  # what was said to us comes first
    await _ask_daily(pull, watch)
    sources = sources_of(watch, pull.cursor.listened)
    if not pull.cursor.listened.finds and watch.listening.words:
        pull.faults.append(NO_SEARCH)
    if not sources:
        return
    start = pull.cursor.listened.turn % len(sources)
    for source in [*sources[start:], *sources[:start]][:SOURCES]:
        if await _has_more(pull, source):
            pull.more = True
            break  # the same comes first next time
        start += 1
    _remember(pull, turn=start % len(sources))
    names = {source.name for source in sources}
    _remember(pull, ears={name: ear for name, ear in pull.cursor.listened.ears.items() if name in names})


def sources_of(watch: Watch, listened: Listened) -> list[Source]:
    """Return where to look, each place once."""
    listening, matcher = watch.listening, watch.matcher

    def allowed(post: Post) -> bool:
        return matcher.allows(post.text, language=post.language)

    def wanted(post: Post) -> bool:
        return matcher.wants(post.text, language=post.language)

    tags = [Source(f"#{tag}", allowed) for tag in map(clean_tag, listening.hashtags) if tag]
    words = [Source(question, wanted) for word in listening.words if (question := question_of(word))]
    followed = [Source(f"#{tag}", wanted) for tag in listened.followed]
    found = [*tags, *(words if listened.finds else ()), *followed]
    once: dict[str, Source] = {}
    for source in found:
        once.setdefault(source.name, source)
    return list(once.values())


def clean_tag(tag: str) -> str:
    """Return a hashtag as its timeline's address names it: lower case, without "#" and spaces."""
    return "".join(tag.lstrip("#").split()).lower()


def question_of(word: str) -> str:
    """Return what to search for, "" for an entry without letters or digits.

    Without quotes and signs: servers that know them want every word anyway, others would look for the signs.
    """
    return " ".join(_SEARCHED.findall(word))


async def _has_more(pull: Pull, source: Source) -> bool:
    """Read one source down to where it was read before; True if it takes more than this pull's pages."""
    ear = pull.cursor.listened.ears.get(source.name, Ear())
    goes_on = True
    for _ in range(PAGES):
        page = await _page(pull, source, ear)
        if page is None:
            return False
        await _take(pull, source, page, ear)
        ear, goes_on = _moved(pull, ear, page)
        if not goes_on:
            break
    if goes_on and ear.newest is None:
        ear, goes_on = Ear(ear.top), False  # what is older is history
    _remember(pull, ears={**pull.cursor.listened.ears, source.name: ear})
    return goes_on


async def _page(pull: Pull, source: Source, ear: Ear) -> Page | None:
    """Return a page of a source, None where this server has none."""
    since = _floor(pull, ear)
    parameters = [("limit", str(_PAGE))]
    parameters += [("max_id", ear.below)] if ear.below else []
    parameters += [("min_id" if not source.tag else "since_id", since)] if since else []
    try:
        if source.tag:
            payload = await pull.client.get(f"/api/v1/timelines/tag/{quote(source.tag, safe='')}", parameters)
        else:
            found = await pull.client.get("/api/v2/search", [("q", source.name), ("type", "statuses"), *parameters])
            payload = found_in(found)
    except Refused as refusal:
        pull.refused.append(f"{'tag' if source.tag else 'search'}:{refusal.reason}")
        if not source.tag:
            _remember(pull, finds=False)
        return None
    except SignInExpired as expired:
        if expired.reason != "forbidden":
            raise
        pull.refused.append("listening:forbidden")  # the token may not, but may do everything else
        return None
    except Unreadable as fault:
        pull.refused.append(str(fault))
        return None
    return pull.page(payload, notice_of_post)


async def _take(pull: Pull, source: Source, page: Page, ear: Ear) -> None:
    for notice in page.after(_floor(pull, ear)):
        post = notice.post
        if post is None or not _is_new(pull, post, begins=ear.newest is None):
            continue
        if post.names(pull.me):
            if not await pull.take(post, named_us=True):
                return  # it comes as a mention all the same
        elif source.wants(post):
            pull.take_heard(post)


def _is_new(pull: Pull, post: Post, *, begins: bool) -> bool:
    """Tell whether a post may be a hit: somebody else's, for everybody, not old, not the same as it arrived before."""
    if post.author.remote_id == pull.me.id or post.is_direct or pull.is_as_known(post):
        return False
    return not begins or post.at >= pull.now - FIRST


def _moved(pull: Pull, ear: Ear, page: Page) -> tuple[Ear, bool]:
    """Return where a source stands after a page, and whether an older page is to be read."""
    entries = page.before(ear.below)
    top = ear.top or (entries[0].id if entries else None)
    if not entries or page.size < SHORT_PAGE or _reaches_down(pull, ear, entries[-1]):
        return Ear(max((one for one in (ear.newest, top) if one), key=newer_key, default="")), False
    return Ear(ear.newest, top, entries[-1].id), True


def _reaches_down(pull: Pull, ear: Ear, last: Notice) -> bool:
    """Tell whether a page ends where everything is known, or for the first time where history begins."""
    if ear.newest is None:
        return last.post is not None and last.post.at < pull.now - FIRST
    floor = _floor(pull, ear)
    return floor is not None and newer_key(last.id) <= newer_key(floor)


def _floor(pull: Pull, ear: Ear) -> str | None:
    """Return the id down to which a source is read again, None for all of it.

    Where ids tell time that is some minutes below the newest, but never below what is still remembered.
    """
    newest = ear.newest
    if not newest or not _SNOWFLAKE.fullmatch(newest):
        return newest or None
    floor = str(int(newest) - (_OVERLAP << 16))
    heard = [name for name, known in pull.cursor.known.items() if known.heard]
    if len(heard) < HEARD:
        return floor
    remembered = (name for name in heard if newer_key(name) <= newer_key(newest))
    return max(floor, min(remembered, key=newer_key, default=newest), key=newer_key)


async def _ask_daily(pull: Pull, watch: Watch) -> None:
    """Ask once a day which hashtags the account follows and whether the server searches posts at all."""
    asked_at = pull.cursor.listened.asked_at
    if asked_at is not None and abs(pull.now - asked_at) < ASKED_EVERY:
        return
    followed = await followed_tags(pull.client)
    finds = not watch.listening.words or await searches(pull.client, pull.me, pull.now)
    _remember(pull, followed=followed, finds=finds, asked_at=pull.now)


async def followed_tags(client: MastodonClient) -> tuple[str, ...]:
    """Return the hashtags that the account follows, () where the server or the token does not tell."""
    try:
        names = tags_in(await client.get("/api/v1/followed_tags", [("limit", "100")]))
    except (Refused, Unreadable):
        return ()
    except SignInExpired as expired:
        if expired.reason != "forbidden":
            raise
        return ()
    return tuple(dict.fromkeys(tag for tag in map(clean_tag, names) if tag))[:FOLLOWED]


async def searches(client: MastodonClient, me: Person, now: datetime) -> bool:
    """Tell whether the server searches posts: everybody finds at least their own. True if there is none to look for."""
    try:
        own = await client.get(f"/api/v1/accounts/{quote(me.id, safe='')}/statuses", [("limit", "20")])
        word = _word_in([post_of(entry) for entry in listed(own)], now)
        if not word:
            return True
        asked = [("q", word), ("type", "statuses"), ("account_id", me.id), ("limit", "5")]
        return bool(found_in(await client.get("/api/v2/search", asked)))
    except (Refused, Unreadable):
        return False
    except SignInExpired as expired:
        if expired.reason != "forbidden":
            raise
        return False


def _word_in(posts: list[Post], now: datetime) -> str:
    """Return a word of the newest of our public posts that an index must have by now, "" if there is none."""
    for post in posts:
        words = _WORD.findall(re.sub(r"https?://\S+|[@#]\S+", " ", post.text))
        if words and not post.is_direct and post.at < now - _OLD_ENOUGH:
            return str(max(words, key=len))
    return ""


def _remember(pull: Pull, **changes: object) -> None:
    cursor: Cursor = pull.cursor
    pull.cursor = replace(cursor, listened=replace(cursor.listened, **changes))  # type: ignore[arg-type]
