"""How a timeline row is painted and how high it is: sheets made on demand and kept for the rows near the screen."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from ui.cases.row_layout import GAP, lay_row
from ui.cases.sheet import Sheet
from ui.cases.sheet_painter import SheetPainter
from ui.cases.timeline_model import ROW_ROLE
from ui.cases.timeline_rows import TimelineRow
from ui.theme import Theme

_KEPT_SHEETS = 300
AnyIndex = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class _Kept:
    row: TimelineRow
    width: int
    sheet: Sheet


class TimelineDelegate(QStyledItemDelegate):
    """Paints timeline rows. A row's rectangle is its sheet's, the gap above it belongs to the view."""

    def __init__(self, theme: Theme) -> None:
        """Paint in the theme; a change of it forgets every sheet."""
        super().__init__()
        self._theme = theme
        self._sheets: OrderedDict[str, _Kept] = OrderedDict()
        self._painter = SheetPainter(theme)
        theme.changed.connect(self._sheets.clear)

    def sheet(self, row: TimelineRow, width: int) -> Sheet:
        """Return a row laid out in `width` pixels, from the sheets kept if it has not changed."""
        kept = self._sheets.get(row.key)
        if kept is not None and kept.width == width and (kept.row is row or kept.row == row):
            self._sheets.move_to_end(row.key)
            return kept.sheet
        sheet = lay_row(row, width, self._theme)
        self._sheets[row.key] = _Kept(row, width, sheet)
        self._sheets.move_to_end(row.key)
        if len(self._sheets) > _KEPT_SHEETS:
            self._sheets.popitem(last=False)
        return sheet

    def set_turn(self, degrees: float) -> None:
        """Turn the sending glyph to an angle."""
        self._painter.turn = degrees

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Paint one row at the top left of the option's rectangle."""
        rect = option.rect
        sheet = self.sheet(index.data(ROW_ROLE), rect.width())
        self._painter.paint(painter, sheet, rect.topLeft(), rect)
        if option.state & QStyle.StateFlag.State_HasFocus:
            self._paint_focus(painter, rect)

    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        """Return a row's size with the gap above it at the option's width."""
        width = option.rect.width()
        return QSize(width, self.sheet(index.data(ROW_ROLE), width).height + GAP)

    def _paint_focus(self, painter: QPainter, rect: QRect) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._theme.colour("focus"), 2))
        painter.drawRoundedRect(rect.adjusted(9, -4, -9, 4).toRectF(), 8, 8)
        painter.restore()
