"""Everything that was said, row by row, for export: bounded in memory however large the store is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from desktop.model import fact_uid
from desktop.store.connection import Connection
from desktop.system.clock import from_ms

COLUMNS = (
    "id",
    "case",
    "network",
    "account",
    "direction",
    "visibility",
    "sent_at",
    "author",
    "author_name",
    "customer",
    "status",
    "assignee",
    "language",
    "class",
    "priority",
    "subject",
    "text",
    "in_reply_to",
    "permalink",
    "agent",
)
_PAGE = 1_000


@dataclass(frozen=True, slots=True)
class Counts:
    """How much a store holds."""

    messages: int
    cases: int


class Export:
    """Reads for export on one connection."""

    def __init__(self, connection: Connection) -> None:
        """Share the store's connection."""
        self._db = connection

    def messages(self) -> Iterator[tuple[Any, ...]]:
        """Yield every message in the order of time, one tuple of COLUMNS each; times are ISO 8601, UTC."""
        after = -1
        while rows := self._page(after):
            for row in rows:
                yield _exported(row)
            after = rows[-1][0]

    def counts(self) -> Counts:
        """Return how much the store holds."""
        row = self._db.read_one("SELECT (SELECT count(*) FROM message), (SELECT count(*) FROM cases)")
        return Counts(row[0], row[1]) if row else Counts(0, 0)

    def _page(self, after: int) -> list[tuple[Any, ...]]:
        return self._db.read(
            "SELECT m.id, a.uid, m.remote_id, c.uid, a.network, a.handle, m.direction, m.visibility, m.sent_at, "
            "n.handle, n.name, p.name, r.status, r.assignee, m.language, m.message_class, r.priority, q.subject, "
            "m.text, m.in_reply_to, m.permalink, m.agent FROM message m JOIN account a ON a.id = m.account_id "
            "JOIN cases c ON c.id = m.case_id JOIN customer p ON p.id = c.customer_id "
            "LEFT JOIN case_row r ON r.case_id = c.id LEFT JOIN identity n ON n.id = m.identity_id "
            "LEFT JOIN message_part q ON q.message_id = m.id WHERE m.id > ? ORDER BY m.id LIMIT ?",
            (after, _PAGE),
        )


def _exported(row: tuple[Any, ...]) -> tuple[Any, ...]:
    uid = fact_uid("message", row[4], row[1], row[2])
    return (uid, row[3], row[4], row[5], row[6], row[7], from_ms(row[8]).isoformat(), *row[9:])
