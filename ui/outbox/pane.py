"""The pane of the outbox or the drafts: header, list, and what it says when there is nothing or a read failed."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from ui.outbox.queue_model import QueueModel
from ui.outbox.queue_rows import QueueItem
from ui.outbox.queue_view import QueueView
from ui.theme import Theme
from ui.widgets import ElidedLabel, Label, Notice, NoticeWords

_HEIGHT = 48


class QueueHeader(QWidget):
    """48 px: the view's title and how much waits in it."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        """Begin without words."""
        super().__init__(parent)
        self._theme = theme
        self.setObjectName("queue_header")
        self._title = ElidedLabel(theme, size=15, weight=600, object_name="queue_title")
        self._title.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        self._count = Label(theme, colour="text.tertiary", object_name="queue_count")
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 0, 16, 1)
        row.setSpacing(9)
        row.addWidget(self._title)
        row.addWidget(self._count)
        row.addStretch(1)
        theme.changed.connect(self._resize)
        self._resize()

    def set_words(self, title: str, count: str, *, alarming: bool = False) -> None:
        """Name the view; `count` stands beside it, in amber if `alarming`."""
        self._title.setText(title)
        self._count.setText(count)
        self._count.set_colour("amber.text" if alarming else "text.tertiary")
        self._count.set_weight(600 if alarming else 400)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the hairline under the header."""
        painter = QPainter(self)
        painter.fillRect(0, self.height() - 1, self.width(), 1, self._theme.colour("line.hair"))
        painter.end()

    def _resize(self) -> None:
        self.setFixedHeight(self._theme.px(_HEIGHT))


class QueuePane(QWidget):
    """A list of texts that have not gone out. It tells what the agent asks for and changes nothing by itself."""

    action_requested = Signal(int, object)
    """A row's key and a QueueAction."""
    row_chosen = Signal(int)
    """The key of the row that was selected."""
    retry_requested = Signal()
    """The error card's button."""

    def __init__(self, theme: Theme, object_name: str, empty: NoticeWords, parent: QWidget | None = None) -> None:
        """`empty` is what is said while there is no row."""
        super().__init__(parent)
        self.theme = theme
        self.setObjectName(object_name)
        self.setProperty("ground", "surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._header = QueueHeader(theme)
        self._model = QueueModel()
        self._model.setParent(self)
        self._view = QueueView(theme, self._model)
        self._view.setObjectName(f"{object_name}_list")
        self._empty = Notice(theme, object_name=f"{object_name}_empty")
        self._empty.set_words(empty)
        self._error = Notice(theme, framed=True, object_name=f"{object_name}_error")
        self._error_margin = QWidget()
        self._stack = QStackedWidget()
        self._lay_out()
        self.setFocusProxy(self._view)
        self._view.action_requested.connect(self.action_requested)
        self._view.row_chosen.connect(self.row_chosen)
        self._error.action_requested.connect(self.retry_requested)
        self._show_items(())

    @property
    def view(self) -> QueueView:
        """The list itself, for focus order."""
        return self._view

    @property
    def model(self) -> QueueModel:
        """What the list shows."""
        return self._model

    def set_items(self, items: Sequence[QueueItem]) -> None:
        """Show these rows; the selection stays on its text."""
        if tuple(items) != self._model.items:
            self._show_items(items)

    def set_title(self, title: str, count: str, spoken: str, *, alarming: bool = False) -> None:
        """Name the view; `spoken` is the list's accessible name."""
        self._header.set_words(title, count, alarming=alarming)
        self._view.setAccessibleName(spoken)

    def set_error(self, words: NoticeWords | None) -> None:
        """Show a card above the list, which keeps its last rows; None takes it away."""
        if words is not None:
            self._error.set_words(words)
        self._error_margin.setVisible(words is not None)

    def _show_items(self, items: Sequence[QueueItem]) -> None:
        self._model.set_items(items)
        self._stack.setCurrentWidget(self._view if items else self._empty)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._header)
        margin = QVBoxLayout(self._error_margin)
        margin.setContentsMargins(12, 12, 12, 12)
        margin.addWidget(self._error)
        self._error_margin.hide()
        column.addWidget(self._error_margin)
        self._stack.addWidget(self._view)
        self._stack.addWidget(self._empty)
        column.addWidget(self._stack, 1)
