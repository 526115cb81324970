"""The playbook's card below the conversation's header: folded one line, open its steps. Hidden without a playbook."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QFrame, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from ui.cases.sheet import fitted
from ui.playbooks.presenter import CardState
from ui.playbooks.step_list import StepList
from ui.theme import Theme

_HEIGHT, _SIDE, _ICON = 34, 20, 14
_MOST = 200  # px of the open steps, before they scroll


class _Heading(QAbstractButton):
    """The folded line: what it is, how far it is, what is next."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._state: CardState | None = None
        self.setObjectName("playbook_heading")
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)

    def set_state(self, state: CardState) -> None:
        self._state = state
        self.setAccessibleName(state.spoken)
        self.setToolTip(state.aside)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(200, self._theme.px(_HEIGHT))

    def paintEvent(self, _event: QPaintEvent) -> None:
        state = self._state
        if state is None:
            return
        theme, painter = self._theme, QPainter(self)
        painter.fillRect(self.rect(), theme.colour("bg.hover" if self.underMouse() else "bg.surface"))
        painter.fillRect(0, self.height() - 1, self.width(), 1, theme.colour("line.hair"))
        left = self._paint_icon(painter, _SIDE, "list-numbers", "green.text" if state.is_done else "text.secondary")
        right = self.width() - _SIDE
        caret = QRect(right - theme.px(12), (self.height() - theme.px(12)) // 2, theme.px(12), theme.px(12))
        glyph = "caret-up" if self.isChecked() else "caret-down"
        theme.icons.paint(painter, caret, glyph, theme.colour("text.secondary"))
        right = caret.x() - 8
        left = self._paint_words(painter, left, right, state.title, 600, "text.primary") + 8
        left = self._paint_words(painter, left, right, state.count, 600, "text.secondary") + 12
        if not self.isChecked():
            self._paint_words(painter, left, right, state.aside, 400, "text.secondary")
        if self.hasFocus():
            painter.setPen(theme.colour("focus"))
            painter.drawRect(self.rect().adjusted(1, 1, -2, -2))
        painter.end()

    def _paint_icon(self, painter: QPainter, left: int, name: str, colour: str) -> int:
        side = self._theme.px(_ICON)
        place = QRect(left, (self.height() - side) // 2, side, side)
        self._theme.icons.paint(painter, place, name, self._theme.colour(colour))
        return left + side + 8

    def _paint_words(self, painter: QPainter, left: int, right: int, words: str, weight: int, colour: str) -> int:
        """Paint words from `left`, cut at `right`, and return where they end."""
        metrics = self._theme.metrics(12, weight)
        text = fitted(words, metrics, max(0, right - left))
        painter.setFont(self._theme.font(12, weight))
        painter.setPen(self._theme.colour(colour))
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        width = metrics.horizontalAdvance(text)
        painter.drawText(QRect(left, 0, width + 2, self.height()), flags, text)
        return left + width


class PlaybookCard(QWidget):
    """Shows a CardState; hidden without one. It stays open or folded from one case to the next."""

    ticked = Signal(str, bool)
    """A step's uid, and whether it is done."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        """Begin hidden and folded."""
        super().__init__(parent)
        self._theme = theme
        self.setObjectName("playbook")
        self.setProperty("ground", "surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.heading = _Heading(theme, self)
        self.steps = StepList(theme, object_name="playbook_steps")
        self._room = _Room(self.steps, theme)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.heading)
        column.addWidget(self._room)
        self.heading.toggled.connect(self._on_heading_toggled)
        self.steps.ticked.connect(self.ticked)
        self._room.hide()
        self.hide()

    def set_state(self, state: CardState | None) -> None:
        """Show a playbook, or hide."""
        self.setVisible(state is not None)
        if state is not None:
            self.heading.set_state(state)
            self.steps.set_steps(state.steps)
            self._room.fit()

    def open_steps(self) -> None:
        """Open the card and go to the first step that is not done; folded again if the focus is there already."""
        if self.isHidden():
            return
        if self._room.isVisible() and any(box.hasFocus() for box in self.steps.boxes):
            self.heading.setChecked(False)
            self.heading.setFocus(Qt.FocusReason.ShortcutFocusReason)
            return
        self.heading.setChecked(True)
        self.steps.take_focus()

    def _on_heading_toggled(self, is_open: bool) -> None:
        self._room.setVisible(is_open)
        self._room.fit()
        self.heading.update()


class _Room(QScrollArea):
    """As high as the steps, up to a limit; then they scroll."""

    def __init__(self, steps: StepList, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        inner = QWidget()
        inner.setObjectName("playbook_inner")
        inner.setProperty("ground", "surface")
        inner.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column = QVBoxLayout(inner)
        column.setContentsMargins(_SIDE, 8, _SIDE, 10)
        column.addWidget(steps)
        column.addStretch(1)
        self._column = column
        self.setWidget(inner)
        self.setObjectName("playbook_room")
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def fit(self) -> None:
        width = self.viewport().width()
        height = (
            self._column.heightForWidth(width) if self._column.hasHeightForWidth() else self._column.sizeHint().height()
        )
        self.setFixedHeight(min(height, self._theme.px(_MOST)))

    def resizeEvent(self, event: object) -> None:
        super().resizeEvent(event)  # type: ignore[arg-type]
        self.fit()
