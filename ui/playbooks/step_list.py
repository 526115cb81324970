"""The steps of a playbook, one check box each, with who did it below. Arrows walk, Space ticks."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.playbooks.presenter import StepState
from ui.theme import Theme
from ui.widgets import CheckBox

_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}


class StepList(QWidget):
    """Shows steps; it keeps nothing: what was clicked is told, and shown once it is kept."""

    ticked = Signal(str, bool)
    """A step's uid, and whether it is done."""

    def __init__(self, theme: Theme, *, object_name: str, parent: QWidget | None = None) -> None:
        """Show no steps yet."""
        super().__init__(parent)
        self._theme = theme
        self._shown: tuple[tuple[str, str], ...] = ()
        self._boxes: list[CheckBox] = []
        self.setObjectName(object_name)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)

    @property
    def boxes(self) -> tuple[CheckBox, ...]:
        """The check boxes in order."""
        return tuple(self._boxes)

    def set_steps(self, steps: Sequence[StepState], *, enabled: bool = True) -> None:
        """Show these. The same steps keep their boxes, and with them the focus."""
        words = tuple((one.uid, one.words) for one in steps)
        if words != self._shown:
            self._shown = words
            self._remake(steps)
        for box, step in zip(self._boxes, steps, strict=True):
            box.setChecked(step.done)
            box.set_note(step.note)
            box.setEnabled(enabled)

    def take_focus(self) -> None:
        """Go to the first step that is not done, else to the first one."""
        open_ones = [box for box in self._boxes if not box.isChecked()]
        for box in (open_ones or self._boxes)[:1]:
            box.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Walk through the steps with the arrows."""
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and watched in self._boxes:
            step = _STEPS.get(Qt.Key(event.key()), 0)
            place = self._boxes.index(watched) + step
            if step and 0 <= place < len(self._boxes):
                self._boxes[place].setFocus(Qt.FocusReason.TabFocusReason)
                return True
        return super().eventFilter(watched, event)

    def _remake(self, steps: Sequence[StepState]) -> None:
        for box in self._boxes:
            self._column.removeWidget(box)
            box.hide()
            box.deleteLater()
        self._boxes = [self._make_box(step) for step in steps]

    def _make_box(self, step: StepState) -> CheckBox:
        box = CheckBox(self._theme, step.words, object_name=f"step_{step.uid}")
        box.clicked.connect(lambda done: self.ticked.emit(step.uid, done))
        box.installEventFilter(self)
        self._column.addWidget(box)
        return box
