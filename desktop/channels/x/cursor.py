"""Where the last pull stopped: how far each feed was read and which posts are known, as one line of JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from desktop.channels.x.snowflake import is_id

_VERSION = 1
KNOWN = 500  # newest posts that are remembered, and looked over for edits and deletions
RECENT = 100  # newest messages that are remembered
OURS = 200  # newest conversations of ours that are remembered
_MINUTE = timedelta(minutes=1)
_1970 = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Feed:
    """How far a feed of posts was read.

    Everything up to `newest` was. While `top` is set, what is newer than `newest` and older than `below` is still to
    come, and `top` becomes the newest then. `oldest` is the oldest that the first pull saw.
    """

    newest: str | None = None
    top: str | None = None
    below: str | None = None
    oldest: str | None = None


@dataclass(frozen=True, slots=True)
class Messages:
    """How far the direct messages were read: as `Feed`, but X pages them by a token only.

    While `token` is set, older pages down to `floor` are still to come. `recent` are the newest ids that arrived.
    """

    newest: str | None = None
    floor: str | None = None
    token: str = ""
    recent: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Known:
    """What is remembered of a post: how it looked, when it was read, whether it addresses us, whether we hid it."""

    mark: str
    seen: datetime
    named: bool = False
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Cursor:
    """A whole pull's place.

    `searches` is by query, `known` by post id, `turn` the search that begins next because the last pull was `cut_short`
    for want of requests; `ours` are the newest conversations that we began.
    """

    mentions: Feed = field(default_factory=Feed)
    own: Feed = field(default_factory=Feed)
    messages: Messages = field(default_factory=Messages)
    searches: Mapping[str, Feed] = field(default_factory=dict)
    known: Mapping[str, Known] = field(default_factory=dict)
    turn: int = 0
    cut_short: bool = False
    ours: frozenset[str] = frozenset()
    limits_at: datetime | None = None

    def encoded(self) -> str:
        """Return the cursor as JSON, with the newest known posts only."""
        kept = sorted(self.known, key=int)[-KNOWN:]
        return json.dumps(
            {
                "v": _VERSION,
                "mentions": _row(self.mentions),
                "own": _row(self.own),
                "messages": [
                    self.messages.newest,
                    self.messages.floor,
                    self.messages.token,
                    list(self.messages.recent[-RECENT:]),
                ],
                "searches": {name: _row(feed) for name, feed in self.searches.items()},
                "known": {name: _known_row(self.known[name]) for name in kept},
                "turn": [self.turn, self.cut_short],
                "ours": sorted(self.ours, key=int)[-OURS:],
                "limits": self.limits_at.isoformat() if self.limits_at else None,
            },
            separators=(",", ":"),
        )

    def without(self, gone: Iterable[str]) -> Cursor:
        """Return the cursor with some posts forgotten."""
        dropped = set(gone)
        return replace(self, known={name: known for name, known in self.known.items() if name not in dropped})


def decoded(text: str | None) -> Cursor:
    """Return the cursor of an earlier pull; None or an unreadable one begins anew, which repeats but loses nothing."""
    try:
        data = json.loads(text) if text else None
        if not isinstance(data, dict) or data.get("v") != _VERSION:
            return Cursor()
        newest, floor, token, recent = data["messages"]
        return Cursor(
            mentions=_feed(data["mentions"]),
            own=_feed(data["own"]),
            messages=Messages(_id(newest), _id(floor), str(token), tuple(filter(is_id, map(str, recent)))),
            searches={str(name): _feed(row) for name, row in data["searches"].items()},
            known={name: _known(row) for name, row in data["known"].items() if is_id(name)},
            turn=int(data["turn"][0]),
            cut_short=bool(data["turn"][1]),
            ours=frozenset(filter(is_id, map(str, data["ours"]))),
            limits_at=_moment(data["limits"]),
        )
    except (ValueError, KeyError, TypeError, IndexError, AttributeError, RecursionError, OverflowError):
        return Cursor()


def encoded_older(below: str) -> str:
    """Return the cursor of a pull of older posts: everything from `below` on was read."""
    return json.dumps({"below": below})


def decoded_older(text: str | None) -> str | None:
    """Return how far back an earlier pull of older posts went, None if there was none."""
    try:
        return _id(json.loads(text)["below"]) if text else None
    except (ValueError, KeyError, TypeError, RecursionError):
        return None


def _row(feed: Feed) -> list[str | None]:
    return [feed.newest, feed.top, feed.below, feed.oldest]


def _feed(row: list[object]) -> Feed:
    newest, top, below, oldest = row
    return Feed(_id(newest), _id(top), _id(below), _id(oldest))


def _known_row(known: Known) -> list[str | int | bool]:
    return [known.mark, (known.seen - _1970) // _MINUTE, known.named, known.hidden]


def _known(row: list[object]) -> Known:
    mark, minutes, named, hidden = row
    return Known(str(mark), _1970 + int(str(minutes)) * _MINUTE, bool(named), bool(hidden))


def _id(value: object) -> str | None:
    return value if isinstance(value, str) and is_id(value) else None


def _moment(value: object) -> datetime | None:
    read = datetime.fromisoformat(value) if isinstance(value, str) else None
    return read.replace(tzinfo=read.tzinfo or UTC) if read else None
