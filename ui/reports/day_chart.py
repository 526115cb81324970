"""Answered and unanswered questions over time: a bar a day, or a week or a month where there are many days.

Arrow keys walk over the bars and say each one; the page shows the same figures as a table on demand.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from PySide6.QtCore import QCoreApplication, QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QHelpEvent, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from desktop.reports.report import DayCount
from ui.reports.presenter import TableRow
from ui.reports.words import count_words, day_words, short_day
from ui.theme import Theme

_HEIGHT, _FOOT, _LEFT, _TOP = 168, 20, 40, 8
_MOST_BARS = 62
_WEEK = 7


@dataclass(frozen=True, slots=True)
class Bar:
    """Some days together, from `first` to `last`."""

    first: date
    last: date
    answered: int
    unanswered: int

    @property
    def name(self) -> str:
        """The days of the bar, for people."""
        if self.first == self.last:
            return day_words(self.first)
        return _tr("{first} to {last}").format(first=short_day(self.first), last=day_words(self.last))

    @property
    def spoken(self) -> str:
        """What a screen reader says."""
        words = _tr("{days}: {answered} answered, {unanswered} not")
        return words.format(
            days=self.name, answered=count_words(self.answered), unanswered=count_words(self.unanswered)
        )


def bars_of(days: Sequence[DayCount]) -> tuple[Bar, ...]:
    """Return a bar for each day, each week or each four weeks, as many as can be told apart."""
    size = next((size for size in (1, _WEEK, 4 * _WEEK) if len(days) <= size * _MOST_BARS), 13 * _WEEK)
    groups = (days[start : start + size] for start in range(0, len(days), size))
    return tuple(
        Bar(
            group[0].day,
            group[0].day + timedelta(days=len(group) - 1),
            sum(one.answered for one in group),
            sum(one.unanswered for one in group),
        )
        for group in groups
    )


def bar_rows(bars: Sequence[Bar]) -> tuple[TableRow, ...]:
    """Return the bars as the rows of a table."""
    return tuple(TableRow("", (bar.name, count_words(bar.answered), count_words(bar.unanswered))) for bar in bars)


class DayChart(QWidget):
    """Paints bars. The one with the focus is ringed."""

    def __init__(self, theme: Theme) -> None:
        """Show nothing yet."""
        super().__init__()
        self._theme = theme
        self._bars: tuple[Bar, ...] = ()
        self._place = -1
        self.setObjectName("day_chart")
        self.setAccessibleName(_tr("Answered and unanswered over time"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)
        theme.changed.connect(self.update)

    @property
    def bars(self) -> tuple[Bar, ...]:
        """What is shown."""
        return self._bars

    def set_bars(self, bars: Sequence[Bar]) -> None:
        """Show other bars."""
        self._bars, self._place = tuple(bars), -1
        self.setAccessibleDescription("")
        self.update()

    def sizeHint(self) -> QSize:
        """Return the height, scaled with the text."""
        return QSize(self._theme.px(320), self._theme.px(_HEIGHT))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk over the bars."""
        step = {Qt.Key.Key_Right: 1, Qt.Key.Key_Left: -1}.get(Qt.Key(event.key()))
        ends = {Qt.Key.Key_Home: 0, Qt.Key.Key_End: len(self._bars) - 1}.get(Qt.Key(event.key()))
        if not self._bars or (step is None and ends is None):
            super().keyPressEvent(event)
            return
        wanted = ends if ends is not None else self._place + (step or 0)
        self._place = min(max(0, wanted), len(self._bars) - 1)
        self.setAccessibleDescription(self._bars[self._place].spoken)
        self.update()

    def event(self, event: QEvent) -> bool:
        """Say under the pointer what a bar stands for."""
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip:
            found = next((bar for bar, place in self._places() if place.contains(event.pos())), None)
            QToolTip.showText(event.globalPos(), found.spoken if found is not None else "", self)
            return True
        return super().event(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the lines, the bars and the days under them."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        most = self._most()
        self._paint_scale(painter, most)
        for number, (bar, place) in enumerate(self._places()):
            self._paint_bar(painter, bar, place, most)
            if number == self._place and self.hasFocus():
                painter.setPen(QPen(self._theme.colour("focus"), 2))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRoundedRect(place.adjusted(-1, 1, 1, -1), 3, 3)
        if self.hasFocus() and self._place < 0:
            painter.setPen(QPen(self._theme.colour("focus"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(self.rect().toRectF().adjusted(1, 1, -1, -1), 4, 4)
        painter.end()

    def _most(self) -> int:
        """Return the top of the scale: the greatest bar, rounded up to an even figure."""
        most = max((bar.answered + bar.unanswered for bar in self._bars), default=0)
        size = int(10 ** max(0, len(str(most)) - 1))
        return next((step * size for step in (2, 4, 6, 8) if step * size >= most), 10 * size)

    def _paint_scale(self, painter: QPainter, most: int) -> None:
        theme = self._theme
        painter.setFont(theme.font(11))
        top, bottom = theme.px(_TOP), self.height() - theme.px(_FOOT)
        for number in (0, most // 2, most):
            y = bottom - (bottom - top) * number / most
            painter.setPen(QPen(theme.colour("line.hair"), 1))
            painter.drawLine(theme.px(_LEFT), round(y), self.width(), round(y))
            painter.setPen(theme.colour("text.tertiary"))
            place = QRectF(0, y - theme.px(8), theme.px(_LEFT - 8), theme.px(16))
            painter.drawText(
                place, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), count_words(number)
            )

    def _paint_bar(self, painter: QPainter, bar: Bar, place: QRectF, most: int) -> None:
        theme = self._theme
        width = min(place.width() * 0.7, theme.px(28))
        left = place.center().x() - width / 2
        height = place.height()
        answered, unanswered = height * bar.answered / most, height * bar.unanswered / most
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("heat.4"))
        painter.drawRect(QRectF(left, place.bottom() - answered, width, answered))
        if unanswered:
            painter.setBrush(theme.colour("amber.tint"))
            painter.setPen(QPen(theme.colour("amber.fill"), 1))
            painter.drawRect(
                QRectF(left + 0.5, place.bottom() - answered - unanswered + 0.5, width - 1, max(1.0, unanswered - 1))
            )
        step = max(1, -(-len(self._bars) * theme.px(52) // max(1, self.width() - theme.px(_LEFT))))
        if self._bars.index(bar) % step == 0:
            painter.setFont(theme.font(11))
            painter.setPen(theme.colour("text.tertiary"))
            foot = QRectF(place.center().x() - theme.px(30), place.bottom() + 2, theme.px(60), theme.px(_FOOT) - 2)
            painter.drawText(foot, int(Qt.AlignmentFlag.AlignCenter), short_day(bar.first))

    def _places(self) -> list[tuple[Bar, QRectF]]:
        theme = self._theme
        top, bottom, left = theme.px(_TOP), self.height() - theme.px(_FOOT), theme.px(_LEFT)
        width = (self.width() - left) / max(1, len(self._bars))
        return [(bar, QRectF(left + number * width, top, width, bottom - top)) for number, bar in enumerate(self._bars)]


def _tr(text: str) -> str:
    return QCoreApplication.translate("Reports", text)
