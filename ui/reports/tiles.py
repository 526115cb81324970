"""The tiles over the reports: a figure, its base, what changed, and its course as a small line."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy

from ui.reports.panel import Plate
from ui.reports.presenter import Tile
from ui.theme import Theme
from ui.widgets import paint_line

_HEIGHT, _PAD = 91, 14
_LINE_WIDTH, _LINE_HEIGHT = 66, 16


class KpiTile(Plate):
    """Shows one Tile. Painted as a whole; a screen reader hears it as one sentence."""

    def __init__(self, theme: Theme, key: str) -> None:
        """Show nothing yet."""
        super().__init__(theme, object_name=f"tile_{key}")
        self._tile: Tile | None = None
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @property
    def tile(self) -> Tile | None:
        """What is shown."""
        return self._tile

    def set_tile(self, tile: Tile) -> None:
        """Show other figures."""
        self._tile = tile
        self.setAccessibleName(tile.spoken)
        self.setToolTip(tile.spoken)
        self.update()

    def sizeHint(self) -> QSize:
        """Return the height, scaled with the text."""
        return QSize(self._theme.px(190), self._theme.px(_HEIGHT))

    def minimumSizeHint(self) -> QSize:
        """Return the least width in which the figure can be read."""
        return QSize(self._theme.px(150), self._theme.px(_HEIGHT))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the card and what is on it."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._tile is not None:
            self._paint_words(painter, self._tile)
            self._paint_course(painter, self._tile)
        if self.hasFocus():
            painter.setPen(QPen(self._theme.colour("focus"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(self.rect().toRectF().adjusted(1, 1, -1, -1), 7, 7)
        painter.end()

    def _paint_words(self, painter: QPainter, tile: Tile) -> None:
        theme, pad = self._theme, self._theme.px(_PAD)
        width = self.width() - 2 * pad
        paint_line(painter, theme, QRect(pad, theme.px(10), width, theme.px(18)), tile.title, 12, "text.secondary")
        figure = QRect(pad, theme.px(30), width, theme.px(30))
        length = theme.metrics(26, 600).horizontalAdvance(tile.figure)
        paint_line(painter, theme, figure, tile.figure, 26, "text.primary", weight=600)
        room = width - length - theme.px(5) - (theme.px(_LINE_WIDTH + 6) if self._has_course(tile) else 0)
        base = QRect(pad + length + theme.px(5), theme.px(36), max(0, room), theme.px(22))
        paint_line(painter, theme, base, tile.base, 13, "text.secondary")
        left = pad
        if tile.icon:
            side = theme.px(14)
            theme.icons.paint(painter, QRect(pad, theme.px(65), side, side), tile.icon, theme.colour(tile.colour))
            left += side + theme.px(5)
        place = QRect(left, theme.px(62), self.width() - left - pad, theme.px(20))
        paint_line(painter, theme, place, tile.change, 12, tile.colour)

    def _has_course(self, tile: Tile) -> bool:
        if sum(1 for one in tile.course if one is not None) < 2:
            return False
        figure = self._theme.metrics(26, 600).horizontalAdvance(tile.figure)
        words = figure + self._theme.metrics(13).horizontalAdvance(tile.base)
        return words + self._theme.px(_LINE_WIDTH + 14) <= self.width() - 2 * self._theme.px(_PAD)

    def _paint_course(self, painter: QPainter, tile: Tile) -> None:
        if not self._has_course(tile):
            return
        theme = self._theme
        known = [one for one in tile.course if one is not None]
        low, span = min(known), max(known) - min(known)
        width, height = theme.px(_LINE_WIDTH), theme.px(_LINE_HEIGHT)
        left, bottom = self.width() - theme.px(_PAD) - width, theme.px(54)
        step = width / max(1, len(tile.course) - 1)
        points = [
            QPointF(left + place * step, bottom - (height * (one - low) / span if span else height / 2))
            for place, one in enumerate(tile.course)
            if one is not None
        ]
        painter.setPen(QPen(theme.colour("accent.mark"), 1.5, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPolyline(QPolygonF(points))
