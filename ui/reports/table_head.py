"""The head of a table of the reports: small words over the columns, no boxes, one hairline below."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHeaderView, QWidget

from ui.theme import Theme

_PAD = 10
LEAD = 14
"""So much room is before the words of a last column that holds words; pixels at 100 %."""


class TableHead(QHeaderView):
    """`plain`: no hairline, the words in the middle, as under a heat map."""

    def __init__(
        self,
        theme: Theme,
        orientation: Qt.Orientation,
        parent: QWidget,
        *,
        plain: bool = False,
        lead_last: bool = False,
    ) -> None:
        """Follow the theme."""
        super().__init__(orientation, parent)
        self._theme = theme
        self._plain = plain
        self._lead_last = lead_last
        self.setSectionsClickable(False)
        self.setHighlightSections(False)
        self.setMinimumSectionSize(8)
        theme.changed.connect(self.viewport().update)

    def sectionSizeFromContents(self, logical: int) -> QSize:
        """Return the words' size with room at both sides."""
        theme = self._theme
        words = str(self.model().headerData(logical, self.orientation()) or "")
        width = theme.metrics(11, 600).horizontalAdvance(words) + 2 * theme.px(_PAD)
        return QSize(width, theme.px(24))

    def paintSection(self, painter: QPainter, rect: QRect, logical: int) -> None:
        """Write the words where the column's figures stand."""
        theme, model = self._theme, self.model()
        painter.fillRect(rect, theme.colour("bg.surface"))
        words = str(model.headerData(logical, self.orientation()) or "")
        given = model.headerData(logical, self.orientation(), Qt.ItemDataRole.TextAlignmentRole)
        alignment = int(given) if given is not None else int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        if self._plain:
            middle = self.orientation() is Qt.Orientation.Horizontal
            side = Qt.AlignmentFlag.AlignHCenter if middle else Qt.AlignmentFlag.AlignLeft
            alignment = int(side | Qt.AlignmentFlag.AlignVCenter)
        painter.setFont(theme.font(11, 400 if self._plain else 600))
        painter.setPen(theme.colour("text.secondary" if self._plain else "text.tertiary"))
        pad = 0 if self._plain else theme.px(4)
        lead = theme.px(LEAD) if self._lead_last and logical == self.count() - 1 else 0
        painter.drawText(rect.adjusted(pad + lead, 0, -pad, 0), alignment, words)
        if not self._plain:
            painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, theme.colour("line.hair"))
