"""The trial of weights and words on the open cases: some at a time beside the window, with progress and a way out."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from desktop.inbox import without_personal_data
from desktop.model import CaseId
from desktop.store.weighing import Weighed
from desktop.triage import Triage
from desktop.triage.priority_trial import Move, farthest, moves_of
from ui.bridge.aside import Aside
from ui.settings.priority_words import move_line, shortened, trial_sentence
from ui.theme import Theme
from ui.widgets import Button, ButtonKind, IconLine, Label
from ui.widgets.card import Card

MOST_CASES = 1_000
_AT_ONCE = 25  # cases between two looks at the window
_SHOWN = 40
_LINK_PAD = 5  # a link stands so far in

Load = Callable[[], Callable[[], Triage]]
"""Gives what loads the triage that is to be tried; that runs beside the window."""


class PriorityTrialPanel(QWidget):
    """A button, a bar while it runs, then which cases would move, each of which can be opened."""

    case_requested = Signal(int)
    """A case is to be shown in the list behind the settings."""

    def __init__(
        self,
        theme: Theme,
        open_cases: Callable[[int], Sequence[CaseId]],
        weighed: Callable[[Sequence[CaseId]], Sequence[Weighed]],
        load: Load,
    ) -> None:
        """`open_cases` and `weighed` read the store in the window's thread, some cases at a time."""
        super().__init__()
        self.setObjectName("priority_trial")
        self._theme = theme
        self._open_cases = open_cases
        self._weighed = weighed
        self._load = load
        self._turn = 0  # of the trial that runs; what an earlier one brings is left alone
        self._runs = False
        self._left: list[CaseId] = []
        self._moves: list[Move] = []
        self._aside = Aside(self)
        self._button = Button(theme, "", icon="play-circle", object_name="try_priority")
        self._button.setAutoDefault(False)
        self._bar = QProgressBar()
        self._bar.setObjectName("priority_trial_progress")
        self._bar.setAccessibleName(self.tr("Trial"))
        self._bar.setTextVisible(False)
        self._said = IconLine(theme, "info", object_name="priority_trial_said")
        self._rows = Card(theme, object_name="priority_moves")
        self._rows.setAccessibleName(self.tr("Cases that would move"))
        self._more = Label(theme, size=12, colour="text.secondary", object_name="priority_more_moves")
        self._button.clicked.connect(self._on_button_clicked)
        self._lay_out()
        self.forget()

    @property
    def is_running(self) -> bool:
        """Whether cases are being weighed."""
        return self._runs

    def forget(self) -> None:
        """Stop, and show nothing: the weights are others now."""
        self._stop()
        self._rows.clear()
        self._rows.hide()
        self._more.hide()
        self._say("")

    def wait(self) -> None:
        """Wait until the other thread is done with what it was given; the result arrives afterwards."""
        self._aside.wait()

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addWidget(self._button)
        row.addWidget(self._bar, 1)
        row.addStretch(0)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(row)
        for widget in (self._said, self._rows, self._more):
            column.addWidget(widget)

    def _on_button_clicked(self) -> None:
        if self._runs:
            self.forget()
            return
        self.forget()
        self._runs = True
        self._moves, self._left = [], list(self._open_cases(MOST_CASES))
        self._bar.setRange(0, max(1, len(self._left)))
        self._bar.setValue(0)
        self._bar.show()
        self._button.setText(self.tr("Stop"))
        turn = self._turn
        self._aside.run(self._load(), lambda triage: self._go_on(turn, triage, []))

    def _go_on(self, turn: int, triage: Triage, moves: Sequence[Move]) -> None:
        """Take what was weighed and give the next cases to the other thread."""
        if turn != self._turn:
            return
        self._moves += moves
        batch, self._left = self._left[:_AT_ONCE], self._left[_AT_ONCE:]
        self._bar.setValue(self._bar.maximum() - len(self._left) - len(batch))
        if not batch:
            self._stop()
            self._show()
            return
        cases = self._weighed(batch)
        self._aside.run(lambda: moves_of(cases, triage), lambda found: self._go_on(turn, triage, found))

    def _stop(self) -> None:
        self._turn += 1
        self._runs = False
        self._bar.hide()
        self._button.setText(self.tr("Try on open cases"))

    def _show(self) -> None:
        self._say(trial_sentence(self._moves))
        moved = farthest(self._moves)
        for move in moved[:_SHOWN]:
            self._rows.add_row(self._row(move))
        self._rows.setVisible(bool(moved))
        self._more.setVisible(len(moved) > _SHOWN)
        self._more.setText(self.tr("… and {count} more").replace("{count}", str(len(moved) - _SHOWN)))

    def _row(self, move: Move) -> QWidget:
        row = QWidget()
        head, column = QHBoxLayout(), QVBoxLayout(row)
        column.setContentsMargins(14, 5, 14, 6)
        column.setSpacing(1)
        head.setSpacing(8)
        figures = f"{move.before} → {move.after}"
        name = self.tr("Show the case of {name}").replace("{name}", move.name)
        link = Button(self._theme, move.name, kind=ButtonKind.LINK, object_name=f"priority_move_{move.case_id}")
        link.setAutoDefault(False)
        link.setAccessibleName(f"{name}, {figures}, {move_line(move)}")
        link.clicked.connect(lambda _=False, case=int(move.case_id): self.case_requested.emit(case))
        head.addWidget(link)
        head.addStretch(1)
        head.addWidget(Label(self._theme, figures, weight=600, colour="red.text" if move.up else "text.secondary"))
        column.addLayout(head)
        for words in (shortened(without_personal_data(move.text)), move_line(move)):
            label = Label(self._theme, words, size=12, colour="text.secondary", wrap=True)
            label.setContentsMargins(_LINK_PAD, 0, 0, 0)
            column.addWidget(label)
        return row

    def _say(self, words: str) -> None:
        self._said.say(words)
        self._said.setVisible(bool(words))
