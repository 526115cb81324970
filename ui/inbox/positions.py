"""Where each case stands in the list: an array of ids cut into sections, mapped to rows by arithmetic alone."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

_ID_BYTES = array("q").itemsize


@dataclass(frozen=True, slots=True)
class Section:
    """A run of ids under one title. `until` is when a paused clock runs on, for the codes that say so."""

    title_code: str  # "breached", "at_risk", "on_track", "queued", "paused", "no_clock"
    count: int
    start_index: int
    until: datetime | None = None


class Positions:
    """An immutable list of case ids with a title row before each section. Rows count titles, indexes don't."""

    __slots__ = ("_ids", "_starts", "_title_rows", "_titles")

    def __init__(self, ids: Iterable[int] = (), sections: Sequence[Section] = ()) -> None:
        """Keep `ids` (an array("q") is kept as it is) and the sections that hold at least one of them."""
        self._ids = ids if isinstance(ids, array) and ids.typecode == "q" else array("q", ids)
        self._titles = [section for section in sections if section.count > 0]
        self._starts = [section.start_index for section in self._titles]
        self._title_rows = [start + number for number, start in enumerate(self._starts)]

    def __len__(self) -> int:
        return len(self._ids) + len(self._titles)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Positions):
            return NotImplemented
        return self._titles == other._titles and self._ids == other._ids

    __hash__ = None  # type: ignore[assignment]  # compared by content, never a key

    @property
    def cases(self) -> int:
        """How many cases there are, titles not counted."""
        return len(self._ids)

    @property
    def title_rows(self) -> Sequence[int]:
        """The rows that hold a section's title, ascending."""
        return self._title_rows

    def titles_before(self, row: int) -> int:
        """Return how many titles stand in the rows before `row`."""
        return bisect_right(self._title_rows, row - 1)

    def section_at(self, row: int) -> Section | None:
        """Return the section whose title is in this row, None for a case."""
        number = bisect_right(self._title_rows, row) - 1
        if number >= 0 and self._title_rows[number] == row:
            return self._titles[number]
        return None

    def index_at(self, row: int) -> int:
        """Return the index into the ids of a case's row; for a title, that of the first case under it."""
        return row - self.titles_before(row)

    def id_at(self, row: int) -> int | None:
        """Return the case in this row, None for a title or a row that is not there."""
        if not 0 <= row < len(self) or self.section_at(row) is not None:
            return None
        return self._ids[self.index_at(row)]

    def row_at_index(self, index: int) -> int:
        """Return the row of the id at `index`."""
        return index + bisect_right(self._starts, index)

    def ids_between(self, first: int, last: int) -> Sequence[int]:
        """Return the ids from index `first` up to, not including, `last`."""
        return self._ids[max(0, first) : max(0, last)]

    def row_of(self, case_id: int, near: int | None = None) -> int | None:
        """Return the row of a case, None if it is not in the list. `near` is a row to try first."""
        if near is not None and self.id_at(near) == case_id:
            return near
        index = self._find(case_id)
        return None if index is None else self.row_at_index(index)

    def rows_of(self, case_ids: Sequence[int]) -> dict[int, int]:
        """Return the rows of those cases that are in the list, in one pass over it if there are many."""
        few = 16
        if len(case_ids) <= few:
            found = ((case_id, self.row_of(case_id)) for case_id in case_ids)
            return {case_id: row for case_id, row in found if row is not None}
        wanted = set(case_ids)
        return {case_id: self.row_at_index(i) for i, case_id in enumerate(self._ids) if case_id in wanted}

    def _find(self, case_id: int) -> int | None:
        """Search the ids' bytes: some 20 times faster than comparing them one by one as Python integers."""
        if not -(2**63) <= case_id < 2**63:
            return None
        needle = array("q", (case_id,)).tobytes()
        haystack = self._ids.tobytes()
        place = haystack.find(needle)
        while place >= 0 and place % _ID_BYTES:
            place = haystack.find(needle, place + 1)
        return None if place < 0 else place // _ID_BYTES
