"""Where the minutes of a day lie in its row, and what of a bar a point holds."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF

from desktop.guardrails import Slot
from ui.settings.week_slots import Grip, Slots


@dataclass(frozen=True, slots=True)
class DayScale:
    """A row of so many pixels, of which `left` are the day's name, that shows the hours from `first` to `last`.

    `bar` is a bar's height, `edge` how far an edge can be held, both in pixels.
    """

    width: int
    height: int
    left: int
    first: int
    last: int
    bar: int
    edge: int

    def x_of(self, minute: int) -> float:
        """Return where a minute after midnight lies."""
        return self.left + (self.width - self.left - 1) * (minute - self.first * 60) / ((self.last - self.first) * 60)

    def minute_at(self, x: float) -> int:
        """Return which minute after midnight lies there."""
        room = max(1, self.width - self.left - 1)
        return self.first * 60 + round((x - self.left) / room * (self.last - self.first) * 60)

    def bar_of(self, slot: Slot) -> QRectF:
        """Return the place of a period's bar."""
        left, right = self.x_of(slot.start), self.x_of(min(slot.end, self.last * 60))
        return QRectF(left + 0.5, (self.height - self.bar) / 2, right - left, self.bar)

    def held_at(self, point: QPointF, slots: Slots) -> tuple[Grip, int] | None:
        """Return what of which bar a point holds, None beside every bar."""
        for place, slot in enumerate(slots):
            bar = self.bar_of(slot)
            if bar.left() - 2 <= point.x() <= bar.right() + 2:
                edge = min(self.edge, int(bar.width() / 3))
                if point.x() <= bar.left() + edge:
                    return Grip.START, place
                return (Grip.END if point.x() >= bar.right() - edge else Grip.WHOLE), place
        return None
