"""The channel advisor's rows: what the figures say that somebody could do, with the one button that does it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from desktop.reports.advice import Advice, AdviceKind
from ui.inbox import network_name
from ui.reports.panel import Panel
from ui.reports.words import count_words
from ui.theme import Theme
from ui.widgets import Button, ButtonKind, Label, Separator, paint_channel_badge

_MARK = 20


def advice_words(advice: Advice) -> tuple[str, str, str]:
    """Return the title, the text and the button of an advice."""
    if advice.kind is AdviceKind.BELOW_BADGE and advice.network is not None:
        title = (
            _tr("{network} is 1 point below 90 %")
            if advice.points == 1
            else _tr("{network} is {points} points below 90 %")
        )
        text = _tr("{count} questions have no reply. Answer {needed} and the rate is 90 %.")
        return (
            title.format(network=network_name(advice.network), points=advice.points),
            text.format(count=count_words(advice.count), needed=count_words(advice.needed)),
            _tr("Open the {n}").format(n=count_words(advice.count)),
        )
    if advice.kind is AdviceKind.PEAK_WHILE_CLOSED:
        title = _tr("Peak demand while closed is {start:02d}:00 to {end:02d}:00")
        text = _tr("{share} % of questions arrive in these two hours and wait until the desk opens.")
        return title.format(start=advice.hour, end=advice.until), text.format(share=advice.share), _tr("Edit hours")
    title, text = (
        _tr("Nobody owns Listening"),
        _tr("{share} % of these posts have no answer. Assign one person per day."),
    )
    return title, text.format(share=advice.share), _tr("Assign")


class AdvicePanel(Panel):
    """Shows some Advices."""

    chosen = Signal(object)
    """The Advice whose button was pressed."""
    comparison_requested = Signal()
    """The four questions about channels are wanted."""

    def __init__(self, theme: Theme) -> None:
        """Show nothing yet."""
        super().__init__(theme, _tr("Channel advisor"), object_name="advisor")
        self.compare = Button(theme, _tr("Compare channels…"), kind=ButtonKind.LINK, small=True, object_name="compare")
        self.compare.clicked.connect(self.comparison_requested)
        self.head.addWidget(self.compare)
        self._rows = QWidget()
        self._rows_column = QVBoxLayout(self._rows)
        self._rows_column.setContentsMargins(0, 0, 0, 0)
        self._rows_column.setSpacing(12)
        self.column.addWidget(self._rows)
        self.column.addStretch(1)

    def set_advice(self, found: Sequence[Advice]) -> None:
        """Show this advice."""
        while (item := self._rows_column.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        for number, advice in enumerate(found):
            if number:
                self._rows_column.addWidget(Separator(self._theme))
            row = _Row(self._theme, advice, number)
            row.button.clicked.connect(lambda _=False, one=advice: self.chosen.emit(one))
            self._rows_column.addWidget(row)
        if not found:
            words = _tr("Nothing to advise: every channel keeps its mark, and the desk is open when people write.")
            self._rows_column.addWidget(Label(self._theme, words, size=12, colour="text.secondary", wrap=True))


class _Row(QWidget):
    def __init__(self, theme: Theme, advice: Advice, number: int) -> None:
        super().__init__()
        title, text, button = advice_words(advice)
        self.setObjectName(f"advice_{number}")
        self.setAccessibleName(f"{title}. {text}")
        self.button = Button(theme, button, small=True, object_name=f"advice_{number}_button")
        self.button.setAccessibleName(f"{button}: {title}")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addWidget(Label(theme, title, size=12, weight=600, wrap=True))
        words.addWidget(Label(theme, text, size=12, colour="text.secondary", wrap=True))
        row.addWidget(_Mark(theme, advice), 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        row.addWidget(self.button, 0, Qt.AlignmentFlag.AlignVCenter)


class _Mark(QWidget):
    """The channel's mark, or a clock."""

    def __init__(self, theme: Theme, advice: Advice) -> None:
        super().__init__()
        self._theme = theme
        self._network = advice.network
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        side = self._theme.px(_MARK)
        return QSize(side, side)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self._network is not None:
            paint_channel_badge(painter, self.rect(), self._theme, self._network, None)
        else:
            self._theme.icons.paint(painter, self.rect(), "clock", self._theme.colour("text.secondary"))
        painter.end()


def _tr(text: str) -> str:
    return QCoreApplication.translate("Reports", text)
