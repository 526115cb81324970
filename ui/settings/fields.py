"""Small fields of the opening hours: a time of day, a date, a radio mark with a note."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QDate, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QDateEdit, QLineEdit

from ui.settings.hours_form import clean_time
from ui.theme import Theme
from ui.widgets import CheckBox

_TIME_WIDTH, _DATE_WIDTH, _CARET, _RADIO, _DOT = 68, 126, 14, 16, 6


class TimeField(QLineEdit):
    """A time of day: whatever can be read as one is written as 09:00 when the field is left."""

    def __init__(self, theme: Theme, name: str, object_name: str, text: str = "") -> None:
        """`name` is what a screen reader says."""
        super().__init__(text)
        self._theme = theme
        self.setObjectName(object_name)
        self.setAccessibleName(name)
        self.setProperty("kind", "field")
        self.setMaxLength(8)
        self.editingFinished.connect(lambda: self.setText(clean_time(self.text())))
        theme.changed.connect(self._resize)
        self._resize()

    def _resize(self) -> None:
        self.setFont(self._theme.font(13))
        self.setFixedWidth(self._theme.px(_TIME_WIDTH))


class DateField(QDateEdit):
    """A date with a calendar. The wheel leaves it alone."""

    def __init__(self, theme: Theme, name: str, object_name: str, day: date) -> None:
        """`name` is what a screen reader says."""
        super().__init__(QDate(day.year, day.month, day.day))
        self._theme = theme
        self.setObjectName(object_name)
        self.setAccessibleName(name)
        self.setProperty("kind", "field")
        self.setCalendarPopup(True)
        self.setDisplayFormat("dd/MM/yyyy")
        theme.changed.connect(self._resize)
        self._resize()

    @property
    def day(self) -> date:
        """The date that stands in it."""
        shown = self.date()
        return date(shown.year(), shown.month(), shown.day())

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the page."""
        event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the field and its caret."""
        super().paintEvent(event)
        side = self._theme.px(_CARET)
        place = QRect(self.width() - side - self._theme.px(7), (self.height() - side) // 2, side, side)
        painter = QPainter(self)
        self._theme.icons.paint(painter, place, "calendar-blank", self._theme.colour("text.secondary"))
        painter.end()

    def _resize(self) -> None:
        self.setFont(self._theme.font(13))
        self.setFixedWidth(self._theme.px(_DATE_WIDTH))


class RadioBox(CheckBox):
    """One of several: a round mark, a title and a note. Those of one parent exclude each other."""

    def __init__(self, theme: Theme, title: str, note: str = "", *, object_name: str = "") -> None:
        """`note` says what it does."""
        super().__init__(theme, title, note, object_name=object_name)
        self.setAutoExclusive(True)

    def _paint_square(self, painter: QPainter, top: int, title: int) -> None:
        theme, side = self._theme, self._theme.px(_RADIO)
        first_line = min(title, theme.px(18))
        place = QRectF(1.5, top + (first_line - side) // 2 + 1.5, side - 1, side - 1)
        is_on = self.isChecked()
        painter.setPen(Qt.PenStyle.NoPen if is_on else QPen(theme.colour("line.control"), 1))
        painter.setBrush(theme.colour("accent.fill" if is_on else "bg.surface"))
        painter.drawEllipse(place)
        if is_on:
            dot = theme.px(_DOT)
            painter.setBrush(theme.colour("text.on.accent"))
            painter.drawEllipse(place.center(), dot / 2, dot / 2)
