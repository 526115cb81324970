"""The pill that says PRACTICE in the bar, how far the sitting is, and opens its results."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from ui.practice.words import tr
from ui.theme import Theme
from ui.widgets import FocusRing

_RADIUS, _HEIGHT, _LEFT, _RIGHT, _ICON = 13, 26, 28, 11, 14


class PracticePill(QAbstractButton):
    """Amber while cases are under way, green when all are over."""

    def __init__(self, theme: Theme) -> None:
        """Say PRACTICE."""
        super().__init__()
        self._theme = theme
        self._over = False
        self._words = tr("PRACTICE")
        self._ring = FocusRing(theme, self, _RADIUS)
        self.setObjectName("practice_pill")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)
        theme.changed.connect(self.update)
        self.set_progress(0, 0)

    @property
    def words(self) -> str:
        """What stands in the pill."""
        return self._words

    def set_progress(self, over: int, planned: int) -> None:
        """Say how many cases are over."""
        self._over = 0 < planned <= over
        self._words = f"{tr('PRACTICE')} {over}/{planned}" if planned else tr("PRACTICE")
        said = tr(
            "Practice: {over} of {planned} cases are over. Nothing leaves this computer. Open the results"
        ).format(over=over, planned=planned)
        self.setAccessibleName(said)
        self.setToolTip(said)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Return the pill's size."""
        wide = self._theme.metrics(12, 600).horizontalAdvance(self._words)
        return QSize(self._theme.px(_LEFT) + wide + self._theme.px(_RIGHT), self._theme.px(_HEIGHT))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the pill."""
        theme, tint = self._theme, "green" if self._over else "amber"
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(theme.colour(f"{tint}.line"))
        painter.setBrush(theme.colour(f"{tint}.tint"))
        shape = self.rect().toRectF().adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(shape, shape.height() / 2, shape.height() / 2)
        side, ink = theme.px(_ICON), theme.colour(f"{tint}.text")
        place = QRect(theme.px(9), (self.height() - side) // 2, side, side)
        theme.icons.paint(painter, place, "check-circle-fill" if self._over else "pencil-simple", ink)
        painter.setPen(ink)
        painter.setFont(theme.font(12, 600))
        painter.drawText(self.rect().adjusted(theme.px(_LEFT), 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, self._words)
        painter.end()
