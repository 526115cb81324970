"""Upkeep of the search index: the words of what is gone leave the file, and a search finds few segments to look into.

The index only marks an entry as gone; its words stay in their segment until that is written anew. So whoever takes
words away asks for this. And what arrives lies in ever more segments, each of which every word of a search is looked
up in: twenty take three times as long as four. The engine does both in steps of some milliseconds that keep nobody
waiting.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from desktop.store.connection import Connection
from desktop.system.clock import from_ms, to_ms

EVERY = timedelta(minutes=10)
"""At most as often is the index written anew; one that takes long still more seldom: X gives 24 hours."""
_REST_OF_A_STEP = timedelta(seconds=20)
_LONGEST_REST = timedelta(hours=6)
"""Each step of some hundredths of a second is paid for with so much rest: a million messages with about an hour."""

_PAGES = 200
_ASKED, _DONE = "search.forget", "search.forgotten"
_NEW_SEGMENTS = 6
"""So many more than gathering left are gathered again; FTS5 lets every size have seven before it does so itself."""
_SEGMENTS = (
    "WITH RECURSIVE one(segment) AS (SELECT min(segid) FROM message_fts_idx UNION ALL SELECT (SELECT min(segid) "
    "FROM message_fts_idx WHERE segid > one.segment) FROM one WHERE one.segment IS NOT NULL) "
    "SELECT count(segment) FROM one"
)
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
        self._steps = 0
        self._left = 0  # segments, after they were gathered

    def is_due(self, now: datetime) -> bool:
        """Tell whether words wait to be forgotten and the index has rested long enough, or lies in many segments."""
        asked = self._at(_ASKED)
        if asked is not None:
            return self._has_rested(now)
        return self.segments() > self._left + _NEW_SEGMENTS

    def _has_rested(self, now: datetime) -> bool:
        row = self._db.read_one("SELECT at, value FROM setting WHERE name = ?", (_DONE,))
        return row is None or now - from_ms(row[0]) >= max(EVERY, min(int(row[1]) * _REST_OF_A_STEP, _LONGEST_REST))

    def segments(self) -> int:
        """Return in how many segments the words of the messages lie."""
        row = self._db.read_one(_SEGMENTS)
        return int(row[0]) if row else 0

    def step(self, now: datetime) -> bool:
        """Take one step of some milliseconds; False once nothing is left to forget or to gather."""
        asked = self._at(_ASKED)
        if asked is None:
            return self._gather()
        begins = self._asked_at is None
        self._steps = 1 if begins else self._steps + 1
        self._asked_at = asked if self._asked_at is None else self._asked_at
        if self._merge(-_PAGES if begins else _PAGES):
            return True
        with self._db.writing():
            self._db.write("DELETE FROM setting WHERE name = ? AND at = ?", (_ASKED, self._asked_at))
            done = (_DONE, str(self._steps), to_ms(now))
            self._db.write("INSERT OR REPLACE INTO setting (name, value, at) VALUES (?, ?, ?)", done)
        self._asked_at = None
        return self._at(_ASKED) is not None

    def _gather(self) -> bool:
        """Merge some pages of segments that are about as large: each word is written anew a few times in its life."""
        if self._merge(_PAGES):
            return True
        self._left = self.segments()
        return False

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
