"""A line of words with an icon before it: a fact, a hint, a fault. The words wrap, the icon stays at their top."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from ui.theme import Theme
from ui.widgets.labels import Label


class IconLine(QWidget):
    """Words that wrap, with an icon at their top. Window thread only."""

    def __init__(
        self,
        theme: Theme,
        icon: str = "info",
        text: str = "",
        *,
        size: int = 12,
        weight: int = 400,
        colour: str = "text.secondary",
        icon_size: int = 14,
        object_name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        """`size` and `icon_size` are at 100 %; `colour` is the token of both."""
        super().__init__(parent)
        self._theme = theme
        self._icon_name = icon
        self._icon_colour = colour
        self._icon_size = icon_size
        self.setObjectName(object_name)
        self._icon = QLabel()
        self._icon.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._words = Label(
            theme, text, size=size, weight=weight, colour=colour, wrap=True, object_name=f"{object_name}_words"
        )
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._words, 1)
        theme.changed.connect(self._restyle)
        self._restyle()

    @property
    def text(self) -> str:
        """The words."""
        return self._words.text()

    def say(self, text: str, *, icon: str = "", colour: str = "", icon_colour: str = "") -> None:
        """Say something else, with another icon or colour where they are given."""
        self._words.setText(text)
        self._icon_name = icon or self._icon_name
        if colour:
            self._words.set_colour(colour)
        self._icon_colour = icon_colour or colour or self._icon_colour
        self._restyle()

    def announce(self) -> None:
        """Let a screen reader say the words now."""
        event = QAccessibleAnnouncementEvent(self, self.text)
        event.setPoliteness(QAccessible.AnnouncementPoliteness.Assertive)
        QAccessible.updateAccessibility(event)

    def _restyle(self) -> None:
        side = self._theme.px(self._icon_size)
        colour = self._theme.colour(self._icon_colour)
        self._icon.setPixmap(self._theme.icons.pixmap(self._icon_name, side, colour, self.devicePixelRatioF()))
        self._icon.setFixedWidth(side)
        drop = max(0, (self._words.fontMetrics().height() - side + 1) // 2)
        self._icon.setContentsMargins(0, drop, 0, 0)
