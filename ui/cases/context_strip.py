"""The 34 px strip under the header where the profile has no room: its one most important fact."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from ui.cases.sheet import fitted
from ui.theme import Theme

_HEIGHT = 34
_SIDE = 20


@dataclass(frozen=True, slots=True)
class ContextFact:
    """What the strip says. `tint` is "violet" for a repeat question, "amber" or "accent" for anything else."""

    text: str
    icon: str = "repeat"
    tint: str = "violet"
    aside: str = ""
    aside_icon: str = "ticket"


class ContextStrip(QAbstractButton):
    """Shows a fact; a click asks for the profile, where the rest stands. Hidden while there is no fact."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        """Begin hidden."""
        super().__init__(parent)
        self._theme = theme
        self._fact: ContextFact | None = None
        self.setObjectName("context_strip")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)
        self.hide()

    def set_fact(self, fact: ContextFact | None) -> None:
        """Show a fact, or hide."""
        self._fact = fact
        self.setVisible(fact is not None)
        if fact is not None:
            self.setAccessibleName(". ".join(part for part in (fact.text, fact.aside) if part))
        self.update()

    def sizeHint(self) -> QSize:
        """Return the strip's height at the text's scale."""
        return QSize(200, self._theme.px(_HEIGHT))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the tint, the fact and the aside."""
        fact = self._fact
        if fact is None:
            return
        theme, painter = self._theme, QPainter(self)
        painter.fillRect(self.rect(), theme.colour(f"{fact.tint}.tint"))
        painter.fillRect(0, self.height() - 1, self.width(), 1, theme.colour(f"{fact.tint}.line"))
        right = self._paint_aside(painter, fact)
        icon = theme.px(14)
        ink = theme.colour(f"{fact.tint}.text")
        theme.icons.paint(painter, QRect(_SIDE, (self.height() - icon) // 2, icon, icon), fact.icon, ink)
        left = _SIDE + icon + 8
        painter.setPen(ink)
        painter.setFont(theme.font(12, 600))
        text = fitted(fact.text, theme.metrics(12, 600), right - left)
        painter.drawText(QRect(left, 0, right - left + 2, self.height()), _middle(), text)
        if self.hasFocus():
            painter.setPen(theme.colour("focus"))
            painter.drawRect(self.rect().adjusted(1, 1, -2, -2))
        painter.end()

    def _paint_aside(self, painter: QPainter, fact: ContextFact) -> int:
        right = self.width() - _SIDE
        if not fact.aside:
            return right
        theme = self._theme
        width = min(theme.metrics(12).horizontalAdvance(fact.aside), self.width() // 2)
        ink = theme.colour("text.secondary")
        painter.setPen(ink)
        painter.setFont(theme.font(12))
        text = fitted(fact.aside, theme.metrics(12), width)
        painter.drawText(QRect(right - width, 0, width + 2, self.height()), _middle(), text)
        icon = theme.px(14)
        place = QRect(right - width - 5 - icon, (self.height() - icon) // 2, icon, icon)
        theme.icons.paint(painter, place, fact.aside_icon, ink)
        return place.x() - 12


def _middle() -> Qt.AlignmentFlag:
    return Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
