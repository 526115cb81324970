"""A check box whose words may wrap: a square of 16 px, a title and, if there is more to say, a note below it."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from ui.theme import Theme
from ui.widgets.focus_ring import FocusRing

_SIDE, _GAP, _RADIUS = 16, 8, 4
_TITLE, _NOTE = 13, 12


class CheckBox(QAbstractButton):
    """A box with its title and, in a smaller size, what it does. Space and a click turn it. Window thread only."""

    def __init__(
        self, theme: Theme, title: str, note: str = "", *, object_name: str = "", parent: QWidget | None = None
    ) -> None:
        """`note` says what it does, in a smaller size."""
        super().__init__(parent)
        self._theme = theme
        self._note = note
        self.setObjectName(object_name)
        self.setText(title)
        self.setAccessibleName(title)
        self.setAccessibleDescription(note)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._ring = FocusRing(theme, self)
        theme.changed.connect(self.updateGeometry)

    def set_note(self, note: str) -> None:
        """Say something else below the title, "" for nothing."""
        if note != self._note:
            self._note = note
            self.setAccessibleDescription(note)
            self.updateGeometry()
            self.update()

    def sizeHint(self) -> QSize:
        """Return the size at which the title does not wrap."""
        title = self._theme.metrics(_TITLE).horizontalAdvance(self.text())
        note = self._theme.metrics(_NOTE).horizontalAdvance(self._note)
        width = self._left() + max(title, min(note, self._theme.px(320))) + 2
        return QSize(width, self.heightForWidth(width))

    def hasHeightForWidth(self) -> bool:
        """The words wrap."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height of the wrapped words, 24 px at least."""
        return max(sum(self._heights(width)), self._theme.px(24))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the square and the words."""
        theme, painter = self._theme, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        title, note = self._heights(self.width())
        top = (self.height() - title - note) // 2
        self._paint_square(painter, top, title)
        room = self.width() - self._left()
        painter.setFont(theme.font(_TITLE))
        painter.setPen(theme.colour("text.primary" if self.isEnabled() else "text.disabled"))
        flags = int(Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignVCenter)
        painter.drawText(QRect(self._left(), top, room, title), flags, self.text())
        painter.setFont(theme.font(_NOTE))
        painter.setPen(theme.colour("text.secondary" if self.isEnabled() else "text.disabled"))
        painter.drawText(QRect(self._left(), top + title, room, note), flags, self._note)
        painter.end()

    def _paint_square(self, painter: QPainter, top: int, title: int) -> None:
        theme, side = self._theme, self._theme.px(_SIDE)
        first_line = min(title, theme.px(18))
        place = QRect(1, top + (first_line - side) // 2 + 1, side, side)
        square = QRectF(place).adjusted(0.5, 0.5, -0.5, -0.5)
        if self.isChecked():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("accent.fill" if self.isEnabled() else "text.disabled"))
            painter.drawRoundedRect(square, _RADIUS, _RADIUS)
            tick = place.adjusted(2, 2, -2, -2)
            theme.icons.paint(painter, tick, "check-bold", theme.colour("text.on.accent"))
            return
        painter.setPen(QPen(theme.colour("line.control" if self.isEnabled() else "line.hair"), 1))
        painter.setBrush(theme.colour("bg.surface" if self.isEnabled() else "bg.sunken"))
        painter.drawRoundedRect(square, _RADIUS, _RADIUS)

    def _heights(self, width: int) -> tuple[int, int]:
        room = QRect(0, 0, max(40, width - self._left()), 10_000)
        flags = int(Qt.TextFlag.TextWordWrap)
        title = self._theme.metrics(_TITLE).boundingRect(room, flags, self.text()).height() if self.text() else 0
        note = self._theme.metrics(_NOTE).boundingRect(room, flags, self._note).height() if self._note else 0
        return max(title, self._theme.px(18)), note

    def _left(self) -> int:
        return self._theme.px(_SIDE + _GAP)
