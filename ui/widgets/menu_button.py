"""A button that opens a menu: a caret after its words, beside the icon before them."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from ui.theme import Theme
from ui.widgets.buttons import Button, ButtonKind

_CARET = 14
_INSET = 6


class MenuButton(Button):
    """A Button with a caret at its right edge. Give it a menu with `setMenu`."""

    def __init__(
        self,
        theme: Theme,
        text: str,
        *,
        kind: ButtonKind = ButtonKind.QUIET,
        icon: str = "",
        object_name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        """`icon` is a Phosphor name."""
        super().__init__(theme, text, kind=kind, icon=icon, object_name=object_name, parent=parent)
        self.setProperty("caret", True)

    def minimumSizeHint(self) -> QSize:
        """Return the whole size: neither words nor caret are cut."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the button and its caret."""
        super().paintEvent(event)
        side = self._theme.px(_CARET)
        place = QRect(self.width() - self._theme.px(_INSET) - side, (self.height() - side) // 2, side, side)
        painter = QPainter(self)
        colour = "text.secondary" if self.isEnabled() else "text.disabled"
        self._theme.icons.paint(painter, place, "caret-down", self._theme.colour(colour))
        painter.end()
