"""Where the focus ring of a control is drawn: 2 px thick, 2 px outside its edge, always while it has focus."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from ui.theme import Theme

_THICKNESS = 2
_GAP = 2
_REACH = _THICKNESS + _GAP


class FocusRing(QWidget):
    """A ring around one control, shown while that control has the keyboard focus.

    The ring is a sibling of the control, because a style sheet can't paint outside a widget. It takes no mouse
    and has no accessible presence of its own.
    """

    def __init__(self, theme: Theme, control: QWidget, radius: int = 6) -> None:
        """`radius` is the control's own corner radius in pixels."""
        super().__init__(control.parentWidget())
        self._theme = theme
        self._control = control
        self._radius = radius
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()
        control.installEventFilter(self)
        theme.changed.connect(self.update)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the control: its focus, place, visibility and parent."""
        if watched is self._control:
            kind = event.type()
            if kind in (QEvent.Type.FocusIn, QEvent.Type.Show, QEvent.Type.Move, QEvent.Type.Resize):
                self._follow()
            elif kind in (QEvent.Type.FocusOut, QEvent.Type.Hide):
                self.hide()
            elif kind is QEvent.Type.ParentChange:
                self.setParent(self._control.parentWidget())
        return False

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the ring."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._theme.colour("focus"), _THICKNESS))
        half = _THICKNESS / 2
        radius = self._radius + _GAP + half
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(half, half, -half, -half), radius, radius)
        painter.end()

    def _follow(self) -> None:
        if not self._control.hasFocus() or self.parentWidget() is None:
            return
        self.setGeometry(self._control.geometry().adjusted(-_REACH, -_REACH, _REACH, _REACH))
        self.raise_()
        self.show()
