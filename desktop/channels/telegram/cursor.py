"""Where the last pull stopped: the next update's id, as one line of JSON.

Asking for updates from an id on makes Telegram forget everything before it. The id in a cursor goes into a request
only with the pull that was handed this cursor, and that is after what came before it has been stored.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

_VERSION = 1
COUNTS_ON = timedelta(days=6)
"""After a week without updates Telegram goes on counting from anywhere (core.telegram.org/bots/api, Update)."""


@dataclass(frozen=True, slots=True)
class Cursor:
    """A pull's place: the id that comes next, and when the last update came."""

    offset: int | None = None
    at: datetime | None = None

    def offset_at(self, now: datetime) -> int | None:
        """Return the id from which to ask for updates, None for all that Telegram has."""
        return None if self.at is None or now - self.at >= COUNTS_ON else self.offset

    def encoded(self) -> str:
        """Return the cursor as JSON."""
        at = self.at.isoformat() if self.at else None
        return json.dumps({"v": _VERSION, "offset": self.offset, "at": at})


def decoded(text: str | None) -> Cursor:
    """Return the cursor of an earlier pull; None or an unreadable one begins anew, which repeats but loses nothing."""
    try:
        data = json.loads(text) if text else None
        if not isinstance(data, dict) or data.get("v") != _VERSION:
            return Cursor()
        at = datetime.fromisoformat(data["at"]) if data["at"] else None
        return Cursor(
            offset=int(data["offset"]) if data["offset"] is not None else None,
            at=at.replace(tzinfo=at.tzinfo or UTC) if at else None,
        )
    except (ValueError, KeyError, TypeError, RecursionError, OverflowError):
        return Cursor()
