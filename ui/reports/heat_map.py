"""The week by its hours as a table of tinted cells, the number printed in each, the opening hours outlined.

It is a table for a screen reader and for the arrow keys too: "Monday 18:00, 46 questions, closed".
"""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QModelIndex, QPersistentModelIndex, QRect, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableWidget,
    QTableWidgetItem,
)

from desktop.reports.week import HourWeek
from ui.reports.table_head import TableHead
from ui.reports.words import count_words, weekday_long, weekday_short
from ui.theme import Theme

_CELL, _GAP, _LABEL, _FOOT = 28, 1, 38, 20
_STEPS = 5
_OPEN = 0.5
_DARK_INK, _LIGHT_INK, _PALE_INK = "#15181D", "#FFFFFF", "#525A69"
_COUNT = Qt.ItemDataRole.UserRole


class HeatMap(QTableWidget):
    """Shows an HourWeek. Arrows walk over the cells; Tab leaves."""

    def __init__(self, theme: Theme) -> None:
        """Show an empty week."""
        self._is_placing = True  # until there is something to place
        super().__init__(7, 24)
        self.theme = theme
        self._week: HourWeek | None = None
        self._most = 0
        self.setObjectName("heat_map")
        self.setAccessibleName(_tr("Questions by hour of the week"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalHeader(TableHead(theme, Qt.Orientation.Horizontal, self, plain=True))
        self.setVerticalHeader(TableHead(theme, Qt.Orientation.Vertical, self, plain=True))
        self.setVerticalHeaderLabels([weekday_short(day) for day in range(7)])
        self.setHorizontalHeaderLabels([f"{hour:02d}" for hour in range(24)])
        for header in (self.horizontalHeader(), self.verticalHeader()):
            header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setItemDelegate(_HeatDelegate(self))
        for day in range(7):
            for hour in range(24):
                self.setItem(day, hour, QTableWidgetItem())
        theme.changed.connect(self._restyle)
        self._is_placing = False
        self._restyle()

    @property
    def week(self) -> HourWeek | None:
        """What is shown."""
        return self._week

    def set_week(self, week: HourWeek) -> None:
        """Show another week."""
        self._week = week
        self._most = max(week.shown(day, hour) for day in range(7) for hour in range(24))
        for day in range(7):
            for hour in range(24):
                item = self.item(day, hour)
                assert item is not None
                self._fill(item, week, day, hour)
        self.viewport().update()

    def step_of(self, count: int) -> int:
        """Return the tint of a count, 0 to 5: none, then fifths of the greatest count."""
        if not count or not self._most:
            return 0
        return min(_STEPS, 1 + (count - 1) * _STEPS // self._most)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width among the hours."""
        super().resizeEvent(event)
        self._share()

    def updateGeometries(self) -> None:
        """Put the hours below the cells, where a chart has them."""
        if self._is_placing:
            return
        self._is_placing = True
        super().updateGeometries()
        days, hours = self.verticalHeader(), self.horizontalHeader()
        self.setViewportMargins(days.width(), 0, 0, hours.height())
        cells = self.viewport().geometry()
        days.setGeometry(0, cells.top(), days.width(), cells.height())
        hours.setGeometry(cells.left(), cells.bottom() + 1, cells.width(), hours.height())
        self._is_placing = False

    def paintEvent(self, event: QPaintEvent) -> None:
        """Outline the opening hours over the cells."""
        super().paintEvent(event)
        if self._week is None:
            return
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setPen(QPen(self.theme.colour("text.primary"), 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(self._outline(self._week))
        painter.end()

    def _outline(self, week: HourWeek) -> QPainterPath:
        """Return the edges between open hours and closed ones."""
        path = QPainterPath()
        width, height = self.viewport().width() - 1, self.viewport().height() - 1
        for day in range(7):
            for hour in range(24):
                if not _is_open(week, day, hour):
                    continue
                cell = self.visualRect(self.model().index(day, hour))
                left, right = max(1, cell.left()), min(width, cell.right() + 1)
                top, bottom = max(1, cell.top()), min(height, cell.bottom() + 1)
                edges = (
                    (day - 1, hour, (left, top, right, top)),
                    (day + 1, hour, (left, bottom, right, bottom)),
                    (day, hour - 1, (left, top, left, bottom)),
                    (day, hour + 1, (right, top, right, bottom)),
                )
                for other_day, other_hour, (x1, y1, x2, y2) in edges:
                    if not _is_open(week, other_day, other_hour):
                        path.moveTo(x1, y1)
                        path.lineTo(x2, y2)
        return path

    def _fill(self, item: QTableWidgetItem, week: HourWeek, day: int, hour: int) -> None:
        count = week.shown(day, hour)
        item.setData(_COUNT, count)
        item.setText(count_words(count) if count else "")
        state = _tr("open") if _is_open(week, day, hour) else _tr("closed")
        words = _tr("{day} {hour:02d}:00, {count} questions, {state}")
        spoken = words.format(day=weekday_long(day), hour=hour, count=count_words(count), state=state)
        item.setData(Qt.ItemDataRole.AccessibleTextRole, spoken)
        item.setToolTip(spoken)

    def _restyle(self) -> None:
        theme = self.theme
        self.verticalHeader().setDefaultSectionSize(theme.px(_CELL))
        self.verticalHeader().setFixedWidth(theme.px(_LABEL))
        self.horizontalHeader().setFixedHeight(theme.px(_FOOT))
        self.setFixedHeight(7 * theme.px(_CELL) + theme.px(_FOOT) + 2)
        self._share()

    def _share(self) -> None:
        room = self.viewport().width()
        for hour in range(24):
            self.setColumnWidth(hour, room * (hour + 1) // 24 - room * hour // 24)


class _HeatDelegate(QStyledItemDelegate):
    """Paints a cell: its tint, its number, the ring of the cell that has the focus."""

    def __init__(self, table: HeatMap) -> None:
        super().__init__(table)
        self._table = table

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        theme = self._table.theme
        count = int(index.data(_COUNT) or 0)
        step = self._table.step_of(count)
        place: QRect = option.rect.adjusted(_GAP, _GAP, -_GAP, -_GAP)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour(f"heat.{step}"))
        painter.drawRoundedRect(place, 3, 3)
        if count:
            painter.setFont(theme.font(11))
            painter.setPen(_ink(step, is_dark=theme.is_dark))
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter, str(index.data()))
        focused = option.state & QStyle.StateFlag.State_HasFocus
        if focused and self._table.hasFocus():
            painter.setPen(QPen(theme.colour("focus"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(place.adjusted(1, 1, -1, -1), 3, 3)
        painter.restore()


def _ink(step: int, *, is_dark: bool) -> QColor:
    """Return the colour in which a number can be read on a tint: SPEC's heat row."""
    if is_dark:
        return QColor(_DARK_INK if step >= 4 else _LIGHT_INK)
    if step == 0:
        return QColor(_PALE_INK)
    return QColor(_LIGHT_INK if step >= 4 else _DARK_INK)


def _is_open(week: HourWeek, day: int, hour: int) -> bool:
    return 0 <= day < 7 and 0 <= hour < 24 and week.open[day][hour] >= _OPEN


def _tr(text: str) -> str:
    return QCoreApplication.translate("Reports", text)
