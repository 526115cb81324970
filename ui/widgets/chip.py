"""What a chip looks like: an icon and a few words on a tint, 18 px high at 100 %."""

from __future__ import annotations

from dataclasses import dataclass, replace

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.theme import Theme

CHIP_HEIGHT = 18
_RADIUS = 4
_FONT = 11


@dataclass(frozen=True, slots=True)
class ChipLook:
    """One chip. Colours are tokens; "" paints nothing there. Lengths are pixels at 100 %."""

    text: str
    icon: str = ""
    background: str = "bg.sunken"
    text_colour: str = "text.secondary"
    icon_colour: str = ""  # "" takes the text's colour
    outline: str = ""
    weight: int = 400
    icon_size: int = 12
    gap: int = 4
    pad_left: int = 4
    pad_right: int = 5
    radius: int = _RADIUS


def chip_width(theme: Theme, look: ChipLook) -> int:
    """Return the width in pixels at which nothing of the chip is elided."""
    return (
        _text_left(theme, look) + theme.metrics(_FONT, look.weight).horizontalAdvance(look.text) + _right(theme, look)
    )


def fitted_look(theme: Theme, look: ChipLook, width: int) -> ChipLook:
    """Return the look with its words elided at the right so that the chip is no wider than `width` pixels."""
    if chip_width(theme, look) <= width:
        return look
    room = width - _text_left(theme, look) - _right(theme, look)
    metrics = theme.metrics(_FONT, look.weight)
    return replace(look, text=metrics.elidedText(look.text, Qt.TextElideMode.ElideRight, max(0, room)))


def paint_chip(painter: QPainter, rect: QRect, theme: Theme, look: ChipLook) -> None:
    """Paint a chip into `rect`. Its words are painted as they are: pass them through `fitted_look` first."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    _paint_shape(painter, rect, theme, look)
    if look.icon:
        side = theme.px(look.icon_size)
        place = QRect(rect.x() + theme.px(look.pad_left), rect.y() + (rect.height() - side + 1) // 2, side, side)
        theme.icons.paint(painter, place, look.icon, theme.colour(look.icon_colour or look.text_colour))
    metrics = theme.metrics(_FONT, look.weight)
    baseline = rect.y() + (rect.height() - metrics.height()) // 2 + metrics.ascent()
    painter.setPen(theme.colour(look.text_colour))
    painter.setFont(theme.font(_FONT, look.weight))
    painter.drawText(rect.x() + _text_left(theme, look), baseline, look.text)
    painter.restore()


def _paint_shape(painter: QPainter, rect: QRect, theme: Theme, look: ChipLook) -> None:
    outline = look.outline or ("line.strong" if theme.high_contrast and look.background else "")
    if not look.background and not outline:
        return
    painter.setBrush(theme.colour(look.background) if look.background else Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(theme.colour(outline)) if outline else Qt.PenStyle.NoPen)
    shape = rect.toRectF()
    if outline:
        shape.adjust(0.5, 0.5, -0.5, -0.5)
    painter.drawRoundedRect(shape, look.radius, look.radius)


def _text_left(theme: Theme, look: ChipLook) -> int:
    return theme.px(look.pad_left) + (theme.px(look.icon_size + look.gap) if look.icon else 0)


def _right(theme: Theme, look: ChipLook) -> int:
    return theme.px(look.pad_right)


class Chip(QWidget):
    """A chip as a widget that says its words to a screen reader."""

    def __init__(self, theme: Theme, look: ChipLook, *, object_name: str = "", parent: QWidget | None = None) -> None:
        """Show `look` at its full width."""
        super().__init__(parent)
        self._theme = theme
        self._look = look
        self.setObjectName(object_name)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)
        theme.changed.connect(self.update)
        self.set_look(look)

    @property
    def look(self) -> ChipLook:
        """What is shown."""
        return self._look

    def set_look(self, look: ChipLook) -> None:
        """Show something else."""
        self._look = look
        self.setAccessibleName(look.text)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Return the size at which nothing is elided."""
        return QSize(chip_width(self._theme, self._look), self._theme.px(CHIP_HEIGHT))

    def minimumSizeHint(self) -> QSize:
        """Return the least useful size: the icon and a few letters."""
        full = self.sizeHint()
        return QSize(min(full.width(), self._theme.px(64)), full.height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the chip."""
        painter = QPainter(self)
        paint_chip(painter, self.rect(), self._theme, fitted_look(self._theme, self._look, self.width()))
        painter.end()
