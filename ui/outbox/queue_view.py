"""The list of texts that have not gone out: what its keys, clicks and menu ask for."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QListView, QMenu, QStyleOptionViewItem, QToolTip, QWidget

from ui.outbox.queue_delegate import QueueDelegate
from ui.outbox.queue_model import QueueModel
from ui.outbox.queue_rows import Deed, QueueAction, QueueRow
from ui.theme import Theme
from ui.widgets import OverlayScrollBar


class QueueView(QListView):
    """Shows a QueueModel. Everything that a row offers to the mouse is in its menu, too."""

    action_requested = Signal(int, object)
    """A row's key and the QueueAction."""
    row_chosen = Signal(int)
    """The key of the row that was selected."""

    def __init__(self, theme: Theme, model: QueueModel, parent: QWidget | None = None) -> None:
        """Show `model`."""
        super().__init__(parent)
        self._theme = theme
        self._rows = model
        self._chosen: int | None = None
        self._pressed: Deed | str | None = None
        self._delegate = QueueDelegate(theme, self)
        self.setModel(model)
        self.setItemDelegate(self._delegate)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setProperty("ground", "surface")
        self._bar = OverlayScrollBar(self)
        self.selectionModel().selectionChanged.connect(self._on_selection_changed)
        model.dataChanged.connect(self.scheduleDelayedItemsLayout)
        theme.changed.connect(self.scheduleDelayedItemsLayout)

    def current_row(self) -> QueueRow | None:
        """Return the row that the keyboard stands on."""
        item = self._rows.item_at(self.currentIndex().row())
        return item if isinstance(item, QueueRow) else None

    def select(self, key: int | None) -> bool:
        """Select a row by its key and bring it into view; False if it is not here. None selects nothing."""
        row = self._rows.row_of(key) if key is not None else None
        if row is None:
            self.clearSelection()
            return False
        self.setCurrentIndex(self._rows.index(row))
        return True

    def menu_of(self, row: QueueRow) -> QMenu:
        """Return everything that can be done with a row."""
        menu = QMenu(self)
        menu.setObjectName("queue_menu")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.setToolTipsVisible(True)
        for deeds in (row.deeds, row.more):
            for deed in deeds:
                entry = menu.addAction(deed.label)
                entry.setToolTip(deed.hint)
                if deed.action is QueueAction.DISCARD:
                    entry.setShortcut(QKeySequence(Qt.Key.Key_Delete))
                elif deed.action is QueueAction.COPY:
                    entry.setShortcut(QKeySequence(QKeySequence.StandardKey.Copy))
                entry.triggered.connect(lambda _=False, asked=deed.action: self.action_requested.emit(row.key, asked))
            if deeds:
                menu.addSeparator()
        return menu

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Return opens the conversation, Delete discards, Ctrl+C copies; the arrows walk."""
        row = self.current_row()
        asked = _asked_by(event) if row is not None else None
        if row is None or asked is None:
            super().keyPressEvent(event)
        elif asked is QueueAction.OPEN or any(deed.action is asked for deed in (*row.deeds, *row.more)):
            self.action_requested.emit(row.key, asked)

    def keyboardSearch(self, _text: str) -> None:
        """Search nothing: letters are commands of the window."""

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer a row's actions, at the row for the keyboard."""
        by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        index = self.currentIndex() if by_key else self.indexAt(self.viewport().mapFromGlobal(event.globalPos()))
        item = self._rows.item_at(index.row())
        if isinstance(item, QueueRow):
            place = self._menu_corner(index, item) if by_key else event.globalPos()
            self.menu_of(item).popup(place)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Let an action of the row take the click before it selects."""
        self._pressed = self._hit(event)
        if self._pressed is None:
            super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Carry out the action on which the click began and ended."""
        pressed, self._pressed = self._pressed, None
        if pressed is None:
            super().mouseReleaseEvent(event)
            return
        index = self.indexAt(event.position().toPoint())
        item = self._rows.item_at(index.row())
        if self._hit(event) != pressed or not isinstance(item, QueueRow):
            return
        if isinstance(pressed, Deed):
            self.action_requested.emit(item.key, pressed.action)
        else:
            self.menu_of(item).popup(self._menu_corner(index, item))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Highlight what is under the pointer."""
        self._delegate.pointer = event.position().toPoint()
        self.viewport().setCursor(
            Qt.CursorShape.PointingHandCursor if isinstance(self._hit(event), Deed) else Qt.CursorShape.ArrowCursor
        )
        self.viewport().update()
        super().mouseMoveEvent(event)

    def viewportEvent(self, event: QEvent) -> bool:
        """Say more about an action, or the whole of a sentence that is cut."""
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip:
            index = self.indexAt(event.pos())
            QToolTip.showText(event.globalPos(), self.help_at(event.pos(), index), self)
            return True
        return super().viewportEvent(event)

    def help_at(self, place: QPoint, index: QModelIndex) -> str:
        """Return the tooltip at a place of the viewport, "" for none."""
        item = self._rows.item_at(index.row())
        if not isinstance(item, QueueRow):
            return ""
        hit = self._delegate.hit_at(place, self.visualRect(index), item)
        if isinstance(hit, Deed):
            return hit.hint
        if hit == "menu":
            return self.tr("More actions")
        return item.standing.text if item.standing is not None else ""

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Wrap the words at the new width."""
        self._delegate.width = self.viewport().width()
        super().resizeEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Make the first row current where none is, so that the focus can be seen."""
        super().focusInEvent(event)
        if not self.currentIndex().isValid():
            first = next((n for n, item in enumerate(self._rows.items) if isinstance(item, QueueRow)), None)
            if first is not None:
                flag = self.selectionModel().SelectionFlag.NoUpdate
                self.selectionModel().setCurrentIndex(self._rows.index(first), flag)
        self.viewport().update()

    def initViewItemOption(self, option: QStyleOptionViewItem) -> None:
        """Tell the delegate whether the list has the focus."""
        super().initViewItemOption(option)
        active = option.state.State_Active
        option.state = option.state | active if self.hasFocus() else option.state & ~active

    def _hit(self, event: QMouseEvent) -> Deed | str | None:
        if event.button() not in {Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton}:
            return None
        place = event.position().toPoint()
        index = self.indexAt(place)
        return self._delegate.hit_at(place, self.visualRect(index), self._rows.item_at(index.row()))

    def _menu_corner(self, index: QModelIndex, row: QueueRow) -> QPoint:
        corner = self._delegate.layout_of(row).menu.bottomLeft() + self.visualRect(index).topLeft()
        return self.viewport().mapToGlobal(corner)

    def _on_selection_changed(self) -> None:
        indexes = self.selectionModel().selectedIndexes()
        item = self._rows.item_at(indexes[0].row()) if indexes else None
        key = item.key if isinstance(item, QueueRow) else None
        if key is not None and key != self._chosen:
            self.row_chosen.emit(key)
        self._chosen = key


def _asked_by(event: QKeyEvent) -> QueueAction | None:
    if event.matches(QKeySequence.StandardKey.Copy):
        return QueueAction.COPY
    if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
        return None
    if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
        return QueueAction.OPEN
    return QueueAction.DISCARD if event.key() == Qt.Key.Key_Delete else None
