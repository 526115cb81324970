"""Where each row of a long list stands: heights measured or still estimated, and the row at a height."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from itertools import accumulate


class RowStack:
    """Rows piled on each other, in pixels. An estimate is replaced when a row is measured; sums are made lazily."""

    def __init__(self, heights: Iterable[int] = ()) -> None:
        """Begin with estimated heights, at least 1 pixel each."""
        self._heights = [max(1, height) for height in heights]
        self._measured = [False] * len(self._heights)
        self._tops: list[int] | None = None

    def __len__(self) -> int:
        return len(self._heights)

    @property
    def total(self) -> int:
        """The height of all rows."""
        return self._sums()[-1]

    def top(self, row: int) -> int:
        """Return where a row begins."""
        return self._sums()[row]

    def height(self, row: int) -> int:
        """Return a row's height."""
        return self._heights[row]

    def is_measured(self, row: int) -> bool:
        """True if the height is not an estimate."""
        return self._measured[row]

    def row_at(self, y: int) -> int:
        """Return the row that covers `y`: the first above the pile, the last below it, -1 if there is none."""
        if not self._heights:
            return -1
        return min(max(bisect_right(self._sums(), y) - 1, 0), len(self._heights) - 1)

    def measure(self, row: int, height: int) -> int:
        """Take a row's true height; returns by how much it changed."""
        change = max(1, height) - self._heights[row]
        self._measured[row] = True
        if change:
            self._heights[row] += change
            self._tops = None
        return change

    def replace(self, first: int, last: int, heights: Iterable[int]) -> None:
        """Put new estimated rows in the place of rows `first` up to but not including `last`."""
        fresh = [max(1, height) for height in heights]
        self._heights[first:last] = fresh
        self._measured[first:last] = [False] * len(fresh)
        self._tops = None

    def _sums(self) -> list[int]:
        if self._tops is None:
            self._tops = [0, *accumulate(self._heights)]
        return self._tops
