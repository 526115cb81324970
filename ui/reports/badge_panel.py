"""The badge: whether the desk counts as very responsive, how far it is from it, and the cases that win it back."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from ui.reports.panel import Plate
from ui.reports.presenter import BadgeState
from ui.theme import Theme
from ui.widgets import Button, Label

_ICON, _GAUGE, _BAR = 26, 290, 8
_LEAST_GAUGE = 160


class BadgePanel(Plate):
    """Facebook's badge: how far it is, and the cases that can still win it back today."""

    cases_requested = Signal()
    """The cases without an answer are wanted."""

    def __init__(self, theme: Theme) -> None:
        """Show nothing yet."""
        super().__init__(theme, object_name="badge_panel")
        self._state: BadgeState | None = None
        self._icon = QLabel()
        self.title = Label(theme, size=13, weight=600, object_name="badge_title")
        self.text = Label(theme, size=12, colour="text.secondary", wrap=True, object_name="badge_text")
        self.button = Button(theme, "", small=True, object_name="badge_open")
        self.gauge = _Gauge(theme)
        self.button.clicked.connect(self.cases_requested)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 10, 16, 10)
        row.setSpacing(16)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self.title)
        words.addWidget(self.text)
        row.addWidget(self._icon)
        row.addLayout(words, 1)
        row.addWidget(self.button)
        row.addWidget(self.gauge)
        theme.changed.connect(self._restyle)

    def set_state(self, state: BadgeState) -> None:
        """Show another state."""
        self._state = state
        self.title.setText(state.title)
        self.text.setText(state.text)
        self.button.setText(_tr("Open it") if state.open_count == 1 else _tr("Open the {n}").format(n=state.open_count))
        one, some = _tr("Open the case without a reply"), _tr("Open the {n} cases without a reply")
        self.button.setAccessibleName(one if state.open_count == 1 else some.format(n=state.open_count))
        self.button.setVisible(state.open_count > 0)
        self.gauge.set_share(state.share, state.threshold, is_kept=state.is_kept)
        self.setAccessibleName(f"{state.title}. {state.text}")
        self._restyle()

    def _restyle(self) -> None:
        if self._state is None:
            return
        kept = self._state.is_kept
        icon, colour = ("circle-wavy-check-fill", "green.fill") if kept else ("warning-circle-fill", "amber.fill")
        if self._state.share is None:
            icon, colour = "info", "text.secondary"
        theme = self._theme
        self._icon.setPixmap(theme.icons.pixmap(icon, theme.px(_ICON), theme.colour(colour), 2.0))
        self.set_line("green.line" if kept else "amber.line" if self._state.share is not None else "line.hair")


class _Gauge(QWidget):
    """A bar from 0 to 100 with a tick at the threshold. What it says stands in the panel's words too."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._share: int | None = None
        self._threshold = 0
        self._is_kept = False
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)

    def set_share(self, share: int | None, threshold: int, *, is_kept: bool) -> None:
        self._share, self._threshold, self._is_kept = share, threshold, is_kept
        self.setVisible(share is not None)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(_GAUGE), self._theme.px(36))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.px(_LEAST_GAUGE), self._theme.px(36))

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._share is None:
            return
        theme, height = self._theme, self._theme.px(_BAR)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        top = theme.px(5)
        painter.setBrush(theme.colour("bg.press"))
        painter.drawRoundedRect(QRectF(0, top, self.width(), height), height / 2, height / 2)
        painter.setBrush(theme.colour("green.fill" if self._is_kept else "amber.fill"))
        painter.drawRoundedRect(QRectF(0, top, self.width() * self._share / 100, height), height / 2, height / 2)
        tick = self.width() * self._threshold / 100
        painter.setBrush(theme.colour("text.primary"))
        painter.drawRect(QRectF(tick - 1, top - theme.px(4), 2, height + theme.px(8)))
        self._write(painter, tick)
        painter.end()

    def _write(self, painter: QPainter, tick: float) -> None:
        theme = self._theme
        painter.setFont(theme.font(11))
        painter.setPen(theme.colour("text.secondary"))
        row = QRect(0, theme.px(18), self.width(), theme.px(16))
        painter.drawText(row, int(Qt.AlignmentFlag.AlignLeft), "0")
        painter.drawText(row, int(Qt.AlignmentFlag.AlignRight), "100")
        words = _tr("Threshold {n} %").format(n=self._threshold)
        length = theme.metrics(11).horizontalAdvance(words)
        row.setLeft(round(min(tick, self.width() - theme.px(34)) - length))
        painter.drawText(row, int(Qt.AlignmentFlag.AlignLeft), words)


def _tr(text: str) -> str:
    return QCoreApplication.translate("Reports", text)
