"""What a pane says when it has nothing to show, or could not read: an icon, a bold line, a fact, one button at most."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from ui.theme import Theme
from ui.widgets.buttons import Button
from ui.widgets.labels import Label

_ICON = 24
_MARGIN = 20


@dataclass(frozen=True, slots=True)
class NoticeWords:
    """What a notice says. `fact` is the next useful fact; `action` the button's words, "" for no button."""

    title: str
    fact: str = ""
    icon: str = "check-circle"
    action: str = ""


class Notice(QWidget):
    """A notice in the middle of a pane, or, `framed`, a card with a dashed outline inside one."""

    action_requested = Signal()

    def __init__(
        self, theme: Theme, *, framed: bool = False, object_name: str = "notice", parent: QWidget | None = None
    ) -> None:
        """Show nothing until `set_words`."""
        super().__init__(parent)
        self._theme = theme
        self._framed = framed
        self._icon_name = ""
        self.setObjectName(object_name)
        self._icon = QLabel()
        self._icon.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._title = Label(theme, weight=600, wrap=True, object_name=f"{object_name}_title")
        self._fact = Label(theme, colour="text.secondary", wrap=True, object_name=f"{object_name}_fact")
        self._button = Button(theme, "", object_name=f"{object_name}_action")
        self._button.clicked.connect(self.action_requested)
        self._lay_out()
        theme.changed.connect(self._restyle)

    def set_words(self, words: NoticeWords) -> None:
        """Say something else."""
        self._title.setText(words.title)
        self._fact.setText(words.fact)
        self._fact.setVisible(bool(words.fact))
        self._button.setText(words.action)
        self._button.setVisible(bool(words.action))
        self.setAccessibleName(f"{words.title}. {words.fact}" if words.fact else words.title)
        self._icon_name = words.icon
        self._restyle()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the dashed outline of a card."""
        if not self._framed:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(self._theme.colour("line.strong"))
        pen.setDashPattern([3, 3])
        painter.setPen(pen)
        painter.drawRoundedRect(self.rect().toRectF().adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)
        painter.end()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(_MARGIN, _MARGIN, _MARGIN, _MARGIN)
        column.setSpacing(4)
        if not self._framed:
            column.addStretch(2)
        column.addWidget(self._icon)
        column.addSpacing(4)
        for label in (self._title, self._fact):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            column.addWidget(label)
        column.addSpacing(4)
        column.addWidget(self._button, 0, Qt.AlignmentFlag.AlignHCenter)
        if not self._framed:
            column.addStretch(3)

    def _restyle(self) -> None:
        if self._icon_name:
            ratio = self.devicePixelRatioF()
            colour = self._theme.colour("text.secondary")
            self._icon.setPixmap(self._theme.icons.pixmap(self._icon_name, self._theme.px(_ICON), colour, ratio))
        self.update()
