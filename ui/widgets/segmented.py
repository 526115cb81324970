"""A row of segments of which one is chosen, for two to five short words."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QWidget

from ui.theme import Theme

_HEIGHT, _PAD, _RADIUS = 28, 12, 6


class Segmented(QWidget):
    """Segments side by side; Tab reaches the chosen one, arrows walk and choose."""

    chosen = Signal(object)
    """The key of the segment that was chosen by hand."""

    def __init__(
        self,
        theme: Theme,
        name: str,
        choices: Sequence[tuple[object, str]],
        *,
        object_name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        """`choices` are (key, words); `name` is what a screen reader calls the row."""
        super().__init__(parent)
        self._theme = theme
        self._segments: dict[object, _Segment] = {}
        self.setObjectName(object_name)
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        for key, words in choices:
            segment = _Segment(theme, words, self)
            segment.setObjectName(f"{object_name}_{key}")
            segment.setAccessibleName(f"{name}: {words}")
            segment.toggled.connect(self._on_segment_toggled)
            segment.clicked.connect(lambda _=False, key=key: self.chosen.emit(key))
            self._segments[key] = segment
            row.addWidget(segment)

    @property
    def current(self) -> object:
        """The key of the chosen segment, None if there is none."""
        return next((key for key, segment in self._segments.items() if segment.isChecked()), None)

    def choose(self, key: object) -> None:
        """Choose a segment without telling."""
        if key in self._segments:
            self._segments[key].setChecked(True)

    def focus(self) -> None:
        """Put the focus on the chosen segment."""
        for segment in self._segments.values():
            if segment.isChecked():
                segment.setFocus(Qt.FocusReason.OtherFocusReason)

    def walk(self, segment: QAbstractButton, step: int) -> None:
        """Choose the next segment, `step` is 1 or -1, and take the focus along."""
        segments: list[QAbstractButton] = list(self._segments.values())
        place = segments.index(segment) + step
        if 0 <= place < len(segments):
            segments[place].setFocus(Qt.FocusReason.TabFocusReason)
            segments[place].click()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the ground under all segments."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._theme.colour("line.strong"), 1))
        painter.setBrush(self._theme.colour("bg.raised"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), _RADIUS, _RADIUS)
        painter.end()

    def _on_segment_toggled(self) -> None:
        for number, segment in enumerate(self._segments.values()):
            is_stop = segment.isChecked() or (number == 0 and self.current is None)
            segment.setFocusPolicy(Qt.FocusPolicy.StrongFocus if is_stop else Qt.FocusPolicy.ClickFocus)
        self.update()


class _Segment(QAbstractButton):
    def __init__(self, theme: Theme, words: str, owner: Segmented) -> None:
        super().__init__(owner)
        self._theme = theme
        self._owner = owner
        self.setText(words)
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1, Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1}.get(
            Qt.Key(event.key())
        )
        if step is None:
            super().keyPressEvent(event)
        else:
            self._owner.walk(self, step)

    def sizeHint(self) -> QSize:
        theme = self._theme
        return QSize(theme.metrics(13, 600).horizontalAdvance(self.text()) + 2 * theme.px(_PAD), theme.px(_HEIGHT))

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme, painter = self._theme, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        edge = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        if self.isChecked():
            painter.setPen(QPen(theme.colour("accent.line"), 1))
            painter.setBrush(theme.colour("accent.tint.strong"))
            painter.drawRoundedRect(edge, _RADIUS, _RADIUS)
        if self.hasFocus():
            painter.setPen(QPen(theme.colour("focus"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(edge.adjusted(0.5, 0.5, -0.5, -0.5), _RADIUS, _RADIUS)
        ink = "text.disabled" if not self.isEnabled() else "text.primary" if self.isChecked() else "text.secondary"
        painter.setPen(theme.colour(ink))
        painter.setFont(theme.font(13, 600 if self.isChecked() else 400))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.text())
        painter.end()
