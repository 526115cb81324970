"""The day that stays at the top while its messages are read: painted over the rows, pushed up by the next day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QPainter

from ui.cases.marker_layout import lay_marker
from ui.cases.sheet_painter import SheetPainter
from ui.cases.timeline_model import TimelineModel
from ui.cases.timeline_rows import MarkerRow
from ui.theme import Theme

if TYPE_CHECKING:
    from ui.cases.timeline_list import TimelineList

_SPACE = 4


class DayBand:
    """Paints the day separator that sticks to the top of a timeline."""

    def __init__(self, theme: Theme, model: TimelineModel) -> None:
        """Read the days from `model`."""
        self._theme = theme
        self._model = model
        self._painter = SheetPainter(theme)

    @property
    def height(self) -> int:
        """The height that the band covers, in pixels."""
        return self._theme.px(20) + 2 * _SPACE

    def paint(self, painter: QPainter, view: TimelineList) -> None:
        """Paint the day of the first row in sight."""
        seen = view.visible_rows()
        number = self._model.day_above(seen.start) if len(seen) else -1
        if number < 0 or (number in seen and view.row_rect(number).top() >= _SPACE):
            return
        below = self._model.day_below(number)
        push = min(0, view.row_rect(below).top() - self.height - _SPACE) if below >= 0 else 0
        rect = QRect(0, push, view.viewport().width(), self.height)
        painter.fillRect(rect, self._theme.colour("bg.surface"))
        row = self._model.row_at(number)
        assert isinstance(row, MarkerRow)
        self._painter.paint(painter, lay_marker(row, rect.width(), self._theme), QPoint(0, push + _SPACE), rect)
