"""The crisis panel: crisis mode's switch, the playbook, the figures by account, and the posts themselves.

It lies over the window and lets everything else be used meanwhile.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from desktop.outbox.crisis_evidence import Evidence
from ui.accounts.dialog_frame import Footer, fit
from ui.crisis.figures_table import FiguresTable
from ui.crisis.panel_words import PanelState
from ui.crisis.voices_table import VoicesTable
from ui.playbooks.presenter import StepState
from ui.playbooks.step_list import StepList
from ui.theme import Theme
from ui.widgets import Button, ButtonKind, CheckBox, IconLine, Label

_WIDTH, _HEIGHT, _BOOK = 960, 640, 288


class CrisisPanel(QDialog):
    """Shows what it is told; what is wanted is told by signals. Made once a window, shown and hidden."""

    switch_on_requested = Signal()
    switch_off_requested = Signal()
    holding_requested = Signal()
    """One holding reply to everybody who waits is wanted."""
    list_requested = Signal(int, bool)
    """The posts of an account are wanted in the window's list; True: complaints alone."""
    case_requested = Signal(int)
    account_chosen = Signal(int)
    mood_chosen = Signal(bool)
    """True: only who complains."""
    ticked = Signal(str, bool)
    """A step's uid, and whether it is done."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        """Show nothing yet."""
        super().__init__(parent)
        self.setObjectName("crisis_panel")
        self.setWindowTitle(self.tr("Crisis"))
        self.setProperty("ground", "surface")
        self.setModal(False)
        self._theme = theme
        self._is_on = False
        self._title = Label(theme, size=16, weight=600, wrap=True, object_name="crisis_title")
        self._state = IconLine(theme, "trend-up", size=13, object_name="crisis_state")
        self.switch = Button(theme, self.tr("Switch on crisis mode"), object_name="crisis_switch")
        self.figures = FiguresTable(theme)
        self.voices = VoicesTable(theme)
        self.angry = CheckBox(theme, self.tr("Only complaints"), object_name="crisis_angry")
        self.in_list = Button(
            theme, self.tr("Open these in the list"), kind=ButtonKind.LINK, small=True, object_name="crisis_in_list"
        )
        self._progress = Label(theme, size=13, weight=600, object_name="crisis_progress")
        self._hint = Label(theme, size=12, colour="text.secondary", wrap=True, object_name="crisis_hint")
        self.steps = StepList(theme, object_name="crisis_steps")
        self._lay_out()
        self._connect()
        fit(self, theme, _WIDTH, _HEIGHT)

    def set_state(self, state: PanelState) -> None:
        """Show whether crisis mode is on, and what that means."""
        self._is_on = state.is_on
        self._title.setText(state.title)
        self._state.say(state.text, icon=state.icon, colour=state.colour)
        self.switch.setText(state.switch)
        self._hint.setText(state.hint)

    def set_steps(self, steps: tuple[StepState, ...], progress: str) -> None:
        """Show the playbook of a crisis; it can be ticked while crisis mode is on."""
        self._progress.setText(progress)
        self.steps.set_steps(steps, enabled=self._is_on)

    def set_evidence(self, evidence: Evidence) -> None:
        """Show the figures and the posts."""
        self.figures.set_figures(evidence.figures, evidence.shown)
        self.voices.set_voices(evidence.voices)
        self.in_list.setEnabled(evidence.shown is not None and bool(evidence.voices))

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        words = QVBoxLayout()
        words.setSpacing(4)
        words.addWidget(self._title)
        words.addWidget(self._state)
        head.addLayout(words, 1)
        head.addWidget(self.switch, 0, Qt.AlignmentFlag.AlignTop)
        body = QHBoxLayout()
        body.setSpacing(24)
        body.addLayout(self._evidence_column(), 1)
        body.addWidget(self._book_column())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        inner = QVBoxLayout()
        inner.setContentsMargins(24, 20, 24, 16)
        inner.setSpacing(16)
        inner.addLayout(head)
        inner.addLayout(body, 1)
        column.addLayout(inner, 1)
        footer = Footer(self._theme, self)
        self.holding = footer.add(self.tr("Draft one holding reply"), "crisis_holding_button")
        self.close_button = footer.add(self.tr("Close"), "crisis_close", primary=True)
        column.addWidget(footer)

    def _evidence_column(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(8)
        column.addWidget(Label(self._theme, self.tr("The last hour beside the usual"), size=13, weight=600))
        column.addWidget(self.figures)
        row = QHBoxLayout()
        row.addWidget(Label(self._theme, self.tr("Posts"), size=13, weight=600))
        row.addWidget(self.angry)
        row.addStretch(1)
        row.addWidget(self.in_list)
        column.addSpacing(8)
        column.addLayout(row)
        column.addWidget(self.voices, 1)
        return column

    def _book_column(self) -> QWidget:
        book = QWidget()
        book.setFixedWidth(self._theme.px(_BOOK))
        column = QVBoxLayout(book)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self._progress)
        column.addWidget(self._hint)
        column.addWidget(self.steps)
        column.addStretch(1)
        return book

    def _connect(self) -> None:
        self.switch.clicked.connect(self._on_switch_clicked)
        self.holding.clicked.connect(self.holding_requested)
        self.close_button.clicked.connect(self.close)
        self.in_list.clicked.connect(self._on_in_list_clicked)
        self.angry.toggled.connect(self.mood_chosen)
        self.figures.account_chosen.connect(self.account_chosen)
        self.voices.case_requested.connect(self.case_requested)
        self.steps.ticked.connect(self.ticked)

    def _on_switch_clicked(self) -> None:
        if self._is_on:
            self.switch_off_requested.emit()
        else:
            self.switch_on_requested.emit()

    def _on_in_list_clicked(self) -> None:
        if self.figures.account is not None:
            self.list_requested.emit(int(self.figures.account), self.angry.isChecked())
