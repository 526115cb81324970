"""Earlier work: what a desk settled before this program knew of it, written down at once, journalled for its time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from desktop.model import CaseId, CaseStatus, Deed
from desktop.model.outbox import DeliveryState, HoldReason
from desktop.store.connection import Connection
from desktop.store.journal import Journal
from desktop.store.projection import refresh
from desktop.system.clock import to_ms


@dataclass(frozen=True, slots=True)
class Settled:
    """A case that was solved by somebody at some moment, read, and perhaps marked (1 to 5) by its customer later.

    `held` and `overridden` tell what the guardrails did with its answer. `channels` is which channel the customer
    uses and which they would rather use.
    """

    case_id: CaseId
    by: str
    at: datetime
    mark: int | None = None
    marked_at: datetime | None = None
    held: HoldReason | None = None
    override_reason: str = ""
    channels: tuple[str, str] | None = None


class EarlierWork:
    """Writes earlier work on one connection: one transaction, and each case's row is made true once."""

    def __init__(self, connection: Connection, journal: Journal) -> None:
        """Share the store's connection and journal."""
        self._db = connection
        self._journal = journal

    def settle(self, settled: Sequence[Settled]) -> None:
        """Let cases be solved and read as of then, with what became of them. Raises StoreError."""
        with self._db.writing():
            self._db.write_many(
                "INSERT OR REPLACE INTO case_intent (case_id, status, status_at, read_at) "
                "SELECT id, ?, ?, max(?, coalesce(last_in_at, 0)) FROM cases WHERE id = ?",
                [(CaseStatus.SOLVED.value, to_ms(one.at), to_ms(one.at), one.case_id) for one in settled],
            )
            self._db.write_many(  # taken in today, but over since then
                "UPDATE cases SET reopened_at = min(reopened_at, ?) WHERE id = ?",
                [(to_ms(one.at), one.case_id) for one in settled],
            )
            for one in settled:
                self._note(one)
            self._mark(one for one in settled if one.mark is not None)
            self._say_channels(one for one in settled if one.channels is not None)
            refresh(self._db, [one.case_id for one in settled])

    def _note(self, one: Settled) -> None:
        state = [CaseStatus.SOLVED.value, None, None, None]
        self._journal.record(Deed.STATUS, actor=one.by, at=one.at, case_id=one.case_id, after=state)
        if one.held is not None:
            after = [str(one.case_id), DeliveryState.HELD.value, one.held.value]
            self._journal.record(Deed.DELIVERY_STATE, actor=one.by, at=one.at, case_id=one.case_id, after=after)
        if one.override_reason:
            after_override = {"reason": one.override_reason, "findings": []}
            self._journal.record(Deed.OVERRIDE, actor=one.by, at=one.at, case_id=one.case_id, after=after_override)

    def _mark(self, marked: Iterable[Settled]) -> None:
        self._db.write_many(
            "INSERT INTO rating (customer_id, case_id, mark, at) SELECT customer_id, id, ?, ? FROM cases WHERE id = ?",
            [(one.mark, to_ms(one.marked_at or one.at), one.case_id) for one in marked],
        )

    def _say_channels(self, answered: Iterable[Settled]) -> None:
        self._db.write_many(
            "INSERT INTO channel_answer (case_id, identity_id, uses, rather, at) "
            "SELECT id, identity_id, ?, ?, ? FROM cases WHERE id = ?",
            [(*(one.channels or ("", "")), to_ms(one.marked_at or one.at), one.case_id) for one in answered],
        )
