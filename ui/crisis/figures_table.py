"""The table of a surge's figures: one account a row, how many wrote and how many are usual."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QTableWidgetItem

from desktop.model import AccountId
from desktop.outbox.crisis_evidence import Figures
from ui.crisis.panel_words import usual_words
from ui.crisis.plain_table import ROW, PlainTable
from ui.inbox import network_name
from ui.theme import Theme

_MOST_ROWS = 5


class FiguresTable(PlainTable):
    """Shows Figures; choosing a row asks for that account's posts."""

    account_chosen = Signal(int)

    def __init__(self, theme: Theme) -> None:
        """Show no rows yet."""
        heads = (self.tr("Account"), self.tr("People"), self.tr("Usual"), self.tr("Complaints"), self.tr("Usual"))
        name = self.tr("The last hour beside the usual, by account")
        super().__init__(theme, heads, stretched=0, object_name="crisis_figures", name=name)
        self._ids: list[AccountId] = []
        self.itemSelectionChanged.connect(self._on_selection_changed)

    @property
    def account(self) -> AccountId | None:
        """The account whose row is chosen."""
        row = self.currentRow()
        return self._ids[row] if 0 <= row < len(self._ids) else None

    def set_figures(self, figures: Sequence[Figures], shown: AccountId | None) -> None:
        """Show these, with one account chosen; nothing is told of that."""
        self.blockSignals(True)
        self.setRowCount(len(figures))
        self._ids = [one.account.id for one in figures]
        for row, one in enumerate(figures):
            self._fill(row, one)
        if shown in self._ids:
            self.selectRow(self._ids.index(shown))
        self.blockSignals(False)
        rows = min(max(len(figures), 1), _MOST_ROWS)
        self.setFixedHeight(rows * self.theme.px(ROW) + self.horizontalHeader().sizeHint().height() + 4)

    def _fill(self, row: int, one: Figures) -> None:
        name = f"{one.account.handle or one.account.name} · {network_name(one.account.network)}"
        cells = (
            name,
            str(one.people),
            usual_words(one.usual_people),
            str(one.angry),
            usual_words(one.usual_angry),
        )
        for column, words in enumerate(cells):
            item = QTableWidgetItem(words)
            if one.surges and column in (1, 3):
                item.setForeground(self.theme.colour("red.text"))
            self.setItem(row, column, item)

    def _on_selection_changed(self) -> None:
        if self.account is not None:
            self.account_chosen.emit(int(self.account))
