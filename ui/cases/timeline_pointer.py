"""The pointer on the timeline: links and buttons under it, marking text by dragging, the menu of a row."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QGuiApplication, QHelpEvent, QMouseEvent
from PySide6.QtWidgets import QToolTip

from ui.cases.selection_overlay import SelectionOverlay
from ui.cases.sheet import BodyPlace
from ui.cases.timeline_list import TimelineList
from ui.cases.timeline_rows import Hit, HitKind
from ui.theme import Theme


class TimelinePointer(QObject):
    """Watches the viewport of a timeline list."""

    hit_chosen = Signal(object)
    """A Hit was clicked."""

    def __init__(self, theme: Theme, view: TimelineList) -> None:
        """Watch `view`."""
        super().__init__(view)
        self._view = view
        self._viewport = view.viewport()
        self._pressed: QPoint | None = None
        self._marks = False
        self.overlay = SelectionOverlay(theme, self._viewport)
        self._viewport.installEventFilter(self)
        view.scrolled.connect(self.overlay.close_selection)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take what belongs to hits and to marking; everything else goes on to the list."""
        if watched is not self._viewport:
            return False
        if isinstance(event, QMouseEvent):
            return self._on_mouse(event)
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            hit = self.hit_at(event.pos())
            QToolTip.showText(event.globalPos(), _tip(hit) if hit else "", self._view)
            return True
        return False

    def hit_at(self, point: QPoint) -> Hit | None:
        """Return what a click at a point of the viewport asks for."""
        number = self._view.row_number_at(point.y())
        if number < 0:
            return None
        return self._view.sheet_of(number).hit_at(point - self._view.row_rect(number).topLeft())

    def _on_mouse(self, event: QMouseEvent) -> bool:
        point = event.position().toPoint()
        kind = event.type()
        if kind == QEvent.Type.MouseMove:
            return self._on_move(point, event)
        if event.button() != Qt.MouseButton.LeftButton:
            return False
        if kind in (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonDblClick):
            self.overlay.close_selection()
            self._view.setFocus(Qt.FocusReason.MouseFocusReason)
            self._make_current(point)
            self._pressed = point
            return True
        if kind == QEvent.Type.MouseButtonRelease:
            return self._on_release(point)
        return False

    def _on_move(self, point: QPoint, event: QMouseEvent) -> bool:
        if self._pressed is None or not event.buttons() & Qt.MouseButton.LeftButton:
            self._show_shape(point)
            return True
        if self._marks:
            self.overlay.extend(point)
        elif (point - self._pressed).manhattanLength() >= QGuiApplication.styleHints().startDragDistance():
            self._begin_marking(self._pressed, point)
        return True

    def _on_release(self, point: QPoint) -> bool:
        pressed, self._pressed = self._pressed, None
        if self._marks:
            self._marks = False
            self.overlay.finish()
            return True
        hit = self.hit_at(point) if pressed is not None else None
        if hit is not None and pressed is not None and self.hit_at(pressed) == hit:
            self.hit_chosen.emit(hit)
        return True

    def _begin_marking(self, start: QPoint, point: QPoint) -> None:
        body = self._body_at(start)
        if body is None:
            return
        place, origin = body
        self._marks = True
        self.overlay.begin(place, place.rect.translated(origin), start)
        self.overlay.extend(point)

    def _body_at(self, point: QPoint) -> tuple[BodyPlace, QPoint] | None:
        number = self._view.row_number_at(point.y())
        if number < 0:
            return None
        body = self._view.sheet_of(number).body
        origin = self._view.row_rect(number).topLeft()
        if body is None or not body.rect.adjusted(-4, -2, 4, 2).contains(point - origin):
            return None
        return body, origin

    def _make_current(self, point: QPoint) -> None:
        index = self._view.indexAt(point)
        if index.isValid():
            self._view.selectionModel().setCurrentIndex(index, self._view.selectionModel().SelectionFlag.NoUpdate)

    def _show_shape(self, point: QPoint) -> None:
        if self.hit_at(point) is not None:
            shape = Qt.CursorShape.PointingHandCursor
        elif self._body_at(point) is not None:
            shape = Qt.CursorShape.IBeamCursor
        else:
            shape = Qt.CursorShape.ArrowCursor
        self._viewport.setCursor(shape)


def _tip(hit: Hit) -> str:
    return str(hit.value) if hit.kind is HitKind.LINK else hit.label
