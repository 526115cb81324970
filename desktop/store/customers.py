"""What agents write about a customer: notes and tags."""

from __future__ import annotations

from datetime import datetime

from desktop.model import CustomerId, Deed, made_uid
from desktop.store.connection import Connection
from desktop.store.journal import Journal
from desktop.system.clock import to_ms


class Customers:
    """Intentions about customers on one connection."""

    def __init__(self, connection: Connection, journal: Journal) -> None:
        """Share the store's connection and journal."""
        self._db = connection
        self._journal = journal

    def add_note(self, customer_id: CustomerId, text: str, *, author: str, at: datetime) -> str:
        """Write a note about a customer and return its uid."""
        uid = made_uid()
        with self._db.writing():
            self._db.write(
                "INSERT INTO customer_note (uid, customer_id, author, text, at) VALUES (?, ?, ?, ?, ?)",
                (uid, customer_id, author, text, to_ms(at)),
            )
            self._journal.record(Deed.CUSTOMER_NOTE, actor=author, at=at, after=[customer_id, uid])
        return uid

    def set_tag(self, customer_id: CustomerId, tag: str, *, present: bool, actor: str, at: datetime) -> None:
        """Add or take away a customer's tag."""
        with self._db.writing():
            if present:
                self._db.write("INSERT OR IGNORE INTO customer_tag VALUES (?, ?)", (customer_id, tag))
            else:
                self._db.write("DELETE FROM customer_tag WHERE customer_id = ? AND tag = ?", (customer_id, tag))
            self._journal.record(Deed.CUSTOMER_TAG, actor=actor, at=at, after=[customer_id, tag, present])
