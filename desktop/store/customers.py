"""What agents write about a customer: notes and tags."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from desktop.model import CustomerId, Deed, made_uid
from desktop.store.connection import Connection
from desktop.store.journal import Journal
from desktop.store.people import homes_of
from desktop.system.clock import from_ms, to_ms


@dataclass(frozen=True, slots=True)
class RemovedNote:
    """A note that was taken away, whole, so that it can be put back."""

    uid: str
    customer_id: CustomerId
    author: str
    text: str
    at: datetime


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
            self._insert_note(RemovedNote(uid, customer_id, author, text, at))
            self._journal.record(Deed.CUSTOMER_NOTE, actor=author, at=at, after=[customer_id, uid])
        return uid

    def remove_note(self, uid: str, *, actor: str, at: datetime) -> RemovedNote | None:
        """Take a note away and return it, None if it is gone already."""
        with self._db.writing():
            row = self._db.read_one("SELECT customer_id, author, text, at FROM customer_note WHERE uid = ?", (uid,))
            if row is None:
                return None
            self._db.write("DELETE FROM customer_note WHERE uid = ?", (uid,))
            self._journal.record(Deed.CUSTOMER_NOTE, actor=actor, at=at, before=[row[0], uid])
        return RemovedNote(uid, CustomerId(row[0]), row[1], row[2], from_ms(row[3]))

    def restore_note(self, note: RemovedNote, *, actor: str, at: datetime) -> None:
        """Put a note back as it was, with its author and date (undo)."""
        with self._db.writing():
            if self._db.read_one("SELECT 1 FROM customer_note WHERE uid = ?", (note.uid,)) is None:
                self._insert_note(note)
                self._journal.record(
                    Deed.CUSTOMER_NOTE, actor=actor, at=at, after=[int(note.customer_id), note.uid, "undo"]
                )

    def add_tag(self, customer_id: CustomerId, tag: str, *, actor: str, at: datetime) -> bool:
        """Give a customer a tag; False if the person has it already, however its parts were put together."""
        with self._db.writing():
            if self._holders(customer_id, tag):
                return False
            self._db.write("INSERT INTO customer_tag VALUES (?, ?)", (customer_id, tag))
            self._journal.record(Deed.CUSTOMER_TAG, actor=actor, at=at, after=[customer_id, tag, True])
        return True

    def remove_tag(self, customer_id: CustomerId, tag: str, *, actor: str, at: datetime) -> tuple[int, ...]:
        """Take a tag away from a person and return the customers that had it, for undo; none if nobody did."""
        with self._db.writing():
            holders = self._holders(customer_id, tag)
            for holder in holders:
                self._db.write("DELETE FROM customer_tag WHERE customer_id = ? AND tag = ?", (holder, tag))
                self._journal.record(Deed.CUSTOMER_TAG, actor=actor, at=at, after=[holder, tag, False])
        return holders

    def restore_tag(self, holders: tuple[int, ...], tag: str, *, actor: str, at: datetime) -> None:
        """Give a tag back to the customers that had it (undo)."""
        with self._db.writing():
            for holder in holders:
                self._db.write("INSERT OR IGNORE INTO customer_tag VALUES (?, ?)", (holder, tag))
                self._journal.record(Deed.CUSTOMER_TAG, actor=actor, at=at, after=[holder, tag, True, "undo"])

    def known_tags(self, limit: int = 500) -> tuple[str, ...]:
        """Return the tags in use, most used first. Reads every customer's tags: a job for the background."""
        return tuple(
            self._db.read_column(
                "SELECT tag FROM customer_tag GROUP BY tag ORDER BY count(*) DESC, tag LIMIT ?", (limit,)
            )
        )

    def note_export(self, customer_id: CustomerId, *, actor: str, at: datetime) -> None:
        """Write down that a copy of everything about a person was made."""
        with self._db.writing():
            self._journal.record(Deed.CUSTOMER_EXPORTED, actor=actor, at=at, after=customer_id)

    def _holders(self, customer_id: CustomerId, tag: str) -> tuple[int, ...]:
        homes = homes_of(self._db, customer_id)
        marks = ",".join("?" * len(homes))
        return tuple(
            self._db.read_column(
                f"SELECT customer_id FROM customer_tag WHERE customer_id IN ({marks}) AND tag = ?",  # noqa: S608
                (*homes, tag),
            )
        )

    def _insert_note(self, note: RemovedNote) -> None:
        self._db.write(
            "INSERT INTO customer_note (uid, customer_id, author, text, at) VALUES (?, ?, ?, ?, ?)",
            (note.uid, note.customer_id, note.author, note.text, to_ms(note.at)),
        )
