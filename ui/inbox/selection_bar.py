"""What stands in the list's header while several cases are selected: how many, what can be done with all of them."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ui.theme import Theme
from ui.widgets import ElidedLabel, IconButton

DEEDS = ("assign", "snooze", "tag", "priority", "solve", "more")
"""What the buttons ask for, in their order."""


class SelectionBar(QWidget):
    """Tells what the agent wants done with the selected cases; it does nothing by itself."""

    deed_requested = Signal(str, QPoint)
    """One of DEEDS, and the place in the screen below its button, for a menu."""
    cleared = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        """Start with nothing selected."""
        super().__init__(parent)
        self.setObjectName("selection_bar")
        self._words = ElidedLabel(theme, size=15, weight=600, object_name="selection_count")
        names = {
            "assign": ("user-plus", self.tr("Assign…"), "A"),
            "snooze": ("bell-z", self.tr("Snooze…"), "S"),
            "tag": ("tag", self.tr("Tag…"), "T"),
            "priority": ("caret-double-up", self.tr("Priority…"), "P"),
            "solve": ("check-circle", self.tr("Solve"), "E"),
            "more": ("dots-three", self.tr("More for the selected"), ""),
        }
        self._buttons = {
            deed: IconButton(theme, icon, words, object_name=f"selection_{deed}", shortcut=key)
            for deed, (icon, words, key) in names.items()
        }
        self._clear = IconButton(theme, "x", self.tr("Select none"), object_name="selection_clear", shortcut="Esc")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2)
        row.addWidget(self._words, 1)
        for deed, button in self._buttons.items():
            row.addWidget(button)
            button.clicked.connect(lambda _=False, deed=deed: self._on_button_clicked(deed))
        row.addWidget(self._clear)
        self._clear.clicked.connect(self.cleared)
        self.set_count(0)

    def set_count(self, count: int) -> None:
        """Say how many cases are selected."""
        self._words.setText(self.tr("{count} selected").replace("{count}", f"{count:,}"))
        self.setAccessibleName(self._words.text())

    def set_progress(self, done: int, total: int) -> None:
        """Say how many of the cases a deed has reached; the buttons rest until it is through with all."""
        under_way = done < total
        if under_way:
            words = self.tr("{done} of {total}…").replace("{done}", f"{done:,}").replace("{total}", f"{total:,}")
            self._words.setText(words)
        for button in (*self._buttons.values(), self._clear):
            button.setEnabled(not under_way)

    def button(self, deed: str) -> IconButton:
        """Return the button of one of DEEDS."""
        return self._buttons[deed]

    def _on_button_clicked(self, deed: str) -> None:
        button = self._buttons[deed]
        self.deed_requested.emit(deed, button.mapToGlobal(button.rect().bottomLeft()))
