"""What the conversation pane shows while no case is chosen: an icon, one bold line and one useful next step."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from ui.theme import Theme
from ui.widgets import Label


class EmptyConversation(QWidget):
    """Says that nothing is chosen, or what else the pane is waiting for."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        """Begin with the words for "nothing chosen"."""
        super().__init__(parent)
        self.setObjectName("empty_conversation")
        self._theme = theme
        self._icon_name = "tray"
        self._icon = QLabel(self)
        self._title = Label(theme, size=13, weight=600, wrap=True, object_name="empty_conversation_title")
        self._hint = Label(theme, size=13, colour="text.secondary", wrap=True, object_name="empty_conversation_hint")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(40, 20, 40, 20)
        layout.setSpacing(6)
        layout.addStretch(1)
        for label in (self._icon, self._title, self._hint):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            layout.addWidget(label)
        layout.addStretch(1)
        theme.changed.connect(self._show_icon)
        self.say("tray", self.tr("No conversation chosen"), self.tr("Choose one in the list, or write a new one."))

    def say(self, icon: str, title: str, hint: str) -> None:
        """Show other words."""
        self._icon_name = icon
        self._title.setText(title)
        self._hint.setText(hint)
        self.setAccessibleName(f"{title}. {hint}")
        self._show_icon()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the ground."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.colour("bg.surface"))
        painter.end()

    def _show_icon(self) -> None:
        size, ink = self._theme.px(24), self._theme.colour("text.secondary")
        self._icon.setPixmap(self._theme.icons.pixmap(self._icon_name, size, ink, self.devicePixelRatioF()))
