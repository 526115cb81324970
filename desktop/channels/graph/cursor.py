"""Where the last pull stopped, as one line of JSON: the lists, each post's comments, the conversations, what is known.

Times are seconds since 1970 by the Graph's clock, but for `swept` and when something was last seen, which are ours.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from desktop.channels.graph.values import is_id

_VERSION = 1
KNOWN = 500  # newest posts and comments that are remembered, and looked over for edits and deletions
SPOTS = 400  # posts or pictures whose state is remembered, those with the newest comments
HELD = 200
RECENT = 200  # newest messages that are remembered
_LONGEST = 1_000  # characters of a cursor of the Graph's


@dataclass(frozen=True, slots=True)
class Feed:
    """How far a list was read that gives its newest first.

    Everything up to `newest` was. While `after` is set, what is older than that cursor and newer than `newest` is
    still to come, and `top` becomes the newest then.
    """

    newest: int | None = None
    top: int | None = None
    after: str = ""


@dataclass(frozen=True, slots=True)
class Spot:
    """A post or picture: how its list showed it last (`mark`), and when the newest of its comments we read was made."""

    mark: str
    read: int = 0


@dataclass(frozen=True, slots=True)
class Known:
    """What is remembered of a post or comment: its words, how it looked, when it was made and last seen, its thread.

    `kind` is what the network's own channel calls it ("" for a comment).
    """

    words: str
    mark: str
    made: int
    seen: int
    thread: str
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Cursor:
    """A whole pull's place. `pending` are posts whose comments are still to be read, and from which cursor on.

    `held` are the newest that were known when the first of them became pending: what is read meanwhile may be so much
    that nothing else stays known.
    """

    feeds: Mapping[str, Feed] = field(default_factory=dict)
    spots: Mapping[str, Spot] = field(default_factory=dict)
    pending: Mapping[str, str] = field(default_factory=dict)
    talks: Feed = field(default_factory=Feed)
    recent: tuple[str, ...] = ()
    known: Mapping[str, Known] = field(default_factory=dict)
    swept: int = 0
    older: str = ""
    held: tuple[str, ...] = ()

    def encoded(self) -> str:
        """Return the cursor as JSON, with the newest of what is remembered only."""
        known = sorted(self.known.items(), key=lambda item: item[1].made)[-KNOWN:]
        spots = sorted(self.spots.items(), key=lambda item: item[1].read)[-SPOTS:]
        return json.dumps(
            {
                "v": _VERSION,
                "feeds": {name: _row(feed) for name, feed in self.feeds.items()},
                "spots": {name: [spot.mark, spot.read] for name, spot in spots},
                "pending": dict(self.pending),
                "talks": _row(self.talks),
                "recent": list(self.recent[-RECENT:]),
                "known": {name: [one.words, one.mark, one.made, one.seen, one.thread, one.kind] for name, one in known},
                "swept": self.swept,
                "older": self.older,
                "held": list(self.held),
            },
            separators=(",", ":"),
        )

    def feed(self, name: str) -> Feed:
        """Return how far a list was read."""
        return self.feeds.get(name, Feed())

    def with_feed(self, name: str, feed: Feed) -> Cursor:
        """Return the cursor with a list read further."""
        return replace(self, feeds={**self.feeds, name: feed})

    def with_spot(self, identity: str, spot: Spot) -> Cursor:
        """Return the cursor with a post's comments read, none of them pending."""
        pending = {name: after for name, after in self.pending.items() if name != identity}
        return replace(self, spots={**self.spots, identity: spot}, pending=pending)

    def with_pending(self, identity: str, after: str) -> Cursor:
        """Return the cursor with a post's comments to be read on."""
        return replace(self, pending={**self.pending, identity: after})

    def holding(self) -> Cursor:
        """Return the cursor with what is known now held, unless something is pending."""
        if self.pending:
            return self
        newest = sorted(self.known, key=lambda name: self.known[name].made)[-HELD:]
        return replace(self, held=tuple(newest))

    def has_met(self, identity: str) -> bool:
        """Tell whether a post or comment arrived before."""
        return identity in self.known or identity in self.held

    def without(self, gone: Iterable[str]) -> Cursor:
        """Return the cursor with some posts and comments forgotten."""
        dropped = set(gone)
        return replace(
            self,
            known={name: known for name, known in self.known.items() if name not in dropped},
            spots={name: spot for name, spot in self.spots.items() if name not in dropped},
            pending={name: after for name, after in self.pending.items() if name not in dropped},
        )


def decoded(text: str | None) -> Cursor:
    """Return the cursor of an earlier pull; None or an unreadable one begins anew, which repeats but loses nothing."""
    try:
        data = json.loads(text) if text else None
        if not isinstance(data, dict) or data.get("v") != _VERSION:
            return Cursor()
        return Cursor(
            feeds={str(name): _feed(row) for name, row in data["feeds"].items()},
            spots={name: _spot(row) for name, row in _named(data["spots"])},
            pending={name: _after(after) for name, after in _named(data["pending"])},
            talks=_feed(data["talks"]),
            recent=tuple(str(one) for one in data["recent"]),
            known={name: _known(row) for name, row in _named(data["known"])},
            swept=int(data["swept"]),
            older=_after(data["older"]),
            held=tuple(filter(is_id, map(str, data["held"]))),
        )
    except (ValueError, KeyError, TypeError, IndexError, AttributeError, RecursionError, OverflowError):
        return Cursor()


def encoded_older(after: str) -> str:
    """Return the cursor of a pull of older posts: where its list goes on, "" at its end."""
    return json.dumps({"after": after})


def decoded_older(text: str | None) -> str | None:
    """Return where an earlier pull of older posts stopped, None if there was none."""
    try:
        return _after(json.loads(text)["after"]) if text else None
    except (ValueError, KeyError, TypeError, RecursionError):
        return None


def _row(feed: Feed) -> list[int | str | None]:
    return [feed.newest, feed.top, feed.after]


def _feed(row: list[object]) -> Feed:
    newest, top, after = row
    return Feed(_seconds(newest), _seconds(top), _after(after))


def _spot(row: Any) -> Spot:
    mark, read = row
    return Spot(str(mark), int(str(read)))


def _known(row: Any) -> Known:
    words, mark, made, seen, thread, kind = row
    return Known(str(words), str(mark), int(str(made)), int(str(seen)), str(thread), str(kind))


def _named(rows: Mapping[str, object]) -> list[tuple[str, object]]:
    return [(name, row) for name, row in rows.items() if is_id(name)]


def _seconds(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 < value < 10**11 else None


def _after(value: object) -> str:
    return value if isinstance(value, str) and len(value) <= _LONGEST else ""
