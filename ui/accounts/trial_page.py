"""The step that tests a sign-in against the live servers: every step by name, and for a fault what to do about it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.accounts.candidate import Candidate, Trial
from desktop.model import CheckStep, Network
from ui.accounts.plan import FaultWords, SignIn
from ui.accounts.step_page import StepPage
from ui.accounts.trial_steps import StepState, TrialSteps, breakable
from ui.bridge.background import Errand
from ui.theme import Theme
from ui.widgets import Button, Card, IconLine

BROWSER = "browser"
"""The target of a fault whose remedy is asked for in the browser."""

_PERMISSIONS = frozenset({"read", "write", "direct", "stream", "files"})


class TrialPage(StepPage):
    """Runs the trial in a thread of its own as soon as it is shown. Leaving the step stops it."""

    ended = Signal()
    """The trial came to its end, well or not."""
    fix_requested = Signal()
    """The person wants to change what the fault names, see `fix_target`."""

    def __init__(self, theme: Theme, network: Network, sign_in: SignIn) -> None:
        """Test what `sign_in` took."""
        super().__init__(theme, "trial_page", "")
        self.rail_title = self.tr("Test")
        self._network = network
        self._sign_in = sign_in
        self._errand: Errand | None = None
        self._candidate: Candidate | None = None
        self._fault: FaultWords | None = None
        self._lacking: dict[str, FaultWords] = {}
        self._fix_target = ""
        self._steps = TrialSteps(theme)
        self._steps.fix_requested.connect(self._on_steps_fix_requested)
        self._stop = Button(theme, self.tr("Stop the test"), icon="x", object_name="stop_trial")
        self._stop.clicked.connect(self._on_stop_clicked)
        self._fault_card = _FaultCard(theme)
        self._fault_card.fix.clicked.connect(self._on_fix_clicked)
        self.body.addWidget(self._steps)
        self.body.addWidget(self._fault_card)
        row = QHBoxLayout()
        row.addWidget(self._stop)
        row.addStretch(1)
        self.body.addLayout(row)
        self._say()

    @property
    def candidate(self) -> Candidate | None:
        """What can be connected, None while nothing can."""
        return self._candidate

    @property
    def is_running(self) -> bool:
        """Whether the trial is under way."""
        return self._errand is not None

    @property
    def fix_target(self) -> str:
        """What the button that was pressed leads to, "" for nowhere."""
        return self._fix_target

    @property
    def rail_note(self) -> str:
        """How the trial stands."""
        if self._candidate is not None:
            return self.tr("Works, with a limit") if self._lacking else self.tr("Everything works")
        return self.tr("Try it, send nothing")

    @property
    def may_continue(self) -> bool:
        """Whether there is something to go on with, or to try again."""
        return not self.is_running

    @property
    def continue_words(self) -> str:
        """Go on after a success, else try again."""
        if self._candidate is not None or self.is_running:
            return self.tr("Continue")
        return self.tr("Test again")

    @property
    def hint(self) -> str:
        """What the trial does, or that one may go on in spite of a fault."""
        if self.is_running:
            return self.tr("Nothing is sent to anybody. You can stop at any time.")
        if self._candidate is not None and self._lacking:
            return self.tr("You can continue without it.")
        return ""

    def enter(self) -> None:
        """Begin the trial."""
        self._begin()

    def leave(self, *, forward: bool) -> bool:
        """Stop the trial on the way back; on the way forward try again if it failed."""
        if not forward:
            self.give_up()
            return True
        if self._candidate is None:
            self._begin()
            return False
        return True

    def give_up(self) -> None:
        """Stop the trial."""
        if self._errand is not None:
            self._errand.cancel()
            self._errand = None
        self._steps.stop()

    def show_keep_fault(self, sentence: str) -> None:
        """Say why a sign-in that works could not be kept; the test can be made again."""
        self._candidate = None
        self._lacking = {}
        self._fault = FaultWords(sentence)
        self._say()

    def _begin(self) -> None:
        self.give_up()
        self._candidate, self._fault, self._lacking = None, None, {}
        self._steps.set_steps(self._sign_in.steps())
        self._steps.begin_next()
        trial = self._sign_in.trial()
        errand = Errand(lambda: trial(errand.report), self)
        errand.reported.connect(self._on_errand_reported)
        errand.finished.connect(self._on_errand_finished)
        errand.failed.connect(self._on_errand_failed)
        self._errand = errand
        self._say()
        self._stop.setFocus()
        errand.start()

    def _on_errand_reported(self, step: CheckStep) -> None:
        if step.passed:
            self._steps.set_state(step.step, StepState.PASSED)
            self._steps.begin_next()

    def _on_errand_finished(self, trial: Trial) -> None:
        self._errand = None
        self._candidate = trial.candidate
        self._steps.stop()
        several = sum(not step.passed for step in trial.steps) > 1
        for step in trial.steps:
            self._show_step(step, noted=several)
        if trial.candidate is not None:
            self._show_untried({step.step for step in trial.steps})
        self._say()
        self.ended.emit()

    def _on_errand_failed(self, _error: Exception) -> None:
        self._errand = None
        self._steps.stop()
        self._fault = FaultWords(
            self.tr("The test ended by a fault of this program. Nothing was kept or sent. Test again.")
        )
        self._say()
        self.ended.emit()

    def _show_step(self, step: CheckStep, *, noted: bool) -> None:
        """Show how a step ended; where several failed, each says why in its own row too."""
        if step.passed:
            note = self.tr("Granted") if step.step in _PERMISSIONS and self._candidate is not None else ""
            self._steps.set_state(step.step, StepState.PASSED, note)
            return
        words = self._sign_in.fault_words(step)
        if words.is_fatal or self._candidate is None:
            self._fault = words
            self._steps.set_state(step.step, StepState.FAILED, words.text if noted else "")
        else:
            self._lacking[step.step] = words
            in_browser = words.target == BROWSER
            self._steps.set_state(step.step, StepState.LACKING, words.text, words.fix, in_browser=in_browser)

    def _show_untried(self, tried: set[str]) -> None:
        """Say of the steps that could not be tried when one will know."""
        for name, state in self._steps.states().items():
            if name not in tried and state is StepState.TO_COME:
                self._steps.set_state(name, state, self.tr("Can't be tried without writing. The first answer tells."))

    def _say(self) -> None:
        network = self._network
        if self.is_running:
            self.set_head(self.tr("Testing the connection…"), self.tr("This takes some seconds."), network)
        elif self._candidate is not None:
            words = self.tr("{handle} can be connected.").replace("{handle}", self._candidate.handle)
            self.set_head(self.tr("The connection works"), words, network)
        elif self._fault is not None:
            self.set_head(self.tr("The connection does not work yet"), "", network)
        else:
            self.set_head(self.tr("The test was stopped"), self.tr("Nothing was kept."), network)
        self._stop.setVisible(self.is_running)
        self._fault_card.show_fault(self._fault)
        self.changed.emit()

    def _on_stop_clicked(self) -> None:
        self.give_up()
        self._say()
        self.ended.emit()

    def _on_fix_clicked(self) -> None:
        self._fix_target = self._fault.target if self._fault is not None else ""
        self.fix_requested.emit()

    def _on_steps_fix_requested(self, name: str) -> None:
        self._fix_target = self._lacking[name].target if name in self._lacking else ""
        self.fix_requested.emit()


class _FaultCard(Card):
    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, object_name="trial_fault")
        row = QWidget()
        column = QVBoxLayout(row)
        column.setContentsMargins(14, 10, 14, 10)
        column.setSpacing(8)
        self._line = IconLine(
            theme, "warning-circle-fill", size=13, colour="text.primary", icon_size=16, object_name="trial_fault_line"
        )
        self.fix = Button(theme, "", object_name="trial_fix")
        buttons = QHBoxLayout()
        buttons.addSpacing(theme.px(22))
        buttons.addWidget(self.fix)
        buttons.addStretch(1)
        column.addWidget(self._line)
        column.addLayout(buttons)
        self.add_row(row)
        self._row = row

    def show_fault(self, fault: FaultWords | None) -> None:
        self.setVisible(fault is not None)
        if fault is None:
            return
        self._line.say(breakable(fault.text), icon_colour="red.fill" if fault.is_fatal else "amber.fill")
        self.set_ground(self._row, "red.tint" if fault.is_fatal else "amber.tint")
        self.fix.setText(fault.fix)
        self.fix.setVisible(bool(fault.fix))
        self._line.announce()
