"""The week's opening hours: for each day any number of periods with From and To."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from ui.settings.hours_form import TypedSlot, clean_time
from ui.settings.words import weekday_name
from ui.theme import Theme
from ui.widgets import Card, CheckBox, IconButton, IconLine, Label

_DAY_WIDTH, _TIME_WIDTH = 132, 68
_USUAL = TypedSlot("09:00", "18:00")
_WORKDAYS = range(1, 5)


class TimeField(QLineEdit):
    """A time of day: whatever can be read as one is written as 09:00 when the field is left."""

    def __init__(self, theme: Theme, name: str, object_name: str, text: str) -> None:
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


class SlotLine(QWidget):
    """One period: From, To, and a button that removes it."""

    edited = Signal()
    remove_requested = Signal()

    def __init__(self, theme: Theme, day: int, place: int, slot: TypedSlot) -> None:
        """`place` is the period's place in its day."""
        super().__init__()
        where = f"{weekday_name(day)}, {place + 1}"
        self.opens = TimeField(theme, f"{where}: {self.tr('From')}", f"from_{day}_{place}", slot.opens)
        self.closes = TimeField(theme, f"{where}: {self.tr('To')}", f"to_{day}_{place}", slot.closes)
        remove_name = f"{where}: {self.tr('Remove')}"
        self.remove = IconButton(theme, "x", remove_name, object_name=f"remove_{day}_{place}", size=24)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.opens)
        row.addWidget(Label(theme, self.tr("to"), colour="text.secondary"))
        row.addWidget(self.closes)
        row.addWidget(self.remove)
        row.addStretch(1)
        for field in (self.opens, self.closes):
            field.textEdited.connect(lambda _: self.edited.emit())
        self.remove.clicked.connect(self.remove_requested)

    @property
    def slot(self) -> TypedSlot:
        """The period as typed."""
        return TypedSlot(self.opens.text(), self.closes.text())


class DayRow(QWidget):
    """One weekday."""

    edited = Signal()

    def __init__(self, theme: Theme, day: int) -> None:
        """Begin closed."""
        super().__init__()
        self._theme = theme
        self._day = day
        self._lines: list[SlotLine] = []
        self._before: tuple[TypedSlot, ...] = (_USUAL,)
        self._open = CheckBox(theme, weekday_name(day), object_name=f"day_{day}")
        self._closed = Label(theme, self.tr("Closed"), colour="text.tertiary")
        self._fault = IconLine(theme, "warning-circle", colour="red.text", object_name=f"day_fault_{day}")
        self._fault.hide()
        add_name = self.tr("Add a period on {day}").replace("{day}", weekday_name(day))
        self._add = IconButton(theme, "plus", add_name, object_name=f"add_{day}")
        self._column = QVBoxLayout()
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(6)
        self._column.addWidget(self._closed)
        middle = QVBoxLayout()
        middle.setSpacing(4)
        middle.addLayout(self._column)
        middle.addWidget(self._fault)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 6, 8, 6)
        row.setSpacing(8)
        row.addWidget(self._open, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addLayout(middle, 1)
        row.addWidget(self._add, 0, Qt.AlignmentFlag.AlignTop)
        self._open.toggled.connect(self._on_open_toggled)
        self._add.clicked.connect(self._on_add_clicked)
        theme.changed.connect(self._resize)
        self._resize()

    @property
    def slots(self) -> tuple[TypedSlot, ...]:
        """The periods as typed, none on a closed day."""
        return tuple(line.slot for line in self._lines)

    def show_slots(self, slots: Sequence[TypedSlot]) -> None:
        """Show these periods; none: closed."""
        for line in self._lines:
            self._column.removeWidget(line)
            line.hide()
            line.deleteLater()
        self._lines = []
        for slot in slots:
            self._append(slot)
        blocked = self._open.blockSignals(True)
        self._open.setChecked(bool(slots))
        self._open.blockSignals(blocked)
        self._open.update()
        self._closed.setVisible(not slots)
        self._add.setEnabled(bool(slots))
        self.show_fault("")

    def show_fault(self, sentence: str, place: int = 0) -> None:
        """Say what is wrong with the period at a place, "" for nothing."""
        self._fault.setVisible(bool(sentence))
        if sentence:
            self._fault.say(sentence)
            self._fault.announce()
            if place < len(self._lines):
                self._lines[place].opens.setFocus()
                self._lines[place].opens.selectAll()

    def _append(self, slot: TypedSlot) -> None:
        line = SlotLine(self._theme, self._day, len(self._lines), slot)
        line.edited.connect(self._on_line_edited)
        line.remove_requested.connect(lambda: self._remove(line))
        self._lines.append(line)
        self._column.addWidget(line)
        before: QWidget = self._lines[-2].remove if len(self._lines) > 1 else self._open
        for stop in (line.opens, line.closes, line.remove, self._add):
            self.setTabOrder(before, stop)
            before = stop

    def _remove(self, line: SlotLine) -> None:
        kept = tuple(each.slot for each in self._lines if each is not line)
        self.show_slots(kept)
        target = self._lines[-1].opens if self._lines else self._open
        target.setFocus()
        self.edited.emit()

    def _on_open_toggled(self, is_open: bool) -> None:
        if not is_open:
            self._before = self.slots or self._before
        self.show_slots(self._before if is_open else ())
        if is_open:
            self._lines[0].opens.setFocus()
            self._lines[0].opens.selectAll()
        self.edited.emit()

    def _on_add_clicked(self) -> None:
        last = self.slots[-1] if self.slots else _USUAL
        self._append(TypedSlot(last.closes, ""))
        self._lines[-1].opens.setFocus()
        self._lines[-1].opens.selectAll()
        self.edited.emit()

    def _on_line_edited(self) -> None:
        self.show_fault("")
        self.edited.emit()

    def _resize(self) -> None:
        self._open.setFixedWidth(self._theme.px(_DAY_WIDTH))


class WeekEditor(Card):
    """Seven days, Monday first."""

    edited = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        """Begin with every day closed."""
        super().__init__(theme, object_name="week", parent=parent)
        self._days = [DayRow(theme, day) for day in range(7)]
        for row in self._days:
            row.edited.connect(self.edited)
            self.add_row(row)

    @property
    def week(self) -> tuple[tuple[TypedSlot, ...], ...]:
        """Every day's periods as typed."""
        return tuple(row.slots for row in self._days)

    def show_week(self, week: Sequence[Sequence[TypedSlot]]) -> None:
        """Show a week."""
        for row, slots in zip(self._days, week, strict=True):
            row.show_slots(slots)

    def show_fault(self, day: int, sentence: str, place: int) -> None:
        """Say what is wrong on a day."""
        self._days[day].show_fault(sentence, place)

    def forget_faults(self) -> None:
        """Say that nothing is wrong."""
        for row in self._days:
            row.show_fault("")

    def copy_monday(self) -> None:
        """Let Tuesday to Friday keep Monday's hours."""
        for day in _WORKDAYS:
            self._days[day].show_slots(self._days[0].slots)
        self.edited.emit()
