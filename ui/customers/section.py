"""A titled part of the profile, and the small controls that stand in it."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import Generic, Protocol, TypeVar

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAction, QFocusEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QApplication, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ui.theme import Theme
from ui.widgets import Button, ButtonKind, ElidedLabel, IconButton

Key = TypeVar("Key", bound=Hashable)

SIDE = 16
"""The pane's padding left and right, in pixels."""
TITLE = 32
"""A section's label with the space above it, in pixels at 100 %."""
LINK_INSET = 6
"""From a link's edge to its first letter, in pixels."""
ROW_INSET = 8
"""From a row's edge, where its focus is drawn, to its content, in pixels."""
_CONTROL = 24
_REVEALING = (QEvent.Type.Enter, QEvent.Type.Leave, QEvent.Type.FocusIn, QEvent.Type.FocusOut)


class Section(QWidget):
    """A label, controls at its right, and a body below. It spans the pane, so that focus rings have room."""

    def __init__(self, theme: Theme, title: str, object_name: str, *, inset: int = 4) -> None:
        """`inset` is how far the last control's own edge stands outside what is seen of it, in pixels."""
        super().__init__()
        self._theme = theme
        self._inset = inset
        self.setObjectName(object_name)
        self.setAccessibleName(title)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self.label = ElidedLabel(theme, title, size=11, weight=600, colour="text.secondary")
        self._title = QHBoxLayout()
        self._title.setSpacing(4)
        self._title.addWidget(self.label, 1, Qt.AlignmentFlag.AlignBottom)
        self.body = QVBoxLayout()
        self.body.setSpacing(0)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._title)
        column.addLayout(self.body)
        theme.changed.connect(self._restyle)
        self._restyle()

    def add_control(self, control: QWidget) -> None:
        """Put a control at the label's right."""
        self._title.addWidget(control, 0, Qt.AlignmentFlag.AlignBottom)

    def add_inset(self, widget: QWidget, reach: int = 0) -> None:
        """Put a widget into the body at the pane's padding, or `reach` pixels outside it for what it draws there."""
        line = QHBoxLayout()
        line.setContentsMargins(SIDE - reach, 0, SIDE - reach, 0)
        line.addWidget(widget)
        self.body.addLayout(line)

    def add_rows(self, spacing: int = 0) -> QVBoxLayout:
        """Put a layout for FocusableRows into the body and return it; `spacing` is in pixels."""
        rows = QVBoxLayout()
        rows.setContentsMargins(SIDE - ROW_INSET, 0, SIDE - ROW_INSET, 0)
        rows.setSpacing(spacing)
        self.body.addLayout(rows)
        return rows

    def _restyle(self) -> None:
        self.label.setFixedHeight(self._theme.px(_CONTROL))
        top = self._theme.px(TITLE) - self._theme.px(_CONTROL)
        self._title.setContentsMargins(SIDE, top, SIDE - self._inset, 0)


class SmallLink(Button):
    """A link of 24 px, 11 or 12 px letters, for a section's label or a card's last line."""

    def __init__(self, theme: Theme, text: str, object_name: str, *, size: int = 11) -> None:
        """`size` is the letters' in pixels at 100 %."""
        self._letters = size
        super().__init__(theme, text, kind=ButtonKind.LINK, object_name=object_name)

    def _restyle(self) -> None:
        super()._restyle()
        self.setFont(self._theme.font(self._letters, 500))
        self.setFixedHeight(self._theme.px(_CONTROL))


class FocusableRow(QWidget):
    """A row that the keyboard can stop at: it shows its focus inside and has a menu of what can be done with it."""

    def __init__(self, theme: Theme, object_name: str, spoken: str) -> None:
        """`spoken` is what a screen reader says."""
        super().__init__()
        self._theme = theme
        self.setObjectName(object_name)
        self.setAccessibleName(spoken)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)

    def add_deed(self, words: str, deed: Callable[[], object]) -> None:
        """Offer something in the row's menu."""
        action = QAction(words, self)
        action.triggered.connect(deed)
        self.addAction(action)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the focus."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Hide it."""
        super().focusOutEvent(event)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the focus inside the row."""
        if not self.hasFocus():
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._theme.colour("focus"), 2))
        painter.drawRoundedRect(self.rect().toRectF().adjusted(1, 1, -1, -1), 6, 6)
        painter.end()


class RevealedButton(IconButton):
    """An icon button that is seen while its row has the pointer or the focus. Keys reach it by the row's menu."""

    def __init__(self, theme: Theme, icon: str, name: str, object_name: str, row: QWidget) -> None:
        """`row` is the widget over which it shows."""
        super().__init__(theme, icon, name, object_name=object_name, size=_CONTROL, icon_size=14, parent=row)
        self._row = row
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        row.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Come and go with the pointer and the focus."""
        if watched is self._row and event.type() in _REVEALING:
            self.update()
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw only while the row has the pointer or the focus."""
        if self._row.underMouse() or self._row.hasFocus():
            super().paintEvent(event)


def add_button(theme: Theme, name: str, object_name: str) -> IconButton:
    """Return the plus at a section's label."""
    return IconButton(theme, "plus", name, object_name=object_name, size=_CONTROL)


class RowPlace(Protocol):
    """Where rows stand: a layout, or a box of its own."""

    def count(self) -> int:
        """Return how many rows there are."""

    def takeAt(self, index: int, /) -> object:
        """Take a row out; its widget stays a child."""

    def addWidget(self, widget: QWidget, /) -> None:
        """Put a widget at the end."""


class Rows(Generic[Key]):
    """The widgets of a list in a layout, one for each value. What stays is kept, so that focus and folds stay too."""

    def __init__(
        self,
        layout: RowPlace,
        make: Callable[[Key], QWidget],
        fallback: QWidget,
        *,
        after: QWidget | None = None,
    ) -> None:
        """`make` makes the widget of a value; `fallback` has the focus after the last row went that had it.

        The rows come after `after` in the order of tabs, which is `fallback` unless told otherwise.
        """
        self._layout = layout
        self._make = make
        self._fallback = fallback
        self._after = after or fallback
        self._widgets: dict[Key, QWidget] = {}

    def show(self, values: Sequence[Key]) -> None:
        """Show these values in their order."""
        if list(self._widgets) == list(values):
            return
        before = self._widgets
        focused = next((place for place, row in enumerate(before.values()) if _has_focus(row)), None)
        while self._layout.count():
            self._layout.takeAt(0)
        self._widgets = {value: before.pop(value) if value in before else self._make(value) for value in values}
        before_it = self._after
        for widget in self._widgets.values():
            self._layout.addWidget(widget)
            for stop in (widget, *widget.findChildren(QWidget)):
                if stop.focusPolicy() & Qt.FocusPolicy.TabFocus:
                    QWidget.setTabOrder(before_it, stop)
                    before_it = stop
        loses_focus = focused is not None and any(_has_focus(row) for row in before.values())
        for gone in before.values():
            gone.hide()
            gone.setObjectName("")
            gone.deleteLater()
        if loses_focus and focused is not None:
            self._focus(focused)

    def _focus(self, place: int) -> None:
        """Let the row that took the place of the one that went have the focus, so that keys can go on."""
        rows = list(self._widgets.values())
        target = rows[min(place, len(rows) - 1)] if rows else self._fallback
        target.show()
        target.setFocus(Qt.FocusReason.OtherFocusReason)


def _has_focus(row: QWidget) -> bool:
    focused = QApplication.focusWidget()
    return focused is not None and (row is focused or row.isAncestorOf(focused))
