"""A card of rows: one rounded outline, hairlines between the rows, a tint under the row that counts."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from ui.theme import Theme

_RADIUS = 8


class Card(QWidget):
    """Holds rows one below the other and draws the ground under them. The rows draw no ground of their own."""

    def __init__(self, theme: Theme, *, object_name: str = "", parent: QWidget | None = None) -> None:
        """Hold nothing yet."""
        super().__init__(parent)
        self._theme = theme
        self._grounds: dict[QWidget, str] = {}
        self.setObjectName(object_name)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(1, 1, 1, 1)
        self._column.setSpacing(1)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        theme.changed.connect(self.update)

    def add_row(self, row: QWidget) -> None:
        """Add a row at the end."""
        self._column.addWidget(row)
        row.installEventFilter(self)

    def clear(self) -> None:
        """Remove every row."""
        self._grounds.clear()
        while (item := self._column.takeAt(0)) is not None:
            row = item.widget()
            if row is not None:
                row.hide()
                row.deleteLater()

    def rows(self) -> list[QWidget]:
        """Return the rows in order."""
        items = (self._column.itemAt(place) for place in range(self._column.count()))
        return [row for item in items if item is not None and (row := item.widget()) is not None]

    def set_ground(self, row: QWidget, token: str) -> None:
        """Lay a colour under a row, "" for the card's own."""
        if self._grounds.get(row, "") != token:
            self._grounds[row] = token
            self.update()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Redraw the lines when a row comes, goes or grows."""
        if event.type() in (QEvent.Type.Show, QEvent.Type.Hide, QEvent.Type.Move, QEvent.Type.Resize):
            self.update()
        return super().eventFilter(watched, event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the ground, the tints, the hairlines and the outline."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        edge = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        shape = QPainterPath()
        shape.addRoundedRect(edge, _RADIUS, _RADIUS)
        painter.setClipPath(shape)
        painter.fillRect(self.rect(), self._theme.colour("bg.surface"))
        shown = [row for row in self.rows() if row.isVisibleTo(self)]
        for number, row in enumerate(shown):
            ground = self._grounds.get(row, "")
            if ground:
                painter.fillRect(row.geometry(), self._theme.colour(ground))
            if number:
                painter.fillRect(0, row.y() - 1, self.width(), 1, self._theme.colour("line.hair"))
        painter.setClipping(False)
        painter.setPen(QPen(self._theme.colour("line.strong"), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(edge, _RADIUS, _RADIUS)
        painter.end()
