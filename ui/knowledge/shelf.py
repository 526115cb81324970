"""A shelf of the knowledge window: a titled list of two-line rows with its count, and what it says while empty."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from ui.theme import Theme
from ui.widgets import Label, paint_line

NOTE = Qt.ItemDataRole.UserRole + 1
"""The second line of a row."""
_KEY = Qt.ItemDataRole.UserRole
_ROW, _PAD, _LINE = 48, 12, 18
_Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class ShelfRow:
    """A row: what `chosen` tells, a title, and a note below it."""

    key: object
    title: str
    note: str


class Shelf(QWidget):
    """Arrows walk the rows, Enter or a click chooses one."""

    chosen = Signal(object)
    """The key of a row."""

    def __init__(self, theme: Theme, title: str, empty: str, *, object_name: str) -> None:
        """`title` stands above and names the list; `empty` is said instead of rows. `object_name` names the list."""
        super().__init__()
        self._theme = theme
        self._title = Label(theme, title, size=12, weight=600, colour="text.secondary")
        self._count = Label(theme, "", size=12, colour="text.secondary", object_name=f"{object_name}_count")
        self._empty = Label(theme, empty, size=12, colour="text.secondary", object_name=f"{object_name}_empty")
        self._empty.setWordWrap(True)
        self.rows = QListWidget()
        self.rows.setObjectName(object_name)
        self.rows.setAccessibleName(title)
        self.rows.setProperty("flat", True)
        self.rows.setFrameShape(QFrame.Shape.NoFrame)
        self.rows.setUniformItemSizes(True)
        self.rows.setMouseTracking(True)
        self.rows.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.rows.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.rows.setItemDelegate(ShelfDelegate(theme, self.rows))
        self.rows.itemClicked.connect(self._on_item_chosen)
        self.rows.itemActivated.connect(self._on_item_chosen)
        self._lay_out()
        self.show_rows(())

    def show_rows(self, rows: Sequence[ShelfRow], current: object = None) -> None:
        """Show rows, one of them as the one that is open."""
        self.rows.clear()
        for row in rows:
            item = QListWidgetItem(row.title)
            item.setData(_KEY, row.key)
            item.setData(NOTE, row.note)
            item.setToolTip(row.title)
            item.setData(Qt.ItemDataRole.AccessibleDescriptionRole, row.note)
            self.rows.addItem(item)
        self._count.setText(str(len(rows)) if rows else "")
        self.rows.setVisible(bool(rows))
        self._empty.setVisible(not rows)
        self.mark(current)

    def mark(self, key: object) -> None:
        """Show which row is open, without telling; none if there is no such row."""
        for number in range(self.rows.count()):
            if key is not None and self.rows.item(number).data(_KEY) == key:
                self.rows.setCurrentRow(number)
                return
        self.rows.setCurrentRow(-1)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self._title)
        head.addWidget(self._count)
        head.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(head)
        column.addWidget(self.rows, 1)
        column.addWidget(self._empty, 1, Qt.AlignmentFlag.AlignTop)

    def _on_item_chosen(self, item: QListWidgetItem) -> None:
        self.chosen.emit(item.data(_KEY))


class ShelfDelegate(QStyledItemDelegate):
    """Paints a row in 48 px: title, note, the ground of the open and the hovered one, and a hairline."""

    def __init__(self, theme: Theme, view: QListWidget) -> None:
        """Paint in the theme's colours."""
        super().__init__(view)
        self._theme = theme

    def sizeHint(self, _option: QStyleOptionViewItem, _index: _Index) -> QSize:
        """Return a row's size at the text's scale."""
        return QSize(100, self._theme.px(_ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Draw a row."""
        theme, rect, state = self._theme, option.rect, option.state
        painter.save()
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, theme.colour("accent.tint"))
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, theme.colour("bg.hover"))
        painter.fillRect(QRect(rect.x(), rect.bottom(), rect.width(), 1), theme.colour("line.hair"))
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(theme.colour("focus"), 2))
            painter.drawRect(rect.adjusted(1, 1, -1, -1))
        pad, line = theme.px(_PAD), theme.px(_LINE)
        top = rect.y() + (rect.height() - 2 * line) // 2
        words = QRect(rect.x() + pad, top, rect.width() - 2 * pad, line)
        paint_line(painter, theme, words, str(index.data(Qt.ItemDataRole.DisplayRole)), 13, "text.primary")
        paint_line(painter, theme, words.translated(0, line), str(index.data(NOTE)), 12, "text.secondary")
        painter.restore()
