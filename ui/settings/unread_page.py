"""What stands where a page of the settings could not be read: why, that nothing is lost, and another try."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal

from ui.settings.settings_page import SettingsPage
from ui.settings.words import read_sentence
from ui.theme import Theme
from ui.widgets import Button, IconLine


class UnreadPage(SettingsPage):
    """Stands for a page; `again_requested` asks for that page anew."""

    again_requested = Signal()

    def __init__(self, theme: Theme, group: str, icon: str, title: str, code: str) -> None:
        """`code` is one of `desktop.accounts.desk.store_fault`."""
        super().__init__(theme, group, icon)
        self.set_head(title)
        said = IconLine(theme, "warning-circle", object_name="settings_unread")
        said.say(read_sentence(code), icon="warning-circle", colour="red.text")
        again = Button(theme, self.tr("Try again"), icon="arrows-clockwise", object_name="settings_read_again")
        again.setAutoDefault(False)
        again.clicked.connect(self.again_requested)
        self.body.addWidget(said)
        self.body.addWidget(again, 0, alignment=Qt.AlignmentFlag.AlignLeft)
