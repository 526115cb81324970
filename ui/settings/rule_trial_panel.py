"""The trial of privacy rules on the replies that went out lately: some replies at a time, so that the window lives."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from desktop.guardrails.own_rule import OwnRule
from desktop.guardrails.rule_trial import Outcome, trial
from desktop.model import Finding
from desktop.model.messages import SentReply
from ui.settings.privacy_words import outcome_line, trial_words
from ui.theme import Theme
from ui.widgets import Button, IconLine, Label

_AT_ONCE = 6  # replies between two looks at the window: some hundredths of a second
_SHOWN = 12


class RuleTrialPanel(QWidget):
    """A button, a bar while it runs, then what would be otherwise."""

    def __init__(
        self,
        theme: Theme,
        replies: Callable[[], Sequence[SentReply]],
        built_in: Callable[[], Callable[[SentReply], Sequence[Finding]]],
        rules: Callable[[], tuple[Sequence[OwnRule], Sequence[OwnRule]]],
    ) -> None:
        """`rules` gives those that hold now and those to be tried; `built_in` loads the program's own rules."""
        super().__init__()
        self.setObjectName("rule_trial")
        self._theme = theme
        self._replies = replies
        self._built_in = built_in
        self._rules = rules
        self._running: Iterator[Outcome] | None = None
        self._outcomes: list[Outcome] = []
        self._button = Button(theme, self.tr("Try on past replies"), icon="play-circle", object_name="try_rules")
        self._button.setAutoDefault(False)
        self._bar = QProgressBar()
        self._bar.setObjectName("trial_progress")
        self._bar.setAccessibleName(self.tr("Trial"))
        self._bar.setTextVisible(False)
        self._bar.hide()
        self._said = IconLine(theme, "info", object_name="trial_said")
        self._lines = QVBoxLayout()
        self._lines.setSpacing(4)
        self._step = QTimer(self)
        self._step.setInterval(0)
        self._step.timeout.connect(self._go_on)
        self._button.clicked.connect(self._on_button_clicked)
        self._lay_out()
        self._tell("")

    @property
    def is_running(self) -> bool:
        """Whether replies are being judged."""
        return self._running is not None

    def forget(self) -> None:
        """Show nothing: the rules are others now."""
        self._stop()
        self._clear()
        self._tell("")

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
        column.addWidget(self._said)
        column.addLayout(self._lines)

    def _on_button_clicked(self) -> None:
        if self._running is not None:
            self.forget()
            return
        self._clear()
        self._tell("")
        replies = self._replies()
        now, tried = self._rules()
        self._outcomes = []
        self._running = trial(replies, self._built_in(), now, tried)
        self._bar.setRange(0, max(1, len(replies)))
        self._bar.setValue(0)
        self._bar.show()
        self._button.setText(self.tr("Stop"))
        self._step.start()

    def _go_on(self) -> None:
        if self._running is None:
            return
        for _ in range(_AT_ONCE):
            outcome = next(self._running, None)
            if outcome is None:
                self._stop()
                self._show()
                return
            self._outcomes.append(outcome)
        self._bar.setValue(len(self._outcomes))

    def _stop(self) -> None:
        self._step.stop()
        self._running = None
        self._bar.hide()
        self._button.setText(self.tr("Try on past replies"))

    def _show(self) -> None:
        self._tell(trial_words(self._outcomes))
        for outcome in [one for one in self._outcomes if one.differs][:_SHOWN]:
            line = Label(self._theme, outcome_line(outcome), size=12, colour="text.secondary", wrap=True)
            self._lines.addWidget(line)

    def _tell(self, words: str) -> None:
        self._said.say(words)
        self._said.setVisible(bool(words))

    def _clear(self) -> None:
        while (item := self._lines.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
