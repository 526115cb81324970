"""Where carried cases can be dropped: the lines of the navigation, each saying why if it takes none."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QPoint, Signal
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QToolTip, QWidget

from ui.inbox.carrying import cases_of


class DropTargets(QObject):
    """Watches some widgets for carried cases. Window thread only."""

    dropped = Signal(str, object, object)
    """The key of a target, a tuple of case ids, and the place in the screen."""

    def __init__(self, parent: QObject) -> None:
        """Nothing can be dropped until `refusal` is set."""
        super().__init__(parent)
        self._keys: dict[QWidget, str] = {}
        self.refusal: Callable[[str], str] | None = None
        """Returns for a target's key why nothing can be dropped there, "" if it can."""

    def watch(self, widget: QWidget, key: str) -> None:
        """Make a widget a target."""
        self._keys[widget] = key
        widget.setAcceptDrops(True)
        widget.installEventFilter(self)

    def forget(self, widget: QWidget) -> None:
        """Let a widget be one no more: it goes."""
        self._keys.pop(widget, None)
        widget.removeEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take what can be taken; say of the rest why not."""
        if not isinstance(watched, QWidget) or watched not in self._keys:
            return False
        if isinstance(event, QDropEvent):  # entering and moving are of its kind
            return self._consider(watched, self._keys[watched], event)
        if event.type() is QEvent.Type.DragLeave:
            self._mark(watched, False)
            QToolTip.hideText()
        return False

    def _consider(self, widget: QWidget, key: str, event: QDropEvent) -> bool:
        ids = cases_of(event.mimeData())
        if not ids or self.refusal is None:
            return False
        why = self.refusal(key)
        place = widget.mapToGlobal(event.position().toPoint())
        if isinstance(event, QDragEnterEvent | QDragMoveEvent):
            self._offer(widget, event, why, place)
            return True
        self._mark(widget, False)
        if not why:
            event.acceptProposedAction()
            self.dropped.emit(key, ids, place)
        return True

    def _offer(self, widget: QWidget, event: QDropEvent, why: str, place: QPoint) -> None:
        self._mark(widget, not why)
        if why:
            QToolTip.showText(place, why, widget)
        if why and not isinstance(event, QDragEnterEvent):
            event.ignore()
        else:
            event.acceptProposedAction()  # one that takes none is told of the moves all the same, to say why

    @staticmethod
    def _mark(widget: QWidget, marked: bool) -> None:
        if bool(widget.property("taking")) != marked:
            widget.setProperty("taking", marked)
            widget.update()
