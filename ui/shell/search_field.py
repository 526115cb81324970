"""The top bar's search field: a glass before the words, the shortcut after them while it is empty."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from ui.theme import Theme
from ui.widgets.keys import key_caps

_HEIGHT = 30
_TEXT_LEFT = 34
_KEYS = "Ctrl+K"


class SearchField(QLineEdit):
    """A line edit that tells of typing, of Return and of Escape."""

    search_changed = Signal(str)
    """What is typed, as it is typed; "" when it is cleared."""
    search_committed = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        """Start empty."""
        super().__init__(parent)
        self._theme = theme
        self.setObjectName("search")
        self.setAccessibleName(self.tr("Search"))
        self.setProperty("kind", "search")
        self.textEdited.connect(self.search_changed)
        self.returnPressed.connect(lambda: self.search_committed.emit(self.text()))
        theme.changed.connect(self._restyle)
        self._restyle()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Clear the search with Escape."""
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
            self.search_changed.emit("")
            return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the field, the glass and, while it is empty, the shortcut."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        side = self._theme.px(16)
        glass = QRect(self._theme.px(10), (self.height() - side) // 2, side, side)
        self._theme.icons.paint(painter, glass, "magnifying-glass", self._theme.colour("text.secondary"))
        if not self.text() and not self.hasFocus():
            self._paint_keys(painter)
        painter.end()

    def _paint_keys(self, painter: QPainter) -> None:
        right = self.width() - self._theme.px(7)
        for key in reversed(key_caps(_KEYS)):
            right -= paint_key(painter, self._theme, right, self.height() // 2, key) + self._theme.px(3)

    def _restyle(self) -> None:
        self.setFont(self._theme.font(13))
        self.setFixedHeight(self._theme.px(_HEIGHT))
        keys = self._theme.px(66)
        self.setTextMargins(self._theme.px(_TEXT_LEFT) - 4, 0, keys, 0)


def paint_key(painter: QPainter, theme: Theme, right: int, middle: int, text: str) -> int:
    """Paint a key's cap that ends at `right`, centred on the height `middle`; return its width in pixels."""
    height = theme.px(16)
    width = theme.metrics(11, 500).horizontalAdvance(text) + theme.px(9)
    cap = QRect(right - width, middle - height // 2, width, height)
    painter.setPen(theme.colour("line.strong"))
    painter.setBrush(theme.colour("bg.window"))
    painter.drawRoundedRect(cap.toRectF().adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)
    painter.setFont(theme.font(11, 500))
    painter.setPen(theme.colour("text.secondary"))
    painter.drawText(cap, Qt.AlignmentFlag.AlignCenter, text)
    return width
