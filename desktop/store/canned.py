"""How often each canned reply was used, and when last."""

from __future__ import annotations

from datetime import datetime

from desktop.store.connection import Connection
from desktop.system.clock import from_ms_or_none, to_ms


class CannedUses:
    """Reads and writes of canned replies' use on one connection."""

    def __init__(self, connection: Connection) -> None:
        """Share the store's connection."""
        self._db = connection

    def uses(self) -> dict[str, tuple[int, datetime | None]]:
        """Return how often and when last each reply was used, by its uid."""
        rows = self._db.read("SELECT uid, uses, last_used_at FROM canned")
        return {uid: (uses, from_ms_or_none(at)) for uid, uses, at in rows}

    def count_use(self, uid: str, at: datetime) -> None:
        """Count one use."""
        with self._db.writing():
            self._db.write(
                "INSERT INTO canned (uid, body, uses, last_used_at) VALUES (?, '', 1, ?) "
                "ON CONFLICT (uid) DO UPDATE SET uses = uses + 1, last_used_at = excluded.last_used_at",
                (uid, to_ms(at)),
            )
