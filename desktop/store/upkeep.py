"""Upkeep of the search index: the words of what was deleted or changed leave the file too, a few pages at a time.

The index only marks an entry as gone; its words stay in their segment until that is written anew. So whoever takes
words away asks for this, and the engine does it in steps of some milliseconds that keep nobody waiting.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from desktop.store.connection import Connection
from desktop.system.clock import from_ms, to_ms

EVERY = timedelta(minutes=10)
"""At most as often is the index written anew: X gives 24 hours, and a million messages take some seconds."""

_PAGES = 200
_ASKED, _DONE = "search.forget", "search.forgotten"
_NOTHING_LEFT = 2  # a merge that changes fewer rows than this has found nothing to do


def forget_soon(db: Connection, at_ms: int) -> None:
    """Ask for the words of what is gone to be taken out of the index, inside the transaction that took it away."""
    db.write("INSERT OR REPLACE INTO setting (name, value, at) VALUES (?, '1', ?)", (_ASKED, at_ms))


class Upkeep:
    """Writes the index anew where it has to be (engine)."""

    def __init__(self, connection: Connection) -> None:
        """Share the store's connection."""
        self._db = connection
        self._asked_at: int | None = None

    def is_due(self, now: datetime) -> bool:
        """Tell whether words wait to be forgotten and the index has rested long enough."""
        asked, done = self._at(_ASKED), self._at(_DONE)
        return asked is not None and (done is None or now - from_ms(done) >= EVERY)

    def step(self, now: datetime) -> bool:
        """Take one step of some milliseconds; False once nothing is left to forget."""
        asked = self._at(_ASKED)
        if asked is None:
            return False
        begins = self._asked_at is None
        self._asked_at = asked if self._asked_at is None else self._asked_at
        if self._merge(-_PAGES if begins else _PAGES):
            return True
        with self._db.writing():
            self._db.write("DELETE FROM setting WHERE name = ? AND at = ?", (_ASKED, self._asked_at))
            self._db.write("INSERT OR REPLACE INTO setting (name, value, at) VALUES (?, '1', ?)", (_DONE, to_ms(now)))
        self._asked_at = None
        return self._at(_ASKED) is not None

    def _merge(self, pages: int) -> bool:
        """Merge some pages of every segment into one; a negative number begins. False if nothing was to be done."""
        before = self._db.raw.total_changes
        with self._db.writing():
            for table in ("message_fts", "customer_fts"):
                self._db.write(f"INSERT INTO {table} ({table}, rank) VALUES ('merge', ?)", (pages,))  # noqa: S608
        return bool(self._db.raw.total_changes - before >= _NOTHING_LEFT * 2)

    def _at(self, name: str) -> int | None:
        row = self._db.read_one("SELECT at FROM setting WHERE name = ?", (name,))
        return int(row[0]) if row else None
