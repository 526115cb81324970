"""Icons by their Phosphor names, painted in a token's colour and kept as pixmaps per size, colour and scale."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap

_DRAWN_SHARE = 0.875
"""qtawesome draws a glyph at this share of its rectangle; dividing by it gives 16 px glyphs in 16 px."""


class IconPainter:
    """Paints icons of the window. Window thread only. `name` is a Phosphor name ("user-plus") or "fa6b.…"."""

    def __init__(self) -> None:
        """Start with an empty cache."""
        self._pixmaps: dict[tuple[str, int, str, float], QPixmap] = {}

    def pixmap(self, name: str, size: int, colour: QColor, ratio: float = 1.0) -> QPixmap:
        """Return a square pixmap of `size` logical pixels at the device pixel ratio."""
        key = (name, size, colour.name(QColor.NameFormat.HexArgb), ratio)
        found = self._pixmaps.get(key)
        if found is None:
            found = self._draw(name, size, colour, ratio)
            self._pixmaps[key] = found
        return found

    def paint(self, painter: QPainter, rect: QRect, name: str, colour: QColor) -> None:
        """Paint an icon centred in `rect`, as large as its shorter side."""
        size = min(rect.width(), rect.height())
        pixmap = self.pixmap(name, size, colour, painter.device().devicePixelRatioF())
        top_left = QPoint(rect.x() + (rect.width() - size) // 2, rect.y() + (rect.height() - size) // 2)
        painter.drawPixmap(top_left, pixmap)

    def icon(self, name: str, colour: QColor, size: int = 16) -> QIcon:
        """Return a QIcon in one colour, for buttons and menus, sharp up to a device pixel ratio of 2."""
        icon = QIcon()
        for ratio in (1.0, 2.0):
            icon.addPixmap(self.pixmap(name, size, colour, ratio))
        return icon

    @staticmethod
    def _draw(name: str, size: int, colour: QColor, ratio: float) -> QPixmap:
        import qtawesome

        full = name if "." in name else f"ph.{name}"
        icon = qtawesome.icon(full, color=colour, scale_factor=1 / _DRAWN_SHARE)
        physical = round(size * ratio)
        pixmap = QPixmap(QSize(physical, physical))
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        icon.paint(painter, QRect(0, 0, physical, physical))
        painter.end()
        pixmap.setDevicePixelRatio(ratio)
        return pixmap
