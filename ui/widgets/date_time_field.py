"""A date and a time with a calendar, dressed as the other fields are."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QDateTime, QRect
from PySide6.QtGui import QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QDateTimeEdit

from ui.theme import Theme

_GLYPH = 14


class DateTimeField(QDateTimeEdit):
    """Takes a moment by its wall clock, without a zone. The wheel leaves it alone."""

    def __init__(self, theme: Theme, local: datetime, *, object_name: str, name: str = "") -> None:
        """Begin at `local`, of which seconds are left out; `name` is what a screen reader says."""
        super().__init__(QDateTime(local.year, local.month, local.day, local.hour, local.minute, 0))
        self._theme = theme
        self.setObjectName(object_name)
        self.setAccessibleName(name)
        self.setProperty("kind", "field")
        self.setCalendarPopup(True)
        self.setDisplayFormat("ddd dd/MM/yyyy HH:mm")
        theme.changed.connect(self._restyle)
        self._restyle()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to what scrolls around it."""
        event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the field and the calendar's glyph where a click opens it."""
        super().paintEvent(event)
        side = self._theme.px(_GLYPH)
        place = QRect(self.width() - side - self._theme.px(8), (self.height() - side) // 2, side, side)
        painter = QPainter(self)
        self._theme.icons.paint(painter, place, "calendar-blank", self._theme.colour("text.secondary"))
        painter.end()

    def _restyle(self) -> None:
        self.setFont(self._theme.font(13))
