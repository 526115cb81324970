"""The table of a bulk reply: customer, text and verdict of each; a text can be edited, a row left out."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal

from desktop.outbox.bulk import BulkLine
from ui.composer.bulk_words import customer_words, line_words
from ui.theme import Theme
from ui.widgets import themed_icon

CUSTOMER, TEXT, VERDICT = range(3)
_Index = QModelIndex | QPersistentModelIndex
_Role = Qt.ItemDataRole


class BulkModel(QAbstractTableModel):
    """Rows come in one after the other, in chunks, while they are prepared."""

    text_edited = Signal(int, str)
    """A row's number and its new text."""
    changed = Signal()
    """Something that counts: a row came, was judged again or left out."""

    def __init__(self, theme: Theme) -> None:
        """Begin empty."""
        super().__init__()
        self._theme = theme
        self._lines: list[BulkLine] = []
        self._left_out: set[int] = set()  # of case ids

    @property
    def lines(self) -> tuple[BulkLine, ...]:
        """Every row."""
        return tuple(self._lines)

    @property
    def leaving(self) -> tuple[BulkLine, ...]:
        """The rows that are to be sent."""
        return tuple(one for one in self._lines if one.why_not is None and int(one.case_id) not in self._left_out)

    def clear(self) -> None:
        """Forget the rows; what was left out stays so."""
        self.beginResetModel()
        self._lines = []
        self.endResetModel()
        self.changed.emit()

    def add(self, lines: list[BulkLine]) -> None:
        """Add rows at the end."""
        if lines:
            count = len(self._lines)
            self.beginInsertRows(QModelIndex(), count, count + len(lines) - 1)
            self._lines += lines
            self.endInsertRows()
            self.changed.emit()

    def put(self, row: int, line: BulkLine) -> None:
        """Put another line in the place of a row."""
        self._lines[row] = line
        self.dataChanged.emit(self.index(row, 0), self.index(row, VERDICT))
        self.changed.emit()

    def rowCount(self, parent: _Index | None = None) -> int:
        """Return how many rows there are so far."""
        return 0 if parent is not None and parent.isValid() else len(self._lines)

    def columnCount(self, parent: _Index | None = None) -> int:
        """Return three: customer, text, verdict."""
        return 0 if parent is not None and parent.isValid() else VERDICT + 1

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _Role.DisplayRole) -> Any:
        """Return a column's title."""
        if orientation is not Qt.Orientation.Horizontal or role != _Role.DisplayRole:
            return None
        return (self.tr("Customer"), self.tr("Reply"), self.tr("What happens"))[section]

    def flags(self, index: _Index) -> Qt.ItemFlag:
        """Let texts be edited and sendable rows be left out."""
        flags = super().flags(index)
        line = self._lines[index.row()]
        if index.column() == TEXT and line.to is not None:
            flags |= Qt.ItemFlag.ItemIsEditable
        if index.column() == CUSTOMER and line.why_not is None:
            flags |= Qt.ItemFlag.ItemIsUserCheckable
        return flags

    def data(self, index: _Index, role: int = _Role.DisplayRole) -> Any:
        """Return what a cell shows."""
        line = self._lines[index.row()]
        if role == _Role.CheckStateRole and index.column() == CUSTOMER:
            stays = line.why_not is not None or int(line.case_id) in self._left_out
            return Qt.CheckState.Unchecked if stays else Qt.CheckState.Checked
        if role in (_Role.DisplayRole, _Role.ToolTipRole, _Role.AccessibleTextRole):
            return self._words(line, index.column(), whole=role != _Role.DisplayRole)
        if role == _Role.EditRole and index.column() == TEXT:
            return line.text
        if index.column() == VERDICT and role in (_Role.DecorationRole, _Role.ForegroundRole):
            icon, ink, _ = line_words(line)
            return themed_icon(self._theme, icon, ink) if role == _Role.DecorationRole else self._theme.colour(ink)
        return None

    def setData(self, index: _Index, value: Any, role: int = _Role.EditRole) -> bool:
        """Take an edited text, or leave a row out."""
        line = self._lines[index.row()]
        if role == _Role.CheckStateRole and index.column() == CUSTOMER:
            if Qt.CheckState(value) is Qt.CheckState.Checked:
                self._left_out.discard(int(line.case_id))
            else:
                self._left_out.add(int(line.case_id))
            self.dataChanged.emit(index, index)
            self.changed.emit()
            return True
        if role == _Role.EditRole and index.column() == TEXT and str(value) != line.text:
            self.text_edited.emit(index.row(), str(value))
            return True
        return False

    def _words(self, line: BulkLine, column: int, *, whole: bool) -> str:
        if column == CUSTOMER:
            return customer_words(line)
        if column == VERDICT:
            return line_words(line)[2]
        return line.text if whole else " ".join(line.text.split())
