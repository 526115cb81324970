"""Intake: arrivals become identities, threads, cases and messages, each once, in one short transaction.

An arrival whose remote id is stored is an edit at most, so taking a page again after a crash adds nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from desktop.model import Account, Arrival, Direction, Removal, SentReceipt
from desktop.store.arrivals import IntakeResult, Known, Taken
from desktop.store.connection import Connection
from desktop.store.deliveries import Deliveries
from desktop.store.empty_threads import forget_unused
from desktop.store.forgotten import Forgotten
from desktop.store.intake_batch import Batch
from desktop.store.intake_facts import Shelf
from desktop.store.intake_removals import Removals
from desktop.store.journal import ENGINE
from desktop.store.people import People
from desktop.store.projection import refresh
from desktop.store.redactions import Redactions
from desktop.store.unanswered import unanswered_of
from desktop.system.clock import to_ms

_CHUNK = 400


class Intake:
    """Takes arrivals in. Engine process only; one batch is one transaction of at most about 50 ms."""

    def __init__(self, connection: Connection, people: People, deliveries: Deliveries, redactions: Redactions) -> None:
        """Share the store's connection and shelves."""
        self._db = connection
        self._people = people
        self._deliveries = deliveries
        self._forgotten = Forgotten(connection)
        self._redactions = redactions

    def look(self, account: Account, arrivals: Sequence[Arrival]) -> list[Known]:
        """Return, for each arrival, whether it is new and what triage should know of its thread and author."""
        shelf = Shelf(self._db, account)
        stored = shelf.arrived(arrivals)
        people = self._people.known(account.network, (arrival.author.remote_id for arrival in arrivals))
        threads = shelf.threads(arrival.thread_remote_id for arrival in arrivals)
        languages = self._languages([thread.case_id for thread in threads.values()])
        customers = sorted({known.customer_id for known in people.values()})
        tags = self._people.tags_of(customers)
        unanswered = unanswered_of(self._db, customers, arrivals)
        found = []
        for arrival in arrivals:
            known = people.get(arrival.author.remote_id)
            thread = threads.get(arrival.thread_remote_id)
            found.append(
                Known(
                    arrival.remote_id not in stored,
                    languages.get(thread.case_id) if thread else None,
                    known.incoming if known else 0,
                    tags.get(known.customer_id, ()) if known else (),
                    known.customer_id if known else None,
                    unanswered.get(known.customer_id, ()) if known else (),
                )
            )
        return found

    def take(self, account: Account, batch: Sequence[Taken], now: datetime) -> IntakeResult:
        """Store a batch; taking it again adds nothing. What stays forgotten is left out, what was redacted covered.

        Raises StoreError, and then nothing of the batch is stored.
        """
        gone = self._forgotten.among(account, [taken.arrival for taken in batch], now)
        if gone:
            batch = [taken for taken in batch if taken.arrival.remote_id not in gone]
        covered = self._redactions.covering(account, [taken.arrival for taken in batch])
        if covered:
            batch = [replace(one, arrival=covered.get(one.arrival.remote_id, one.arrival)) for one in batch]
        with self._db.writing():
            taking = Batch(self._db, self._people, account, to_ms(now))
            result = taking.run(batch)
            self._settle_deliveries(batch, result, now)
        if taking.emptied:
            forget_unused(self._db, taking.emptied)
        return result

    def _settle_deliveries(self, batch: Sequence[Taken], result: IntakeResult, now: datetime) -> None:
        """Record deliveries as sent whose own copy has just arrived: nothing proves it better."""
        ours = [taken.arrival for taken in batch if taken.arrival.direction is Direction.OUTGOING]
        sent_here = self._of_deliveries([arrival.remote_id for arrival in ours])
        for arrival in ours:
            delivery = self._deliveries.of_key(arrival.remote_id) if arrival.remote_id in sent_here else None
            if delivery is None:
                continue
            receipt = SentReceipt(arrival.remote_id, arrival.sent_at, arrival.permalink)
            if self._deliveries.finish(delivery.id, receipt, actor=ENGINE, at=now):
                result.case_ids.add(int(delivery.case_id))

    def remove(self, account: Account, removals: Sequence[Removal]) -> IntakeResult:
        """Forget what messages said that are gone on the network; their place in the timeline stays."""
        with self._db.writing():
            cases = Removals(self._db, account).run(tuple(removals))
            refresh(self._db, set(cases))
        return IntakeResult(removed=len(cases), case_ids=set(cases))

    def mark_hidden(self, account: Account, remote_id: str, *, hidden: bool) -> int | None:
        """Note that we hid somebody's message, or show it again; return its case, None if it is not stored."""
        with self._db.writing():
            stored = Shelf(self._db, account).messages([remote_id]).get(remote_id)
            if stored is None:
                return None
            self._db.write("UPDATE message SET hidden = ? WHERE id = ?", (int(hidden), stored.id))
        return stored.case_id

    def _of_deliveries(self, remote_ids: Sequence[str]) -> set[str]:
        """Return which of some remote ids are keys of deliveries of ours."""
        found: set[str] = set()
        for start in range(0, len(remote_ids), _CHUNK):
            chunk = remote_ids[start : start + _CHUNK]
            marks = ",".join("?" * len(chunk))
            sql = f"SELECT idempotency_key FROM delivery WHERE idempotency_key IN ({marks})"  # noqa: S608
            found.update(self._db.read_column(sql, chunk))
        return found

    def _languages(self, case_ids: Sequence[int]) -> dict[int, str]:
        found: dict[int, str] = {}
        for start in range(0, len(case_ids), _CHUNK):
            chunk = case_ids[start : start + _CHUNK]
            marks = ",".join("?" * len(chunk))
            found.update(self._db.read(f"SELECT id, language FROM cases WHERE id IN ({marks})", chunk))  # noqa: S608
        return found
