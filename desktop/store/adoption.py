"""Adoption: our own message that a pull brings and an agent already recorded appears once, with the network's id.

Recorded are answers that were given in the browser (near the time at which they were recorded), and replies of which
nobody but a person knew that they had been sent (any time after they were written).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from desktop.model import Account, Arrival
from desktop.store.connection import Connection
from desktop.store.intake_facts import ThreadKeys
from desktop.store.intake_rows import BY_HAND, IN_BROWSER, SLOTS
from desktop.system.clock import to_ms

CLOCK_SKEW_MS = 120_000
"""How far a network's clock may be behind ours."""

_NEAR_MS = 3_600_000
_NAMES_BEFORE = re.compile(r"^(?:\s*@[\w.@-]+)+")


@dataclass(frozen=True, slots=True)
class _Recorded:
    """What an agent recorded. `first_ms` and `last_ms` are when the network's copy may have been written."""

    message_id: int
    case_id: int
    thread_id: int | None
    text: str
    first_ms: int
    last_ms: int | None

    def is_copied_by(self, arrival: Arrival, thread: ThreadKeys) -> bool:
        """Tell whether our own arrival is the network's copy of this."""
        sent_ms = to_ms(arrival.sent_at)
        there = self.case_id == thread.case_id and self.thread_id in {None, thread.id}
        on_time = self.first_ms <= sent_ms and (self.last_ms is None or sent_ms <= self.last_ms)
        return there and on_time and comparable(self.text) == comparable(arrival.text)


class Adoption:
    """Finds what was recorded, inside a batch's transaction. Asked once, and only if something of ours is new."""

    def __init__(self, db: Connection, account: Account, first_ms: int, last_ms: int) -> None:
        """The batch's messages were sent between `first_ms` and `last_ms`."""
        self._db = db
        self._account = account
        self._span = (first_ms - _NEAR_MS, last_ms + _NEAR_MS)
        self._recorded: list[_Recorded] | None = None

    def adopts(self, arrival: Arrival, thread: ThreadKeys) -> bool:
        """Tell whether our own post was recorded already, and give the record the network's id and address."""
        if self._recorded is None:
            self._recorded = [*self._sent_by_hand(), *self._answers_in_the_browser()]
        found = next((one for one in self._recorded if one.is_copied_by(arrival, thread)), None)
        if found is None:
            return False
        self._db.write(
            "UPDATE message SET remote_id = ?, account_id = ?, permalink = ? WHERE id = ?",
            (arrival.remote_id, self._account.id, arrival.permalink, found.message_id),
        )
        self._recorded.remove(found)
        return True

    def _sent_by_hand(self) -> list[_Recorded]:
        rows = self._db.read(
            "SELECT id, case_id, thread_id, text, sent_at FROM message "
            "WHERE account_id = ? AND remote_id >= ? AND remote_id < ? ORDER BY id",
            (self._account.id, BY_HAND, _after(BY_HAND)),
        )
        return [
            _Recorded(key, case_id, thread_id, text, sent_at - CLOCK_SKEW_MS, None)
            for key, case_id, thread_id, text, sent_at in rows
        ]

    def _answers_in_the_browser(self) -> list[_Recorded]:
        """Return what agents recorded around the batch's time.

        The plus keeps SQLite from reading every message of that time instead.
        """
        first, last = self._span
        rows = self._db.read(
            "SELECT id, case_id, text FROM message WHERE account_id IN (SELECT id FROM account) "
            "AND remote_id >= ? AND remote_id < ? AND +id BETWEEN ? AND ? ORDER BY id",
            (IN_BROWSER, _after(IN_BROWSER), first * SLOTS, last * SLOTS),
        )
        return [
            _Recorded(key, case_id, None, text, key // SLOTS - _NEAR_MS, key // SLOTS + _NEAR_MS)
            for key, case_id, text in rows
        ]


def comparable(text: str) -> str:
    """Return a text without the names before it and without what white space and case make of it."""
    return "".join(_NAMES_BEFORE.sub("", text).split()).casefold()


def _after(beginning: str) -> str:
    """Return the first text behind all that begin so."""
    return beginning[:-1] + chr(ord(beginning[-1]) + 1)
