"""Scrubbing: after words were taken out of the tables, they leave the file too, whatever free page or log held them.

Four places keep what was deleted: the search index (its entries are only marked as gone), free pages, the space
inside pages, and the log beside the file. The index is written anew in small steps; a file of up to 64 MB is written
anew as a whole; in a larger one the free pages are filled with zeros, because everybody would wait for a copy of it,
and inside its pages SQLite clears what it deletes (`secure_delete`). At last the log is emptied into the file.

It is asked for in the transaction that deletes; a process that dies on the way leaves it to the engine.
"""

from __future__ import annotations

from datetime import datetime

from desktop.store.connection import Connection
from desktop.store.errors import StoreBusy, StoreFull
from desktop.store.upkeep import EVERY, Upkeep, forget_soon
from desktop.system.clock import from_ms, to_ms

_ASKED = "forgetting.scrub"
_WHOLE = 64 << 20  # bytes
_PIECE = 1 << 20  # bytes of zeros in one row


def scrub_soon(db: Connection, at_ms: int) -> None:
    """Ask for the file to be scrubbed, inside the transaction that took something away."""
    forget_soon(db, at_ms)
    db.write("INSERT OR REPLACE INTO setting (name, value, at) VALUES (?, '1', ?)", (_ASKED, at_ms))


class Scrubbing:
    """Scrubs one connection's file. Belongs into the background: seconds for a large file."""

    def __init__(self, connection: Connection, upkeep: Upkeep) -> None:
        """`upkeep` writes the search index anew."""
        self._db = connection
        self._upkeep = upkeep

    @property
    def is_asked(self) -> bool:
        """True if something was taken away and the file is not scrubbed yet."""
        return self._db.read_one("SELECT 1 FROM setting WHERE name = ?", (_ASKED,)) is not None

    def is_due(self, now: datetime) -> bool:
        """True if the file waits to be scrubbed and whoever took something away has not done it for ten minutes."""
        row = self._db.read_one("SELECT at FROM setting WHERE name = ?", (_ASKED,))
        return row is not None and now - from_ms(row[0]) >= EVERY

    def run(self, now: datetime) -> bool:
        """Scrub the file; False if others read or write all the time, and it is to be tried again later."""
        self._db.read("PRAGMA secure_delete = ON")
        try:
            while self._upkeep.step(now):
                pass
            self._clear_free_pages()
            if not self._empty_log():
                return False
        except StoreBusy:
            return False
        finally:
            self._db.read("PRAGMA secure_delete = FAST")
        with self._db.writing():
            self._db.write("DELETE FROM setting WHERE name = ? AND at <= ?", (_ASKED, to_ms(now)))
        return True

    def _clear_free_pages(self) -> None:
        if self._pragma("page_count") * self._pragma("page_size") <= _WHOLE:
            try:
                self._db.read("VACUUM")
            except (StoreBusy, StoreFull):
                pass  # another process is at work, or there is no room for a second file: zeros do
            else:
                return
        self._fill_free_pages()

    def _fill_free_pages(self) -> None:
        """Take every free page for zeros and give it back. Nothing of it outlives the transaction but the zeros."""
        with self._db.writing():
            size = self._pragma("page_size")
            self._db.write("CREATE TABLE scrub (zeros BLOB)")
            while (free := self._pragma("freelist_count") * size) > 0:
                self._db.write("INSERT INTO scrub VALUES (zeroblob(?))", (min(free, _PIECE),))
            self._db.write("DROP TABLE scrub")

    def _empty_log(self) -> bool:
        return not self._db.read("PRAGMA wal_checkpoint(TRUNCATE)")[0][0]

    def _pragma(self, name: str) -> int:
        row = self._db.read_one(f"PRAGMA {name}")
        return int(row[0]) if row else 0
