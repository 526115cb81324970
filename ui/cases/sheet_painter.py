"""Painting a laid out row: every part of a sheet with the theme's colours, fonts and icons."""

from __future__ import annotations

from functools import singledispatchmethod

from PySide6.QtCore import QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPen

from ui.cases.sheet import Box, Glyph, Portrait, Sheet, Text, Words
from ui.theme import Theme
from ui.widgets import paint_avatar, paint_channel_badge

BADGE_SIZE = 16
_BADGE_AT = QPoint(20, 19)  # within an avatar of 32


class SheetPainter:
    """Paints sheets. `turn` is the angle of spinning glyphs in degrees; window thread only."""

    def __init__(self, theme: Theme) -> None:
        """Paint in the theme's colours."""
        self._theme = theme
        self.turn = 0.0

    def paint(self, painter: QPainter, sheet: Sheet, at: QPoint, clip: QRect) -> None:
        """Paint a sheet at a place; texts outside `clip` (the painter's coordinates) are left out."""
        painter.save()
        painter.translate(at)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._clip = QRectF(clip.translated(-at))
        for part in sheet.parts:
            self._part(part, painter)
        painter.restore()

    @singledispatchmethod
    def _part(self, part: object, _painter: QPainter) -> None:
        raise TypeError(f"a sheet has no {type(part).__name__}")

    @_part.register
    def _box(self, part: Box, painter: QPainter) -> None:
        painter.setBrush(self._theme.colour(part.fill) if part.fill else Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(self._theme.colour(part.outline), 1) if part.outline else Qt.PenStyle.NoPen)
        rect = part.rect.adjusted(0.5, 0.5, -0.5, -0.5) if part.outline else part.rect
        painter.drawPath(rounded(rect, part.radii))

    @_part.register
    def _glyph(self, part: Glyph, painter: QPainter) -> None:
        colour = self._theme.colour(part.ink)
        if not (part.spins and self.turn):
            self._theme.icons.paint(painter, part.rect, part.icon, colour)
            return
        centre = QRectF(part.rect).center()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.translate(centre)
        painter.rotate(self.turn)
        painter.translate(-centre)
        self._theme.icons.paint(painter, part.rect, part.icon, colour)
        painter.restore()

    @_part.register
    def _words(self, part: Words, painter: QPainter) -> None:
        painter.setFont(self._theme.font(part.size, part.weight))
        painter.setPen(self._theme.colour(part.ink))
        side = Qt.AlignmentFlag.AlignRight if part.right else Qt.AlignmentFlag.AlignLeft
        flags = side | Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignAbsolute
        painter.drawText(part.rect, int(flags) | int(Qt.TextFlag.TextSingleLine), part.text)

    @_part.register
    def _text(self, part: Text, painter: QPainter) -> None:
        painter.setPen(self._theme.colour(part.ink))
        part.prose.draw(painter, part.at, self._clip)

    @_part.register
    def _portrait(self, part: Portrait, painter: QPainter) -> None:
        paint_avatar(painter, part.rect, self._theme, part.key, part.initials)
        if part.network is None:
            return
        share = part.rect.width() / 32
        size = round(BADGE_SIZE * share)
        corner = part.rect.topLeft() + QPoint(round(_BADGE_AT.x() * share), round(_BADGE_AT.y() * share))
        badge = QRect(corner.x(), corner.y(), size, size)
        paint_channel_badge(painter, badge, self._theme, part.network, self._theme.colour("bg.surface"))


def rounded(rect: QRectF, radii: tuple[float, float, float, float]) -> QPainterPath:
    """Return a rectangle's outline with a radius for each corner, clockwise from the top left."""
    path = QPainterPath()
    if len(set(radii)) == 1:
        path.addRoundedRect(rect, radii[0], radii[0])
        return path
    left, top, right, bottom = rect.left(), rect.top(), rect.right(), rect.bottom()
    first, second, third, fourth = (2 * radius for radius in radii)
    path.moveTo(left + first / 2, top)
    path.arcTo(QRectF(right - second, top, second, second), 90, -90)
    path.arcTo(QRectF(right - third, bottom - third, third, third), 0, -90)
    path.arcTo(QRectF(left, bottom - fourth, fourth, fourth), 270, -90)
    path.arcTo(QRectF(left, top, first, first), 180, -90)
    path.closeSubpath()
    return path
