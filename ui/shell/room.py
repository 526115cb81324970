"""A room: the place of a pane that is furnished after the window's first paint. Until then it shows its ground."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget


class Room(QWidget):
    """Holds one pane, as large as itself."""

    def __init__(self, ground: str, parent: QWidget | None = None) -> None:
        """`ground` is that of the pane that comes ("window", "surface"), so that nothing flashes."""
        super().__init__(parent)
        self.setProperty("ground", ground)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)

    def furnish(self, pane: QWidget) -> None:
        """Put the pane in; a room is furnished once."""
        self._column.addWidget(pane)
