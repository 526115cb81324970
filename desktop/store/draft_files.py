"""Files beside drafts: kept here from the moment they join a draft, so that neither a crash nor an undo loses one.

The bytes lie with those of every other attachment, and stay where they are: a draft holds a reference. Sending hands it
to the delivery, taking back hands it over again, taking off only lays the file aside. What was laid aside can be put
back until the engine clears it away, for which somebody else's thread waits.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from desktop.model import ArrivedAttachment, CaseId, DraftFile, OutgoingAttachment
from desktop.store.attachments import add_attachment
from desktop.store.connection import Connection
from desktop.store.errors import FileGone
from desktop.system.clock import to_ms

_FROM = "FROM draft_file f JOIN attachment a ON a.id = f.id WHERE f.case_id = ? AND f.laid_aside IS NULL"
_UNOWNED = "message_id IS NULL AND delivery_id IS NULL"
_KEPT = timedelta(hours=1)
"""So long what was laid aside can be put back, which is much longer than any undo is offered."""


class DraftFiles:
    """Reads and writes of drafts' files on one connection."""

    def __init__(self, connection: Connection) -> None:
        """Share the store's connection."""
        self._db = connection

    def of_case(self, case_id: CaseId) -> tuple[DraftFile, ...]:
        """Return the files of a case's draft in their order, without their bytes."""
        columns = "f.id, a.name, a.content_type, a.size, a.alt_text"
        rows = self._db.read(f"SELECT {columns} {_FROM} ORDER BY f.place, f.id", (case_id,))
        return tuple(DraftFile(*row) for row in rows)

    def content(self, file_id: int) -> bytes:
        """Return a file's bytes, none if it is gone."""
        row = self._db.read_one("SELECT content FROM attachment_content WHERE attachment_id = ?", (file_id,))
        return bytes(row[0]) if row else b""

    def outgoing(self, case_id: CaseId) -> tuple[OutgoingAttachment, ...]:
        """Return the files of a case's draft as they leave, bytes included: not for the window's thread."""
        return tuple(
            OutgoingAttachment(file.name, file.content_type, self.content(file.id), file.alt_text)
            for file in self.of_case(case_id)
        )

    def add(self, case_id: CaseId, files: Iterable[OutgoingAttachment]) -> tuple[int, ...]:
        """Put files behind those of a case's draft; return their ids."""
        ids: list[int] = []
        with self._db.writing():
            for file in files:
                arrived = ArrivedAttachment(file.name, file.content_type, file.size, file.content)
                key = add_attachment(self._db, arrived, alt_text=file.alt_text)
                self._db.write(
                    "INSERT INTO draft_file (id, case_id, place) SELECT ?, ?, coalesce(max(place) + 1, 0) "
                    "FROM draft_file WHERE case_id = ?",
                    (key, case_id, case_id),
                )
                ids.append(key)
        return tuple(ids)

    def describe(self, file_id: int, alt_text: str) -> None:
        """Keep what a picture shows."""
        with self._db.writing():
            self._db.write(f"UPDATE attachment SET alt_text = ? WHERE id = ? AND {_UNOWNED}", (alt_text, file_id))  # noqa: S608

    def lay_aside(self, file_id: int, at: datetime) -> bool:
        """Take a file off a draft, for an hour at least not for good; False if it is gone."""
        with self._db.writing():
            sql = "UPDATE draft_file SET laid_aside = ? WHERE id = ? AND laid_aside IS NULL"
            return bool(self._db.write(sql, (to_ms(at), file_id)))

    def put_back(self, file_ids: Iterable[int]) -> None:
        """Put files that were laid aside where they were; one that was cleared away meanwhile stays away."""
        with self._db.writing():
            for file_id in file_ids:
                self._db.write("UPDATE draft_file SET laid_aside = NULL WHERE id = ?", (file_id,))

    def take_back(self, case_id: CaseId, delivery_ids: Sequence[int]) -> None:
        """Put the files of deliveries that were cancelled before those of a case's draft: they leave the deliveries."""
        marks = ",".join("?" * len(delivery_ids))
        with self._db.writing():
            self._db.write(
                "INSERT INTO draft_file (id, case_id, place) "  # noqa: S608 - only marks
                f"SELECT id, ?, -1 FROM attachment WHERE delivery_id IN ({marks})",
                (case_id, *delivery_ids),
            )
            self._db.write(
                f"UPDATE attachment SET delivery_id = NULL WHERE delivery_id IN ({marks})",  # noqa: S608
                tuple(delivery_ids),
            )
            for place, file in enumerate(self.of_case(case_id)):
                self._db.write("UPDATE draft_file SET place = ? WHERE id = ?", (place, file.id))

    def clear(self, now: datetime) -> int:
        """Clear away what was laid aside an hour ago or longer, bytes included; return how many files (engine)."""
        latest = to_ms(now - _KEPT)
        if self._db.read_one("SELECT 1 FROM draft_file WHERE laid_aside <= ? LIMIT 1", (latest,)) is None:
            return 0
        with self._db.writing():
            return self._db.write("DELETE FROM draft_file WHERE laid_aside <= ?", (latest,))


def hand_over(db: Connection, file: DraftFile, delivery_id: int) -> None:
    """Let a draft's file leave with a delivery, inside the caller's transaction. Raises FileGone if it is not there."""
    taken = db.write(f"UPDATE attachment SET delivery_id = ? WHERE id = ? AND {_UNOWNED}", (delivery_id, file.id))  # noqa: S608
    if not taken:
        raise FileGone(detail=file.name)
    db.write("DELETE FROM draft_file WHERE id = ?", (file.id,))


def forget_draft(db: Connection, case_id: int, author: str = "", *, at: datetime) -> None:
    """Forget a case's draft and lay its files aside, inside the caller's transaction.

    If `author` wrote beside a colleague's draft, theirs is forgotten alone: the colleague's stays. What somebody wrote
    beside the case's draft takes its place, so that no text is left where no list finds it.
    """
    if author and db.read_one("SELECT 1 FROM draft_aside WHERE case_id = ? AND author = ?", (case_id, author)):
        db.write("DELETE FROM draft_aside WHERE case_id = ? AND author = ?", (case_id, author))
        return
    db.write("DELETE FROM draft WHERE case_id = ?", (case_id,))
    columns = "case_id, uid, mode, text, thread_id, account_id, updated_at, author"
    moved = db.write(
        f"INSERT INTO draft ({columns}) SELECT {columns} FROM draft_aside WHERE case_id = ? AND text <> '' "  # noqa: S608
        "ORDER BY updated_at DESC LIMIT 1",
        (case_id,),
    )
    if moved:
        db.write(
            "DELETE FROM draft_aside WHERE case_id = ? AND author = (SELECT author FROM draft WHERE case_id = ?)",
            (case_id, case_id),
        )
    db.write("UPDATE draft_file SET laid_aside = ? WHERE case_id = ? AND laid_aside IS NULL", (to_ms(at), case_id))
