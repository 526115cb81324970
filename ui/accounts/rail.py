"""The wizard's rail: its steps with what is done, where one stands and what is to come, and where secrets are kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from ui.accounts.step_disc import paint_step_disc
from ui.theme import Theme
from ui.widgets import IconLine

RAIL_WIDTH = 236
_TOP, _LEFT, _TEXT = 20, 20, 52
_PITCH, _DISC = 52, 22


@dataclass(frozen=True, slots=True)
class RailStep:
    """One step as the rail shows it."""

    title: str
    note: str = ""


class Rail(QWidget):
    """The steps, painted; the note at the bottom is a label."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        """Show no step yet."""
        super().__init__(parent)
        self._theme = theme
        self.setObjectName("wizard_rail")
        self.setProperty("ground", "window")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._steps = _Steps(theme)
        self._note = IconLine(theme, "lock-key", object_name="wizard_rail_note")
        column = QVBoxLayout(self)
        column.setContentsMargins(_LEFT, _TOP, 16, 20)
        column.addWidget(self._steps)
        column.addStretch(1)
        column.addWidget(self._note)
        theme.changed.connect(self._resize)
        self._resize()

    def set_steps(self, steps: Sequence[RailStep], current: int) -> None:
        """Show the steps with the one at place `current` in progress; beyond the end all are done."""
        self._steps.set_steps(steps, current)

    def set_note(self, note: str) -> None:
        """Say where secrets are kept."""
        self._note.say(note)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the line at the rail's right."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.fillRect(self.width() - 1, 0, 1, self.height(), self._theme.colour("line.hair"))
        painter.end()

    def _resize(self) -> None:
        self.setFixedWidth(self._theme.px(RAIL_WIDTH))


class _Steps(QWidget):
    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._steps: Sequence[RailStep] = ()
        self._current = 0
        self.setObjectName("wizard_steps")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)

    def set_steps(self, steps: Sequence[RailStep], current: int) -> None:
        self._steps = tuple(steps)
        self._current = current
        shown = min(current, len(self._steps) - 1)
        words = self.tr("Step {number} of {count}: {name}")
        name = self._steps[shown].title if self._steps else ""
        words = words.replace("{number}", str(shown + 1)).replace("{count}", str(len(self._steps)))
        self.setAccessibleName(words.replace("{name}", name))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(120), self._theme.px(_PITCH) * len(self._steps))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        for number, step in enumerate(self._steps):
            side = self._theme.px(_DISC)
            disc = QRect(0, self._theme.px(_PITCH) * number, side, side)
            paint_step_disc(painter, disc, self._theme, number + 1, self._current + 1)
            self._paint_words(painter, number, step)
        painter.end()

    def _paint_words(self, painter: QPainter, number: int, step: RailStep) -> None:
        theme = self._theme
        left, top = theme.px(_TEXT) - _LEFT, theme.px(_PITCH) * number + theme.px(1)
        room = self.width() - left
        here = number == self._current
        weight = 600 if here else 500
        painter.setFont(theme.font(13, weight))
        painter.setPen(theme.colour("text.primary"))
        title = theme.metrics(13, weight).elidedText(step.title, Qt.TextElideMode.ElideRight, room)
        painter.drawText(QRect(left, top, room, theme.px(18)), Qt.AlignmentFlag.AlignVCenter, title)
        painter.setFont(theme.font(12))
        painter.setPen(theme.colour("text.secondary"))
        place = QRect(left, top + theme.px(18), room, theme.px(32))
        if " " in step.note:
            painter.drawText(place, Qt.TextFlag.TextWordWrap, step.note)
        else:
            note = theme.metrics(12).elidedText(step.note, Qt.TextElideMode.ElideRight, room)
            painter.drawText(place, Qt.TextFlag.TextSingleLine, note)
