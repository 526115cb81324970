"""A page over everything right of the navigation. What it covers stays as it is and takes no keys meanwhile."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QRect
from PySide6.QtWidgets import QWidget


class PageCover(QObject):
    """Lays one page at a time over some panes. Window thread only."""

    def __init__(self, panes: QWidget, navigation: QWidget, covered: Sequence[QWidget]) -> None:
        """`navigation` is the pane that stays in sight; `covered` are the others."""
        super().__init__(panes)
        self._panes = panes
        self._navigation = navigation
        self._covered = tuple(covered)
        self._page: QWidget | None = None
        panes.installEventFilter(self)
        navigation.installEventFilter(self)

    @property
    def page(self) -> QWidget | None:
        """The page that is shown, None for none."""
        return self._page

    def show(self, page: QWidget) -> None:
        """Lay a page over the panes."""
        if self._page is not None and self._page is not page:
            self._page.hide()
        self._page = page
        for pane in self._covered:
            pane.setEnabled(False)
        self._place()
        page.show()
        page.raise_()

    def hide(self) -> None:
        """Take the page away."""
        if self._page is None:
            return
        page, self._page = self._page, None
        for pane in self._covered:
            pane.setEnabled(True)
        page.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay beside the navigation, however wide it is."""
        if event.type() in (QEvent.Type.Resize, QEvent.Type.Move) and self._page is not None:
            self._place()
        return super().eventFilter(watched, event)

    def _place(self) -> None:
        if self._page is not None:
            left = self._navigation.geometry().right() + 2  # the hairline beside it stays
            self._page.setGeometry(QRect(left, 0, self._panes.width() - left, self._panes.height()))
