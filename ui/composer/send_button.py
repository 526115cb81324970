"""The split send button: its verb names who will read the text; the caret offers what else sending can do."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import QEvent, QLineF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QEnterEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QMenu, QSizePolicy, QWidget

from ui.composer.composer_presenter import ComposerState, SendKind
from ui.theme import Theme
from ui.widgets import FocusRing, key_caps

_PAD = 10
_ICON = 16
_CARET = 24
_RADIUS = 6
_HINT = " ".join(key_caps("Ctrl+Return"))


class _Half(QAbstractButton):
    """One half of the split button, filled with the accent."""

    def __init__(self, theme: Theme, object_name: str, square_side: str, owner: QWidget) -> None:
        super().__init__(owner)
        self.setObjectName(object_name)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._theme = theme
        self._square_side = square_side
        self._ring = FocusRing(theme, self)

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.update()

    def _paint_ground(self, painter: QPainter) -> None:
        theme = self._theme
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        beyond = (0, 8) if self._square_side == "right" else (-8, 0)  # the square side lies beyond the edge
        shape = QRectF(self.rect()).adjusted(beyond[0], 0, beyond[1], 0)
        if self.isEnabled():
            state = ".press" if self.isDown() else ".hover" if self.underMouse() else ""
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour(f"accent.fill{state}"))
            painter.drawRoundedRect(shape, _RADIUS, _RADIUS)
            return
        painter.setPen(QPen(theme.colour("line.strong"), 1))
        painter.setBrush(theme.colour("bg.sunken"))
        painter.drawRoundedRect(shape.adjusted(0.5, 0.5, -0.5, -0.5), _RADIUS, _RADIUS)
        if self._square_side == "left":
            painter.drawLine(QLineF(0.5, 1, 0.5, self.height() - 1))

    def _ink(self) -> str:
        return "text.on.accent" if self.isEnabled() else "text.tertiary"


class _Main(_Half):
    """The verb."""

    def __init__(self, theme: Theme, owner: QWidget) -> None:
        super().__init__(theme, "composer_send", "right", owner)
        self.icon_name = "paper-plane-tilt-fill"
        self.hint = False
        self.most_words: int | None = None  # pixels; None: all of them

    def sizeHint(self) -> QSize:
        theme = self._theme
        words = theme.metrics(13, 500).horizontalAdvance(self.text())
        words = words if self.most_words is None else min(words, self.most_words)
        hint = theme.metrics(11).horizontalAdvance(_HINT) + 8 if self.hint and self.isEnabled() else 0
        return QSize(_PAD + theme.px(_ICON) + 6 + words + hint + _PAD + 1, theme.px(28))

    def words_width(self) -> int:
        return self._theme.metrics(13, 500).horizontalAdvance(self.text())

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme, painter = self._theme, QPainter(self)
        self._paint_ground(painter)
        ink = theme.colour(self._ink())
        icon = theme.px(_ICON)
        place = QRect(_PAD, (self.height() - icon) // 2, icon, icon)
        theme.icons.paint(painter, place, self.icon_name, ink)
        painter.setPen(ink)
        painter.setFont(theme.font(13, 500))
        left = _PAD + icon + 6
        words = QRect(left, 0, self.width() - left, self.height())
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        text = self.text()
        if self.most_words is not None:
            text = theme.metrics(13, 500).elidedText(text, Qt.TextElideMode.ElideRight, self.most_words)
        painter.drawText(words, flags, text)
        if self.hint and self.isEnabled() and self.width() >= self.sizeHint().width():
            faint = QColor(ink)
            faint.setAlphaF(0.85)
            painter.setPen(faint)
            painter.setFont(theme.font(11))
            right = QRect(0, 0, self.width() - _PAD, self.height())
            painter.drawText(right, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, _HINT)
        painter.end()


class _More(_Half):
    """The caret."""

    def __init__(self, theme: Theme, owner: QWidget) -> None:
        super().__init__(theme, "composer_send_more", "left", owner)

    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(_CARET), self._theme.px(28))

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme, painter = self._theme, QPainter(self)
        self._paint_ground(painter)
        theme.icons.paint(painter, self.rect().adjusted(6, 6, -6, -6), "caret-down", theme.colour(self._ink()))
        painter.end()


class SendButton(QWidget):
    """Sends in the way its verb says, or in one of the ways of its menu."""

    send_requested = Signal(object)
    """A SendKind."""
    send_at_requested = Signal(object)
    """The moment that was chosen, None: another one."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        """Begin without a verb."""
        super().__init__(parent)
        self.setObjectName("composer_send_split")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.main = _Main(theme, self)
        self.more = _More(theme, self)
        self.more.setAccessibleName(self.tr("More ways to send"))
        self.more.setToolTip(self.more.accessibleName())
        self.menu = QMenu(self)
        self.menu.setObjectName("composer_send_menu")
        self.at_menu = QMenu(self.tr("Send at"), self)
        self.at_menu.setObjectName("composer_send_at_menu")
        self._moments: tuple[tuple[str, datetime], ...] | None = None
        self._theme = theme
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(1)
        self._layout.addWidget(self.main)
        self._layout.addWidget(self.more)
        self.main.clicked.connect(lambda: self.send_requested.emit(SendKind.SEND))
        self.more.clicked.connect(self.open_menu)
        self.main.setEnabled(False)
        self.more.setEnabled(False)
        self._fill_menu()
        theme.changed.connect(self._on_theme_changed)

    def show_state(self, state: ComposerState) -> None:
        """Show the verb of a state."""
        self.main.setText(state.verb)
        self.main.icon_name = state.verb_icon
        self.main.setAccessibleName(f"{state.verb}. {state.why_not}" if state.why_not else state.verb)
        self.main.setToolTip(state.why_not or state.send_tip)
        self.main.setEnabled(state.enabled)
        self.more.setEnabled(state.enabled)
        self._layout.setSpacing(1 if state.enabled else 0)
        self.at_menu.menuAction().setVisible(not state.is_note)
        self.main.updateGeometry()
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the line between the halves."""
        if not self.main.isEnabled():
            return
        painter = QPainter(self)
        line = QRect(self.main.width(), 0, 1, self.height())
        painter.fillRect(line, self._theme.colour("accent.fill"))
        ink = QColor(self._theme.colour("text.on.accent"))
        ink.setAlphaF(0.45)
        painter.fillRect(line, ink)
        painter.end()

    def fit(self, *, hint: bool, most_words: int | None = None) -> int:
        """Show the key hint or not and at most so many pixels of the verb; returns the width that this takes."""
        self.main.hint = hint
        self.main.most_words = most_words
        self.main.updateGeometry()
        return self.main.sizeHint().width() + self.more.sizeHint().width() + 1

    def open_menu(self) -> None:
        """Offer the other ways to send."""
        top = self.mapToGlobal(self.rect().topRight())
        size = self.menu.sizeHint()
        top.setX(top.x() - size.width() + 1)
        top.setY(top.y() - size.height() - 2)
        self.menu.popup(top)

    def offer_moments(self, moments: Sequence[tuple[str, datetime]]) -> None:
        """Offer these moments before the one that is asked for."""
        if tuple(moments) == self._moments:
            return
        self._moments = tuple(moments)
        self.at_menu.clear()
        for words, moment in self._moments:
            action = self.at_menu.addAction(words)
            action.triggered.connect(lambda _=False, moment=moment: self.send_at_requested.emit(moment))
        self.at_menu.addSeparator()
        other = self.at_menu.addAction(self.tr("Another date and time…"))
        other.triggered.connect(lambda: self.send_at_requested.emit(None))

    def _fill_menu(self) -> None:
        for kind, words in (
            (SendKind.SEND_AND_SOLVE, self.tr("Send and solve")),
            (SendKind.SEND_AND_SNOOZE, self.tr("Send and snooze")),
        ):
            action = self.menu.addAction(words)
            action.setData(kind.value)
            action.triggered.connect(lambda _=False, kind=kind: self.send_requested.emit(kind))
        self.menu.addMenu(self.at_menu)
        self.offer_moments(())

    def _on_theme_changed(self) -> None:
        for half in (self.main, self.more):
            half.updateGeometry()
            half.update()
