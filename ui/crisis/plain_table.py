"""A table of words in the window's colours: rows are chosen whole, arrows walk, nothing is edited."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableWidget

from ui.theme import Theme

ROW = 28
"""A row's height in pixels at 100 %."""


class PlainTable(QTableWidget):
    """One column takes the room that the others leave."""

    def __init__(self, theme: Theme, heads: Sequence[str], *, stretched: int, object_name: str, name: str) -> None:
        """`stretched` is the column that grows; `name` says to a screen reader what it is."""
        super().__init__(0, len(heads))
        self.theme = theme
        self.setObjectName(object_name)
        self.setAccessibleName(name)
        self.setHorizontalHeaderLabels(list(heads))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(stretched, QHeaderView.ResizeMode.Stretch)
        theme.changed.connect(self._restyle)
        self._restyle()

    def _restyle(self) -> None:
        theme, palette = self.theme, self.palette()
        for role, token in (
            (QPalette.ColorRole.Base, "bg.surface"),
            (QPalette.ColorRole.Text, "text.primary"),
            (QPalette.ColorRole.Highlight, "accent.tint"),
            (QPalette.ColorRole.HighlightedText, "text.primary"),
            (QPalette.ColorRole.Button, "bg.sunken"),
            (QPalette.ColorRole.ButtonText, "text.secondary"),
        ):
            palette.setColor(role, theme.colour(token))
        self.setPalette(palette)
        self.horizontalHeader().setPalette(palette)
        self.setFont(theme.font(12))
        self.horizontalHeader().setFont(theme.font(11, 600))
        self.verticalHeader().setDefaultSectionSize(theme.px(ROW))
