"""The reports' page: its head with period, channels and agent, and under it everything that a report says."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QMenu, QStackedWidget, QVBoxLayout, QWidget

from desktop.model import Network
from desktop.reports.advice import Advice
from desktop.reports.heaps import Narrow
from desktop.reports.period import Period
from desktop.reports.questions import AskedOften
from desktop.reports.report import Asking, Report
from ui.accounts.dialog_frame import scrolled
from ui.inbox import network_name
from ui.reports.period_menu import PeriodButton
from ui.reports.sheet import ReportSheet
from ui.theme import Theme
from ui.widgets import ButtonKind, ComboBox, IconLine, Label, MenuButton, Notice, NoticeWords, Segmented, Separator

_HEAD = 56
_HEAD_WHOLE = 900  # below it the period is written short
_HEAD_IN_ROW = 760  # below it the choices stand under the title


class ReportsPage(QWidget):
    """Shows what it is told; what is wanted is told by signals."""

    asked = Signal(object)
    """The Asking of another report."""
    days_requested = Signal()
    csv_requested = Signal()
    pdf_requested = Signal()
    trial_requested = Signal()
    """The self-test is wanted."""
    closed = Signal()

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        """Show nothing yet."""
        super().__init__(parent)
        self._theme = theme
        self._asking: Asking | None = None
        self.setObjectName("reports")
        self.setAccessibleName(_tr("Reports"))
        self.setProperty("ground", "window")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.period = PeriodButton(theme)
        self.channels = ComboBox(theme, _tr("Channels"), object_name="report_channels")
        self.agents = ComboBox(theme, _tr("Agent"), object_name="report_agents")
        times = ((False, _tr("All hours")), (True, _tr("Open hours")))
        self.times = Segmented(theme, _tr("Time that is counted"), times, object_name="report_times")
        self.export = MenuButton(
            theme, _tr("Export"), kind=ButtonKind.PLAIN, icon="export", object_name="report_export"
        )
        self.state = IconLine(theme, "hourglass-medium", object_name="report_state")
        self.sheet = ReportSheet(theme)
        self.notice = Notice(theme, object_name="reports_notice")
        self._stack = QStackedWidget()
        self._stack.addWidget(scrolled(self.sheet))
        self._stack.addWidget(self.notice)
        self._make_menu()
        self._lay_out()
        self._connect()
        self.times.choose(False)
        self.agents.set_choices([(None, _tr("Whole team"))])

    def set_asking(self, asking: Asking) -> None:
        """Show of what a report is being read."""
        self._asking = asking
        self.period.set_period(asking.period)
        self.times.choose(asking.business)

    def set_networks(self, networks: Sequence[Network]) -> None:
        """Offer these networks."""
        chosen = self._asking.narrow.network if self._asking else None
        self.channels.set_choices(
            [(None, _tr("All channels")), *((one, network_name(one)) for one in networks)], chosen
        )

    def set_report(self, report: Report, advice: Sequence[Advice]) -> None:
        """Show a report."""
        self.state.hide()
        if report.narrow.agent is None:
            names = [line.of for line in report.agents]
            self.agents.set_choices([(None, _tr("Whole team")), *((name, name) for name in names)])
        if report.empty:
            self.notice.set_words(
                NoticeWords(
                    _tr("No figures yet"),
                    _tr(
                        "Here will be how many questions were answered and how soon, by channel, class, agent and "
                        "hour, and what would win the badge. The first question that arrives begins it."
                    ),
                    icon="chart-bar",
                )
            )
        self._stack.setCurrentIndex(1 if report.empty else 0)
        self.sheet.set_report(report, advice)

    def set_often(self, found: Sequence[AskedOften]) -> None:
        """Show what was asked most."""
        self.sheet.set_often(found)

    def set_state(self, words: str, *, failed: bool = False) -> None:
        """Say how far the reading is, or that it failed; the last report stays."""
        icon, colour = ("warning-circle", "red.text") if failed else ("hourglass-medium", "text.secondary")
        self.state.say(words, icon=icon, colour=colour)
        self.state.setVisible(bool(words))

    def focus_first(self) -> None:
        """Give the period the keyboard."""
        self.period.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go back to the inbox at Esc."""
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
            return
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Stack what stands side by side where there is no room."""
        super().resizeEvent(event)
        self.sheet.set_window_width(self.window().width())
        self.period.set_brief(self.width() < self._theme.px(_HEAD_WHOLE))
        self._arrange_head(in_row=self.width() >= self._theme.px(_HEAD_IN_ROW))

    def _arrange_head(self, *, in_row: bool) -> None:
        """Put the choices beside the title, or in a row of their own below it."""
        row = self._beside if in_row else self._below
        if row.indexOf(self.times) < 0:
            for place, widget in enumerate((self.times, self.period, self.channels, self.agents)):
                row.insertWidget(place, widget)
            self._below.setContentsMargins(24, 0, 24, 0 if in_row else 10)
            self._row.setContentsMargins(24, 0 if in_row else 10, 24, 0 if in_row else 8)

    def _make_menu(self) -> None:
        menu = QMenu(self)
        menu.setObjectName("report_export_menu")
        menu.addAction(_tr("Export CSV…")).triggered.connect(self.csv_requested)
        menu.addAction(_tr("Export PDF…")).triggered.connect(self.pdf_requested)
        menu.addSeparator()
        menu.addAction(_tr("Self-test…")).triggered.connect(self.trial_requested)
        self.export.setMenu(menu)

    def _lay_out(self) -> None:
        head = QWidget()
        head.setObjectName("reports_head")
        head.setProperty("ground", "surface")
        head.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        head.setMinimumHeight(self._theme.px(_HEAD))
        rows = QVBoxLayout(head)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        row, self._beside, self._below = QHBoxLayout(), QHBoxLayout(), QHBoxLayout()
        self._row = row
        for one in (row, self._beside, self._below):
            one.setSpacing(8)
        row.addWidget(Label(self._theme, _tr("Reports"), size=20, weight=600, object_name="reports_title"))
        row.addStretch(1)
        row.addLayout(self._beside)
        row.addWidget(self.export)
        rows.addLayout(row, 1)
        self._below.addStretch(1)
        rows.addLayout(self._below)
        self._arrange_head(in_row=True)
        self.channels.setMinimumContentsLength(9)
        self.agents.setMinimumContentsLength(9)
        strip = QWidget()
        strip_row = QHBoxLayout(strip)
        strip_row.setContentsMargins(24, 0, 24, 0)
        strip_row.addWidget(self.state)
        self.state.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.setDirection(QBoxLayout.Direction.TopToBottom)
        column.addWidget(head)
        column.addWidget(Separator(self._theme))
        column.addWidget(strip)
        column.addWidget(self._stack, 1)

    def _connect(self) -> None:
        self.channels.currentIndexChanged.connect(lambda _: self._ask())
        self.agents.currentIndexChanged.connect(lambda _: self._ask())
        self.times.chosen.connect(lambda _: self._ask())
        self.period.days_requested.connect(self.days_requested)

    def ask_for(self, period: Period) -> None:
        """Ask for the report of another period."""
        if self._asking is not None:
            self.asked.emit(Asking(period, self._asking.narrow, self._asking.business))

    def _ask(self) -> None:
        if self._asking is None:
            return
        network, agent = self.channels.current, self.agents.current
        narrow = Narrow(Network(str(network)) if network else None, str(agent) if agent else None)
        self.asked.emit(Asking(self._asking.period, narrow, bool(self.times.current)))


def _tr(text: str) -> str:
    return QCoreApplication.translate("Reports", text)
