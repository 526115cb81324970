"""How a day of the week is drawn: its hours as lines, its periods as bars, the moment across them."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from desktop.guardrails import Slot
from ui.settings.day_scale import DayScale
from ui.settings.week_slots import Slots
from ui.settings.words import slot_words
from ui.theme import Theme

_MIDDLE_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft


@dataclass(frozen=True, slots=True)
class DayLook:
    """What is drawn of a day. `now` is the minute that is now, None on every other day."""

    slots: Slots
    chosen: int
    now: int | None
    has_line_above: bool
    has_focus: bool


def paint_day(painter: QPainter, theme: Theme, scale: DayScale, look: DayLook) -> None:
    """Draw a day's row. Window thread."""
    row = QRectF(0, 0, scale.width, scale.height)
    if look.now is not None:
        painter.fillRect(row, theme.colour("bg.window"))
    _paint_hours(painter, theme, scale, has_line_above=look.has_line_above)
    if not look.slots:
        painter.setPen(theme.colour("text.tertiary"))
        painter.setFont(theme.font(12))
        place = QRectF(scale.left + theme.px(14), 0, theme.px(120), scale.height)
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, QCoreApplication.translate("DayLane", "Closed"))
    for number, slot in enumerate(look.slots):
        _paint_bar(painter, theme, scale.bar_of(slot), slot, is_chosen=number == look.chosen)
    if look.now is not None:
        _paint_now(painter, theme, scale, look.slots, look.now)
    if look.has_focus:
        painter.setPen(QPen(theme.colour("focus"), 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(row.adjusted(2, 2, -2, -2), 5, 5)


def _paint_hours(painter: QPainter, theme: Theme, scale: DayScale, *, has_line_above: bool) -> None:
    painter.setPen(QPen(theme.colour("line.hair"), 1))
    for hour in range(scale.first, scale.last + 1):
        x = round(scale.x_of(hour * 60)) + 0.5
        painter.drawLine(QPointF(x, 0), QPointF(x, scale.height))
    if has_line_above:
        painter.drawLine(QPointF(0, 0.5), QPointF(scale.width, 0.5))


def _paint_bar(painter: QPainter, theme: Theme, bar: QRectF, slot: Slot, *, is_chosen: bool) -> None:
    painter.setPen(QPen(theme.colour("accent.fill" if is_chosen else "accent.line"), 1))
    painter.setBrush(theme.colour("accent.fill" if is_chosen else "accent.tint.strong"))
    painter.drawRoundedRect(bar, 5, 5)
    words, metrics = slot_words(slot), theme.metrics(12, 500)
    if metrics.horizontalAdvance(words) + theme.px(22) > bar.width():
        words = slot.opens if metrics.horizontalAdvance(slot.opens) + theme.px(8) < bar.width() else ""
    painter.setPen(theme.colour("text.on.accent" if is_chosen else "accent.text"))
    painter.setFont(theme.font(12, 500))
    painter.drawText(bar, Qt.AlignmentFlag.AlignCenter, words)
    grip = theme.colour("text.on.accent" if is_chosen else "accent.line")
    for x in (bar.left() + 5, bar.right() - 7):
        painter.fillRect(QRectF(x, bar.center().y() - 5, 2, 10), grip)


def _paint_now(painter: QPainter, theme: Theme, scale: DayScale, slots: Slots, now: int) -> None:
    x = scale.x_of(now)
    if not scale.left <= x <= scale.width:
        return
    painter.fillRect(QRectF(x, 1, 2, scale.height - 1), theme.colour("red.fill"))
    if not slots or any(slot.start <= now <= slot.end for slot in slots):
        painter.setFont(theme.font(11, 600))
        painter.setPen(theme.colour("red.text"))
        place = QRectF(x + theme.px(8), 0, theme.px(44), scale.height)
        painter.drawText(place, _MIDDLE_LEFT, f"{now // 60:02d}:{now % 60:02d}")
