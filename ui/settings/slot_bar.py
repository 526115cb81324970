"""The chosen period in figures: From and To, copying its day, removing it."""

from __future__ import annotations

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.guardrails import HoursUnreadable, Slot
from ui.settings.fields import TimeField
from ui.settings.hours_form import HoursFault, clean_time
from ui.settings.week_grid import WeekGrid
from ui.settings.week_slots import with_times
from ui.settings.words import hours_sentence, ordinal_period, weekday_name
from ui.theme import Theme
from ui.widgets import Button, Card, ElidedLabel, IconButton, IconLine, Label

_ROOMY, _LEAST = 660, 480


class SlotBar(Card):
    """Below the grid. Fields say what the mouse does, and the reverse."""

    edited = Signal()

    def __init__(self, theme: Theme, grid: WeekGrid) -> None:
        """Serve a grid."""
        super().__init__(theme, object_name="slot_bar")
        self._grid = grid
        self._day = 0
        self._title = ElidedLabel(theme, weight=600, size=12, object_name="slot_title")
        self._from = TimeField(theme, self.tr("From"), "slot_from")
        self._to = TimeField(theme, self.tr("To"), "slot_to")
        self._copy = Button(theme, self.tr("Copy to weekdays"), icon="copy-simple", small=True, object_name="copy_day")
        self._add = IconButton(theme, "plus", self.tr("Add a period"), object_name="add_period")
        self._remove = Button(theme, self.tr("Remove"), icon="trash", small=True, object_name="remove_period")
        self._fault = IconLine(theme, "warning-circle", colour="red.text", object_name="slot_fault")
        self._fault.hide()
        row = QWidget()
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self._title, 1)
        line.addSpacing(8)
        for words, field in ((self.tr("From"), self._from), (self.tr("To"), self._to)):
            line.addWidget(Label(theme, words, size=12, colour="text.secondary"))
            line.addWidget(field)
            field.textEdited.connect(lambda _: self._on_typed())
            field.editingFinished.connect(self._on_left)
        line.addSpacing(4)
        line.addWidget(self._add)
        for button in (self._copy, self._remove):
            button.setAutoDefault(False)
            line.addWidget(button)
        column = QVBoxLayout(row)
        column.setContentsMargins(12, 6, 8, 6)
        column.setSpacing(4)
        column.addLayout(line)
        column.addWidget(self._fault)
        self.add_row(row)
        grid.period_chosen.connect(self._on_grid_period_chosen)
        grid.edited.connect(self._show_times)
        self._copy.clicked.connect(lambda: grid.copy_to_weekdays(self._day))
        self._remove.clicked.connect(self._on_remove_clicked)
        self._add.clicked.connect(self._on_add_clicked)
        self._show_times()

    @property
    def fault(self) -> str:
        """What is wrong with what is typed, "" for nothing."""
        return "" if self._fault.isHidden() else self._fault.text

    def focus_fault(self) -> None:
        """Go to what is wrong."""
        self._from.setFocus()
        self._from.selectAll()

    def show_first(self) -> None:
        """Choose the first period of the week."""
        day = next((lane.day for lane in self._grid.lanes if lane.slots), 0)
        self._grid.lanes[day].choose(0 if self._grid.lanes[day].slots else -1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the buttons' words to their tooltips where there is no room for them."""
        super().resizeEvent(event)
        is_narrow = self.width() < self._theme.px(_ROOMY)
        for button in (self._copy, self._remove):
            button.set_icon_only(is_narrow)

    def minimumSizeHint(self) -> QSize:
        """Return the size without the buttons' words."""
        return QSize(self._theme.px(_LEAST), super().minimumSizeHint().height())

    def _place(self) -> int:
        return self._grid.lanes[self._day].place

    def _slot(self) -> Slot | None:
        lane = self._grid.lanes[self._day]
        return lane.slots[lane.place] if 0 <= lane.place < len(lane.slots) else None

    def _on_grid_period_chosen(self, day: int, _place: int) -> None:
        self._day = day
        self._show_times()

    def _show_times(self) -> None:
        slot, lane = self._slot(), self._grid.lanes[self._day]
        day = weekday_name(self._day)
        self._title.setText(f"{day}, {ordinal_period(lane.place)}" if slot and len(lane.slots) > 1 else day)
        for field, words in ((self._from, slot.opens if slot else ""), (self._to, slot.closes if slot else "")):
            if not (field.hasFocus() and clean_time(field.text()) == words):
                field.setText(words)
            field.setEnabled(slot is not None)
        self._remove.setEnabled(slot is not None)
        self._say("")

    def _on_typed(self) -> None:
        """Take what is typed as soon as it is two times; wait quietly while it is half a time."""
        if ":" in self._from.text() and ":" in self._to.text():
            self._take(quietly=True)
        else:
            self._say("")

    def _on_remove_clicked(self) -> None:
        self._grid.lanes[self._day].remove_chosen()

    def _on_add_clicked(self) -> None:
        self._grid.lanes[self._day].add_free()

    def _on_left(self) -> None:
        if self._slot() is not None:
            self._take(quietly=False)

    def _take(self, *, quietly: bool) -> None:
        opens, closes = clean_time(self._from.text()), clean_time(self._to.text())
        try:
            slot = Slot.of(opens, closes)
        except HoursUnreadable as error:
            reason = "time" if error.reason == "not_a_time" else "order"
            if not quietly:
                self._say(hours_sentence(HoursFault(reason, self._day, 0, (opens, closes))))
            return
        if slot == self._slot():
            self._say("")
            return
        slots = with_times(self._grid.lanes[self._day].slots, self._place(), slot)
        if slots is None:
            other = next(one for one in self._grid.lanes[self._day].slots if one != self._slot() and _meet(one, slot))
            facts = (other.opens, other.closes, slot.opens, slot.closes)
            self._say(hours_sentence(HoursFault("overlap", self._day, 0, facts)))
            return
        self._grid.show_day(self._day, slots, slots.index(slot))

    def _say(self, sentence: str) -> None:
        if sentence == self.fault:
            return
        self._fault.setVisible(bool(sentence))
        if sentence:
            self._fault.say(sentence)
            self._fault.announce()
        self.edited.emit()


def _meet(one: Slot, other: Slot) -> bool:
    return one.start < other.end and other.start < one.end
