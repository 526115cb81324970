"""Tickets and follow-up: the place in the profile that other rooms fill, hidden while nobody has anything to show."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QWidget

from ui.customers.section import Section
from ui.theme import Theme


class FollowUpSection(Section):
    """Parts one below the other. A part hides itself when it has nothing, and the section hides with the last one."""

    def __init__(self, theme: Theme) -> None:
        """Begin empty and hidden."""
        super().__init__(theme, self.tr("Tickets and follow-up"), "profile_follow_up")
        self._parts: list[QWidget] = []
        self._is_known = True
        self.hide()

    def add_part(self, part: QWidget, *, spans: bool = False) -> None:
        """Put a part below the others. `spans`: it keeps the pane's padding itself, so that focus rings have room."""
        self._parts.append(part)
        part.installEventFilter(self)
        if spans:
            self.body.addWidget(part)
        else:
            self.add_inset(part)
        self._judge()

    def set_known(self, is_known: bool) -> None:
        """Show the parts of a customer that could be read, nothing of one who could not."""
        self._is_known = is_known
        self._judge()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Come and go with the parts."""
        if event.type() in (QEvent.Type.ShowToParent, QEvent.Type.HideToParent) and watched in self._parts:
            self._judge()
        return False

    def _judge(self) -> None:
        self.setVisible(self._is_known and any(not part.isHidden() for part in self._parts))
