"""The sheet of a report: tiles, badge, tables, charts and advice, side by side where there is room."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QBoxLayout, QGridLayout, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from desktop.reports.advice import Advice
from desktop.reports.questions import AskedOften
from desktop.reports.report import Report
from ui.reports.advice_panel import AdvicePanel
from ui.reports.badge_panel import BadgePanel
from ui.reports.day_chart import DayChart, bar_rows, bars_of
from ui.reports.heat_map import HeatMap
from ui.reports.legend import HeatLegend
from ui.reports.panel import Panel
from ui.reports.presenter import (
    TableRow,
    channel_heads,
    other_heads,
    present_badge,
    present_channels,
    present_lines,
    present_marks,
    present_stopped,
    present_survey,
    present_tiles,
)
from ui.reports.table import FigureTable
from ui.reports.tiles import KpiTile
from ui.reports.words import count_words
from ui.theme import Theme
from ui.widgets import CheckBox, Label

_SIDE_BY_SIDE, _TILES_IN_ROW = 1180, 1000
_ADVISOR = 400
_TILES = ("rate", "median", "hour", "day")
_MOST_LINES = 8


class ReportSheet(QWidget):
    """Shows a Report. What is wanted of it is told by its parts' signals."""

    badge_cases_requested = Signal()
    advice_chosen = Signal(object)
    comparison_requested = Signal()
    case_requested = Signal(int)

    def __init__(self, theme: Theme) -> None:
        """Show nothing yet."""
        super().__init__()
        self._theme = theme
        self.setObjectName("report_sheet")
        self.tiles = tuple(KpiTile(theme, key) for key in _TILES)
        self.badge = BadgePanel(theme)
        self.channels = FigureTable(
            theme, channel_heads(), object_name="report_channels_table", name=_tr("Per channel"), last_left=True
        )
        self.advisor = AdvicePanel(theme)
        self.heat = HeatMap(theme)
        self.chart = DayChart(theme)
        self.as_table = CheckBox(theme, _tr("Show as table"), object_name="report_as_table")
        day_heads = (_tr("Days"), _tr("Answered"), _tr("Unanswered"))
        self.days = FigureTable(theme, day_heads, object_name="report_days_table", name=_tr("Answered over time"))
        self.classes = self._other(_tr("Class"), "report_classes")
        self.agents = self._other(_tr("Agent"), "report_agents_table")
        self.languages = self._other(_tr("Language"), "report_languages")
        self.stopped = self._pair(_tr("Replies"), "report_stopped", _tr("What the guardrails stopped"))
        self.marks = self._pair(_tr("Mark"), "report_marks", _tr("Satisfaction"))
        self.survey = FigureTable(
            theme,
            (_tr("Channel"), _tr("Use it"), _tr("Would rather")),
            object_name="report_survey",
            name=_tr("What customers use and would rather use"),
        )
        self.often = FigureTable(
            theme,
            (_tr("Question"), _tr("Asked"), _tr("Answered")),
            object_name="report_often",
            name=_tr("Most asked"),
        )
        self._often: tuple[AskedOften, ...] = ()
        self._lay_out()
        self.badge.cases_requested.connect(self.badge_cases_requested)
        self.advisor.chosen.connect(self.advice_chosen)
        self.advisor.comparison_requested.connect(self.comparison_requested)
        self.as_table.toggled.connect(lambda is_on: self._chart_stack.setCurrentIndex(int(is_on)))
        self.as_table.toggled.connect(lambda _: self._fit_chart())
        self.often.cellActivated.connect(self._on_often_activated)

    def set_report(self, report: Report, advice: Sequence[Advice]) -> None:
        """Show a report and what it advises."""
        for tile, state in zip(self.tiles, present_tiles(report), strict=True):
            tile.set_tile(state)
        self.badge.set_state(present_badge(report))
        self.channels.set_rows(present_channels(report))
        self.advisor.set_advice(advice)
        self._show_week(report)
        bars = bars_of(report.days)
        self.chart.set_bars(bars)
        self.days.set_rows(bar_rows(bars))
        self._fit_chart()
        for table, lines, kind in (
            (self.classes, report.classes, "class"),
            (self.agents, report.agents, "agent"),
            (self.languages, report.languages, "language"),
        ):
            table.set_rows(present_lines(lines[:_MOST_LINES], kind))
        self._agents_panel.setVisible(bool(report.agents))
        stopped = present_stopped(report) or (TableRow("", (_tr("Nothing was stopped"), "0")),)
        self.stopped.set_rows(stopped)
        self.marks.set_rows(present_marks(report))
        self._marks_panel.setVisible(any(report.marks))
        self.survey.set_rows(present_survey(report))
        self._survey_panel.setVisible(bool(report.channels))
        answered = sum(one.uses for one in report.channels)
        self._survey_panel.note.setText(_tr("{n} customers answered").format(n=count_words(answered)))

    def set_often(self, found: Sequence[AskedOften]) -> None:
        """Show what was asked most."""
        self._often = tuple(found)
        rows = tuple(TableRow("", (one.text, count_words(one.count), count_words(one.answered))) for one in self._often)
        self.often.set_rows(rows)
        for place, one in enumerate(self._often):
            item = self.often.item(place, 0)
            if item is not None:
                item.setToolTip(one.text)
        self._often_panel.setVisible(bool(rows))

    def set_window_width(self, width: int) -> None:
        """Stack what stands side by side where the window is narrow."""
        wide = width >= self._theme.px(_SIDE_BY_SIDE)
        direction = QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom
        for row in (self._upper, self._lower):
            row.setDirection(direction)
        self._place_tiles(len(_TILES) if width >= self._theme.px(_TILES_IN_ROW) else 2)
        self.advisor.setMaximumWidth(self._theme.px(_ADVISOR) if wide else 16_777_215)
        self.advisor.setMinimumWidth(self._theme.px(320) if wide else 0)

    def _place_tiles(self, in_row: int) -> None:
        for number, tile in enumerate(self.tiles):
            self._tiles.addWidget(tile, number // in_row, number % in_row)

    def _show_week(self, report: Report) -> None:
        week = report.week
        self.heat.set_week(week)
        words = _tr("Average of the last {n} weeks") if week.is_average else _tr("Total of the last {n} weeks")
        self._heat_panel.note.setText(words.format(n=week.weeks))

    def _fit_chart(self) -> None:
        shown = self.days if self.as_table.isChecked() else self.chart
        self._chart_stack.setFixedHeight(max(shown.sizeHint().height() if shown is self.chart else shown.height(), 40))

    def _on_often_activated(self, row: int, _column: int) -> None:
        if 0 <= row < len(self._often):
            self.case_requested.emit(self._often[row].case_id)

    def _other(self, of: str, object_name: str) -> FigureTable:
        return FigureTable(self._theme, other_heads(of), object_name=object_name, name=of)

    def _pair(self, of: str, object_name: str, name: str) -> FigureTable:
        return FigureTable(self._theme, (of, _tr("Count")), object_name=object_name, name=name)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 16, 24, 24)
        column.setSpacing(12)
        self._tiles = QGridLayout()
        self._tiles.setSpacing(12)
        self._place_tiles(len(_TILES))
        column.addLayout(self._tiles)
        column.addWidget(self.badge)
        note = _tr("Totals leave out spam and Listening. 1 h and 24 h are shares of what was answered.")
        self._upper = QHBoxLayout()
        self._upper.setSpacing(12)
        self._upper.addWidget(self._panel(_tr("Per channel"), self.channels, note), 1)
        self._upper.addWidget(self.advisor)
        column.addLayout(self._upper)
        self._heat_panel = self._panel(_tr("Questions by hour of the week"), self.heat)
        self._heat_panel.head.addWidget(HeatLegend(self._theme))
        column.addWidget(self._heat_panel)
        column.addWidget(self._chart_panel())
        column.addLayout(self._others())

    def _chart_panel(self) -> Panel:
        self._chart_stack = QStackedWidget()
        self._chart_stack.addWidget(self.chart)
        self._chart_stack.addWidget(self.days)
        panel = self._panel(_tr("Answered and unanswered over time"), self._chart_stack)
        legend = Label(self._theme, _tr("Filled: answered. Outlined: not yet."), size=12, colour="text.secondary")
        panel.head.addWidget(legend)
        panel.head.addWidget(self.as_table)
        return panel

    def _others(self) -> QBoxLayout:
        self._agents_panel = self._panel(_tr("Per agent"), self.agents, _tr("Only what they answered"))
        self._marks_panel = self._panel(_tr("Satisfaction"), self.marks)
        self._survey_panel = self._panel(_tr("Channels that customers name"), self.survey, " ")
        self._often_panel = self._panel(_tr("Most asked"), self.often, _tr("Likenesses of the newest questions"))
        left, right = QVBoxLayout(), QVBoxLayout()
        for side in (left, right):
            side.setSpacing(12)
        left.addWidget(self._panel(_tr("Per class"), self.classes))
        left.addWidget(self._panel(_tr("Per language"), self.languages))
        left.addWidget(self._marks_panel)
        left.addWidget(self._survey_panel)
        left.addStretch(1)
        right.addWidget(self._agents_panel)
        right.addWidget(self._often_panel)
        right.addWidget(self._panel(_tr("What the guardrails stopped"), self.stopped))
        right.addStretch(1)
        self._lower = QHBoxLayout()
        self._lower.setSpacing(12)
        self._lower.addLayout(left, 1)
        self._lower.addLayout(right, 1)
        return self._lower

    def _panel(self, title: str, content: QWidget, note: str = "") -> Panel:
        panel = Panel(self._theme, title, note=note, object_name=f"panel_{content.objectName()}")
        panel.column.addWidget(content)
        panel.column.addStretch(1)
        return panel


def _tr(text: str) -> str:
    return QCoreApplication.translate("Reports", text)
