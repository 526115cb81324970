"""The form of one target: which clock, within which time, for which cases, and which time counts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout

from desktop.clocks import CountedTime, TargetRule, faults_of_rule
from desktop.clocks.targets import HIGH, URGENT
from desktop.model import ClockKind, MessageClass
from ui.inbox.clock_words import class_name, clock_name, counted_name, level_name, minutes_text
from ui.settings.entry_bench import EntryForm
from ui.settings.target_words import target_fault_words
from ui.settings.time_spans import read_minutes
from ui.theme import Theme
from ui.widgets import Button, ButtonKind, CheckBox, ComboField, Field, IconLine

_LEVELS = (0, HIGH, URGENT)


class TargetForm(EntryForm):
    """Edits a rule. The rule for every first or next reply can't be deleted: something is always promised."""

    def __init__(self, theme: Theme, accounts: Mapping[str, str]) -> None:
        """`accounts` are the accounts' names by uid."""
        super().__init__()
        self.setObjectName("target_form")
        self._rule = TargetRule("", ClockKind.FIRST_REPLY, 0)
        self._clock = ComboField(theme, self.tr("Clock"), object_name="target_clock")
        self._time = Field(theme, self.tr("Within"), object_name="target_time", placeholder="1 h 30")
        self._account = ComboField(theme, self.tr("On the account"), object_name="target_account")
        self._class = ComboField(theme, self.tr("For"), object_name="target_class")
        self._level = ComboField(theme, self.tr("Of"), object_name="target_priority")
        self._counts = ComboField(theme, self.tr("Counts"), object_name="target_counts")
        self._urgent = CheckBox(theme, self.tr("Only what cannot wait"), object_name="target_urgent")
        self._fault = IconLine(theme, "warning-circle", colour="red.text", object_name="target_fault")
        self._delete = Button(
            theme, self.tr("Delete"), icon="trash", kind=ButtonKind.QUIET, small=True, object_name="target_delete"
        )
        self._delete.setAutoDefault(False)
        self._clock.box.set_choices([(clock, clock_name(clock)) for clock in ClockKind])
        accounts_offered = [("", self.tr("Every account")), *accounts.items()]
        self._account.box.set_choices(accounts_offered)
        self._class.box.set_choices([(kind, _capital(class_name(kind))) for kind in (None, *MessageClass)])
        self._level.box.set_choices([(level, _capital(level_name(level))) for level in _LEVELS])
        self._counts.box.set_choices([(one, _capital(counted_name(one))) for one in CountedTime])
        self._lay_out()
        self._connect()

    def show_entry(self, entry: object, entries: Sequence[object]) -> None:
        """Show a rule; what is wrong with it stands below."""
        assert isinstance(entry, TargetRule)
        self._rule = entry
        if read_minutes(self._time.text) != entry.minutes or not entry.minutes:
            self._time.set_text(minutes_text(entry.minutes) if entry.minutes else self._time.text)
        for field, value in (
            (self._clock, entry.clock),
            (self._account, entry.account),
            (self._class, entry.message_class),
            (self._level, entry.from_priority),
            (self._counts, entry.counts),
        ):
            field.box.choose(value)
        self._urgent.setChecked(entry.urgent)
        rules = [one for one in entries if isinstance(one, TargetRule)]
        faults = faults_of_rule(entry, rules)
        self._fault.say(" ".join(target_fault_words(fault) for fault in faults))
        self._fault.setVisible(bool(faults))
        generals = [one for one in rules if one.clock is entry.clock and one.is_general]
        needed = entry.is_general and entry.clock is not ClockKind.RESOLUTION and len(generals) == 1
        self._delete.setEnabled(not needed)
        self._delete.setToolTip(self.tr("Every reply needs a target; change it instead") if needed else "")

    def begin(self) -> None:
        """Put the caret into the time."""
        self._time.focus()

    def _lay_out(self) -> None:
        grid, last = QGridLayout(), QHBoxLayout()
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(8)
        for place, field in enumerate((self._clock, self._time, self._counts)):
            grid.addWidget(field, 0, place)
        for place, field in enumerate((self._class, self._level, self._account)):
            grid.addWidget(field, 1, place)
        for place in range(3):
            grid.setColumnStretch(place, 1)
        last.addWidget(self._urgent)
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
        self._urgent.clicked.connect(lambda _: self._tell())
        for combo in (self._clock, self._account, self._class, self._level, self._counts):
            combo.box.activated.connect(lambda _: self._tell())

    def _tell(self) -> None:
        level, kind = self._level.box.current, self._class.box.current
        self._rule = replace(
            self._rule,
            clock=ClockKind(str(self._clock.box.current)),
            minutes=read_minutes(self._time.text) or 0,
            account=str(self._account.box.current or ""),
            message_class=MessageClass(str(kind)) if kind is not None else None,
            from_priority=level if isinstance(level, int) else 0,
            counts=CountedTime(str(self._counts.box.current)),
            urgent=self._urgent.isChecked(),
        )
        self.edited.emit(self._rule)


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
