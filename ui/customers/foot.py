"""The row pinned below the profile: the copy of a person's data and the erasure, how they go, what became of them."""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ui.customers.flow import FlowBox
from ui.customers.section import LINK_INSET, SIDE, SmallLink
from ui.theme import Theme
from ui.widgets import Button, ButtonKind, IconButton, Label

_ROW = 34


class FootState(StrEnum):
    """How the copy or the erasure stands."""

    IDLE = "idle"
    BUSY = "busy"
    SAVED = "saved"
    FAILED = "failed"
    REFUSED = "refused"  # nothing was erased
    ERASED = "erased"  # somebody who was shown before


class ProfileFoot(QWidget):
    """35 px with its line; a second line says what became of the copy, until it is dismissed."""

    export_requested = Signal()
    erase_requested = Signal()
    folder_requested = Signal()

    def __init__(self, theme: Theme) -> None:
        """Begin idle."""
        super().__init__()
        self._theme = theme
        self._state = FootState.IDLE
        self.setObjectName("profile_foot")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self._export = Button(theme, "", kind=ButtonKind.QUIET, icon="export", object_name="profile_export", small=True)
        self._export.clicked.connect(self.export_requested)
        self._erase = Button(
            theme, self.tr("Erase data…"), kind=ButtonKind.QUIET, icon="eraser", object_name="profile_erase", small=True
        )
        self._erase.clicked.connect(self.erase_requested)
        self._said = Label(theme, size=12, wrap=True, object_name="profile_export_said")
        self._folder = SmallLink(theme, self.tr("Open folder"), "profile_export_folder", size=12)
        self._again = SmallLink(theme, self.tr("Choose another place"), "profile_export_again", size=12)
        self._dismiss = IconButton(theme, "x", self.tr("Dismiss"), object_name="profile_export_dismiss", size=24)
        self._folder.clicked.connect(self.folder_requested)
        self._again.clicked.connect(self.export_requested)
        self._dismiss.clicked.connect(lambda: self.set_state(FootState.IDLE))
        self._lay_out()
        theme.changed.connect(self._restyle)
        self.set_state(FootState.IDLE)

    @property
    def state(self) -> FootState:
        """How the copy stands."""
        return self._state

    @property
    def said(self) -> str:
        """What is said of the copy."""
        return self._said.text()

    def set_state(self, state: FootState, words: str = "") -> None:
        """Show how it stands; `words` say what was saved, what went wrong, or what is being done if no copy is made."""
        self._state = state
        busy = state is FootState.BUSY
        self._export.setText(self.tr("Exporting…") if busy and not words else self.tr("Export data…"))
        self._export.setEnabled(not busy)
        self._erase.setEnabled(not busy)
        self._said.setText(words)
        self._said.set_colour("red.text" if state in (FootState.FAILED, FootState.REFUSED) else "text.primary")
        self._report.setVisible(bool(words) and state is not FootState.IDLE)
        self._dismiss.setVisible(not busy)
        self._folder.setVisible(state is FootState.SAVED)
        self._again.setVisible(state is FootState.FAILED)
        self._restyle()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the line above."""
        painter = QPainter(self)
        painter.fillRect(0, 0, self.width(), 1, self._theme.colour("line.hair"))
        painter.end()

    def _lay_out(self) -> None:
        self._report = QWidget()
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self._said)
        for link in (self._folder, self._again):
            words.addWidget(link, 0, Qt.AlignmentFlag.AlignLeft)
        report = QHBoxLayout(self._report)
        report.setContentsMargins(SIDE - LINK_INSET, 8, SIDE - 8, 4)
        self._said.setContentsMargins(LINK_INSET, 0, 0, 0)
        report.setSpacing(4)
        report.addLayout(words, 1)
        report.addWidget(self._dismiss, 0, Qt.AlignmentFlag.AlignTop)
        self._row = QHBoxLayout()
        self._row.setContentsMargins(SIDE - 9, 0, SIDE, 0)
        buttons = FlowBox()  # below one another where large letters leave no room
        for button in (self._export, self._erase):
            buttons.addWidget(button)
        self._row.addWidget(buttons)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 1, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._report)
        column.addLayout(self._row)

    def _restyle(self) -> None:
        space = (self._theme.px(_ROW) - self._theme.px(28)) // 2
        self._row.setContentsMargins(SIDE - 9, space, SIDE, space)
        self.update()
