"""Where the last pull stopped: what each feed's server calls its state, when it is due, and which items arrived."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field

_VERSION = 1
KNOWN = 4_000  # items that are remembered, those that were seen last


@dataclass(frozen=True, slots=True)
class Place:
    """One feed: its server's marks, when it may be asked again (seconds since 1970), how often it failed in a row."""

    etag: str = ""
    modified: str = ""
    due: int = 0
    failed: int = 0


@dataclass(frozen=True, slots=True)
class Known:
    """An item that arrived: which feed brought it, how its words looked, the day on which a feed showed it last."""

    feed: str
    mark: str
    day: int


@dataclass(frozen=True, slots=True)
class Cursor:
    """A whole pull's place. `feeds` is by `digest` of their address, `known` by that of the item's name.

    `listens` is the digest of what was listened for: a change lets every feed be read anew.
    """

    feeds: Mapping[str, Place] = field(default_factory=dict)
    known: Mapping[str, Known] = field(default_factory=dict)
    listens: str = ""

    def encoded(self) -> str:
        """Return the cursor as JSON."""
        kept = sorted(self.known, key=lambda name: (self.known[name].day, name))[-KNOWN:]
        return json.dumps(
            {
                "v": _VERSION,
                "feeds": {name: [one.etag, one.modified, one.due, one.failed] for name, one in self.feeds.items()},
                "known": {name: f"{(one := self.known[name]).feed}{one.mark}{one.day}" for name in kept},
                "listens": self.listens,
            },
            separators=(",", ":"),
        )


def decoded(text: str | None) -> Cursor:
    """Return the cursor of an earlier pull; None or an unreadable one begins anew, which repeats but loses nothing."""
    try:
        data = json.loads(text) if text else None
        if not isinstance(data, dict) or data.get("v") != _VERSION:
            return Cursor()
        return Cursor(
            feeds={str(name): _place(row) for name, row in data["feeds"].items()},
            known={str(name): _known(str(row)) for name, row in data["known"].items()},
            listens=str(data["listens"]),
        )
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError, OverflowError):
        return Cursor()


def digest(text: str) -> str:
    """Return a short name for an address or an item."""
    return hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=5).hexdigest()


_DIGEST = 10  # characters


def _place(row: list[object]) -> Place:
    etag, modified, due, failed = row
    return Place(str(etag), str(modified), int(str(due)), int(str(failed)))


def _known(row: str) -> Known:
    return Known(row[:_DIGEST], row[_DIGEST : 2 * _DIGEST], int(row[2 * _DIGEST :]))
