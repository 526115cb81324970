"""Sportello's own mark, a counter's window with a slot above its ledge, painted at any size."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPainterPath, QPaintEvent, QPixmap, QTransform
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.theme import Theme

_UNITS = 24
_ICON_SIZES = (16, 20, 24, 32, 48, 64, 128, 256)


def paint_app_mark(painter: QPainter, rect: QRect, theme: Theme) -> None:
    """Paint the mark into a square. The drawing is that of resources/icons/sportello.svg, in 24 units."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(rect.topLeft())
    painter.scale(rect.width() / _UNITS, rect.height() / _UNITS)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.colour("accent.fill"))
    painter.drawRoundedRect(QRectF(0, 0, _UNITS, _UNITS), 6, 6)
    painter.setBrush(theme.colour("text.on.accent"))
    painter.drawPath(_window())
    painter.drawRoundedRect(QRectF(3.9, 17.1, 16.2, 2.3), 1.15, 1.15)
    painter.restore()


def app_icon(theme: Theme) -> QIcon:
    """Return the mark as the window's and the tray's icon."""
    icon = QIcon()
    for size in _ICON_SIZES:
        pixmap = QPixmap(size, size)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        paint_app_mark(painter, pixmap.rect(), theme)
        painter.end()
        icon.addPixmap(pixmap)
    return icon


class AppMark(QWidget):
    """The mark as a widget. Decorative."""

    def __init__(self, theme: Theme, size: int, parent: QWidget | None = None) -> None:
        """`size` is in pixels at 100 %."""
        super().__init__(parent)
        self._theme = theme
        self._size = size
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        """Return the side, scaled with the text."""
        side = self._theme.px(self._size)
        return QSize(side, side)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the mark."""
        painter = QPainter(self)
        paint_app_mark(painter, self.rect(), self._theme)
        painter.end()


def _window() -> QPainterPath:
    """Return the counter's window, joined a hundred times larger: joining turns curves into lines of about a unit."""
    frame = QPainterPath()
    frame.addRoundedRect(QRectF(520, 480, 1360, 1070), 240, 240)
    foot = QPainterPath()
    foot.addRect(QRectF(520, 1000, 1360, 550))
    slot = QPainterPath()
    slot.addEllipse(QPointF(1200, 1550), 370, 370)
    return QTransform.fromScale(0.01, 0.01).map(frame.united(foot).subtracted(slot))
