"""What a thread allows, as far as the store knows: what would be answered, below whose post, and what was used up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from desktop.model import DeliveryId, Refusal, Visibility
from desktop.store.connection import Connection
from desktop.system.clock import from_ms

_THERE = "AND deleted_at IS NULL"
_CUSTOMERS = f"{_THERE} AND id NOT IN (SELECT message_id FROM impostor_sighting)"  # noqa: S608


@dataclass(frozen=True, slots=True)
class ThreadFacts:
    """See `ThreadView`, which shows these."""

    permalink: str | None = None
    last_incoming_at: datetime | None = None
    last_incoming_remote_id: str | None = None
    addressed: bool = True
    begun_by_us: bool = False
    hidden: bool = False
    closed_public: Refusal | None = None
    closed_direct: Refusal | None = None
    private_reply: DeliveryId | None = None


def thread_facts(db: Connection, *, thread_id: int, case_id: int) -> ThreadFacts:
    """Return what is known of a thread.

    What its author took back, and what an impostor wrote, is answered only where nothing else is left.
    """
    query = (
        "SELECT sent_at, remote_id, permalink, addressed, hidden, closed_public, closed_direct, "
        "below_ours FROM message "
        "WHERE thread_id = ? AND case_id = ? AND direction = 'incoming' {} ORDER BY id DESC LIMIT 1"
    )
    tried = (db.read_one(query.format(among), (thread_id, case_id)) for among in (_CUSTOMERS, _THERE, ""))
    last = next((row for row in tried if row is not None), None)
    if last is None:
        return ThreadFacts()
    root = db.read_one(
        "SELECT m.direction = 'outgoing', m.hidden FROM thread t JOIN message m ON m.account_id = t.account_id "
        "AND m.remote_id = t.remote_id WHERE t.id = ?",
        (thread_id,),
    )
    used = db.read_one(
        "SELECT min(id) FROM delivery WHERE case_id = ? AND thread_id = ? AND visibility = ? AND in_reply_to = ? "
        "AND state NOT IN ('cancelled', 'refused')",
        (case_id, thread_id, Visibility.DIRECT.value, last[1]),
    )
    return ThreadFacts(
        permalink=last[2],
        last_incoming_at=from_ms(last[0]),
        last_incoming_remote_id=last[1],
        addressed=bool(last[3]),
        begun_by_us=bool(last[7]) or bool(root and root[0]),
        hidden=bool(last[4]) or bool(root and root[1]),
        closed_public=Refusal(last[5]) if last[5] else None,
        closed_direct=Refusal(last[6]) if last[6] else None,
        private_reply=DeliveryId(used[0]) if used and used[0] is not None else None,
    )
