"""The facts of a customer: figures in cells, or in lines where letters are too large, and the line on activity."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import QEvent, QRect, QSize, Qt
from PySide6.QtGui import QHelpEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QToolTip, QWidget

from ui.customers.presenter import Fact
from ui.theme import Theme
from ui.widgets import Label

_CELL, _LINE, _PAD = 47, 22, 6
_VALUE, _LABEL = 13, 11
_AIR = 6


class FactsBox(QWidget):
    """Paints facts; a screen reader hears all of them in full words."""

    def __init__(self, theme: Theme) -> None:
        """Show nothing until `set_facts`."""
        super().__init__()
        self._theme = theme
        self._facts: tuple[Fact, ...] = ()
        self.setObjectName("profile_facts")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self._fit)

    @property
    def facts(self) -> tuple[Fact, ...]:
        """What is shown."""
        return self._facts

    def set_facts(self, facts: tuple[Fact, ...]) -> None:
        """Show facts, at most three."""
        self._facts = facts
        self.setAccessibleName(". ".join(fact.spoken for fact in facts))
        self.setVisible(bool(facts))
        self._fit()

    @property
    def is_stacked(self) -> bool:
        """True if each fact has a line of its own, because a cell would cut a word."""
        return sum(self._wanted(fact) + _AIR for fact in self._facts) > self.width()

    def sizeHint(self) -> QSize:
        """Return the box's height at the text's scale."""
        return QSize(0, self._height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Choose between cells and lines."""
        super().resizeEvent(event)
        self._fit()

    def event(self, event: QEvent) -> bool:
        """Say a fact in full words under the pointer."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            rects = [self._rect_of(number) for number in range(len(self._facts))]
            number = next((one for one, rect in enumerate(rects) if rect.contains(event.pos())), None)
            if number is not None:
                QToolTip.showText(event.globalPos(), self._facts[number].spoken, self)
            return True
        return super().event(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the box, its dividers and its facts."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._theme.colour("line.hair")))
        painter.setBrush(self._theme.colour("bg.surface"))
        painter.drawRoundedRect(self.rect().toRectF().adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        for number, fact in enumerate(self._facts):
            self._paint_fact(painter, self._rect_of(number), fact, is_first=number == 0)
        painter.end()

    def _paint_fact(self, painter: QPainter, rect: QRect, fact: Fact, *, is_first: bool) -> None:
        theme = self._theme
        if self.is_stacked:
            inner = rect.adjusted(10, 0, -10, 0)
            label, value = inner, inner
            sides = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight
        else:
            if not is_first:
                painter.fillRect(rect.x(), 1, 1, self.height() - 2, theme.colour("line.hair"))
            top = theme.px(_PAD)
            value = QRect(rect.x(), top, rect.width(), theme.px(20))
            label = QRect(rect.x(), top + theme.px(19), rect.width(), theme.px(16))
            sides = Qt.AlignmentFlag.AlignHCenter, Qt.AlignmentFlag.AlignHCenter
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setFont(theme.font(_LABEL))
        painter.setPen(theme.colour("text.secondary"))
        painter.drawText(label, sides[0] | middle, fact.label)
        painter.setFont(theme.font(_VALUE, 600))
        painter.setPen(theme.colour("text.primary"))
        painter.drawText(value, sides[1] | middle, fact.value)

    def _rect_of(self, number: int) -> QRect:
        if self.is_stacked:
            line = self._theme.px(_LINE)
            return QRect(0, self._theme.px(_PAD) + number * line, self.width(), line)
        widths = self._cells()
        return QRect(sum(widths[:number]), 0, widths[number], self.height())

    def _cells(self) -> list[int]:
        """Return the cells' widths: equal ones, or what each needs where a word would be cut in an equal one."""
        count = len(self._facts)
        edges = [self.width() * number // count for number in range(count + 1)]
        equal = [right - left for left, right in pairwise(edges)]
        wanted = [self._wanted(fact) for fact in self._facts]
        if all(need <= width for need, width in zip(wanted, equal, strict=True)):
            return equal
        spare = (self.width() - sum(wanted)) // count
        wider = [need + spare for need in wanted]
        return [*wider[:-1], self.width() - sum(wider[:-1])]

    def _wanted(self, fact: Fact) -> int:
        label = self._theme.metrics(_LABEL).horizontalAdvance(fact.label)
        return max(label, self._theme.metrics(_VALUE, 600).horizontalAdvance(fact.value)) + 4

    def _height(self) -> int:
        if self.is_stacked:
            return self._theme.px(_LINE) * len(self._facts) + 2 * self._theme.px(_PAD)
        return self._theme.px(_CELL)

    def _fit(self) -> None:
        self.setFixedHeight(self._height())
        self.update()


class ActivityLine(QWidget):
    """How active a customer is beside all others; hidden where there is nothing true to say."""

    def __init__(self, theme: Theme) -> None:
        """Begin hidden."""
        super().__init__()
        self._theme = theme
        self._icon = QLabel()
        self._words = Label(theme, size=12, colour="text.secondary", wrap=True, object_name="profile_activity")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 2, 0, 2)
        row.setSpacing(6)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._words, 1)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        theme.changed.connect(self._restyle)
        self._restyle()
        self.hide()

    def set_text(self, text: str) -> None:
        """Say how active, "" for nothing."""
        self._words.setText(text)
        self.setVisible(bool(text))

    def _restyle(self) -> None:
        theme = self._theme
        colour, ratio = theme.colour("text.secondary"), self.devicePixelRatioF()
        self._icon.setPixmap(theme.icons.pixmap("chart-line-up", theme.px(14), colour, ratio))
