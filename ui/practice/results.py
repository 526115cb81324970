"""The results of a sitting: a table of its cases, the reasons of the chosen one, and what can be done next."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

from PySide6.QtCore import QStandardPaths, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QDialog, QFileDialog, QVBoxLayout, QWidget

from desktop.practice import PARTS, Result, csv_rows, mean
from ui.accounts.dialog_frame import Footer, fit, scrolled
from ui.practice.detail import DetailView
from ui.practice.words import kept_words, part_name, state_words, tr
from ui.reports.presenter import TableRow
from ui.reports.table import FigureTable
from ui.theme import Theme
from ui.widgets import Label, Notice, NoticeWords

_WIDTH, _HEIGHT, _TABLE = 1120, 680, 600
_SIDE_BY_SIDE = 900
"""Below this width the reasons stand under the table."""


class ResultsDialog(QDialog):
    """Shows Results; what is wanted next is told by signals."""

    again_requested = Signal(str)
    """The uid of a case that is wanted once more."""
    next_requested = Signal()
    end_requested = Signal()

    def __init__(self, theme: Theme, target: timedelta, parent: QWidget | None = None) -> None:
        """Show nothing yet."""
        super().__init__(parent)
        self._theme = theme
        self._target = target
        self._results: tuple[Result, ...] = ()
        self.setObjectName("practice_results")
        self.setWindowTitle(tr("Practice results"))
        self.setProperty("ground", "surface")
        self.table = FigureTable(theme, _heads(), object_name="practice_table", name=tr("Cases"))
        self.detail = DetailView(theme)
        self._means = Label(theme, size=13, weight=600, wrap=True, object_name="practice_means")
        self._empty = Notice(theme, object_name="practice_empty")
        self._empty.set_words(
            NoticeWords(tr("No case yet"), tr("The first one comes in a moment."), "hourglass-medium")
        )
        self._lay_out()
        self.table.itemSelectionChanged.connect(self._on_row_chosen)
        fit(self, theme, _WIDTH, _HEIGHT)

    @property
    def shown(self) -> tuple[Result, ...]:
        """The results that are shown."""
        return self._results

    @property
    def chosen(self) -> Result | None:
        """The result whose row is chosen."""
        row = self.table.currentRow()
        return self._results[row] if 0 <= row < len(self._results) else None

    def show_results(self, results: Sequence[Result], *, more: bool) -> None:
        """Show a sitting's results; `more`: another case is still to come."""
        before = self.chosen
        self._results = tuple(results)
        self.table.set_rows([_row(one) for one in results])
        self._means.setText(means_words(results))
        for widget in (self.table, self.detail, self._means):
            widget.setVisible(bool(results))
        self._empty.setVisible(not results)
        self.again.setEnabled(bool(results))
        self.export.setEnabled(bool(results))
        self.next.setEnabled(more)
        uids = [one.entry.uid for one in results]
        if results:
            kept = uids.index(before.entry.uid) if before is not None and before.entry.uid in uids else len(uids) - 1
            self.table.selectRow(kept)
            self.table.setFocus()
        self._on_row_chosen()

    def export_to(self, target: Path) -> None:
        """Write the figures as CSV, UTF-8 with a mark at its beginning; a fault is said in the footer."""
        beside = target.with_name(target.name + ".new")
        try:
            with beside.open("w", encoding="utf-8-sig", newline="") as file:
                csv.writer(file).writerows(csv_rows(self._results))
            beside.replace(target)
        except OSError:
            self._footer.set_hint(tr("The file could not be written. Choose another folder."), colour="red.text")
            return
        self._footer.set_hint(tr("Written to {path}").replace("{path}", target.name))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the reasons beside the table where there is room."""
        super().resizeEvent(event)
        beside = event.size().width() >= self._theme.px(_SIDE_BY_SIDE)
        way = QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
        self._across.setDirection(way)

    @property
    def hint(self) -> str:
        """What the footer says."""
        return self._footer.hint

    def _lay_out(self) -> None:
        theme = self._theme
        left = QVBoxLayout()
        left.setContentsMargins(0, 0, 0, 0)
        left.setSpacing(10)
        left.addWidget(self._means)
        left.addWidget(self.table)
        left.addWidget(self._empty)
        left.addStretch(1)
        left.addWidget(Label(theme, kept_words(), size=12, colour="text.tertiary", wrap=True))
        side = QWidget()
        side.setLayout(left)
        across = self._across = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        across.setContentsMargins(24, 20, 24, 12)
        across.setSpacing(20)
        across.addWidget(scrolled(side), _TABLE)
        across.addWidget(self.detail, _WIDTH - _TABLE)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(across, 1)
        self._footer = Footer(theme, self)
        self.export = self._footer.add(tr("Export CSV…"), "practice_export")
        self.end = self._footer.add(tr("End practice"), "practice_end")
        self.again = self._footer.add(tr("Try again"), "practice_again")
        self.next = self._footer.add(tr("Next case"), "practice_next")
        self.go_on = self._footer.add(tr("Go on"), "practice_go_on", primary=True)
        column.addWidget(self._footer)
        self.export.clicked.connect(self._on_export_clicked)
        self.end.clicked.connect(self.end_requested)
        self.again.clicked.connect(self._on_again_clicked)
        self.next.clicked.connect(self.next_requested)
        self.go_on.clicked.connect(self.accept)

    def _on_row_chosen(self) -> None:
        self.detail.show_result(self.chosen, self._target)

    def _on_again_clicked(self) -> None:
        if self.chosen is not None:
            self.again_requested.emit(self.chosen.entry.uid)

    def _on_export_clicked(self) -> None:
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        usual = str(Path(folder) / tr("practice.csv"))
        target, _ = QFileDialog.getSaveFileName(self, tr("Export the figures"), usual, tr("Table (*.csv)"))
        if target:
            self.export_to(Path(target))


def means_words(results: Sequence[Result]) -> str:
    """Return a sitting's means in a line."""
    counted = [one for one in results if one.counts]
    if not counted:
        return tr("No answer yet")
    parts = " · ".join(f"{part_name(one)} {mean(each.part(one).points for each in counted)}" for one in PARTS)
    total = mean(one.total for one in counted)
    return tr("{total} points of 100").format(total=total) + f"  ({parts})"


def _heads() -> tuple[str, ...]:
    return (tr("Case"), tr("Customer"), *(part_name(one) for one in PARTS), tr("Total"))


def _row(result: Result) -> TableRow:
    scenario, attempt = result.entry.scenario, result.entry.attempt
    title = scenario.title if attempt == 1 else f"{scenario.title} ({attempt})"
    figures = (*(result.part(one).points for one in PARTS), result.total)
    shown = (str(one) if result.counts else "–" for one in figures)
    cells = (title, state_words(result.play), *shown)
    return TableRow(scenario.network.value, cells)
