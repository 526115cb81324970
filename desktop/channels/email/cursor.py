"""How far a mailbox has been pulled: per folder its validity, the highest UID known, and the gaps still to pull.

The cursor changes only together with what it describes: a page's mail and the cursor behind it are stored as one.
A crash before that repeats the page, which makes nothing double since ids come from the Message-ID.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

_VERSION = 1


@dataclass(frozen=True, slots=True)
class Gap:
    """UIDs `low` to `high`, both included, that were not pulled yet; only mail since or before a day, where given."""

    low: int
    high: int
    since: date | None = None
    before: date | None = None


@dataclass(frozen=True, slots=True)
class FolderMark:
    """How far one folder has been pulled. `top` is the highest UID known, `gaps` are the newest first."""

    validity: int
    top: int
    gaps: tuple[Gap, ...] = ()

    def reached(self, highest: int) -> FolderMark:
        """Return the mark after the folder grew to a higher UID: the new ones are a gap in front."""
        if highest <= self.top:
            return self
        return FolderMark(self.validity, highest, (Gap(self.top + 1, highest), *self.gaps))

    def without_first(self, down_to: int | None) -> FolderMark:
        """Return the mark after the first gap was pulled from its top down to a UID, None: wholly."""
        first, *others = self.gaps
        if down_to is not None and down_to > first.low:
            return replace(self, gaps=(replace(first, high=down_to - 1), *others))
        return replace(self, gaps=tuple(others))


@dataclass(frozen=True, slots=True)
class Cursor:
    """How far every folder has been pulled."""

    folders: Mapping[str, FolderMark] = field(default_factory=dict)

    def having(self, name: str, mark: FolderMark) -> Cursor:
        """Return the cursor with one folder's mark replaced."""
        return Cursor({**self.folders, name: mark})

    @property
    def has_gaps(self) -> bool:
        """True while there is known mail that was not pulled."""
        return any(mark.gaps for mark in self.folders.values())

    def encode(self) -> str:
        """Return the cursor as one line of JSON."""
        folders = {
            name: {"validity": mark.validity, "top": mark.top, "gaps": [_plain(gap) for gap in mark.gaps]}
            for name, mark in self.folders.items()
        }
        return json.dumps({"v": _VERSION, "folders": folders}, separators=(",", ":"))


def decode(text: str | None) -> Cursor:
    """Return the cursor of an encoded text. One that can't be read starts over: nothing doubles, nothing is lost."""
    if not text:
        return Cursor()
    try:
        data = json.loads(text)
        if data["v"] != _VERSION:
            return Cursor()
        return Cursor({str(name): _mark(plain) for name, plain in data["folders"].items()})
    except (ValueError, TypeError, KeyError, AttributeError):
        return Cursor()


def _plain(gap: Gap) -> list[object]:
    return [
        gap.low,
        gap.high,
        gap.since.isoformat() if gap.since else None,
        gap.before.isoformat() if gap.before else None,
    ]


def _mark(plain: Mapping[str, Any]) -> FolderMark:
    return FolderMark(int(plain["validity"]), int(plain["top"]), tuple(_gap(*gap) for gap in plain["gaps"]))


def _gap(low: int, high: int, since: str | None, before: str | None) -> Gap:
    return Gap(
        int(low),
        int(high),
        date.fromisoformat(since) if since else None,
        date.fromisoformat(before) if before else None,
    )
