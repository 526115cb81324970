"""The numbered disc of a step: done with a tick, in progress filled, still to come as an outline."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.theme import Theme


def paint_step_disc(painter: QPainter, rect: QRect, theme: Theme, number: int, current: int) -> None:
    """Paint the disc of a step into a square. Steps count from 1; `current` is the one in progress."""
    disc = QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if number < current:
        painter.setPen(QPen(theme.colour("green.line"), 1))
        painter.setBrush(theme.colour("green.tint"))
        painter.drawEllipse(disc)
        inset = rect.width() * 5 // 22
        tick = rect.adjusted(inset, inset, -inset, -inset)
        theme.icons.paint(painter, tick, "check-bold", theme.colour("green.text"))
        return
    here = number == current
    painter.setPen(Qt.PenStyle.NoPen if here else QPen(theme.colour("line.control"), 1))
    painter.setBrush(theme.colour("accent.fill") if here else Qt.BrushStyle.NoBrush)
    painter.drawEllipse(disc)
    painter.setPen(theme.colour("text.on.accent" if here else "text.secondary"))
    painter.setFont(theme.font(12, 600))
    painter.drawText(disc, Qt.AlignmentFlag.AlignCenter, str(number))


class StepDisc(QWidget):
    """A disc as a widget. Decorative: the words beside it say how far the step is."""

    def __init__(self, theme: Theme, number: int, size: int = 28) -> None:
        """`size` is the diameter at 100 %."""
        super().__init__()
        self._theme = theme
        self._number = number
        self._size = size
        self._current = 1
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)

    def set_current(self, current: int) -> None:
        """Say which step is in progress."""
        self._current = current
        self.update()

    def sizeHint(self) -> QSize:
        """Return the diameter, scaled with the text."""
        side = self._theme.px(self._size)
        return QSize(side, side)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the disc."""
        painter = QPainter(self)
        paint_step_disc(painter, self.rect(), self._theme, self._number, self._current)
        painter.end()
