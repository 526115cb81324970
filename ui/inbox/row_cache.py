"""Which case rows stay in memory: about a thousand, the longest unused go first; a stale one is shown until re-read."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable

from desktop.model import CaseRow

CAPACITY = 1024


class RowCache:
    """Case rows by id. Not thread-safe: it belongs to the window's thread."""

    __slots__ = ("_capacity", "_rows", "_stale")

    def __init__(self, capacity: int = CAPACITY) -> None:
        """Hold at most `capacity` rows."""
        self._capacity = capacity
        self._rows: OrderedDict[int, CaseRow] = OrderedDict()
        self._stale: set[int] = set()

    def __len__(self) -> int:
        return len(self._rows)

    def get(self, case_id: int) -> CaseRow | None:
        """Return a row, stale or not, and count it as used."""
        row = self._rows.get(case_id)
        if row is not None:
            self._rows.move_to_end(case_id)
        return row

    def needs(self, case_id: int) -> bool:
        """Return True if the row is not here or is stale."""
        return case_id not in self._rows or case_id in self._stale

    def put(self, rows: Iterable[CaseRow]) -> None:
        """Keep fresh rows and drop the longest unused beyond the capacity."""
        for row in rows:
            self._rows[row.id] = row
            self._rows.move_to_end(row.id)
            self._stale.discard(row.id)
        while len(self._rows) > self._capacity:
            dropped, _ = self._rows.popitem(last=False)
            self._stale.discard(dropped)

    def mark_fresh(self, case_ids: Iterable[int]) -> None:
        """Stop asking for rows that the store no longer has; what is known of them stays."""
        self._stale.difference_update(case_ids)

    def mark_stale(self, case_ids: Iterable[int] | None) -> set[int]:
        """Mark rows, or all of them for None, to be read again when next shown; return those that are kept here."""
        marked = set(self._rows) if case_ids is None else {case_id for case_id in case_ids if case_id in self._rows}
        self._stale |= marked
        return marked
