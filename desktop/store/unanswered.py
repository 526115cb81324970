"""Unanswered: what a customer asked lately, on whatever network, that nobody has answered yet."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from desktop.model import Arrival, Direction
from desktop.store.arrivals import Unanswered
from desktop.store.connection import Connection
from desktop.system.clock import from_ms, to_ms

LATELY_MS = 30 * 86_400_000
"""A question older than this is not asked again but anew."""
_MOST = 12  # messages of one customer; somebody who wrote more than that unanswered is first in any case
_READ = 1_000  # code points of each
_CHUNK = 400


def unanswered_of(
    db: Connection, customer_ids: Sequence[int], arrivals: Sequence[Arrival]
) -> dict[int, tuple[Unanswered, ...]]:
    """Return customer -> what they asked before the newest of these arrivals and were not answered, newest first.

    Thanks and noise ask nothing. One look along the index of each customer's cases.
    """
    asking = [to_ms(one.sent_at) for one in arrivals if one.direction is Direction.INCOMING]
    if not asking:
        return {}
    found = defaultdict[int, list[Unanswered]](list)
    for start in range(0, len(customer_ids), _CHUNK):
        chunk = customer_ids[start : start + _CHUNK]
        marks = ",".join("?" * len(chunk))
        for row in db.read(
            "SELECT c.customer_id, m.id, substr(m.text, 1, ?), m.sent_at, m.language FROM cases c "  # noqa: S608
            f"JOIN message m ON m.case_id = c.id WHERE c.customer_id IN ({marks}) AND c.merged_into IS NULL "
            "AND c.last_at > ? AND c.awaiting_since IS NOT NULL AND m.direction = 'incoming' "
            "AND m.sent_at > max(coalesce(c.last_out_at, 0), ?) AND m.deleted_at IS NULL "
            "AND coalesce(m.message_class, '') NOT IN ('praise_thanks', 'noise') ORDER BY m.id DESC",
            (_READ, *chunk, min(asking) - LATELY_MS, min(asking) - LATELY_MS),
        ):
            theirs = found[row[0]]
            if len(theirs) < _MOST:
                theirs.append(Unanswered(row[1], row[2], from_ms(row[3]), row[4]))
    return {customer: tuple(theirs) for customer, theirs in found.items()}
