"""The posts of a surge: one a person, newest first. Enter or a double click opens the conversation."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QTableWidgetItem

from desktop.inbox import without_personal_data
from desktop.model import Voice
from ui.crisis.plain_table import PlainTable
from ui.theme import Theme


class VoicesTable(PlainTable):
    """Shows voices."""

    case_requested = Signal(int)

    def __init__(self, theme: Theme) -> None:
        """Show no rows yet."""
        heads = (self.tr("When"), self.tr("Who"), self.tr("What"))
        name = self.tr("Posts of the last hour")
        super().__init__(theme, heads, stretched=2, object_name="crisis_posts", name=name)
        self._cases: list[int] = []
        self._time: Callable[[datetime], str] = str
        self.itemDoubleClicked.connect(lambda item: self._open(item.row()))

    def set_clock(self, time: Callable[[datetime], str]) -> None:
        """Write times with `time`."""
        self._time = time

    def set_voices(self, voices: Sequence[Voice]) -> None:
        """Show these; the row that is chosen stays chosen by its conversation."""
        current = self._cases[self.currentRow()] if 0 <= self.currentRow() < len(self._cases) else None
        self._cases = [one.case_id for one in voices]
        self.setRowCount(len(voices))
        for row, one in enumerate(voices):
            text = without_personal_data(one.text)
            for column, words in enumerate((self._time(one.at), one.name or one.handle, " ".join(text.split()))):
                item = QTableWidgetItem(words)
                item.setToolTip(text if column == 2 else "")
                self.setItem(row, column, item)
        if current in self._cases:
            self.selectRow(self._cases.index(current))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open the chosen conversation with Enter."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open(self.currentRow())
            return
        super().keyPressEvent(event)

    def _open(self, row: int) -> None:
        if 0 <= row < len(self._cases):
            self.case_requested.emit(self._cases[row])
