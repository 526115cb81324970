"""Where the last pull stopped: how far each feed was read and which posts are known, as one line of JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

_VERSION = 1
KNOWN = 250  # posts whose thread is remembered between pulls
HEARD = 150  # posts beside them that were found by listening alone
_SOURCES = 150  # hashtags and words whose place is remembered


def newer_key(identity: str) -> tuple[int, str]:
    """Return the order of ids: numbers by size, sortable ids (ULID) of one length by text."""
    return (len(identity), identity)


@dataclass(frozen=True, slots=True)
class Feed:
    """How far a feed of ids was read: everything between `oldest` and `newest`, and `back` more pages to go back."""

    newest: str | None = None
    oldest: str | None = None
    back: int = 0

    @property
    def begun(self) -> bool:
        """True once something of it was read."""
        return self.newest is not None


@dataclass(frozen=True, slots=True)
class Known:
    """What is remembered of a post: its thread, on which side of the privacy line, and how it looked (`Post.mark`).

    `heard` is True for what came by listening and does not name us.
    """

    thread: str
    direct: bool
    mark: str = ""
    heard: bool = False


@dataclass(frozen=True, slots=True)
class Ear:
    """How far one source was read that gives its newest posts first.

    Everything up to `newest` was read, "" if there was nothing yet. While a reading is under way, `top` is the newest
    it met and `below` where it goes on.
    """

    newest: str | None = None
    top: str | None = None
    below: str | None = None


@dataclass(frozen=True, slots=True)
class Listened:
    """How far listening got: each hashtag ("#tag") and word, which comes next, and what the server was asked daily.

    `followed` are the hashtags that the account follows there; `finds` is False for a server that searches no posts.
    """

    ears: Mapping[str, Ear] = field(default_factory=dict)
    turn: int = 0
    followed: tuple[str, ...] = ()
    finds: bool = True
    asked_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Cursor:
    """A whole pull's place. `known` is by post id; `looked_at` is when posts were last looked over for changes."""

    mentions: Feed = field(default_factory=Feed)
    own: Feed = field(default_factory=Feed)
    known: dict[str, Known] = field(default_factory=dict)
    looked_at: datetime | None = None
    look_from: int = 0  # where in the newest known posts the next look begins
    in_batches: bool = True  # the server gives several posts at once (Mastodon 4.3 and later)
    limits_at: datetime | None = None
    listened: Listened = field(default_factory=Listened)

    def encoded(self) -> str:
        """Return the cursor as JSON, with the newest known posts only; what was only heard drives out nobody."""
        known = self.known
        ordered = sorted(known, key=newer_key)
        heard = [name for name in ordered if known[name].heard][-HEARD:]
        kept = [*[name for name in ordered if not known[name].heard][-KNOWN:], *heard]
        return json.dumps(
            {
                "v": _VERSION,
                "mentions": _feed_row(self.mentions),
                "own": _feed_row(self.own),
                "known": {name: _known_row(known[name]) for name in kept},
                "looked": _stamp(self.looked_at),
                "from": self.look_from,
                "batches": self.in_batches,
                "limits": _stamp(self.limits_at),
                "listened": _listened_row(self.listened),
            },
            separators=(",", ":"),
        )

    def newest_known(self, most: int) -> list[str]:
        """Return the ids of the newest known posts, newest first."""
        return sorted(self.known, key=newer_key, reverse=True)[:most]

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
        return Cursor(
            mentions=_feed(data["mentions"]),
            own=_feed(data["own"]),
            known={str(name): _known(row) for name, row in data["known"].items()},
            looked_at=_moment(data["looked"]),
            look_from=int(data["from"]),
            in_batches=bool(data["batches"]),
            limits_at=_moment(data["limits"]),
            listened=_listened(data.get("listened")),
        )
    except (ValueError, KeyError, TypeError, IndexError, AttributeError, RecursionError, OverflowError):
        return Cursor()


def encoded_older(oldest: str) -> str:
    """Return the cursor of a pull of older posts: everything from `oldest` on was read."""
    return json.dumps({"older": oldest})


def decoded_older(text: str | None) -> str | None:
    """Return how far back an earlier pull of older posts went, None if there was none."""
    try:
        found = json.loads(text)["older"] if text else None
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
    return found if isinstance(found, str) else None


def _feed_row(feed: Feed) -> list[str | int | None]:
    return [feed.newest, feed.oldest, feed.back]


def _feed(row: list[object]) -> Feed:
    newest, oldest, back = row
    return Feed(
        newest if isinstance(newest, str) else None,
        oldest if isinstance(oldest, str) else None,
        back if isinstance(back, int) else 0,
    )


def _known_row(known: Known) -> list[str | bool]:
    row: list[str | bool] = [known.thread, known.direct, known.mark]
    return [*row, True] if known.heard else row


def _known(row: list[object]) -> Known:
    heard = len(row) > _HEARD_AT and bool(row[_HEARD_AT])
    return Known(str(row[0]), bool(row[1]), str(row[2]), heard)


_HEARD_AT = 3


def _listened_row(listened: Listened) -> dict[str, object]:
    ears = list(listened.ears.items())[-_SOURCES:]
    return {
        "ears": {name: [ear.newest, ear.top, ear.below] for name, ear in ears},
        "turn": listened.turn,
        "followed": list(listened.followed),
        "finds": listened.finds,
        "asked": _stamp(listened.asked_at),
    }


def _listened(data: object) -> Listened:
    """Return how far listening got; a cursor from before there was any begins it."""
    if not isinstance(data, dict):
        return Listened()
    return Listened(
        ears={str(name): Ear(*(_id(value) for value in row)) for name, row in data["ears"].items()},
        turn=int(data["turn"]),
        followed=tuple(str(tag) for tag in data["followed"]),
        finds=bool(data["finds"]),
        asked_at=_moment(data["asked"]),
    )


def _id(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _stamp(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def _moment(value: object) -> datetime | None:
    read = datetime.fromisoformat(value) if isinstance(value, str) else None
    return read.replace(tzinfo=read.tzinfo or UTC) if read else None
