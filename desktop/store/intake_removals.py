"""What remains of a message that its author took back: its place and time, and nothing that anybody said.

X asks for this within 24 hours, the other networks as soon as it is known; the next pull is sooner than both.
"""

from __future__ import annotations

import json
from dataclasses import replace

from desktop.model import Account, Deed, Removal
from desktop.store.connection import Connection
from desktop.store.intake_facts import Shelf
from desktop.store.journal import ENGINE, Journal
from desktop.store.upkeep import forget_soon
from desktop.store.why import packed_reasons, read_reasons
from desktop.system.clock import to_ms


class Removals:
    """Empties messages inside one transaction."""

    def __init__(self, db: Connection, account: Account) -> None:
        """What one account hears of holds for the same post seen by others."""
        self._db = db
        self._shelf = Shelf(db, account)
        self._journal = Journal(db)

    def run(self, removals: tuple[Removal, ...]) -> list[int]:
        """Forget what these messages said and return the case of each that was still there."""
        stored = self._shelf.messages(sorted({removal.remote_id for removal in removals}))
        cases: list[int] = []
        for removal in removals:
            found = stored.get(removal.remote_id)
            if found is None or not self._empty(found.id, found.case_id, to_ms(removal.at)):
                continue
            self._journal.record(
                Deed.REMOVED_ON_NETWORK, actor=ENGINE, at=removal.at, case_id=found.case_id, after=found.id
            )
            cases.append(found.case_id)
        if cases:
            forget_soon(self._db, max(to_ms(removal.at) for removal in removals))
        return cases

    def _empty(self, message_id: int, case_id: int, at_ms: int) -> bool:
        db = self._db
        row = db.read_one("SELECT text, sent_at FROM message WHERE id = ? AND deleted_at IS NULL", (message_id,))
        if row is None:
            return False
        db.write(
            "UPDATE message SET text = '', permalink = NULL, engagement = NULL, deleted_at = ? WHERE id = ?",
            (at_ms, message_id),
        )
        db.write("DELETE FROM message_part WHERE message_id = ?", (message_id,))
        db.write("DELETE FROM attachment WHERE message_id = ?", (message_id,))
        db.write("DELETE FROM message_fts WHERE rowid = ?", (message_id,))
        db.write("UPDATE delivery SET text = '' WHERE case_id = ? AND message_id = ?", (case_id, message_id))
        if row[0]:
            db.write(
                "UPDATE message_part SET quoted = '' WHERE quoted = ? AND message_id IN "
                "(SELECT id FROM message WHERE case_id = ? AND has_parts = 1)",
                (row[0], case_id),
            )
        self._settle_case(case_id, row[1])
        return True

    def _settle_case(self, case_id: int, sent_ms: int) -> None:
        """Take the words out of the case, and its clock if nothing is left that awaits an answer."""
        row = self._db.read_one(
            "SELECT last_at, factors, awaiting_since, coalesce(last_out_at, 0), reasons FROM cases WHERE id = ?",
            (case_id,),
        )
        assert row is not None
        factors = json.dumps([[name, points, ""] for name, points, _ in json.loads(row[1])])
        reasons = packed_reasons(replace(one, words=()) for one in read_reasons(row[4]))
        self._db.write("UPDATE cases SET factors = ?, reasons = ? WHERE id = ?", (factors, reasons, case_id))
        if row[0] == sent_ms:
            self._db.write("UPDATE cases SET snippet = '' WHERE id = ?", (case_id,))
        if row[2] is None or sent_ms < row[2]:
            return
        left = self._db.read_one(
            "SELECT min(sent_at) FROM message WHERE case_id = ? AND direction = 'incoming' AND deleted_at IS NULL "
            "AND sent_at > ? AND sent_at >= ?",
            (case_id, row[3], row[2]),
        )
        awaiting = left[0] if left else None
        self._db.write(
            "UPDATE cases SET awaiting_since = ?, due_at = CASE WHEN ? IS NULL THEN NULL ELSE due_at END WHERE id = ?",
            (awaiting, awaiting, case_id),
        )
