"""Attachments: kept beside the text, encrypted like everything else, handed out only when a person asks."""

from __future__ import annotations

from collections.abc import Iterable

from desktop.model import ArrivedAttachment, Attachment, AttachmentId, OutgoingAttachment
from desktop.store.connection import Connection


class Attachments:
    """Reads of attachments on one connection."""

    def __init__(self, connection: Connection) -> None:
        """Share the store's connection."""
        self._db = connection

    def of_messages(self, message_ids: Iterable[int]) -> dict[int, tuple[Attachment, ...]]:
        """Return the attachments of some messages, inline pictures left out."""
        wanted = sorted(message_ids)
        found: dict[int, tuple[Attachment, ...]] = {}
        if not wanted:
            return found
        marks = ",".join("?" * len(wanted))
        for row in self._db.read(
            "SELECT message_id, id, name, content_type, size, dangerous FROM attachment "  # noqa: S608
            f"WHERE message_id IN ({marks}) AND inline = 0 ORDER BY id",
            wanted,
        ):
            attachment = Attachment(AttachmentId(row[1]), row[2], row[3], row[4], bool(row[5]))
            found[row[0]] = (*found.get(row[0], ()), attachment)
        return found

    def get(self, attachment_id: AttachmentId) -> Attachment | None:
        """Return one attachment without its bytes, None if there is none."""
        row = self._db.read_one(
            "SELECT id, name, content_type, size, dangerous FROM attachment WHERE id = ?", (attachment_id,)
        )
        return Attachment(AttachmentId(row[0]), row[1], row[2], row[3], bool(row[4])) if row else None

    def has_content(self, attachment_id: AttachmentId) -> bool:
        """Tell whether an attachment's bytes are here; False if only its description was fetched."""
        sql = "SELECT 1 FROM attachment_content WHERE attachment_id = ?"
        return self._db.read_one(sql, (attachment_id,)) is not None

    def content(self, attachment_id: AttachmentId) -> bytes | None:
        """Return an attachment's bytes, None if only its description was fetched."""
        row = self._db.read_one("SELECT content FROM attachment_content WHERE attachment_id = ?", (attachment_id,))
        return bytes(row[0]) if row else None

    def of_delivery(self, delivery_id: int) -> tuple[OutgoingAttachment, ...]:
        """Return the files that leave with a delivery, bytes included."""
        rows = self._db.read(
            "SELECT a.name, a.content_type, c.content, a.alt_text FROM attachment a "
            "JOIN attachment_content c ON c.attachment_id = a.id WHERE a.delivery_id = ? ORDER BY a.id",
            (delivery_id,),
        )
        return tuple(OutgoingAttachment(name, kind, bytes(content), alt_text) for name, kind, content, alt_text in rows)


def add_attachment(
    db: Connection,
    attachment: ArrivedAttachment,
    *,
    message_id: int | None = None,
    delivery_id: int | None = None,
    alt_text: str = "",
) -> int:
    """Store an attachment of a message or a delivery inside the caller's transaction and return its key."""
    key = db.insert(
        "INSERT INTO attachment (message_id, delivery_id, name, content_type, size, content_id, inline, dangerous, "
        "alt_text) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            message_id,
            delivery_id,
            attachment.name,
            attachment.content_type,
            attachment.size,
            attachment.content_id,
            int(attachment.inline),
            int(attachment.dangerous),
            alt_text,
        ),
    )
    if attachment.content is not None:
        db.write("INSERT INTO attachment_content VALUES (?, ?)", (key, attachment.content))
    return key
