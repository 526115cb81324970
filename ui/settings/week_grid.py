"""The week as a picture: seven days below their hours; one day's hours can be copied to others."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.settings.day_lane import DayLane
from ui.settings.week_slots import Slots, span_of
from ui.theme import Theme

_HEAD = 18


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
            x = lane.x() + lane.scale.x_of(hour * 60)
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
