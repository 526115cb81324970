"""The strip under a conversation's header while the profile has no room: its one most important fact."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from ui.theme import Theme
from ui.widgets import ElidedLabel, Label

_HEIGHT = 34


@dataclass(frozen=True, slots=True)
class ContextFact:
    """What the strip says. `aside` stands at its right; `repeat` paints it as a repeat question."""

    text: str
    icon: str
    aside: str = ""
    repeat: bool = False


class ContextStrip(QWidget):
    """34 px; hidden while there is nothing to say. A click asks for the whole profile."""

    profile_requested = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        """Start hidden."""
        super().__init__(parent)
        self._theme = theme
        self._fact: ContextFact | None = None
        self.setObjectName("context_strip")
        self._icon = QLabel()
        self._text = ElidedLabel(theme, size=12, weight=600)
        self._aside = Label(theme, size=12, colour="text.secondary")
        row = QHBoxLayout(self)
        row.setContentsMargins(20, 0, 20, 1)
        row.setSpacing(8)
        row.addWidget(self._icon)
        row.addWidget(self._text, 1)
        row.addWidget(self._aside)
        theme.changed.connect(self._restyle)
        self.hide()

    def set_fact(self, fact: ContextFact | None) -> None:
        """Say this, or (None) hide."""
        self._fact = fact
        self.setVisible(fact is not None)
        if fact is not None:
            self._text.setText(fact.text)
            self._aside.setText(fact.aside)
            self.setAccessibleName(f"{fact.text}. {fact.aside}" if fact.aside else fact.text)
        self._restyle()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Ask for the profile."""
        if event.button() is Qt.MouseButton.LeftButton:
            self.profile_requested.emit()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Fill the tint and draw the line under it."""
        repeat = self._fact is not None and self._fact.repeat
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.colour("violet.tint" if repeat else "bg.sunken"))
        line = self._theme.colour("violet.line" if repeat else "line.hair")
        painter.fillRect(0, self.height() - 1, self.width(), 1, line)
        painter.end()

    def _restyle(self) -> None:
        self.setFixedHeight(self._theme.px(_HEIGHT))
        if self._fact is None:
            return
        colour = "violet.text" if self._fact.repeat else "text.secondary"
        self._text.set_colour(colour)
        size, ratio = self._theme.px(14), self.devicePixelRatioF()
        self._icon.setPixmap(self._theme.icons.pixmap(self._fact.icon, size, self._theme.colour(colour), ratio))
        self.update()
