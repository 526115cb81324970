"""A table of figures: names at the left, numbers at the right of their columns, all of its rows in sight."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableWidgetItem,
)

from desktop.model import Network
from ui.crisis.plain_table import PlainTable
from ui.reports.presenter import LISTENING, TableRow
from ui.reports.table_head import LEAD, TableHead
from ui.theme import Theme
from ui.widgets import paint_channel_badge, themed_icon

_ROW, _MARK, _RATIO, _PAD = 31, 16, 2, 20
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class FigureTable(PlainTable):
    """Shows TableRows. `last_left`: the last column holds words too."""

    def __init__(
        self, theme: Theme, heads: Sequence[str], *, object_name: str, name: str, last_left: bool = False
    ) -> None:
        """Show no rows yet."""
        super().__init__(theme, heads, stretched=0, object_name=object_name, name=name)
        self._rows: tuple[TableRow, ...] = ()
        self.last_left = last_left
        header = TableHead(theme, Qt.Orientation.Horizontal, self, lead_last=last_left)
        self.setHorizontalHeader(header)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.setItemDelegate(_LineDelegate(theme, self))
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setIconSize(QSize(theme.px(_MARK), theme.px(_MARK)))
        self._heads = tuple(heads)
        for column in range(1, len(heads)):
            is_left = last_left and column == len(heads) - 1
            head = QTableWidgetItem(heads[column])
            head.setTextAlignment(_LEFT if is_left else _RIGHT)
            self.setHorizontalHeaderItem(column, head)
        theme.changed.connect(self._on_theme_changed)

    @property
    def shown_rows(self) -> tuple[TableRow, ...]:
        """What is shown."""
        return self._rows

    def set_rows(self, rows: Sequence[TableRow]) -> None:
        """Show these rows, and be as high as they are."""
        self._rows = tuple(rows)
        self.setRowCount(len(rows))
        self.setIconSize(QSize(self.theme.px(_MARK), self.theme.px(_MARK)))
        self.verticalHeader().setDefaultSectionSize(self.theme.px(_ROW))
        for place, row in enumerate(self._rows):
            self._fill(place, row)
        head = 0 if self.horizontalHeader().isHidden() else self.horizontalHeader().sizeHint().height()
        self.setFixedHeight(max(1, len(rows)) * self.theme.px(_ROW) + head + 2)

    def _fill(self, place: int, row: TableRow) -> None:
        last = len(row.cells) - 1
        for column, words in enumerate(row.cells):
            item = QTableWidgetItem(words)
            is_words = column == 0 or (self.last_left and column == last)
            item.setTextAlignment(_LEFT if is_words else _RIGHT)
            item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
            spoken = f"{row.cells[0]}, {self._heads[column]}: {words}" if column else words
            item.setData(Qt.ItemDataRole.AccessibleTextRole, spoken)
            if column == 0:
                item.setToolTip(words)  # it gives way to the figures where there is little room
            if column == 0 and row.network:
                item.setIcon(self._mark(row.network))
            if self.last_left and column == last and last:
                item.setForeground(self.theme.colour(row.badge_colour))
                if row.badge_icon:
                    item.setIcon(themed_icon(self.theme, row.badge_icon, row.badge_colour, 14))
            self.setItem(place, column, item)

    def _mark(self, network: str) -> QIcon:
        known = Network.LISTENING if network == LISTENING else _network(network)
        if known is None:
            return QIcon()
        side = self.theme.px(_MARK)
        picture = QPixmap(side * _RATIO, side * _RATIO)
        picture.setDevicePixelRatio(_RATIO)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        paint_channel_badge(painter, QRect(0, 0, side, side), self.theme, known, None)
        painter.end()
        return QIcon(picture)

    def _on_theme_changed(self) -> None:
        """Set the rows in the other type; a table whose dialog has gone is not asked."""
        self.set_rows(self._rows)


class _LineDelegate(QStyledItemDelegate):
    """Draws a hairline under every row but the last, and leaves room beside the words."""

    def __init__(self, theme: Theme, table: FigureTable) -> None:
        super().__init__(table)
        self._theme = theme
        self._table = table

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        size = super().sizeHint(option, index)
        return QSize(size.width() + self._theme.px(_PAD), size.height())

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        rect = QRect(option.rect)
        if self._table.last_left and index.column() == self._table.columnCount() - 1:
            option.rect.setLeft(rect.left() + self._theme.px(LEAD))
        super().paint(painter, option, index)
        if index.row() < self._table.rowCount() - 1:
            painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, self._theme.colour("line.hair"))


def _network(value: str) -> Network | None:
    try:
        return Network(value)
    except ValueError:
        return None
