"""The form of one step of the ladder: at which clock's end, how long before or after it, what is done and to whom."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout

from desktop.clocks import Ladder, Step, StepDeed, faults_of_step
from desktop.clocks.ladder import LEADER, OWNER
from desktop.model import ClockKind
from ui.inbox.clock_words import clock_name, minutes_text
from ui.settings.entry_bench import EntryForm
from ui.settings.target_words import step_fault_words
from ui.settings.time_spans import read_minutes
from ui.theme import Theme
from ui.widgets import Button, ButtonKind, ComboField, Field, IconLine

_BEFORE, _AT, _AFTER = "before", "at", "after"
_TO_AGENT, _TO_LEADER, _GIVE, _TAKE, _RAISE, _TICKET = "agent", "leader", "give", "take", "raise", "ticket"


class StepForm(EntryForm):
    """One step of the ladder: which clock, how long before or after its end, what is done then, and to whom."""

    def __init__(self, theme: Theme, leader: Callable[[], str], team: Sequence[tuple[str, str]]) -> None:
        """`leader` returns the team leader's initials as they are chosen now; `team` are initials and names."""
        super().__init__()
        self.setObjectName("step_form")
        self._leader = leader
        self._step = Step("", ClockKind.FIRST_REPLY, 0, StepDeed.NOTIFY, OWNER)
        self._clock = ComboField(theme, self.tr("Clock"), object_name="step_clock")
        self._side = ComboField(theme, self.tr("When"), object_name="step_side")
        self._time = Field(theme, self.tr("How long"), object_name="step_time", placeholder="15 min")
        self._deed = ComboField(theme, self.tr("What happens"), object_name="step_deed")
        self._to = ComboField(theme, self.tr("Agent"), object_name="step_to")
        self._team = tuple(team)
        self._fault = IconLine(theme, "warning-circle", colour="red.text", object_name="step_fault")
        self._delete = Button(
            theme, self.tr("Delete"), icon="trash", kind=ButtonKind.QUIET, small=True, object_name="step_delete"
        )
        self._delete.setAutoDefault(False)
        self._clock.box.set_choices([(clock, clock_name(clock)) for clock in ClockKind])
        self._side.box.set_choices(
            [
                (_BEFORE, self.tr("Before it is over")),
                (_AT, self.tr("When it is over")),
                (_AFTER, self.tr("After that")),
            ]
        )
        self._deed.box.set_choices(
            [
                (_TO_AGENT, self.tr("Tell the agent")),
                (_TO_LEADER, self.tr("Tell the team leader")),
                (_RAISE, self.tr("Raise the priority")),
                (_GIVE, self.tr("Give it to an agent")),
                (_TAKE, self.tr("Take it from its agent")),
                (_TICKET, self.tr("Open a ticket")),
            ]
        )
        self._lay_out()
        self._connect()

    def show_entry(self, entry: object, entries: Sequence[object]) -> None:
        """Show a step; what is wrong with it stands below."""
        assert isinstance(entry, Step)
        if entry.uid != self._step.uid:
            self._time.set_text(minutes_text(abs(entry.minutes)) if entry.minutes else "")
            self._offer_team(entry.to if entry.deed is StepDeed.REASSIGN else "")
            self._side.box.choose(_BEFORE if entry.minutes < 0 else _AFTER if entry.minutes else _AT)
            self._deed.box.choose(_code_of(entry))
        self._step = entry
        self._clock.box.choose(entry.clock)
        self._time.setVisible(self._side.box.current != _AT)
        self._to.setVisible(self._deed.box.current == _GIVE)
        self.show_faults(self._sentences([one for one in entries if isinstance(one, Step)]))

    def show_faults(self, sentences: Sequence[str]) -> None:
        """Say what is wrong, in order."""
        self._fault.say(" ".join(sentences))
        self._fault.setVisible(bool(sentences))

    def begin(self) -> None:
        """Put the keyboard into the clock."""
        self._clock.box.setFocus()

    @property
    def is_complete(self) -> bool:
        """Whether the time and the agent are written where they are asked for."""
        timed = self._side.box.current == _AT or self._step.minutes != 0
        return timed and (self._deed.box.current != _GIVE or bool(self._step.to))

    def _offer_team(self, chosen: str) -> None:
        """Offer everybody, who left the team as well while a step still gives to them."""
        known = dict(self._team)
        gone = [(chosen, chosen)] if chosen and chosen not in known else []
        self._to.box.set_choices([("", self.tr("Choose…")), *known.items(), *gone], chosen)

    def _sentences(self, steps: Sequence[Step]) -> list[str]:
        found = [step_fault_words(one) for one in faults_of_step(self._step, Ladder(tuple(steps), self._leader()))]
        if self._side.box.current != _AT and not self._step.minutes:
            found.insert(0, self.tr("Write how long, such as 15 or 1 h."))
        if self._deed.box.current == _GIVE and not self._step.to:
            found.insert(0, self.tr("Choose the agent who gets it."))
        return found

    def _lay_out(self) -> None:
        grid, last = QGridLayout(), QHBoxLayout()
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(8)
        for place, field in enumerate((self._clock, self._side, self._time)):
            grid.addWidget(field, 0, place)
        grid.addWidget(self._deed, 1, 0, 1, 2)
        grid.addWidget(self._to, 1, 2)
        for place in range(3):
            grid.setColumnStretch(place, 1)
        last.addWidget(self._fault, 1)
        last.addStretch(0)
        last.addWidget(self._delete)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(grid)
        column.addLayout(last)

    def _connect(self) -> None:
        self._time.edited.connect(lambda _: self._tell())
        self._delete.clicked.connect(self.delete_requested)
        for combo in (self._clock, self._side, self._deed, self._to):
            combo.box.activated.connect(lambda _: self._tell())

    def _tell(self) -> None:
        minutes = read_minutes(self._time.text) or 0
        side, code = self._side.box.current, str(self._deed.box.current)
        deed, to = {
            _TO_AGENT: (StepDeed.NOTIFY, OWNER),
            _TO_LEADER: (StepDeed.NOTIFY, LEADER),
            _RAISE: (StepDeed.RAISE_PRIORITY, ""),
            _GIVE: (StepDeed.REASSIGN, str(self._to.box.current or "")),
            _TAKE: (StepDeed.REASSIGN, ""),
            _TICKET: (StepDeed.OPEN_TICKET, ""),
        }[code]
        self._step = replace(
            self._step,
            clock=ClockKind(str(self._clock.box.current)),
            minutes=0 if side == _AT else -minutes if side == _BEFORE else minutes,
            deed=deed,
            to=to,
        )
        self.edited.emit(self._step)


def _code_of(step: Step) -> str:
    if step.deed is StepDeed.NOTIFY:
        return _TO_LEADER if step.to == LEADER else _TO_AGENT
    if step.deed is StepDeed.REASSIGN:
        return _GIVE if step.to else _TAKE
    return _RAISE if step.deed is StepDeed.RAISE_PRIORITY else _TICKET
