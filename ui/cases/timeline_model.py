"""The rows of one case's timeline as a list model: made when first asked for; a new set replaces only what differs."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt, Signal

from ui.cases.timeline_rows import TimelineRow
from ui.cases.timeline_sketch import Sketch

ROW_ROLE = int(Qt.ItemDataRole.UserRole)
AnyIndex = QModelIndex | QPersistentModelIndex


class TimelineModel(QAbstractListModel):
    """Rows oldest first. Window thread only."""

    rows_replaced = Signal(int, int, int)
    """First row, how many went, how many came: told after the model's own signals."""

    def __init__(self) -> None:
        """Begin empty."""
        super().__init__()
        self._sketches: list[Sketch] = []
        self._made: list[TimelineRow | None] = []
        self._present: Callable[[Sketch], TimelineRow] = _never
        self._days: list[int] = []
        self.counting: tuple[int, ...] = ()
        """The rows of what may still be taken back for some seconds."""

    @property
    def rows(self) -> tuple[TimelineRow, ...]:
        """All rows; makes those that were not asked for yet."""
        return tuple(self.row_at(number) for number in range(len(self._sketches)))

    @property
    def sketches(self) -> Sequence[Sketch]:
        """What all rows are made of."""
        return self._sketches

    def row_at(self, row: int) -> TimelineRow:
        """Return one row."""
        made = self._made[row]
        if made is None:
            made = self._made[row] = self._present(self._sketches[row])
        return made

    def made_rows(self) -> Iterator[tuple[int, TimelineRow]]:
        """Yield the rows that were asked for already, each with its number."""
        return ((number, row) for number, row in enumerate(self._made) if row is not None)

    def day_above(self, number: int) -> int:
        """Return the row of the day separator at or above a row, -1 if there is none."""
        return self._days[place - 1] if (place := bisect_right(self._days, number)) else -1

    def day_below(self, number: int) -> int:
        """Return the row of the next day separator below a row, -1 if there is none."""
        place = bisect_right(self._days, number)
        return self._days[place] if place < len(self._days) else -1

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008  Qt's own default
        """Return how many rows there are; a row has no children."""
        return 0 if parent.isValid() else len(self._sketches)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return a row's text, its words for a screen reader, or the row itself (ROW_ROLE)."""
        if not index.isValid() or not 0 <= index.row() < len(self._sketches):
            return None
        row = self.row_at(index.row())
        if role == ROW_ROLE:
            return row
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return row.spoken
        if role == Qt.ItemDataRole.DisplayRole:
            return row.text
        return None

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        """Return what can be done: every row can be walked to, markers too."""
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren

    def set_rows(self, sketches: Sequence[Sketch], present: Callable[[Sketch], TimelineRow]) -> None:
        """Show other rows, keeping those whose key is the same at the beginning and at the end.

        `present` makes a row of its sketch; it is called until the next set comes.
        """
        self._present = present
        head = _same_head(self._sketches, sketches)
        tail = _same_head(self._sketches[head:][::-1], sketches[head:][::-1])
        gone, came = len(self._sketches) - head - tail, len(sketches) - head - tail
        if gone:
            self.beginRemoveRows(QModelIndex(), head, head + gone - 1)
            self._put(head, gone, ())
            self.endRemoveRows()
        if came:
            self.beginInsertRows(QModelIndex(), head, head + came - 1)
            self._put(head, 0, sketches[head : head + came])
            self.endInsertRows()
        self._days = [number for number, sketch in enumerate(sketches) if sketch.is_day]
        self.counting = tuple(number for number, sketch in enumerate(sketches) if sketch.may_count_down)
        if gone or came:
            self.rows_replaced.emit(head, gone, came)
        self._refresh(sketches, range(head, head + came))

    def clear(self) -> None:
        """Show nothing."""
        self.set_rows((), _never)

    def replace_row(self, number: int, row: TimelineRow) -> None:
        """Show another state of one row."""
        if self.row_at(number) != row:
            self._made[number] = row
            self.dataChanged.emit(self.index(number), self.index(number))

    def number_of(self, key: str) -> int:
        """Return the row of an item by its key, -1 if it is not here."""
        return next((number for number, sketch in enumerate(self._sketches) if sketch.key == key), -1)

    def _put(self, first: int, gone: int, sketches: Sequence[Sketch]) -> None:
        self._sketches[first : first + gone] = sketches
        self._made[first : first + gone] = [None] * len(sketches)

    def _refresh(self, sketches: Sequence[Sketch], fresh: range) -> None:
        """Make what stays anew where it was made before, and tell of what reads otherwise now."""
        self._sketches = list(sketches)
        changed = []
        for number, old in self.made_rows():
            if number not in fresh:
                self._made[number] = new = self._present(self._sketches[number])
                if new != old:
                    changed.append(number)
        for number in changed:
            self.dataChanged.emit(self.index(number), self.index(number))


def _never(_sketch: Sketch) -> TimelineRow:
    raise AssertionError("a row is made of what was set")


def _same_head(old: Sequence[Sketch], new: Sequence[Sketch]) -> int:
    same = 0
    for one, other in zip(old, new, strict=False):
        if one.key != other.key:
            break
        same += 1
    return same
