"""The legend of the heat map: from fewer to more, and what the outline means. Every cell says it in words."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.theme import Theme

_BOX, _GAP, _HEIGHT = 14, 2, 18
_VCENTRE = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)


class HeatLegend(QWidget):
    """Painted in one line."""

    def __init__(self, theme: Theme) -> None:
        """Follow the theme."""
        super().__init__()
        self._theme = theme
        self._words = (_tr("Fewer"), _tr("More"), _tr("Opening hours"))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        """Return the line's size."""
        theme = self._theme
        words = sum(theme.metrics(12).horizontalAdvance(one) for one in self._words)
        return QSize(words + 7 * theme.px(_BOX + _GAP) + theme.px(40), theme.px(_HEIGHT))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint words and boxes."""
        theme = self._theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        x = self._write(painter, 0, self._words[0])
        side, top = theme.px(_BOX), (self.height() - theme.px(10)) / 2
        for step in range(6):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour(f"heat.{step}"))
            painter.drawRoundedRect(QRectF(x, top, side, theme.px(10)), 2, 2)
            x += side + _GAP
        x = self._write(painter, x + theme.px(4), self._words[1]) + theme.px(12)
        painter.setPen(QPen(theme.colour("text.primary"), 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(QRectF(x, top, side, theme.px(10)))
        self._write(painter, x + side + theme.px(6), self._words[2])
        painter.end()

    def _write(self, painter: QPainter, x: float, words: str) -> float:
        painter.setFont(self._theme.font(12))
        painter.setPen(self._theme.colour("text.secondary"))
        length = self._theme.metrics(12).horizontalAdvance(words)
        painter.drawText(QRectF(x, 0, length + 2, self.height()), _VCENTRE, words)
        return x + length + self._theme.px(6)


def _tr(text: str) -> str:
    return QCoreApplication.translate("Reports", text)
