"""Sent replies: what this desk and its colleagues wrote lately, to try rules and figures on."""

from __future__ import annotations

from desktop.model import Visibility
from desktop.model.messages import SentReply
from desktop.store.connection import Connection

_LOOKED_THROUGH = 50_000  # messages; a tenth of a second at most


class SentReplies:
    """Reads on one connection."""

    def __init__(self, connection: Connection) -> None:
        """Share the store's connection."""
        self._db = connection

    def newest(self, limit: int = 1_000) -> tuple[SentReply, ...]:
        """Return the newest replies that still stand, at most `limit`, out of the newest 50,000 messages."""
        rows = self._db.read(
            "SELECT text, visibility, language FROM "
            "(SELECT id, text, visibility, language, direction, deleted_at FROM message ORDER BY id DESC LIMIT ?) "
            "WHERE direction = 'outgoing' AND deleted_at IS NULL AND text <> '' ORDER BY id DESC LIMIT ?",
            (_LOOKED_THROUGH, limit),
        )
        return tuple(SentReply(row[0], Visibility(row[1]), row[2]) for row in rows)
