"""Where a card of the header opens: under what was clicked, inside the screen."""

from __future__ import annotations

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QWidget

_GAP = 4


def show_below(card: QWidget, widget: QWidget) -> None:
    """Show a card under a widget, as large as its words need."""
    card.adjustSize()
    place = widget.mapToGlobal(QPoint(0, widget.height() + _GAP))
    screen = widget.screen().availableGeometry()
    place.setX(max(screen.left(), min(place.x(), screen.right() - card.width())))
    card.move(place)
    card.show()
