"""A scroll bar that lies over the right edge of what it scrolls, so that the content keeps its whole width."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QAbstractScrollArea, QScrollBar

_WIDTH = 8
_MARGIN = 1


class OverlayScrollBar(QScrollBar):
    """The vertical scroll bar of an area, drawn over its content instead of beside it."""

    def __init__(self, area: QAbstractScrollArea) -> None:
        """Hide the area's own vertical bar and follow it."""
        super().__init__(Qt.Orientation.Vertical, area)
        self._area = area
        self._bar = area.verticalScrollBar()
        area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._bar.rangeChanged.connect(self._follow_range)
        self._bar.valueChanged.connect(self.setValue)
        self.valueChanged.connect(self._bar.setValue)
        area.installEventFilter(self)
        self._follow_range()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay at the area's right edge."""
        if watched is self._area and event.type() in (QEvent.Type.Resize, QEvent.Type.Show):
            self._place()
        return False

    def _follow_range(self) -> None:
        self.setPageStep(self._bar.pageStep())
        self.setSingleStep(self._bar.singleStep())
        self.setRange(self._bar.minimum(), self._bar.maximum())
        self.setValue(self._bar.value())
        self.setVisible(self._bar.maximum() > self._bar.minimum())
        self._place()

    def _place(self) -> None:
        height = self._area.height() - 2 * _MARGIN
        self.setGeometry(self._area.width() - _WIDTH - _MARGIN, _MARGIN, _WIDTH, height)
        self.raise_()
