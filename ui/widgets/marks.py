"""How people and networks are marked: the avatar's circle and initials, the channel's disc and glyph."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.model import Network
from ui.theme import Theme

_GLYPH_SHARE = 0.62
_RING = 2


def paint_avatar(painter: QPainter, rect: QRect, theme: Theme, key: str, initials: str) -> None:
    """Paint a person's circle. `key` picks the colours for ever (the customer's uid), `initials` are drawn on it."""
    background, foreground = theme.avatar_colours(key)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(background)
    painter.drawEllipse(rect)
    painter.setPen(foreground)
    painter.setFont(theme.font(_initials_size(rect.width() / theme.scale), 600))
    painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, initials)
    painter.restore()


def paint_channel_badge(painter: QPainter, rect: QRect, theme: Theme, network: Network, ring: QColor | None) -> None:
    """Paint a network's disc in `rect`; `ring` is the colour of a 2 px ring outside it, None for no ring."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    if ring is not None:
        painter.setBrush(ring)
        painter.drawEllipse(QRectF(rect).adjusted(-_RING, -_RING, _RING, _RING))
    painter.setBrush(theme.channel_colour(network))
    painter.drawEllipse(QRectF(rect))
    side = round(rect.width() * _GLYPH_SHARE)
    side -= (rect.width() - side) % 2
    glyph = QRect(0, 0, side, side)
    glyph.moveCenter(rect.center())
    theme.icons.paint(painter, glyph, theme.channel_glyph(network), theme.channel_glyph_colour(network))
    painter.restore()


def _initials_size(diameter: float) -> int:
    """Return the type size of the initials in a circle of that diameter at 100 %."""
    for least, size in ((48, 16), (34, 13), (28, 12), (22, 11)):
        if diameter >= least:
            return size
    return 10


class AvatarMark(QWidget):
    """An avatar as a widget: decorative, so a screen reader passes over it."""

    def __init__(self, theme: Theme, size: int, parent: QWidget | None = None) -> None:
        """`size` is the diameter in pixels at 100 %."""
        super().__init__(parent)
        self._theme = theme
        self._size = size
        self._key = ""
        self._initials = ""
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)
        theme.changed.connect(self.update)

    def set_person(self, key: str, initials: str) -> None:
        """Show another person."""
        self._key, self._initials = key, initials
        self.update()

    def sizeHint(self) -> QSize:
        """Return the diameter, scaled with the text."""
        side = self._theme.px(self._size)
        return QSize(side, side)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the circle."""
        painter = QPainter(self)
        paint_avatar(painter, self.rect(), self._theme, self._key, self._initials)
        painter.end()


class ChannelMark(QWidget):
    """A network's disc as a widget: decorative, the words beside it name the network."""

    def __init__(self, theme: Theme, network: Network, size: int = 16, parent: QWidget | None = None) -> None:
        """`size` is the diameter in pixels at 100 %."""
        super().__init__(parent)
        self._theme = theme
        self._network = network
        self._size = size
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)
        theme.changed.connect(self.update)

    def set_network(self, network: Network) -> None:
        """Show another network."""
        self._network = network
        self.update()

    def sizeHint(self) -> QSize:
        """Return the diameter, scaled with the text."""
        side = self._theme.px(self._size)
        return QSize(side, side)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the disc."""
        painter = QPainter(self)
        paint_channel_badge(painter, self.rect(), self._theme, self._network, None)
        painter.end()
