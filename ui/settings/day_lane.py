"""One day of the week as a row: its periods as bars, drawn and moved with the mouse or with keys."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QCursor, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.guardrails import Slot
from ui.settings.day_painting import DayLook, paint_day
from ui.settings.day_scale import DayScale
from ui.settings.week_slots import STEP, Grip, Slots, added, free_hours, moved, stretched
from ui.settings.words import slot_words, weekday_name
from ui.theme import Theme
from ui.widgets import CheckBox

_LABEL, _ROW, _BAR, _EDGE, _PAD = 124, 40, 27, 7, 10
_USUAL = (Slot(9 * 60, 18 * 60),)
_CURSORS = {
    Grip.START: Qt.CursorShape.SizeHorCursor,
    Grip.END: Qt.CursorShape.SizeHorCursor,
    Grip.WHOLE: Qt.CursorShape.OpenHandCursor,
}
_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}


class DayLane(QWidget):
    """One day: its check box, its bars. Arrows choose a bar, Ctrl and Shift with them move it and its end."""

    changed = Signal()
    chosen = Signal(int)
    """A bar was chosen: its place, -1 for none."""
    step_wanted = Signal(int)
    """Up or down to another day: -1 or 1."""
    copy_wanted = Signal()
    paste_wanted = Signal()

    def __init__(self, theme: Theme, day: int) -> None:
        """Begin closed. `day` is 0 for Monday."""
        super().__init__()
        self._theme = theme
        self.day = day
        self.slots: Slots = ()
        self.place = -1
        self._before: Slots = _USUAL
        self._hours = (7, 21)
        self._now: int | None = None
        self._grip: tuple[Grip, int, int] | None = None
        self._drawn_from: int | None = None
        self.setObjectName(f"lane_{day}")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.box = CheckBox(theme, weekday_name(day), object_name=f"day_{day}", parent=self)
        self.box.toggled.connect(self._on_box_toggled)
        theme.changed.connect(self._restyle)
        self._restyle()

    # --- what is shown ---------------------------------------------------------------------------------------

    def show_slots(self, slots: Slots, place: int = -1) -> None:
        """Show these periods with one of them chosen."""
        self.slots, self.place = slots, place if place < len(slots) else -1
        blocked = self.box.blockSignals(True)
        self.box.setChecked(bool(slots))
        self.box.blockSignals(blocked)
        self.box.update()
        self._name()
        self.update()

    def set_hours(self, hours: tuple[int, int]) -> None:
        """Show the day between two hours."""
        self._hours = hours
        self.update()

    def set_now(self, minute: int | None) -> None:
        """Mark a minute of this day as now; None: it is another day."""
        self._now = minute
        self.update()

    def choose(self, place: int) -> None:
        """Choose a bar, -1 for none."""
        self.place = place
        self._name()
        self.update()
        self.chosen.emit(place)

    def sizeHint(self) -> QSize:
        """Return a row's size."""
        return QSize(self._theme.px(560), self._theme.px(_ROW))

    # --- hands ------------------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of a bar or its edge, or begin to draw one."""
        if event.button() is not Qt.MouseButton.LeftButton or event.position().x() < self.scale.left:
            super().mousePressEvent(event)
            return
        minute = self.scale.minute_at(event.position().x())
        held = self.scale.held_at(event.position(), self.slots)
        if held is None:
            self._drawn_from = minute
            self.choose(-1)
            return
        grip, place = held
        self._grip = (grip, place, minute - self.slots[place].start)
        self.choose(place)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Move what is held, draw a new bar, or say with the cursor what can be done."""
        minute = self.scale.minute_at(event.position().x())
        if self._grip is not None:
            grip, place, offset = self._grip
            slots = moved(self.slots, place, minute - offset) if grip is Grip.WHOLE else None
            self._take(slots or stretched(self.slots, place, grip, minute), place)
        elif self._drawn_from is not None and abs(minute - self._drawn_from) >= STEP:
            made = added(self.slots, self._drawn_from, minute)
            if made is not None:
                slots, place = made
                backwards = minute < self._drawn_from
                self._grip = (Grip.START if backwards else Grip.END, place, 0)
                self._drawn_from = None
                self._take(slots, place)
        else:
            held = self.scale.held_at(event.position(), self.slots)
            self.setCursor(QCursor(_CURSORS[held[0]] if held is not None else Qt.CursorShape.ArrowCursor))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go."""
        self._grip = self._drawn_from = None
        super().mouseReleaseEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Add a period of an hour where there is none."""
        minute = self.scale.minute_at(event.position().x())
        if event.position().x() >= self.scale.left and self.scale.held_at(event.position(), self.slots) is None:
            self._add(minute - minute % 60, minute - minute % 60 + 60)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose with arrows, move with Ctrl, stretch with Shift, begin earlier or later with both."""
        key, step = event.key(), _STEPS.get(Qt.Key(event.key()), 0)
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if step and (control or shift):
            self._move_by_key(step, control=control, shift=shift)
        elif step:
            self._walk(step)
        elif key in {Qt.Key.Key_Up, Qt.Key.Key_Down}:
            self.step_wanted.emit(1 if key == Qt.Key.Key_Down else -1)
        elif control and key == Qt.Key.Key_C:
            self.copy_wanted.emit()
        elif control and key == Qt.Key.Key_V:
            self.paste_wanted.emit()
        elif key in {Qt.Key.Key_Delete, Qt.Key.Key_Backspace}:
            self.remove_chosen()
        elif key in {Qt.Key.Key_Insert, Qt.Key.Key_Plus, Qt.Key.Key_Space}:
            self.add_free()
        else:
            super().keyPressEvent(event)

    def add_free(self) -> None:
        """Add a period where there is room for one."""
        free = free_hours(self.slots)
        if free is not None:
            self._add(*free)

    def remove_chosen(self) -> None:
        """Remove the chosen period."""
        if 0 <= self.place < len(self.slots):
            kept = tuple(slot for number, slot in enumerate(self.slots) if number != self.place)
            self._take(kept, min(self.place, len(kept) - 1))

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Choose the first bar when the keyboard comes to the day."""
        super().focusInEvent(event)
        if self.place < 0 and self.slots and self._grip is None and self._drawn_from is None:
            self.choose(0)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Draw no ring any more."""
        super().focusOutEvent(event)
        self.update()

    # --- painting ---------------------------------------------------------------------------------------------

    @property
    def scale(self) -> DayScale:
        """Where the day's minutes lie now."""
        px, (first, last) = self._theme.px, self._hours
        return DayScale(self.width(), self.height(), px(_LABEL), first, last, px(_BAR), px(_EDGE))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the hours, the bars and the moment."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        look = DayLook(self.slots, self.place, self._now, has_line_above=self.day > 0, has_focus=self.hasFocus())
        paint_day(painter, self._theme, self.scale, look)
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the check box at the left."""
        super().resizeEvent(event)
        width, height = self._theme.px(_LABEL) - self._theme.px(_PAD), self.box.sizeHint().height()
        self.box.setGeometry(self._theme.px(_PAD), (self.height() - height) // 2, width, height)

    # --- changing ---------------------------------------------------------------------------------------------

    def _take(self, slots: Slots, place: int) -> None:
        if slots == self.slots and place == self.place:
            return
        self.show_slots(slots, place)
        self.chosen.emit(self.place)
        self.changed.emit()

    def _add(self, first: int, last: int) -> None:
        made = added(self.slots, first, last)
        if made is not None:
            self._take(*made)

    def _walk(self, step: int) -> None:
        if self.slots:
            self.choose(max(0, min(len(self.slots) - 1, self.place + step)))

    def _move_by_key(self, step: int, *, control: bool, shift: bool) -> None:
        if not 0 <= self.place < len(self.slots):
            return
        slot, by = self.slots[self.place], step * STEP
        if control and shift:
            self._take(stretched(self.slots, self.place, Grip.START, slot.start + by), self.place)
        elif shift:
            self._take(stretched(self.slots, self.place, Grip.END, slot.end + by), self.place)
        else:
            self._take(moved(self.slots, self.place, slot.start + by), self.place)

    def _on_box_toggled(self, is_open: bool) -> None:
        if not is_open:
            self._before = self.slots or self._before
        self._take(self._before if is_open else (), 0 if is_open else -1)

    def _name(self) -> None:
        """Say the day and its periods, for a screen reader."""
        times = ", ".join(map(slot_words, self.slots))
        words = self.tr("{day}, open {times}") if self.slots else self.tr("{day}, closed")
        self.setAccessibleName(words.replace("{day}", weekday_name(self.day)).replace("{times}", times))
        self.setAccessibleDescription(
            self.tr("Arrows choose a period, with Control they move it, with Shift its end. Space adds one.")
        )

    def _restyle(self) -> None:
        self.setFixedHeight(self._theme.px(_ROW))
        self.update()
