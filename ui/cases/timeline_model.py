"""The rows of one case's timeline as a list model: a new set replaces only what differs."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt, Signal

from ui.cases.timeline_rows import MarkerKind, MarkerRow, NoteRow, TimelineRow

ROW_ROLE = int(Qt.ItemDataRole.UserRole)
AnyIndex = QModelIndex | QPersistentModelIndex


class TimelineModel(QAbstractListModel):
    """Rows oldest first. Window thread only."""

    rows_replaced = Signal(int, int, int)
    """First row, how many went, how many came: told after the model's own signals."""

    def __init__(self) -> None:
        """Begin empty."""
        super().__init__()
        self._rows: tuple[TimelineRow, ...] = ()
        self._days: list[int] = []

    @property
    def rows(self) -> tuple[TimelineRow, ...]:
        """All rows."""
        return self._rows

    def row_at(self, row: int) -> TimelineRow:
        """Return one row."""
        return self._rows[row]

    def day_above(self, number: int) -> int:
        """Return the row of the day separator at or above a row, -1 if there is none."""
        return self._days[place - 1] if (place := bisect_right(self._days, number)) else -1

    def day_below(self, number: int) -> int:
        """Return the row of the next day separator below a row, -1 if there is none."""
        place = bisect_right(self._days, number)
        return self._days[place] if place < len(self._days) else -1

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008  Qt's own default
        """Return how many rows there are; a row has no children."""
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return a row's text, its words for a screen reader, or the row itself (ROW_ROLE)."""
        if not index.isValid() or not 0 <= index.row() < len(self._rows):
            return None
        row = self._rows[index.row()]
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

    def set_rows(self, rows: Sequence[TimelineRow]) -> None:
        """Show other rows, keeping those whose key is the same at the beginning and at the end."""
        fresh = tuple(rows)
        head = _same_head(self._rows, fresh)
        tail = _same_tail(self._rows[head:], fresh[head:])
        gone, came = len(self._rows) - head - tail, len(fresh) - head - tail
        old = self._rows
        if gone:
            self.beginRemoveRows(QModelIndex(), head, head + gone - 1)
            self._rows = old[:head] + old[head + gone :]
            self.endRemoveRows()
        if came:
            self.beginInsertRows(QModelIndex(), head, head + came - 1)
            self._rows = old[:head] + fresh[head : head + came] + old[head + gone :]
            self.endInsertRows()
        self._days = [number for number, row in enumerate(fresh) if is_day(row)]
        if gone or came:
            self.rows_replaced.emit(head, gone, came)
        self._refresh(fresh)

    def replace_row(self, number: int, row: TimelineRow) -> None:
        """Show another state of one row."""
        if self._rows[number] != row:
            self._rows = (*self._rows[:number], row, *self._rows[number + 1 :])
            self.dataChanged.emit(self.index(number), self.index(number))

    def number_of(self, key: str) -> int:
        """Return the row of an item by its key, -1 if it is not here."""
        return next((number for number, row in enumerate(self._rows) if row.key == key), -1)

    def _refresh(self, fresh: tuple[TimelineRow, ...]) -> None:
        changed = [number for number, (old, new) in enumerate(zip(self._rows, fresh, strict=True)) if old != new]
        self._rows = fresh
        for number in changed:
            self.dataChanged.emit(self.index(number), self.index(number))


def is_day(row: TimelineRow) -> bool:
    """True for a day separator."""
    return isinstance(row, MarkerRow) and row.kind is MarkerKind.DAY


def is_message(row: TimelineRow) -> bool:
    """True for what a person wrote: messages and notes."""
    return not isinstance(row, MarkerRow)


def is_ours(row: TimelineRow) -> bool:
    """True for what this desk wrote."""
    return isinstance(row, NoteRow) or (not isinstance(row, MarkerRow) and row.ours)


def _same_head(old: Sequence[TimelineRow], new: Sequence[TimelineRow]) -> int:
    same = 0
    for one, other in zip(old, new, strict=False):
        if one.key != other.key:
            break
        same += 1
    return same


def _same_tail(old: Sequence[TimelineRow], new: Sequence[TimelineRow]) -> int:
    return _same_head(tuple(reversed(old)), tuple(reversed(new)))
