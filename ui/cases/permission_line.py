"""The quiet line above the composer: what the network allows in this conversation. Hidden where nothing limits it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from ui.cases.permission_presenter import PermissionState
from ui.theme import Theme
from ui.widgets import IconLine


class PermissionLine(QWidget):
    """Glyph and words, wrapped where they have no room."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        """Begin hidden."""
        super().__init__(parent)
        self.setObjectName("permission_line")
        self.setProperty("ground", "surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._line = IconLine(theme, object_name="permission")
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 6, 20, 0)
        column.addWidget(self._line)
        self.hide()

    @property
    def text(self) -> str:
        """The words that are shown."""
        return self._line.text if not self.isHidden() else ""

    def set_state(self, state: PermissionState | None) -> None:
        """Show what is allowed, or hide."""
        self.setVisible(state is not None)
        if state is not None:
            self._line.say(state.text, icon=state.icon, colour=state.tint)
            self.setAccessibleName(state.text)
