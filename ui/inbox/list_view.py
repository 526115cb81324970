"""The list that scrolls through 250,000 cases: where a row is follows from arithmetic, so nothing is laid out ahead.

A QListView with rows of two heights would ask every row for its height before it showed the first; here a row's
place is its number times the row height plus the titles above it, whatever the length of the list.
"""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import (
    QElapsedTimer,
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
from PySide6.QtGui import QDrag, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QRegion
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QStyleOptionViewItem, QWidget

from ui.inbox.carrying import carried, drag_picture
from ui.inbox.delegate import CaseDelegate
from ui.inbox.model import CaseListModel, SectionTitle
from ui.inbox.presenter import RowState
from ui.inbox.row_layout import ROW_HEIGHT, SECTION_HEIGHT
from ui.theme import Theme
from ui.widgets import OverlayScrollBar, make_viewport

_STEP = 20
_PATIENCE = 6
"""Milliseconds that a frame after a jump may spend on new rows; the rest of its 16 are other people's."""

_Index = QModelIndex | QPersistentModelIndex
_Move = QAbstractItemView.CursorAction


class CaseListView(QListView):
    """Shows a CaseListModel with a CaseDelegate. Rows and titles have fixed heights, scaled with the text."""

    key_pressed = Signal(str)
    """A single letter, lower case, "return" or "escape", pressed while the list had focus: the pane knows why."""

    def __init__(
        self, theme: Theme, model: CaseListModel, delegate: CaseDelegate, parent: QWidget | None = None
    ) -> None:
        """Show `model`; both it and the delegate may be shared with nobody else."""
        super().__init__(parent)
        make_viewport(self)
        self._theme = theme
        self._cases = model
        self._case_delegate = delegate
        self._walked_by_keys = False
        self._hurried = False
        self._catch_up = QTimer(self)
        self._catch_up.setSingleShot(True)
        self._catch_up.setInterval(0)
        self._catch_up.timeout.connect(self._on_catch_up_timeout)
        self.setModel(model)
        self.setItemDelegate(delegate)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setDragEnabled(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragOnly)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setProperty("ground", "surface")
        self._bar = OverlayScrollBar(self)
        theme.changed.connect(self.updateGeometries)
        theme.changed.connect(self.viewport().update)

    # Geometry.

    def top_of(self, row: int) -> int:
        """Return the distance in pixels from the top of the list to that of a row; one past the last gives its end."""
        titles = self._cases.positions.titles_before(row)
        return (row - titles) * self._row_height() + titles * self._title_height()

    def row_at_height(self, height: int) -> int:
        """Return the row that covers a height in pixels from the top of the list; the last row for one below."""
        low, high = 0, max(0, len(self._cases.positions) - 1)
        while low < high:
            middle = (low + high + 1) // 2
            if self.top_of(middle) <= height:
                low = middle
            else:
                high = middle - 1
        return low

    def visualRect(self, index: _Index) -> QRect:
        """Return a row's rectangle in the viewport."""
        if not index.isValid():
            return QRect()
        top = self.top_of(index.row())
        height = self.top_of(index.row() + 1) - top
        return QRect(0, top - self.verticalScrollBar().value(), self.viewport().width(), height)

    def indexAt(self, point: QPoint) -> QModelIndex:
        """Return the row under a place in the viewport, an invalid index below the last."""
        height = point.y() + self.verticalScrollBar().value()
        if not 0 <= height < self.top_of(self._cases.rowCount()):
            return QModelIndex()
        return self._cases.index(self.row_at_height(height))

    def scrollTo(
        self, index: _Index, hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible
    ) -> None:
        """Bring a row into view; the title right above it comes along."""
        if not index.isValid():
            return
        rect, room = self.visualRect(index), self.viewport().height()
        value = self.verticalScrollBar().value()
        above = index.row() - 1
        if above >= 0 and self._cases.positions.section_at(above) is not None:
            rect.setTop(rect.top() - self._title_height())
        if hint == QAbstractItemView.ScrollHint.PositionAtCenter:
            value += rect.center().y() - room // 2
        elif hint == QAbstractItemView.ScrollHint.PositionAtTop or rect.top() < 0:
            value += rect.top()
        elif hint == QAbstractItemView.ScrollHint.PositionAtBottom or rect.bottom() >= room:
            value += rect.bottom() + 1 - room
        self.verticalScrollBar().setValue(value)

    def doItemsLayout(self) -> None:
        """Take the new number of rows; nothing is measured."""
        self.updateGeometries()
        self.viewport().update()

    def updateGeometries(self) -> None:
        """Set the scroll bar's range for the rows there are."""
        room = self.viewport().height()
        bar = self.verticalScrollBar()
        bar.setSingleStep(self._theme.px(_STEP))
        bar.setPageStep(room)
        bar.setRange(0, max(0, self.top_of(self._cases.rowCount()) - room))

    def visible_states(self) -> list[RowState | SectionTitle | None]:
        """Return what the rows in the viewport show right now."""
        rows = self._cases.rowCount()
        if not rows:
            return []
        top = self.verticalScrollBar().value()
        first, last = self.row_at_height(top), self.row_at_height(top + self.viewport().height())
        return [self._cases.state_at(row) for row in range(first, min(last + 1, rows))]

    def verticalOffset(self) -> int:
        """Return the height in pixels that is scrolled away at the top."""
        return self.verticalScrollBar().value()

    def horizontalOffset(self) -> int:
        """Return 0: rows are as wide as the viewport."""
        return 0

    def scrollContentsBy(self, _dx: int, dy: int) -> None:
        """Paint again: rows under the pointer change with the scrolling, so moved pixels would be wrong."""
        self._hurried = abs(dy) > self.viewport().height() // 2
        self.viewport().update()

    def setSelection(self, rect: QRect, command: QItemSelectionModel.SelectionFlag) -> None:
        """Select the cases that a rectangle in the viewport touches."""
        value = self.verticalScrollBar().value()
        normal = rect.normalized()
        if not self._cases.rowCount():
            return
        first = self.row_at_height(normal.top() + value)
        last = self.row_at_height(normal.bottom() + value)
        chosen = QItemSelection(self._cases.index(first), self._cases.index(last))
        self.selectionModel().select(chosen, command)

    def visualRegionForSelection(self, selection: QItemSelection) -> QRegion:
        """Return the viewport's region that some selected rows cover."""
        region = QRegion()
        for number in range(selection.count()):
            span = selection.at(number)
            top = self.visualRect(self._cases.index(span.top()))
            bottom = self.visualRect(self._cases.index(span.bottom()))
            region += top.united(bottom).intersected(self.viewport().rect())
        return region

    # Painting.

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the rows that the event's rectangle touches.

        After a jump every row is new. What can't be painted within a few milliseconds is shown as loading and
        painted in the next frame, so that the bar never waits for the rows.
        """
        started = QElapsedTimer()
        started.start()
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), self._theme.colour("bg.surface"))
        hovered = self.indexAt(self._pointer()).row() if self.viewport().underMouse() else -1
        late = False
        for row in self._rows_within(event.rect()):
            late = late or (self._hurried and started.elapsed() >= _PATIENCE)
            self._paint_row(painter, row, hovered=row == hovered, skeleton=late)
        painter.end()
        if late:
            self._catch_up.start()
        self._hurried = False

    def _rows_within(self, rect: QRect) -> Iterator[int]:
        value, rows = self.verticalScrollBar().value(), self._cases.rowCount()
        row = self.row_at_height(rect.top() + value)
        while row < rows and self.top_of(row) - value <= rect.bottom():
            yield row
            row += 1

    def _paint_row(self, painter: QPainter, row: int, *, hovered: bool, skeleton: bool) -> None:
        index = self._cases.index(row)
        flags = QStyle.StateFlag.State_Enabled
        if self.hasFocus():
            flags |= QStyle.StateFlag.State_Active
            if index == self.currentIndex():
                flags |= QStyle.StateFlag.State_HasFocus
                if self._walked_by_keys:
                    flags |= QStyle.StateFlag.State_KeyboardFocusChange
        if self.selectionModel().isSelected(index):
            flags |= QStyle.StateFlag.State_Selected
        if hovered:
            flags |= QStyle.StateFlag.State_MouseOver
        is_title = self._cases.positions.section_at(row) is not None
        state = None if skeleton and not is_title else self._cases.state_at(row)
        self._case_delegate.paint_state(painter, self.visualRect(index), flags, state)

    def _on_catch_up_timeout(self) -> None:
        self._hurried = True
        self.viewport().update()

    def _pointer(self) -> QPoint:
        return self.viewport().mapFromGlobal(self.cursor().pos())

    # Keyboard and mouse.

    def moveCursor(self, action: QAbstractItemView.CursorAction, _modifiers: Qt.KeyboardModifier) -> QModelIndex:
        """Return where an arrow, page or end key leads, stepping over titles."""
        rows = self._cases.rowCount()
        row = self.currentIndex().row()
        page = max(1, self.viewport().height() // self._row_height() - 1)
        steps = {
            _Move.MoveUp: (row - 1, -1),
            _Move.MovePrevious: (row - 1, -1),
            _Move.MoveDown: (row + 1, 1),
            _Move.MoveNext: (row + 1, 1),
            _Move.MovePageUp: (max(row - page, 0), 1 if row - page <= 0 else -1),
            _Move.MovePageDown: (min(row + page, rows - 1), -1 if row + page >= rows - 1 else 1),
            _Move.MoveHome: (0, 1),
            _Move.MoveEnd: (rows - 1, -1),
        }
        if action not in steps:
            return QModelIndex()
        target, direction = steps[action]
        while 0 <= target < rows and self._cases.positions.section_at(target) is not None:
            target += direction
        return self._cases.index(target) if 0 <= target < rows else self.currentIndex()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk with the arrows and page keys; hand single letters and Return to the pane."""
        self._walked_by_keys = True
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not _has_command(event):
            self.key_pressed.emit("return")
            return
        if event.key() == Qt.Key.Key_Escape and len(self._cases.ids_of(self.selectionModel().selection())) > 1:
            self.key_pressed.emit("escape")
            return
        letter = event.text().lower()
        if len(letter) != 1 or not letter.isalpha() or _has_command(event):
            super().keyPressEvent(event)
            return
        self.key_pressed.emit(letter)

    def step(self, by: int) -> None:
        """Select the next (1) or previous (-1) case."""
        move = _Move.MoveDown if by > 0 else _Move.MoveUp
        target = self.moveCursor(move, Qt.KeyboardModifier.NoModifier)
        if target.isValid():
            self.choose(target.row())

    def choose(self, row: int) -> None:
        """Select one row alone and bring it into view, whatever modifier is still held from the key that did it."""
        only = QItemSelectionModel.SelectionFlag.ClearAndSelect
        self.selectionModel().setCurrentIndex(self._cases.index(row), only)

    def keyboardSearch(self, _text: str) -> None:
        """Search nothing: letters are commands here."""

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Make the first case current where none is, so that the focus can be seen."""
        self._walked_by_keys = event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)
        super().focusInEvent(event)
        if not self.currentIndex().isValid() and self._cases.rowCount():
            first = self.moveCursor(_Move.MoveHome, Qt.KeyboardModifier.NoModifier)
            self.selectionModel().setCurrentIndex(first, QItemSelectionModel.SelectionFlag.NoUpdate)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Paint the selection as that of a list without focus."""
        super().focusOutEvent(event)
        self.viewport().update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Let an action in the row take the click before it selects."""
        self._walked_by_keys = False
        if not self._offer_to_delegate(event):
            super().mousePressEvent(event)

    def startDrag(self, _actions: Qt.DropAction) -> None:
        """Carry the selected cases to a lane or a saved view; nothing leaves the list by itself."""
        selected = self.selectionModel().selection()
        ids = self._cases.ids_of(selected)
        if ids:
            drag = QDrag(self)
            drag.setMimeData(carried(ids))
            drag.setPixmap(drag_picture(self._theme, len(ids), self.devicePixelRatioF()))
            drag.exec(Qt.DropAction.MoveAction)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let an action in the row take the click."""
        if not self._offer_to_delegate(event):
            super().mouseReleaseEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Highlight what is under the pointer."""
        self._case_delegate.point_at(event.position().toPoint())
        self.viewport().update()
        super().mouseMoveEvent(event)

    def _offer_to_delegate(self, event: QMouseEvent) -> bool:
        index = self.indexAt(event.position().toPoint())
        if not index.isValid():
            return False
        option = QStyleOptionViewItem()
        option.rect = self.visualRect(index)
        return self._case_delegate.editorEvent(event, self._cases, option, index)

    def _row_height(self) -> int:
        return self._theme.px(ROW_HEIGHT)

    def _title_height(self) -> int:
        return self._theme.px(SECTION_HEIGHT)


def _has_command(event: QKeyEvent) -> bool:
    """Return True if a modifier other than Shift or the keypad's is held."""
    plain = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier
    return bool(event.modifiers() & ~plain)
