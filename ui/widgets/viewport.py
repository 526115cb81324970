"""A scroll area's viewport, made here instead of by Qt."""

from __future__ import annotations

from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QAbstractScrollArea, QWidget


def make_viewport(area: QAbstractScrollArea) -> QWidget:
    """Give an area that has just been made a viewport like the one it has, and return it.

    Asked for a widget that Qt made, PySide first sets up every class of widget there is, to find out which it is
    one of. That takes as long as making the whole navigation.
    """
    viewport = QWidget(area)
    viewport.setBackgroundRole(QPalette.ColorRole.Base)
    viewport.setAutoFillBackground(True)
    area.setViewport(viewport)
    return viewport
