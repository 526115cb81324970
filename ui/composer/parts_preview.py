"""The parts of a numbered thread before they are sent: each as it will read, with what is left in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from ui.guardrails import Paragraph
from ui.theme import Theme
from ui.widgets import Button, ButtonKind, Label

_INSET = 13
_TALLEST = 168


@dataclass(frozen=True, slots=True)
class PartState:
    """One part: its words with the number before them, and how much may still be written in it."""

    text: str
    left: str


class PartsPreview(QWidget):
    """Lists the parts; hidden while the text is one message."""

    joined = Signal()
    """The text is to be one message again."""
    height_changed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        """Begin hidden."""
        super().__init__(parent)
        self._theme = theme
        self._parts: tuple[PartState, ...] = ()
        self._rows: list[_Row] = []
        self.setObjectName("composer_parts")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._make()
        theme.changed.connect(self._fit)
        self.hide()

    @property
    def parts(self) -> tuple[PartState, ...]:
        """What is shown."""
        return self._parts

    def show_parts(self, parts: Sequence[PartState]) -> None:
        """Show these parts, or hide without any."""
        if tuple(parts) == self._parts:
            return
        self._parts = tuple(parts)
        while len(self._rows) < len(parts):
            row = _Row(self._theme)
            self._rows.append(row)
            self._list.insertWidget(len(self._rows) - 1, row)
        for row, part in zip(self._rows, parts, strict=False):
            row.show_part(part)
        for number, row in enumerate(self._rows):
            row.setVisible(number < len(parts))
        words = self.tr("Goes out as {count} messages, each answering the one before")
        self._title.setText(words.replace("{count}", str(len(parts))))
        self.setAccessibleName(self._title.text())
        self.setVisible(bool(parts))
        self._fit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Wrap the words anew where the width changed."""
        if event.type() == QEvent.Type.Resize:
            self._fit()
        return super().eventFilter(watched, event)

    def _make(self) -> None:
        theme = self._theme
        self._title = Label(theme, size=12, weight=500, colour="text.secondary", object_name="composer_parts_title")
        self._join = Button(
            theme, self.tr("One message"), kind=ButtonKind.LINK, small=True, object_name="composer_parts_join"
        )
        self._join.clicked.connect(self.joined)
        top = QHBoxLayout()
        top.addWidget(self._title, 1)
        top.addWidget(self._join)
        inside = QWidget()
        self._list = QVBoxLayout(inside)
        self._list.setContentsMargins(0, 0, 0, 0)
        self._list.setSpacing(4)
        self._list.addStretch(1)
        self._scroll = QScrollArea()
        self._scroll.setObjectName("composer_parts_list")
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setWidget(inside)
        for ground in (inside, self._scroll.viewport()):
            ground.setAutoFillBackground(False)
        self._scroll.viewport().installEventFilter(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(_INSET, 4, _INSET, 6)
        column.setSpacing(4)
        column.addLayout(top)
        column.addWidget(self._scroll)

    def _fit(self) -> None:
        width = max(120, self._scroll.viewport().width())
        wanted = sum(row.height_at(width) + 4 for row in self._rows[: len(self._parts)])
        self._scroll.setFixedHeight(min(wanted, self._theme.px(_TALLEST)))
        self.updateGeometry()
        self.height_changed.emit()


class _Row(QWidget):
    """One part in a card of its own."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setObjectName("composer_part")
        self._words = Paragraph(theme, "composer_part_text", 12, 400, 16)
        self._left = Label(theme, size=11, colour="text.tertiary", object_name="composer_part_left")
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 5, 10, 5)
        row.setSpacing(10)
        row.addWidget(self._words, 1)
        row.addWidget(self._left, 0, Qt.AlignmentFlag.AlignTop)

    def show_part(self, part: PartState) -> None:
        self._words.set_text(part.text)
        self._left.setText(part.left)
        self.setAccessibleName(part.text)

    def height_at(self, width: int) -> int:
        room = width - 30 - self._left.sizeHint().width()
        height = self._words.heightForWidth(max(60, room)) + 10
        self.setFixedHeight(height)
        return height

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._theme.colour("line.strong"), 1))
        painter.setBrush(self._theme.colour("bg.raised"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        painter.end()
