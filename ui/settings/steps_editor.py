"""The steps of one playbook to be edited: a line each, moved and removed by its buttons or keys."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from desktop.cases.playbooks import LONGEST_STEP, Step
from desktop.model import made_uid
from ui.theme import Theme
from ui.widgets import IconButton, Label

_MOVES = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class StepsEditor(QWidget):
    """Shows steps and tells of every change. Alt and an arrow moves the step with the caret, Enter adds one below."""

    edited = Signal(object)
    """The steps as they are now, a tuple of Step; empty lines are among them."""

    def __init__(self, theme: Theme) -> None:
        """Show no steps yet."""
        super().__init__()
        self._theme = theme
        self._steps: list[Step] = []
        self._lines: list[QLineEdit] = []
        self._rows: list[QWidget] = []
        self.setObjectName("playbook_editor")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(6)

    @property
    def steps(self) -> tuple[Step, ...]:
        """The steps as they are now."""
        return tuple(self._steps)

    def set_steps(self, steps: Sequence[Step]) -> None:
        """Show these; nothing is told of that."""
        self._steps = list(steps)
        self._remake()

    def add(self, after: int | None = None) -> None:
        """Add an empty step, at the end or after a place, and put the caret into it."""
        place = len(self._steps) if after is None else after + 1
        self._steps.insert(place, Step(made_uid(), ""))
        self._changed(place)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Move a step with Alt and an arrow; add one below with Enter."""
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and watched in self._lines:
            place = self._lines.index(watched)
            step = _MOVES.get(Qt.Key(event.key()))
            if step is not None and event.modifiers() == Qt.KeyboardModifier.AltModifier:
                self._move(place, step)
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.add(place)
                return True
        return super().eventFilter(watched, event)

    def _move(self, place: int, by: int) -> None:
        other = place + by
        if 0 <= other < len(self._steps):
            self._steps[place], self._steps[other] = self._steps[other], self._steps[place]
            self._changed(other)

    def _remove(self, place: int) -> None:
        del self._steps[place]
        self._changed(min(place, len(self._steps) - 1))

    def _write(self, place: int, words: str) -> None:
        self._steps[place] = Step(self._steps[place].uid, words)
        self.edited.emit(self.steps)

    def _changed(self, focus: int) -> None:
        self._remake()
        if 0 <= focus < len(self._lines):
            self._lines[focus].setFocus(Qt.FocusReason.OtherFocusReason)
        self.edited.emit(self.steps)

    def _remake(self) -> None:
        for row in self._rows:
            self._column.removeWidget(row)
            row.hide()
            row.deleteLater()
        self._rows, self._lines = [], []
        for place, step in enumerate(self._steps):
            row = self._make_row(place, step)
            self._rows.append(row)
            self._column.addWidget(row)

    def _make_row(self, place: int, step: Step) -> QWidget:
        row = QWidget()
        line = QLineEdit(step.words)
        line.setObjectName(f"playbook_step_{place}")
        line.setAccessibleName(self.tr("Step {number}").replace("{number}", str(place + 1)))
        line.setProperty("kind", "field")
        line.setMaxLength(LONGEST_STEP)
        line.setFont(self._theme.font(13))
        line.setFixedHeight(self._theme.px(30))
        line.textEdited.connect(lambda words: self._write(place, words))
        line.installEventFilter(self)
        self._lines.append(line)
        layout = QHBoxLayout(row)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        number = Label(self._theme, str(place + 1), size=12, colour="text.tertiary")
        number.setFixedWidth(self._theme.px(18))
        layout.addWidget(number)
        layout.addWidget(line, 1)
        last = len(self._steps) - 1
        buttons: tuple[tuple[str, str, str, Callable[[], None], bool], ...] = (
            ("caret-up", self.tr("Move step {number} up"), "up", lambda: self._move(place, -1), place > 0),
            ("caret-down", self.tr("Move step {number} down"), "down", lambda: self._move(place, 1), place < last),
            ("trash", self.tr("Remove step {number}"), "remove", lambda: self._remove(place), True),
        )
        for icon, name, code, run, possible in buttons:
            words = name.replace("{number}", str(place + 1))
            button = IconButton(self._theme, icon, words, object_name=f"playbook_{code}_{place}")
            button.setEnabled(possible)
            button.clicked.connect(run)
            layout.addWidget(button)
        return row
