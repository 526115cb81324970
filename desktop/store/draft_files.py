"""Files beside drafts: kept here from the moment they join a draft, so that neither a crash nor an undo loses one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from desktop.model import CaseId, DraftFile, OutgoingAttachment
from desktop.store.connection import Connection

_COLUMNS = "id, name, content_type, length(content), alt_text"


class DraftFiles:
    """Reads and writes of drafts' files on one connection."""

    def __init__(self, connection: Connection) -> None:
        """Share the store's connection."""
        self._db = connection

    def of_case(self, case_id: CaseId) -> tuple[DraftFile, ...]:
        """Return the files of a case's draft in their order, without their bytes."""
        rows = self._db.read(f"SELECT {_COLUMNS} FROM draft_file WHERE case_id = ? ORDER BY place, id", (case_id,))  # noqa: S608
        return tuple(DraftFile(*row) for row in rows)

    def content(self, file_id: int) -> bytes:
        """Return a file's bytes, none if it is gone."""
        row = self._db.read_one("SELECT content FROM draft_file WHERE id = ?", (file_id,))
        return bytes(row[0]) if row else b""

    def outgoing(self, case_id: CaseId) -> tuple[OutgoingAttachment, ...]:
        """Return the files of a case's draft as they leave, bytes included."""
        rows = self._db.read(
            "SELECT name, content_type, content, alt_text FROM draft_file WHERE case_id = ? ORDER BY place, id",
            (case_id,),
        )
        return tuple(OutgoingAttachment(name, kind, bytes(content), alt_text) for name, kind, content, alt_text in rows)

    def add(self, case_id: CaseId, files: Iterable[OutgoingAttachment], *, place: int | None = None) -> tuple[int, ...]:
        """Put files behind those of a case's draft, or at a `place` that was theirs before; return their ids."""
        ids: list[int] = []
        with self._db.writing():
            for file in files:
                at = self._next_place(case_id) if place is None else place
                self._db.write(
                    "UPDATE draft_file SET place = place + 1 WHERE case_id = ? AND place >= ?", (case_id, at)
                )
                key = self._db.insert(
                    "INSERT INTO draft_file (case_id, place, name, content_type, content, alt_text) "
                    "VALUES (?, ?, ?, ?, ?, ?)",
                    (case_id, at, file.name, file.content_type, file.content, file.alt_text),
                )
                ids.append(key)
        return tuple(ids)

    def describe(self, file_id: int, alt_text: str) -> None:
        """Keep what a picture shows."""
        with self._db.writing():
            self._db.write("UPDATE draft_file SET alt_text = ? WHERE id = ?", (alt_text, file_id))

    def remove(self, file_id: int) -> tuple[int, OutgoingAttachment] | None:
        """Take a file off and return its place and what it was, None if it is gone."""
        row = self._db.read_one(
            "SELECT place, name, content_type, content, alt_text FROM draft_file WHERE id = ?", (file_id,)
        )
        if row is None:
            return None
        with self._db.writing():
            self._db.write("DELETE FROM draft_file WHERE id = ?", (file_id,))
        return int(row[0]), OutgoingAttachment(row[1], row[2], bytes(row[3]), row[4])

    def take_back(self, case_id: CaseId, delivery_ids: Sequence[int]) -> None:
        """Put the files of deliveries that were cancelled before those of a case's draft: they leave the deliveries."""
        marks = ",".join("?" * len(delivery_ids))
        with self._db.writing():
            self._db.write(
                "INSERT INTO draft_file (case_id, place, name, content_type, content, alt_text) "  # noqa: S608
                "SELECT ?, -1, a.name, a.content_type, c.content, a.alt_text FROM attachment a "
                f"JOIN attachment_content c ON c.attachment_id = a.id WHERE a.delivery_id IN ({marks}) ORDER BY a.id",
                (case_id, *delivery_ids),
            )
            self._db.write(f"DELETE FROM attachment WHERE delivery_id IN ({marks})", tuple(delivery_ids))  # noqa: S608
            for place, file in enumerate(self.of_case(case_id)):
                self._db.write("UPDATE draft_file SET place = ? WHERE id = ?", (place, file.id))

    def _next_place(self, case_id: CaseId) -> int:
        row = self._db.read_one("SELECT coalesce(max(place) + 1, 0) FROM draft_file WHERE case_id = ?", (case_id,))
        return int(row[0]) if row else 0


def forget_draft(db: Connection, case_id: int, author: str = "") -> None:
    """Forget a case's draft and its files inside the caller's transaction.

    If `author` wrote beside a colleague's draft, theirs is forgotten alone: the colleague's stays.
    """
    if author and db.read_one("SELECT 1 FROM draft_aside WHERE case_id = ? AND author = ?", (case_id, author)):
        db.write("DELETE FROM draft_aside WHERE case_id = ? AND author = ?", (case_id, author))
        return
    db.write("DELETE FROM draft WHERE case_id = ?", (case_id,))
    db.write("DELETE FROM draft_file WHERE case_id = ?", (case_id,))
