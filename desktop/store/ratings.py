"""Ratings: the marks that customers gave, newest first. Whoever asks for marks writes them."""

from __future__ import annotations

from desktop.model import CaseId, CustomerId
from desktop.model.known import Rating
from desktop.store.connection import Connection
from desktop.system.clock import from_ms


class Ratings:
    """Reads of marks on one connection."""

    def __init__(self, connection: Connection) -> None:
        """Share the store's connection."""
        self._db = connection

    def newest(self, customer_id: CustomerId, limit: int = 5) -> tuple[Rating, ...]:
        """Return a customer's newest marks, the newest first."""
        rows = self._db.read(
            "SELECT mark, at, case_id FROM rating WHERE customer_id = ? ORDER BY at DESC, id DESC LIMIT ?",
            (customer_id, limit),
        )
        return tuple(Rating(mark, from_ms(at), CaseId(case_id)) for mark, at, case_id in rows)
