"""A panel of the reports' page: a rounded card with a title, a word beside it, and room for what belongs there."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ui.theme import Theme
from ui.widgets import Label

_RADIUS = 8


class Plate(QWidget):
    """A rounded card: ground and outline only."""

    def __init__(self, theme: Theme, *, object_name: str = "") -> None:
        """Draw the outline in `line.hair` until told otherwise."""
        super().__init__()
        self._theme = theme
        self._line = "line.hair"
        self.setObjectName(object_name)
        theme.changed.connect(self.update)

    def set_line(self, token: str) -> None:
        """Draw the outline in another token."""
        self._line = token
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw ground and outline."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._theme.colour(self._line), 1))
        painter.setBrush(self._theme.colour("bg.surface"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), _RADIUS, _RADIUS)
        painter.end()


class Panel(Plate):
    """A plate with a head and one thing below it."""

    def __init__(self, theme: Theme, title: str, *, note: str = "", object_name: str = "") -> None:
        """`note` stands beside the title, small."""
        super().__init__(theme, object_name=object_name)
        self.setAccessibleName(title)
        self.title = Label(theme, title, size=13, weight=600, object_name=f"{object_name}_title")
        self.note = Label(theme, note, size=12, colour="text.secondary", object_name=f"{object_name}_note")
        self.note.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.head = QHBoxLayout()
        self.head.setSpacing(8)
        self.head.addWidget(self.title)
        self.head.addWidget(self.note, 1)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(16, 12, 16, 14)
        self.column.setSpacing(8)
        self.column.addLayout(self.head)
        self.column.setAlignment(Qt.AlignmentFlag.AlignTop)
