"""One page of the settings: its title, whether anything on it was changed, whether it can be kept, and keeping it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.theme import Theme
from ui.widgets import Label


class SettingsPage(QWidget):
    """A page. Pages put their content into `body`; those that act at once leave the rest as it is."""

    edited = Signal()

    def __init__(self, theme: Theme, group: str, icon: str) -> None:
        """`group` is what `settings_changed` tells; `icon` stands beside the title in the list of pages."""
        super().__init__()
        self.theme = theme
        self.group = group
        self.icon = icon
        self.title = ""
        self.setObjectName(f"{group}_page")
        self._title = Label(theme, size=16, weight=600, wrap=True, object_name=f"{group}_title")
        self._lead = Label(theme, colour="text.secondary", wrap=True, object_name=f"{group}_lead")
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(6)
        column.addWidget(self._title)
        column.addWidget(self._lead)
        self.body = QVBoxLayout()
        self.body.setContentsMargins(0, 10, 0, 0)
        self.body.setSpacing(14)
        column.addLayout(self.body)
        column.addStretch(1)

    def set_head(self, title: str, lead: str = "") -> None:
        """Say what the page is about."""
        self.title = title
        self.setAccessibleName(title)
        self._title.setText(title)
        self._lead.setText(lead)
        self._lead.setVisible(bool(lead))

    @property
    def is_changed(self) -> bool:
        """Whether anything waits to be kept."""
        return False

    @property
    def unsaved(self) -> str:
        """A sentence about texts that would be lost without Save, "" where nothing is lost that takes work to redo."""
        return ""

    def check(self) -> bool:
        """Return whether what was changed can be kept; a page that says no shows why."""
        return True

    def keep(self) -> None:
        """Keep what was changed. Raises StoreError."""

    def revert(self) -> None:
        """Take back what was shown in advance."""

    def heading(self, text: str) -> Label:
        """Return a heading for a part of the page."""
        return Label(self.theme, text, weight=600, wrap=True)
