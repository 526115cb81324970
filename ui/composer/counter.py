"""The counter beside the send button: a ring that fills up and how many characters are left."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.composer.composer_presenter import CounterState
from ui.theme import Theme

_RING = 18
_PEN = 2.5
_GAP = 7


class Counter(QWidget):
    """Paints the ring and its number; says so when it turns amber or red."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        """Begin hidden."""
        super().__init__(parent)
        self._theme = theme
        self._state: CounterState | None = None
        self.setObjectName("composer_counter")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)
        self.hide()

    def set_state(self, state: CounterState | None) -> None:
        """Show a count, or hide where there is no limit."""
        before, self._state = self._state, state
        self.setVisible(state is not None)
        if state is None:
            return
        self.setAccessibleName(state.spoken)
        self.setToolTip(state.spoken)
        if before is not None and state.tint not in {before.tint, "accent"}:
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, state.spoken))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Return ring and number."""
        words = self._theme.metrics(12, self._weight()).horizontalAdvance(self._state.text) if self._state else 0
        return QSize(self._theme.px(_RING) + _GAP + words + 1, self._theme.px(_RING) + 2)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw ring and number."""
        state = self._state
        if state is None:
            return
        theme, painter = self._theme, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        size = theme.px(_RING)
        half = _PEN / 2 + 0.5
        ring = QRectF(0, (self.height() - size) / 2, size, size).adjusted(half, half, -half, -half)
        painter.setPen(QPen(theme.colour("line.strong"), _PEN))
        painter.drawEllipse(ring)
        colour = theme.colour("accent.mark" if state.tint == "accent" else f"{state.tint}.fill")
        painter.setPen(QPen(colour, _PEN, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap))
        painter.drawArc(ring, 90 * 16, -round(state.share * 360 * 16))
        painter.setPen(theme.colour("text.secondary" if state.tint == "accent" else f"{state.tint}.text"))
        painter.setFont(theme.font(12, self._weight()))
        words = QRect(size + _GAP, 0, self.width(), self.height())
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, state.text)
        painter.end()

    def _weight(self) -> int:
        return 400 if self._state is None or self._state.tint == "accent" else 600
