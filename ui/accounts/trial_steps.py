"""The steps of a trial as rows: what is still to come, under way, passed, or failed and why."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from ui.theme import Theme
from ui.widgets import Button, Card, Label


class StepState(StrEnum):
    """How far one step is."""

    TO_COME = "to_come"
    UNDER_WAY = "under_way"
    PASSED = "passed"
    FAILED = "failed"
    LACKING = "lacking"  # failed, but one may go on without it


_LOOKS = {
    StepState.TO_COME: ("circle-dashed", "text.tertiary"),
    StepState.UNDER_WAY: ("spinner-gap", "accent.mark"),
    StepState.PASSED: ("check-circle-fill", "green.fill"),
    StepState.FAILED: ("warning-circle-fill", "red.fill"),
    StepState.LACKING: ("warning-circle-fill", "amber.fill"),
}
_ICON = 16
_BESIDE_FROM = 400
"""Pixels at 100 % from which on a row has its button beside the words."""

_LONG = re.compile(r"\S{20,}")
_JOINT = re.compile(r"(?<=_)(?=\w)")


class TrialSteps(Card):
    """One row a step."""

    fix_requested = Signal(str)
    """The name of a step whose remedy a person wants."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        """Show no steps yet."""
        super().__init__(theme, object_name="trial_steps", parent=parent)
        self._lines: dict[str, _Line] = {}

    def set_steps(self, steps: Sequence[tuple[str, str]]) -> None:
        """Show these (name, words), none begun."""
        self.clear()
        self._lines = {}
        for name, words in steps:
            line = _Line(self._theme, name, words)
            line.fix.clicked.connect(lambda _=False, name=name: self.fix_requested.emit(name))
            self._lines[name] = line
            self.add_row(line)

    def set_state(
        self, name: str, state: StepState, note: str = "", fix: str = "", *, in_browser: bool = False
    ) -> None:
        """Show how far a step is; `note` says why it failed, `fix` is a button for its remedy. Unknown ones pass."""
        if name in self._lines:
            self._lines[name].fix.set_icon_name("arrow-square-out" if in_browser else "")
            self._lines[name].set_state(state, note, fix)

    def begin_next(self) -> None:
        """Mark the first step that is still to come as under way."""
        for line in self._lines.values():
            if line.state is StepState.TO_COME:
                line.set_state(StepState.UNDER_WAY)
                return

    def stop(self) -> None:
        """Take back the mark of the step under way."""
        for line in self._lines.values():
            if line.state is StepState.UNDER_WAY:
                line.set_state(StepState.TO_COME)

    def states(self) -> dict[str, StepState]:
        """Return each step's state."""
        return {name: line.state for name, line in self._lines.items()}


class _Line(QWidget):
    def __init__(self, theme: Theme, name: str, words: str) -> None:
        super().__init__()
        self._theme = theme
        self.state = StepState.TO_COME
        self.setObjectName(f"trial_step_{name}")
        self._icon = QLabel()
        self._words = words
        self._title = Label(theme, breakable(words), weight=500, wrap=True)
        self._note = Label(theme, size=12, colour="text.secondary", wrap=True, object_name=f"trial_note_{name}")
        self.fix = Button(theme, "", small=True, object_name=f"trial_fix_{name}")
        self.fix.setAutoDefault(False)
        column = self._column = QVBoxLayout()
        column.setSpacing(1)
        column.addWidget(self._title)
        column.addWidget(self._note)
        self._beside = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._beside.setSpacing(12)
        self._beside.addLayout(column, 1)
        self._beside.addWidget(self.fix, 0, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 7, 14, 7)
        row.setSpacing(12)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addLayout(self._beside, 1)
        theme.changed.connect(self._show)
        self.set_state(StepState.TO_COME)

    def set_state(self, state: StepState, note: str = "", fix: str = "") -> None:
        self.state = state
        self.fix.setText(fix)
        self.fix.setVisible(bool(fix))
        self.fix.setAccessibleName(f"{fix}: {self._words}")
        self._note.setText(breakable(note))
        self._note.setVisible(bool(note))
        self._title.set_colour("text.secondary" if state is StepState.TO_COME else "text.primary")
        said = {
            StepState.TO_COME: self.tr("to come"),
            StepState.UNDER_WAY: self.tr("under way"),
            StepState.PASSED: self.tr("passed"),
            StepState.FAILED: self.tr("failed"),
            StepState.LACKING: self.tr("not allowed"),
        }
        self.setAccessibleName(f"{self._words}, {said[state]}")
        self.setAccessibleDescription(note)
        self._show()

    def minimumSizeHint(self) -> QSize:
        """Return the size of the row with its button below the words."""
        least = super().minimumSizeHint()
        words = max(self._column.minimumSize().width(), self.fix.minimumSizeHint().width() if self.fix.text() else 0)
        return QSize(min(least.width(), 14 + self._theme.px(_ICON) + 12 + words + 14), least.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the button below the words where they have too little room beside it."""
        super().resizeEvent(event)
        narrow = self.width() < self._theme.px(_BESIDE_FROM)
        down, across = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        self._beside.setDirection(down if narrow else across)
        self._beside.setSpacing(6 if narrow else 12)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            self._show()

    def _show(self) -> None:
        icon, colour = _LOOKS[self.state]
        side = self._theme.px(_ICON)
        pixmap = self._theme.icons.pixmap(icon, side, self._theme.colour(colour), self.devicePixelRatioF())
        self._icon.setPixmap(pixmap)
        self._icon.setFixedWidth(side)


def breakable(words: str) -> str:
    """Return words in which a long name ("pages_read_user_content") may go on in the next line, at its joints."""
    return _LONG.sub(lambda found: _JOINT.sub("\u200b", found[0]), words)
