"""The week as a picture: a row a day, a bar a period, drawn and moved with the mouse or with keys."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QCursor, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from desktop.guardrails import Slot
from ui.settings.week_slots import STEP, Grip, Slots, added, free_hours, moved, span_of, stretched
from ui.settings.words import slot_words, weekday_name
from ui.theme import Theme
from ui.widgets import CheckBox

_LABEL, _ROW, _BAR, _HEAD, _EDGE, _PAD = 124, 40, 27, 18, 7, 10
_USUAL = (Slot(9 * 60, 18 * 60),)


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
        self._is_today = False
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
        self._now, self._is_today = minute, minute is not None
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
        if event.button() is not Qt.MouseButton.LeftButton or event.position().x() < self._left():
            super().mousePressEvent(event)
            return
        minute = self._minute_at(event.position().x())
        held = self._held_at(event.position())
        if held is None:
            self._drawn_from = minute
            self.choose(-1)
            return
        grip, place = held
        self._grip = (grip, place, minute - self.slots[place].start)
        self.choose(place)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Move what is held, draw a new bar, or say with the cursor what can be done."""
        minute = self._minute_at(event.position().x())
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
            held = self._held_at(event.position())
            self.setCursor(QCursor(_CURSORS[held[0]] if held is not None else Qt.CursorShape.ArrowCursor))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go."""
        self._grip = self._drawn_from = None
        super().mouseReleaseEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Add a period of an hour where there is none."""
        minute = self._minute_at(event.position().x())
        if event.position().x() >= self._left() and self._held_at(event.position()) is None:
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

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the hours, the bars and the moment."""
        theme, painter = self._theme, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._is_today:
            painter.fillRect(self.rect(), theme.colour("bg.window"))
        painter.setPen(QPen(theme.colour("line.hair"), 1))
        first, last = self._hours
        for hour in range(first, last + 1):
            x = round(self._x_of(hour * 60)) + 0.5
            painter.drawLine(QPointF(x, 0), QPointF(x, self.height()))
        if self.day:
            painter.drawLine(QPointF(0, 0.5), QPointF(self.width(), 0.5))
        if not self.slots:
            painter.setPen(theme.colour("text.tertiary"))
            painter.setFont(theme.font(12))
            place = QRectF(self._left() + theme.px(14), 0, theme.px(120), self.height())
            painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, self.tr("Closed"))
        for number, slot in enumerate(self.slots):
            self._paint_bar(painter, slot, is_chosen=number == self.place)
        self._paint_now(painter)
        if self.hasFocus():
            painter.setPen(QPen(theme.colour("focus"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(2, 2, -2, -2), 5, 5)
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the check box at the left."""
        super().resizeEvent(event)
        width, height = self._theme.px(_LABEL) - self._theme.px(_PAD), self.box.sizeHint().height()
        self.box.setGeometry(self._theme.px(_PAD), (self.height() - height) // 2, width, height)

    def _paint_bar(self, painter: QPainter, slot: Slot, *, is_chosen: bool) -> None:
        theme, bar = self._theme, self._bar_of(slot)
        painter.setPen(QPen(theme.colour("accent.fill" if is_chosen else "accent.line"), 1))
        painter.setBrush(theme.colour("accent.fill" if is_chosen else "accent.tint.strong"))
        painter.drawRoundedRect(bar, 5, 5)
        ink = theme.colour("text.on.accent" if is_chosen else "accent.text")
        words, metrics = slot_words(slot), theme.metrics(12, 500)
        if metrics.horizontalAdvance(words) + theme.px(22) > bar.width():
            words = slot.opens if metrics.horizontalAdvance(slot.opens) + theme.px(8) < bar.width() else ""
        painter.setPen(ink)
        painter.setFont(theme.font(12, 500))
        painter.drawText(bar, Qt.AlignmentFlag.AlignCenter, words)
        grip = theme.colour("text.on.accent" if is_chosen else "accent.line")
        for x in (bar.left() + 5, bar.right() - 7):
            painter.fillRect(QRectF(x, bar.center().y() - 5, 2, 10), grip)

    def _paint_now(self, painter: QPainter) -> None:
        if self._now is None:
            return
        theme, x = self._theme, self._x_of(self._now)
        if not self._left() <= x <= self.width():
            return
        painter.fillRect(QRectF(x, 1, 2, self.height() - 1), theme.colour("red.fill"))
        words, font = f"{self._now // 60:02d}:{self._now % 60:02d}", theme.font(11, 600)
        on_bar = any(slot.start <= self._now <= slot.end for slot in self.slots)
        if on_bar or not self.slots:
            painter.setFont(font)
            painter.setPen(theme.colour("red.text"))
            painter.drawText(QRectF(x + theme.px(8), 0, theme.px(44), self.height()), _MIDDLE_LEFT, words)

    # --- geometry ---------------------------------------------------------------------------------------------

    def _left(self) -> int:
        return self._theme.px(_LABEL)

    def _x_of(self, minute: int) -> float:
        first, last = self._hours
        room = self.width() - self._left() - 1
        return self._left() + room * (minute - first * 60) / ((last - first) * 60)

    def _minute_at(self, x: float) -> int:
        first, last = self._hours
        room = max(1, self.width() - self._left() - 1)
        return first * 60 + round((x - self._left()) / room * (last - first) * 60)

    def _bar_of(self, slot: Slot) -> QRectF:
        high = self._theme.px(_BAR)
        left, right = self._x_of(slot.start), self._x_of(min(slot.end, self._hours[1] * 60))
        return QRectF(left + 0.5, (self.height() - high) / 2, right - left, high)

    def _held_at(self, point: QPointF) -> tuple[Grip, int] | None:
        for place, slot in enumerate(self.slots):
            bar, edge = self._bar_of(slot), self._theme.px(_EDGE)
            if bar.left() - 2 <= point.x() <= bar.right() + 2:
                edge = min(edge, int(bar.width() / 3))
                if point.x() <= bar.left() + edge:
                    return Grip.START, place
                return (Grip.END if point.x() >= bar.right() - edge else Grip.WHOLE), place
        return None

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


class WeekGrid(QWidget):
    """Seven days below their hours. `period_chosen` tells the day and the place of a bar, -1 for none."""

    edited = Signal()
    period_chosen = Signal(int, int)

    def __init__(self, theme: Theme) -> None:
        """Begin with every day closed."""
        super().__init__()
        self._theme = theme
        self._copied: Slots | None = None
        self.setObjectName("week")
        self.setAccessibleName(self.tr("Week"))
        self.lanes = [DayLane(theme, day) for day in range(7)]
        self._column = QVBoxLayout(self)
        self._column.setSpacing(0)
        for lane in self.lanes:
            self._column.addWidget(lane)
            lane.changed.connect(self._on_lane_changed)
            lane.chosen.connect(lambda place, day=lane.day: self._on_lane_chosen(day, place))
            lane.step_wanted.connect(lambda step, day=lane.day: self._step(day, step))
            lane.copy_wanted.connect(lambda lane=lane: self._copy(lane))
            lane.paste_wanted.connect(lambda lane=lane: self._paste(lane))
        theme.changed.connect(self._restyle)
        self._restyle()

    @property
    def week(self) -> tuple[Slots, ...]:
        """Every day's periods, Monday first."""
        return tuple(lane.slots for lane in self.lanes)

    def show_week(self, week: Sequence[Slots]) -> None:
        """Show a week, nothing chosen."""
        for lane, slots in zip(self.lanes, week, strict=True):
            lane.show_slots(tuple(sorted(slots)))
        self._fit()

    def show_day(self, day: int, slots: Slots, place: int) -> None:
        """Show other periods of one day, one of them chosen."""
        self.lanes[day].show_slots(slots, place)
        self._fit()
        self.edited.emit()

    def set_now(self, now: datetime) -> None:
        """Mark the moment; `now` is in the schedule's zone."""
        for lane in self.lanes:
            lane.set_now(now.hour * 60 + now.minute if lane.day == now.weekday() else None)
        self.update()

    def copy_to_weekdays(self, day: int) -> None:
        """Let Monday to Friday keep a day's hours."""
        for lane in self.lanes[:5]:
            lane.show_slots(self.lanes[day].slots, lane.place if lane.day == day else -1)
        self._fit()
        self.edited.emit()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the hours above and the frame."""
        theme, painter = self._theme, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(theme.font(11))
        painter.setPen(theme.colour("text.tertiary"))
        first, last = span_of(self.week)
        lane, every = self.lanes[0], 2 if last - first <= 16 else 3
        for hour in range(first, last + 1, every):
            x = lane.x() + lane._x_of(hour * 60)  # noqa: SLF001 - the lanes' own scale
            place = QRectF(min(x - theme.px(20), self.width() - theme.px(38)), 0, theme.px(40), theme.px(_HEAD))
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter, f"{hour % 24:02d}" if hour != 24 else "24")
        painter.setPen(QPen(theme.colour("line.hair"), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        frame = QRectF(0, theme.px(_HEAD), self.width(), self.height() - theme.px(_HEAD))
        painter.drawRoundedRect(frame.adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)
        painter.end()

    def _on_lane_changed(self) -> None:
        self._fit()
        self.edited.emit()

    def _on_lane_chosen(self, day: int, place: int) -> None:
        if place >= 0:
            for lane in self.lanes:
                if lane.day != day and lane.place >= 0:
                    lane.show_slots(lane.slots)
        self.period_chosen.emit(day, place)

    def _step(self, day: int, step: int) -> None:
        if 0 <= day + step < len(self.lanes):
            self.lanes[day + step].setFocus(Qt.FocusReason.TabFocusReason)

    def _copy(self, lane: DayLane) -> None:
        self._copied = lane.slots

    def _paste(self, lane: DayLane) -> None:
        if self._copied is not None:
            lane.show_slots(self._copied, 0 if self._copied else -1)
            self._on_lane_changed()
            self.period_chosen.emit(lane.day, lane.place)

    def _fit(self) -> None:
        hours = span_of(self.week)
        for lane in self.lanes:
            lane.set_hours(hours)
        self.update()

    def _restyle(self) -> None:
        self._column.setContentsMargins(1, self._theme.px(_HEAD) + 1, 1, 1)
        self.update()


_MIDDLE_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
_CURSORS = {
    Grip.START: Qt.CursorShape.SizeHorCursor,
    Grip.END: Qt.CursorShape.SizeHorCursor,
    Grip.WHOLE: Qt.CursorShape.OpenHandCursor,
}
_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
