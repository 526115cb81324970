"""One condition of a view in a form: what it is about, is or is not, which value, and a button that takes it away."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.inbox import OPERATORS, WORDS, Part
from ui.inbox.value_words import choices, field_name
from ui.theme import Theme
from ui.widgets import ComboBox, IconButton

FIELDS = (WORDS, *OPERATORS)
"""What a condition can be about, in the order in which it is offered."""


class ConditionRow(QWidget):
    """A line of the form. Any value can be typed; what is offered beside it are the known ones."""

    changed = Signal()
    removed = Signal()

    def __init__(
        self, theme: Theme, part: Part, known: Mapping[str, Sequence[str]], number: int, parent: QWidget | None = None
    ) -> None:
        """Show `part`; `known` are the desk's own tags, agents and accounts; `number` names the fields."""
        super().__init__(parent)
        self._known = known
        self._field = ComboBox(theme, self.tr("What"), object_name=f"condition_field_{number}")
        self._field.set_choices([(name, field_name(name)) for name in FIELDS], part.name)
        self._sense = ComboBox(theme, self.tr("Is or is not"), object_name=f"condition_sense_{number}")
        self._sense.set_choices([(False, self.tr("is")), (True, self.tr("is not"))], part.negated)
        self._value = ComboBox(theme, self.tr("Value"), object_name=f"condition_value_{number}", searchable=True)
        self._remove = IconButton(
            theme, "x", self.tr("Remove this condition"), object_name=f"condition_remove_{number}"
        )
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self._field, 5)
        row.addWidget(self._sense, 2)
        row.addWidget(self._value, 6)
        row.addWidget(self._remove)
        self._offer(part.name, part.value)
        self._field.currentIndexChanged.connect(self._on_field_changed)
        self._sense.currentIndexChanged.connect(self.changed)
        self._value.editTextChanged.connect(self.changed)
        self._remove.clicked.connect(self.removed)

    @property
    def part(self) -> Part:
        """The condition as it stands."""
        value = self._value.current
        typed = self._value.currentText().strip()
        return Part(str(self._field.current), str(value) if value is not None else typed, bool(self._sense.current))

    def focus(self) -> None:
        """Put the caret into the value."""
        self._value.setFocus()

    def _offer(self, name: str, value: str) -> None:
        offered = choices(name, self._known)
        self._value.set_choices(offered)
        words = dict(offered).get(value, value)
        blocked = self._value.blockSignals(True)
        self._value.setEditText(words)
        self._value.blockSignals(blocked)

    def _on_field_changed(self) -> None:
        self._offer(str(self._field.current), "")
        self.changed.emit()
