"""Acknowledgements: who was told when the desk opens, and who wrote while it was closed and was not.

They are kept by identity, so that tying people together or untying them changes whose they are and loses none.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from desktop.model import AccountId, CaseId, Deed, Delivery, MessageClass, ThreadId
from desktop.store.connection import Connection
from desktop.store.deliveries import Deliveries
from desktop.store.journal import Journal
from desktop.system.clock import from_ms, from_ms_or_none, to_ms, to_ms_or_none

_SLOTS = 4096
_UNACKNOWLEDGED = tuple(one.value for one in (MessageClass.NOISE, MessageClass.PRAISE_THANKS, MessageClass.ABUSE))


@dataclass(frozen=True, slots=True)
class Unanswered:
    """Somebody who wrote in private and waits: the newest such message of theirs."""

    case_id: CaseId
    thread_id: ThreadId
    at: datetime


@dataclass(frozen=True, slots=True)
class Told:
    """What a customer was told last: when, and which opening was named (None: none was in sight)."""

    at: datetime
    until: datetime | None


class Acknowledgements:
    """Reads and writes of acknowledgements on one connection."""

    def __init__(self, connection: Connection, deliveries: Deliveries, journal: Journal) -> None:
        """Share the store's connection and shelves."""
        self._db = connection
        self._deliveries = deliveries
        self._journal = journal

    def waiting(self, account_id: AccountId, since: datetime) -> tuple[Unanswered, ...]:
        """Return who wrote to an account in private since a moment and still waits for an answer, one line a person.

        Nobody else's messages count: no automatic replies, bounces, thanks, noise or insults, nothing taken back.
        """
        marks = ",".join("?" * len(_UNACKNOWLEDGED))
        rows = self._db.read(
            "SELECT m.case_id, m.thread_id, m.sent_at, max(m.id) FROM message m "  # noqa: S608
            "JOIN thread t ON t.id = m.thread_id JOIN cases c ON c.id = m.case_id "
            "WHERE m.id >= ? AND +m.account_id = ? AND m.direction = 'incoming' AND m.visibility = 'direct' "
            "AND t.kind <> 'public' AND m.mechanical IS NULL AND m.deleted_at IS NULL AND c.awaiting_since IS NOT NULL "
            f"AND coalesce(m.message_class, '') NOT IN ({marks}) GROUP BY t.identity_id ORDER BY max(m.id)",
            (to_ms(since) * _SLOTS, account_id, *_UNACKNOWLEDGED),
        )
        return tuple(Unanswered(CaseId(row[0]), ThreadId(row[1]), from_ms(row[2])) for row in rows)

    def told(self, thread_id: ThreadId) -> Told | None:
        """Return what the customer of a thread, whoever else that is by now, was told last; None if never."""
        row = self._db.read_one(
            "SELECT max(a.at), max(a.until_at) FROM acknowledgement a JOIN identity i ON i.id = a.identity_id "
            "WHERE i.customer_id = (SELECT n.customer_id FROM thread t JOIN identity n ON n.id = t.identity_id "
            "WHERE t.id = ?)",
            (thread_id,),
        )
        if row is None or row[0] is None:
            return None
        return Told(from_ms(row[0]), from_ms_or_none(row[1]))

    def was_told(self, thread_id: ThreadId, *, now: datetime, closed_since: datetime | None) -> bool:
        """Return whether the customer was told within the closure that began at `closed_since` (None: ages ago).

        Also while an opening that was named to them is still to come, whatever happened to the schedule since.
        """
        told = self.told(thread_id)
        if told is None:
            return False
        return closed_since is None or told.at >= closed_since or (told.until is not None and told.until > now)

    def make(self, delivery: Delivery, *, until: datetime | None) -> Delivery:
        """Store an acknowledgement's delivery and that its customer was told, in one transaction."""
        with self._db.writing():
            made = self._deliveries.make(delivery)
            self._db.write(
                "INSERT INTO acknowledgement (identity_id, delivery_uid, at, until_at) "
                "SELECT identity_id, ?, ?, ? FROM thread WHERE id = ?",
                (delivery.uid, to_ms(delivery.created_at), to_ms_or_none(until), delivery.thread_id),
            )
            self._journal.record(
                Deed.ACKNOWLEDGED,
                actor=delivery.agent,
                at=delivery.created_at,
                case_id=delivery.case_id,
                after=[delivery.uid, delivery.purpose.value, until.isoformat() if until else None],
            )
        return made

    def make_once(
        self, delivery: Delivery, *, until: datetime | None, closed_since: datetime | None
    ) -> Delivery | None:
        """Do so unless the customer was told within this closure already: then None, and nothing is changed."""
        with self._db.writing():
            now = delivery.created_at
            if self.was_told(delivery.thread_id, now=now, closed_since=closed_since):
                return None
            return self.make(delivery, until=until)
