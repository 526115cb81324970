"""The strip's preview: what would be sent or was written, in as many whole lines as there is room for."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent, QTextLayout

from ui.theme import Theme
from ui.widgets import Label

_SIDE, _ABOVE, _BELOW = 9, 5, 6


class Preview(Label):
    """Wraps its words. Where the strip gets less height than they want, the last line that fits ends in an ellipsis."""

    def __init__(self, theme: Theme, object_name: str) -> None:
        """Begin empty."""
        super().__init__(theme, size=12, wrap=True, object_name=object_name)
        self.setContentsMargins(_SIDE, _ABOVE, _SIDE, _BELOW)

    def setText(self, text: str) -> None:
        """Show other words; the whole of them is the tooltip while they are cut."""
        super().setText(text)
        self._refresh_tooltip()

    def minimumSizeHint(self) -> QSize:
        """Return room for one line."""
        return QSize(super().minimumSizeHint().width(), self.fontMetrics().lineSpacing() + _ABOVE + _BELOW)

    def shown_lines(self) -> tuple[str, ...]:
        """Return the lines that are drawn in the present size."""
        metrics, rect = self.fontMetrics(), self.contentsRect()
        lines = self._lines(max(1, rect.width()))
        room = max(1, rect.height() // metrics.lineSpacing())
        if len(lines) <= room:
            return tuple(lines)
        last = " ".join(lines[room - 1 :])
        return (*lines[: room - 1], metrics.elidedText(last, Qt.TextElideMode.ElideRight, rect.width()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Say the whole in the tooltip while it is cut."""
        super().resizeEvent(event)
        self._refresh_tooltip()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the lines that fit."""
        painter, metrics, rect = QPainter(self), self.fontMetrics(), self.contentsRect()
        painter.setPen(self.palette().color(self.foregroundRole()))
        for number, words in enumerate(self.shown_lines()):
            painter.drawText(rect.x(), rect.y() + number * metrics.lineSpacing() + metrics.ascent(), words)
        painter.end()

    def _lines(self, width: int) -> list[str]:
        found: list[str] = []
        for paragraph in self.text().split("\n"):
            layout = QTextLayout(paragraph, self.font())
            layout.beginLayout()
            while (line := layout.createLine()).isValid():
                line.setLineWidth(width)
                units = paragraph.encode("utf-16-le")[line.textStart() * 2 : (line.textStart() + line.textLength()) * 2]
                found.append(units.decode("utf-16-le", "ignore").rstrip())
            layout.endLayout()
        return found

    def _refresh_tooltip(self) -> None:
        is_whole = self.shown_lines() == tuple(self._lines(max(1, self.contentsRect().width())))
        self.setToolTip("" if is_whole else self.text())
