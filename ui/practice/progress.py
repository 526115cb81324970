"""One's progress: the totals of the last sittings as a small line."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.practice.words import tr
from ui.theme import Theme

_WIDTH, _HEIGHT, _INSET, _DOT = 168, 28, 5, 3.0
_SHOWN, _FULL = 20, 100


class ProgressLine(QWidget):
    """Shows figures from 0 to 100, oldest first, the last one as a dot."""

    def __init__(self, theme: Theme) -> None:
        """Show nothing yet."""
        super().__init__()
        self._theme = theme
        self._totals: tuple[int, ...] = ()
        self.setObjectName("practice_progress")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)
        theme.changed.connect(self.update)

    def set_totals(self, totals: Sequence[int]) -> None:
        """Show the last twenty of these; fewer than two show nothing."""
        self._totals = tuple(totals[-_SHOWN:])
        spoken = ", ".join(map(str, self._totals))
        self.setAccessibleName(tr("Points of your last sittings: {points}").format(points=spoken))
        self.setVisible(len(self._totals) > 1)
        self.update()

    def sizeHint(self) -> QSize:
        """Return the line's size."""
        return QSize(self._theme.px(_WIDTH), self._theme.px(_HEIGHT))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the line."""
        if len(self._totals) < 2:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        inset, wide = self._theme.px(_INSET), self.width() - 2 * self._theme.px(_INSET)
        high = self.height() - 2 * inset
        step = wide / (len(self._totals) - 1)
        points = [QPointF(inset + n * step, inset + high * (1 - one / _FULL)) for n, one in enumerate(self._totals)]
        painter.setPen(QPen(self._theme.colour("line.hair"), 1))
        painter.drawLine(QPointF(inset, inset + high), QPointF(inset + wide, inset + high))
        painter.setPen(QPen(self._theme.colour("accent.mark"), 2))
        painter.drawPolyline(points)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.colour("accent.mark"))
        painter.drawEllipse(points[-1], _DOT, _DOT)
        painter.end()
