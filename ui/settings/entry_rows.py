"""A card of entries that can be taken out one by one: a title, what it means, a button."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ui.theme import Theme
from ui.widgets import IconButton, Label
from ui.widgets.card import Card


@dataclass(frozen=True, slots=True)
class Entry:
    """One row; `key` is what `removed` tells."""

    key: int
    title: str
    note: str


class EntryRows(Card):
    """Shows entries; hidden while there are none."""

    removed = Signal(int)
    """The key of an entry whose button was pressed."""

    def __init__(self, theme: Theme, name: str, *, object_name: str) -> None:
        """`name` is what a screen reader calls the list."""
        super().__init__(theme, object_name=object_name)
        self.setAccessibleName(name)
        self._buttons: list[IconButton] = []
        self.hide()

    def set_entries(self, entries: Sequence[Entry]) -> None:
        """Show these; the keyboard stays on the button of the row that took the place of one taken out."""
        at = next((number for number, one in enumerate(self._buttons) if one.hasFocus()), None)
        self.clear()
        self._buttons = []
        for entry in entries:
            self.add_row(self._row(entry))
        self.setVisible(bool(entries))
        if at is not None and self._buttons:
            self._buttons[min(at, len(self._buttons) - 1)].setFocus()

    def _row(self, entry: Entry) -> QWidget:
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(14, 4, 6, 4)
        line.setSpacing(10)
        line.addWidget(Label(self._theme, entry.title, weight=500))
        line.addWidget(Label(self._theme, entry.note, size=12, colour="text.secondary", wrap=True), 1)
        name = self.tr("Delete {what}").replace("{what}", entry.title)
        button = IconButton(self._theme, "trash", name, object_name=f"{self.objectName()}_delete_{entry.key}")
        button.clicked.connect(lambda _=False, key=entry.key: self.removed.emit(key))
        self._buttons.append(button)
        line.addWidget(button)
        return row
