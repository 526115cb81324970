"""The timeline's list view: rows of different heights measured only near the screen, so ten thousand scroll well."""

from __future__ import annotations

from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QRegion, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QStyle, QStyleOptionViewItem, QWidget

from ui.cases.day_band import DayBand
from ui.cases.row_layout import GAP, estimate_heights
from ui.cases.row_stack import RowStack
from ui.cases.sheet import Sheet
from ui.cases.timeline_delegate import TimelineDelegate
from ui.cases.timeline_model import TimelineModel
from ui.theme import Theme

FIRST_GAP = 8
AnyIndex = QModelIndex | QPersistentModelIndex


class TimelineList(QListView):
    """Shows a TimelineModel. Keeps the row under the reader's eye in place when heights above it become known."""

    scrolled = Signal()

    def __init__(self, theme: Theme, model: TimelineModel, parent: QWidget | None = None) -> None:
        """Show the rows of `model`."""
        super().__init__(parent)
        self._theme = theme
        self._rows = model
        self._stack = RowStack()
        self._laid_width = 0
        self._keeps_end = True
        self._shifts = False
        self._drift = 0
        self._settling = QTimer(self)
        self._settling.setSingleShot(True)
        self._settling.setInterval(0)
        self._settling.timeout.connect(self._settle)
        self.delegate = TimelineDelegate(theme)
        self._band = DayBand(theme, model)
        self.setModel(model)
        self.setItemDelegate(self.delegate)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setMouseTracking(True)
        model.rows_replaced.connect(self._on_model_rows_replaced)
        model.dataChanged.connect(self._on_model_data_changed)
        theme.changed.connect(self._on_theme_changed)

    # --- where rows stand -------------------------------------------------------------------------------------

    def row_rect(self, number: int) -> QRect:
        """Return a row's rectangle in the viewport, without the gap above it."""
        top = self._stack.top(number) + self._gap(number) - self.verticalOffset()
        return QRect(0, top, self.viewport().width(), self._stack.height(number) - self._gap(number))

    def row_number_at(self, y: int) -> int:
        """Return the row at a height of the viewport, -1 if there is none."""
        content = y + self.verticalOffset()
        if not 0 <= content < self._stack.total:
            return -1
        return self._stack.row_at(content)

    def sheet_of(self, number: int) -> Sheet:
        """Return a row laid out at the present width."""
        return self.delegate.sheet(self._rows.row_at(number), self.viewport().width())

    def visible_rows(self) -> range:
        """Return the rows that the viewport shows, measured."""
        if not len(self._stack) or self._stack.total == 0:
            return range(0)
        first = self._stack.row_at(self.verticalOffset())
        last = self._stack.row_at(self.verticalOffset() + self.viewport().height() - 1)
        return range(first, last + 1)

    def is_at_end(self) -> bool:
        """True if the newest row is in sight."""
        return self.verticalOffset() >= self._stack.total - self.viewport().height() - 4

    def go_to_end(self) -> None:
        """Show the newest row at the bottom."""
        self._keeps_end = True
        self._measure_upwards(len(self._stack) - 1)
        self._scroll_to(max(0, self._stack.total - self.viewport().height()))
        self.viewport().update()

    def go_to(self, number: int) -> None:
        """Show a row at the top, below the day's band."""
        self._keeps_end = False
        self._measure_downwards(number)
        self._scroll_to(max(0, self._stack.top(number) - self._band.height))
        self._measure_in_sight()

    # --- what Qt asks -----------------------------------------------------------------------------------------

    def visualRect(self, index: AnyIndex) -> QRect:
        """Return where a row is in the viewport."""
        if not index.isValid() or index.row() >= len(self._stack):
            return QRect()
        return self.row_rect(index.row())

    def indexAt(self, point: QPoint) -> QModelIndex:
        """Return the row at a point of the viewport."""
        number = self.row_number_at(point.y())
        return self._rows.index(number) if number >= 0 else QModelIndex()

    def scrollTo(
        self, index: AnyIndex, hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible
    ) -> None:
        """Bring a row into sight with as little movement as possible."""
        if not index.isValid() or index.row() >= len(self._stack):
            return
        self._measure(index.row())
        rect = self.row_rect(index.row())
        bar = self.verticalScrollBar()
        if hint == QAbstractItemView.ScrollHint.PositionAtTop or rect.top() < self._band.height:
            bar.setValue(bar.value() + rect.top() - self._band.height)
        elif rect.bottom() > self.viewport().height():
            bar.setValue(bar.value() + rect.bottom() + 1 - self.viewport().height())

    def horizontalOffset(self) -> int:
        """Rows are never wider than the viewport."""
        return 0

    def verticalOffset(self) -> int:
        """Return how far the viewport is scrolled, in pixels."""
        return self.verticalScrollBar().value() + self._drift

    def isIndexHidden(self, _index: AnyIndex) -> bool:
        """No row is hidden."""
        return False

    def doItemsLayout(self) -> None:
        """Lay out again what the model has now."""
        if len(self._stack) != self._rows.rowCount():
            self._estimate_all()
        self.updateGeometries()
        self.viewport().update()

    def updateGeometries(self) -> None:
        """Give the scroll bar its range."""
        bar = self.verticalScrollBar()
        height = self.viewport().height()
        bar.setPageStep(height)
        bar.setSingleStep(self._theme.px(40))
        bar.setRange(0, max(0, self._stack.total - height))

    def moveCursor(self, action: QAbstractItemView.CursorAction, _keys: Qt.KeyboardModifier) -> QModelIndex:
        """Return the row that a key leads to."""
        count = self._rows.rowCount()
        if not count:
            return QModelIndex()
        return self._rows.index(min(max(self._destination(action, count), 0), count - 1))

    def setSelection(self, _rect: QRect, _command: QItemSelectionModel.SelectionFlag) -> None:
        """Rows are not selected, texts are."""

    def visualRegionForSelection(self, _selection: QItemSelection) -> QRegion:
        """Return nothing: rows are not selected."""
        return QRegion()

    def scrollContentsBy(self, _dx: int, _dy: int) -> None:
        """Paint anew instead of moving pixels: the day's band stands still."""
        if self._shifts:
            return
        self._keeps_end = self.is_at_end()
        self._measure_in_sight()
        self.viewport().update()
        self.scrolled.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the row at the top where it is, or the end in sight, at another size."""
        super().resizeEvent(event)
        if self.viewport().width() != self._laid_width:
            self._lay_out_anew()
        elif self._keeps_end:
            self.go_to_end()
        else:
            self.updateGeometries()
            self._measure_in_sight()

    def showEvent(self, event: QShowEvent) -> None:
        """Measure what is seen first."""
        super().showEvent(event)
        if self._keeps_end:
            self.go_to_end()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the rows in sight and the day's band over them."""
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), self._theme.colour("bg.surface"))
        option = QStyleOptionViewItem()
        self.initViewItemOption(option)
        current = self.currentIndex().row() if self.hasFocus() and self._shows_focus() else -1
        for number in self.visible_rows():
            rect = self.row_rect(number)
            if not rect.intersects(event.rect()):
                continue
            option.rect = rect
            option.state = QStyle.StateFlag.State_HasFocus if number == current else QStyle.StateFlag.State_Enabled
            self.delegate.paint(painter, option, self._rows.index(number))
        self._band.paint(painter, self)
        painter.end()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk with the arrows; leave letters and the space bar to the timeline and the window."""
        if event.text().isprintable() and event.text():
            event.ignore()
            return
        super().keyPressEvent(event)

    def focusInEvent(self, event: QEvent) -> None:
        """Begin at the newest row that is seen."""
        super().focusInEvent(event)  # type: ignore[arg-type]
        if not self.currentIndex().isValid() and self._rows.rowCount():
            self.setCurrentIndex(self._rows.index(self.visible_rows()[-1] if len(self._stack) else 0))

    # --- heights ----------------------------------------------------------------------------------------------

    def _gap(self, number: int) -> int:
        return GAP if number else FIRST_GAP

    def _shows_focus(self) -> bool:
        return bool(self.window().testAttribute(Qt.WidgetAttribute.WA_KeyboardFocusChange))

    def _destination(self, action: QAbstractItemView.CursorAction, count: int) -> int:
        here = self.currentIndex().row() if self.currentIndex().isValid() else count - 1
        move = QAbstractItemView.CursorAction
        page = max(1, len(self.visible_rows()) - 1)
        steps = {move.MoveUp: -1, move.MovePrevious: -1, move.MoveLeft: -1, move.MoveDown: 1, move.MoveNext: 1}
        steps |= {move.MoveRight: 1, move.MovePageUp: -page, move.MovePageDown: page}
        if action == move.MoveHome:
            return 0
        if action == move.MoveEnd:
            return count - 1
        return here + steps.get(action, 0)

    def _estimate_all(self) -> None:
        self._laid_width = self.viewport().width()
        self._stack = RowStack(self._estimates(0, self._rows.rowCount()))

    def _estimates(self, first: int, last: int) -> list[int]:
        heights = estimate_heights(self._rows.sketches[first:last], self.viewport().width(), self._theme)
        return [height + self._gap(number) for number, height in enumerate(heights, first)]

    def _measure(self, number: int) -> int:
        if self._stack.is_measured(number):
            return 0
        return self._stack.measure(number, self.sheet_of(number).height + self._gap(number))

    def _measure_in_sight(self) -> None:
        """Measure the rows in sight; a row that was measured before stays where the reader sees it."""
        for _ in range(8):
            seen = self.visible_rows()
            fresh = [number for number in seen if not self._stack.is_measured(number)]
            if not fresh:
                break
            anchor = next((number for number in seen if self._stack.is_measured(number)), seen.start)
            before = self._stack.top(anchor)
            for number in fresh:
                self._measure(number)
            if not self._keeps_end:
                self._shift(self._stack.top(anchor) - before)
        self.updateGeometries()

    def _shift(self, by: int) -> None:
        """Scroll by what grew above, so that nothing moves on the screen.

        The scroll bar follows in the next turn of the event loop: it may be telling of its value right now, and
        whoever follows it would set the old one again.
        """
        if by:
            self._drift += by
            self._settling.start()

    def _settle(self) -> None:
        drift, self._drift = self._drift, 0
        self._shifts = True
        self.updateGeometries()
        self.verticalScrollBar().setValue(self.verticalScrollBar().value() + drift)
        self._shifts = False
        self.viewport().update()

    def _scroll_to(self, offset: int) -> None:
        self._drift = 0
        self.updateGeometries()
        self.verticalScrollBar().setValue(offset)

    def _measure_upwards(self, number: int) -> None:
        room = self.viewport().height()
        while number >= 0 and room > 0:
            self._measure(number)
            room -= self._stack.height(number)
            number -= 1

    def _measure_downwards(self, number: int) -> None:
        room = self.viewport().height()
        while number < len(self._stack) and room > 0:
            self._measure(number)
            room -= self._stack.height(number)
            number += 1

    def _lay_out_anew(self) -> None:
        anchor = self._stack.row_at(self.verticalOffset()) if len(self._stack) else -1
        within = self.verticalOffset() - self._stack.top(anchor) if anchor >= 0 else 0
        self._estimate_all()
        if self._keeps_end or anchor < 0:
            self.go_to_end()
            return
        self._measure_downwards(anchor)
        self._scroll_to(self._stack.top(anchor) + min(within, self._stack.height(anchor)))
        self._measure_in_sight()
        self.viewport().update()

    # --- what changed -----------------------------------------------------------------------------------------

    def _on_model_rows_replaced(self, first: int, gone: int, came: int) -> None:
        at_end = self._keeps_end
        before = self._stack.total
        above = len(self._stack) > first and self._stack.top(first) < self.verticalOffset()
        self._stack.replace(first, first + gone, self._estimates(first, first + came))
        self.updateGeometries()
        if at_end:
            self.go_to_end()
        elif above and first + gone < len(self._stack):
            self._shift(self._stack.total - before)
        self._measure_in_sight()
        self.viewport().update()

    def _on_model_data_changed(self, top: QModelIndex, bottom: QModelIndex) -> None:
        at_end = self._keeps_end
        for number in range(top.row(), bottom.row() + 1):
            if number < len(self._stack):
                grown = self._stack.measure(number, self.sheet_of(number).height + self._gap(number))
                if grown and not at_end and self.row_rect(number).bottom() < 0:
                    self._shift(grown)
        self.updateGeometries()
        if at_end:
            self.go_to_end()
        self.viewport().update()

    def _on_theme_changed(self) -> None:
        self._lay_out_anew()
