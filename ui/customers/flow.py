"""A box that sets its widgets in lines, like words, as many to a line as fit."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget


class FlowBox(QWidget):
    """Lines of widgets at their own size; one wider than the line is cut to it.

    A widget and not a QLayout: a layout's items belong to Qt or to Python, depending on who takes them out.
    """

    def __init__(self, gap: int = 4, *, reach: int = 0) -> None:
        """`gap` is between widgets and between lines, `reach` left free around all of them, in pixels."""
        super().__init__()
        self._gap = gap
        self._reach = reach
        self._widgets: list[QWidget] = []
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def count(self) -> int:
        """Return how many widgets there are."""
        return len(self._widgets)

    def addWidget(self, widget: QWidget) -> None:
        """Put a widget at the end."""
        widget.setParent(self)
        widget.show()
        self._widgets.append(widget)
        self._settle()

    def takeAt(self, place: int) -> QWidget:
        """Take a widget out of the lines; it stays a child."""
        widget = self._widgets.pop(place)
        self._settle()
        return widget

    def hasHeightForWidth(self) -> bool:
        """The height follows from the width."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height of all lines."""
        return max((rect.bottom() + 1 for rect in self._places(width)), default=0) + self._reach

    def sizeHint(self) -> QSize:
        """Return the size at the present width."""
        width = max(self.width(), 120)
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        """Return room for the least of the widest widget."""
        least = [widget.minimumSizeHint().expandedTo(widget.minimumSize()) for widget in self._widgets]
        width = max((one.width() for one in least), default=0)
        return QSize(width + 2 * self._reach, max((one.height() for one in least), default=0) + 2 * self._reach)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Set the widgets in lines."""
        super().resizeEvent(event)
        self._place()

    def event(self, event: QEvent) -> bool:
        """Set the lines again when a widget wants another size."""
        if event.type() == QEvent.Type.LayoutRequest:
            self._settle()
        return super().event(event)

    def _settle(self) -> None:
        self._place()
        self.updateGeometry()

    def _place(self) -> None:
        for widget, rect in zip(self._widgets, self._places(self.width()), strict=True):
            widget.setGeometry(rect)

    def _places(self, width: int) -> list[QRect]:
        places: list[QRect] = []
        reach = self._reach
        most = width - 2 * reach
        x, y, line = reach, reach, 0
        for widget in self._widgets:
            size = widget.sizeHint().expandedTo(widget.minimumSize())
            wide = min(size.width(), most)
            if x > reach and x + wide > reach + most:
                x, y, line = reach, y + line + self._gap, 0
            places.append(QRect(x, y, wide, size.height()))
            x += wide + self._gap
            line = max(line, size.height())
        return places
