"""The strip above the composer while a colleague writes in the same conversation, and who else has it in front."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from ui.theme import Theme
from ui.widgets import Button, ButtonKind, IconLine


class CompanyStrip(QWidget):
    """Hidden while nobody else is there. It stops nothing: the check before sending does."""

    draft_requested = Signal()
    continued = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        """Begin hidden."""
        super().__init__(parent)
        self._theme = theme
        self.setObjectName("company_strip")
        self._line = IconLine(theme, "eye", object_name="company_words")
        self._see = Button(theme, self.tr("See draft"), object_name="company_see_draft")
        self._go_on = Button(theme, self.tr("Continue"), kind=ButtonKind.QUIET, object_name="company_continue")
        row = QHBoxLayout(self)
        row.setContentsMargins(20, 6, 12, 6)
        row.setSpacing(8)
        row.addWidget(self._line, 1, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self._see)
        row.addWidget(self._go_on)
        self._see.clicked.connect(self.draft_requested)
        self._go_on.clicked.connect(self.continued)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.hide()

    @property
    def words(self) -> str:
        """What is said, "" while nobody else is there."""
        return "" if self.isHidden() else self._line.text

    def say(self, words: str, *, writes: bool, has_draft: bool) -> None:
        """Say who is there, "" for nobody. `writes`: the strip is a warning and can be put aside."""
        changed = words != self.words
        self.setVisible(bool(words))
        if not words:
            return
        icon, colour = ("pencil-simple", "amber.text") if writes else ("eye", "text.secondary")
        self._line.say(words, icon=icon, colour=colour)
        self._see.setVisible(writes and has_draft)
        self._go_on.setVisible(writes)
        self.setProperty("writes", writes)
        self.setAccessibleName(words)
        if changed and writes:
            self._line.announce()
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the ground: amber while the colleague writes."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.colour("amber.tint" if self.property("writes") else "bg.sunken"))
        painter.fillRect(0, 0, self.width(), 1, self._theme.colour("line.hair"))
        painter.end()
