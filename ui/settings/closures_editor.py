"""Days of the desk's own: closed, or open at other hours, from one date to another."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QDate, QRect, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QDateEdit, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from ui.settings.hours_form import TypedClosure
from ui.theme import Theme
from ui.widgets import Button, Card, IconButton, IconLine, Label

_DATE_WIDTH, _HOURS_WIDTH = 126, 110
_CARET = 14


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


class ClosureRow(QWidget):
    """One exception: its name, its dates, the hours kept on them."""

    edited = Signal()
    remove_requested = Signal()

    def __init__(self, theme: Theme, place: int, closure: TypedClosure) -> None:
        """`place` counts the exceptions, for names."""
        super().__init__()
        number = str(place + 1)
        self._theme = theme
        self.name = _line(theme, self.tr("Exception {n}: name"), f"closure_name_{place}", closure.name, number)
        self.name.setPlaceholderText(self.tr("Summer holidays"))
        first_name = self.tr("Exception {n}: first day").replace("{n}", number)
        last_name = self.tr("Exception {n}: last day").replace("{n}", number)
        self.first = DateField(theme, first_name, f"closure_first_{place}", closure.first)
        self.last = DateField(theme, last_name, f"closure_last_{place}", closure.last)
        self.hours = _line(theme, self.tr("Exception {n}: hours"), f"closure_hours_{place}", closure.hours, number)
        self.hours.setPlaceholderText(self.tr("closed"))
        remove_name = self.tr("Remove exception {n}").replace("{n}", number)
        remove = IconButton(theme, "x", remove_name, object_name=f"remove_closure_{place}", size=24)
        self.stops: tuple[QWidget, ...] = (self.name, self.first, self.last, self.hours, remove)
        self._fault = IconLine(theme, "warning-circle", colour="red.text", object_name=f"closure_fault_{place}")
        self._fault.hide()
        self._lay_out(remove)
        for line in (self.name, self.hours):
            line.textEdited.connect(lambda _: self._on_edited())
        self.first.dateChanged.connect(self._on_first_changed)
        self.last.dateChanged.connect(lambda _: self._on_edited())
        remove.clicked.connect(self.remove_requested)

    @property
    def closure(self) -> TypedClosure:
        """The exception as typed."""
        return TypedClosure(self.first.day, self.last.day, self.name.text().strip(), self.hours.text().strip())

    def show_fault(self, sentence: str) -> None:
        """Say what is wrong, "" for nothing."""
        self._fault.setVisible(bool(sentence))
        if sentence:
            self._fault.say(sentence)
            self._fault.announce()

    def _lay_out(self, remove: IconButton) -> None:
        above = QHBoxLayout()
        above.setSpacing(8)
        above.addWidget(self.name, 1)
        above.addWidget(remove, 0, Qt.AlignmentFlag.AlignVCenter)
        below = QHBoxLayout()
        below.setSpacing(8)
        below.addWidget(self.first)
        below.addWidget(Label(self._theme, self.tr("to"), colour="text.secondary"))
        below.addWidget(self.last)
        below.addWidget(Label(self._theme, self.tr("open"), colour="text.secondary"))
        below.addWidget(self.hours, 1)
        below.addSpacing(self._theme.px(32))
        self.hours.setMinimumWidth(_HOURS_WIDTH)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 8, 8, 8)
        column.setSpacing(6)
        column.addLayout(above)
        column.addLayout(below)
        column.addWidget(self._fault)

    def _on_first_changed(self, first: QDate) -> None:
        if self.last.date() < first:
            self.last.setDate(first)
        self._on_edited()

    def _on_edited(self) -> None:
        self.show_fault("")
        self.edited.emit()


class ClosuresEditor(QWidget):
    """The exceptions, and a button that adds one."""

    edited = Signal()

    def __init__(self, theme: Theme, today: date) -> None:
        """`today` is where a new exception begins."""
        super().__init__()
        self._theme = theme
        self._today = today
        self._rows: list[ClosureRow] = []
        self._card = Card(theme, object_name="closures")
        self._add = Button(theme, self.tr("Add an exception"), icon="plus", small=True, object_name="add_closure")
        self._add.setAutoDefault(False)
        self._add.clicked.connect(self._on_add_clicked)
        below = QHBoxLayout()
        below.addWidget(self._add)
        below.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self._card)
        column.addLayout(below)

    @property
    def closures(self) -> tuple[TypedClosure, ...]:
        """The exceptions as typed, by their first day."""
        return tuple(row.closure for row in self._rows)

    def show_closures(self, closures: Sequence[TypedClosure]) -> None:
        """Show these exceptions."""
        self._card.clear()
        self._rows = []
        for closure in closures:
            self._append(closure)
        self._card.setVisible(bool(closures))

    def show_fault(self, place: int, sentence: str) -> None:
        """Say what is wrong with an exception."""
        self._rows[place].show_fault(sentence)
        self._rows[place].hours.setFocus()

    def forget_faults(self) -> None:
        """Say that nothing is wrong."""
        for row in self._rows:
            row.show_fault("")

    def _append(self, closure: TypedClosure) -> ClosureRow:
        row = ClosureRow(self._theme, len(self._rows), closure)
        row.edited.connect(self.edited)
        row.remove_requested.connect(lambda: self._remove(row))
        self._rows.append(row)
        before = self._add.previousInFocusChain() or self._card
        self._card.add_row(row)
        for stop in (*row.stops, self._add):
            self.setTabOrder(before, stop)
            before = stop
        return row

    def _remove(self, row: ClosureRow) -> None:
        self.show_closures([each.closure for each in self._rows if each is not row])
        self.edited.emit()

    def _on_add_clicked(self) -> None:
        self._card.show()
        self._append(TypedClosure(self._today, self._today, "")).name.setFocus()
        self.edited.emit()


def _line(theme: Theme, name: str, object_name: str, text: str, number: str) -> QLineEdit:
    line = QLineEdit(text)
    line.setObjectName(object_name)
    line.setAccessibleName(name.replace("{n}", number))
    line.setProperty("kind", "field")
    line.setFont(theme.font(13))
    return line
