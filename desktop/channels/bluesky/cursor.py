"""Where the last pull stopped: how far each feed was read and which posts are known, as one line of JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

_VERSION = 1
KNOWN = 250  # posts whose thread is remembered between pulls
_POST = "/app.bsky.feed.post/"


@dataclass(frozen=True, slots=True)
class Feed:
    """How far a feed was read that gives the newest entries first.

    `newest` is the time of the newest entry of all that was read whole. While a reading is under way, `page` is where
    it goes on, `floor` where it may stop, `top` its newest entry, `left` how many pages it may still take and `seen`
    what was known when it began: a long one makes the pull forget. `older` is the page at which the first reading
    ended, where the pull of older ones begins.
    """

    newest: datetime | None = None
    page: str | None = None
    floor: datetime | None = None
    top: datetime | None = None
    left: int = 0
    older: str | None = None
    seen: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Known:
    """What is remembered of a post: its thread ("" for an announcement of ours), its state and its reactions.

    `heard` is True for what came by listening and did not name us.
    """

    thread: str
    cid: str
    mark: str
    at: int  # seconds since 1970
    heard: bool = False


@dataclass(frozen=True, slots=True)
class Chats:
    """How far the chat was read: the log's cursor, conversations still to be read once, and when to try again."""

    log: str | None = None
    page: str | None = None
    waiting: tuple[str, ...] = ()
    begun: bool = False
    off_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Cursor:
    """A whole pull's place. `known` is by the post's address, `searched` by the question of each search."""

    notices: Feed = field(default_factory=Feed)
    own: Feed = field(default_factory=Feed)
    chats: Chats = field(default_factory=Chats)
    known: Mapping[str, Known] = field(default_factory=dict)
    searched: Mapping[str, Feed] = field(default_factory=dict)
    search_from: int = 0  # which question the next search begins with
    looked_at: datetime | None = None
    look_from: int = 0  # where in the known posts the next look begins
    limits_at: datetime | None = None

    def encoded(self) -> str:
        """Return the cursor as JSON, with the newest known posts only."""
        kept = sorted(self.known, key=lambda uri: (self.known[uri].at, uri))[-KNOWN:]
        return json.dumps(
            {
                "v": _VERSION,
                "notices": _feed_row(self.notices),
                "own": _feed_row(self.own),
                "chats": {
                    "log": self.chats.log,
                    "page": self.chats.page,
                    "waiting": list(self.chats.waiting),
                    "begun": self.chats.begun,
                    "off": _stamp(self.chats.off_until),
                },
                "known": {_short(uri): _known_row(self.known[uri], uri) for uri in kept},
                "searched": {question: _feed_row(feed) for question, feed in self.searched.items()},
                "from": self.search_from,
                "looked": _stamp(self.looked_at),
                "look": self.look_from,
                "limits": _stamp(self.limits_at),
            },
            separators=(",", ":"),
        )

    def newest_known(self) -> list[str]:
        """Return the addresses of the posts that were shown, newest first."""
        shown = (uri for uri, known in self.known.items() if known.thread)
        return sorted(shown, key=lambda uri: (self.known[uri].at, uri), reverse=True)

    def without(self, gone: Iterable[str]) -> Cursor:
        """Return the cursor with some posts forgotten."""
        dropped = set(gone)
        return replace(self, known={uri: known for uri, known in self.known.items() if uri not in dropped})


def decoded(text: str | None) -> Cursor:
    """Return the cursor of an earlier pull; None or an unreadable one begins anew, which repeats but loses nothing."""
    try:
        data = json.loads(text) if text else None
        if not isinstance(data, dict) or data.get("v") != _VERSION:
            return Cursor()
        chats = data["chats"]
        return Cursor(
            notices=_feed(data["notices"]),
            own=_feed(data["own"]),
            chats=Chats(
                _text(chats["log"]),
                _text(chats["page"]),
                tuple(str(convo) for convo in chats["waiting"]),
                bool(chats["begun"]),
                _moment(chats["off"]),
            ),
            known={(uri := _whole(name)): _known(row, uri) for name, row in data["known"].items()},
            searched={str(name): _feed(row) for name, row in data["searched"].items()},
            search_from=int(data["from"]),
            looked_at=_moment(data["looked"]),
            look_from=int(data["look"]),
            limits_at=_moment(data["limits"]),
        )
    except (ValueError, KeyError, TypeError, IndexError, AttributeError, RecursionError, OverflowError):
        return Cursor()


def encoded_older(page: str | None) -> str:
    """Return the cursor of a pull of older posts: the next page, None at the end."""
    return json.dumps({"older": page})


def decoded_older(text: str | None) -> tuple[bool, str | None]:
    """Return whether an earlier pull of older posts went anywhere, and the page that comes next."""
    try:
        found = json.loads(text)["older"] if text else None
    except (ValueError, KeyError, TypeError, RecursionError):
        return False, None
    return bool(text), _text(found)


def _short(uri: str) -> str:
    return uri.removeprefix("at://").replace(_POST, "/", 1)


def _whole(name: str) -> str:
    did, _, key = name.partition("/")
    return f"at://{name}" if "/" in key else f"at://{did}{_POST}{key}"


def _known_row(known: Known, uri: str) -> list[str | int]:
    thread = "=" if known.thread == uri else _short(known.thread)
    return [thread, known.cid, known.mark, known.at, int(known.heard)]


def _known(row: list[object], uri: str) -> Known:
    thread, cid, mark, at, heard = row
    named = str(thread)
    whole = uri if named == "=" else _whole(named) if named else ""
    return Known(whole, str(cid), str(mark), int(str(at)), bool(heard))


def _feed_row(feed: Feed) -> list[str | int | None]:
    seen = " ".join(sorted(feed.seen)) if feed.page is not None else ""
    return [_stamp(feed.newest), feed.page, _stamp(feed.floor), _stamp(feed.top), feed.left, feed.older, seen]


def _feed(row: list[object]) -> Feed:
    newest, page, floor, top, left, older, seen = row
    marks = frozenset(seen.split()) if isinstance(page, str) and isinstance(seen, str) else frozenset()
    return Feed(_moment(newest), _text(page), _moment(floor), _moment(top), int(str(left)), _text(older), marks)


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _stamp(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def _moment(value: object) -> datetime | None:
    read = datetime.fromisoformat(value) if isinstance(value, str) else None
    if read is None:
        return None
    aware = read.replace(tzinfo=read.tzinfo or UTC)
    return min(max(aware, _FIRST), _LAST)


_MARGIN = timedelta(days=400)  # so that a moment read from a cursor can be reckoned with
_FIRST = datetime.min.replace(tzinfo=UTC) + _MARGIN
_LAST = datetime.max.replace(tzinfo=UTC) - _MARGIN
