"""A scroll bar that lies over the content instead of taking width from it, so rows keep the width of their pane."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QAbstractScrollArea, QScrollBar

_WIDTH = 8
_FROM_EDGE = 2


class OverlayBar(QScrollBar):
    """Shows and moves the vertical scroll bar of an area whose own bar is switched off."""

    def __init__(self, area: QAbstractScrollArea) -> None:
        """Lie over `area` at its right edge."""
        super().__init__(Qt.Orientation.Vertical, area)
        self._area = area
        self._own = area.verticalScrollBar()
        self.setObjectName(f"{area.objectName()}_bar")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._own.rangeChanged.connect(self._follow)
        self._own.valueChanged.connect(self.setValue)
        self.valueChanged.connect(self._own.setValue)
        area.installEventFilter(self)
        self._follow()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay at the right edge."""
        if watched is self._area and event.type() in (QEvent.Type.Resize, QEvent.Type.Show):
            self._follow()
        return False

    def _follow(self) -> None:
        self.setRange(self._own.minimum(), self._own.maximum())
        self.setPageStep(self._own.pageStep())
        self.setSingleStep(self._own.singleStep())
        self.setValue(self._own.value())
        area = self._area.rect()
        self.setGeometry(area.right() + 1 - _WIDTH - _FROM_EDGE, 2, _WIDTH, max(0, area.height() - 4))
        self.setVisible(self._own.maximum() > self._own.minimum())
        self.raise_()
