"""Settings: within which time customers are answered, what happens when that is near or past, and what would change."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QTimer
from PySide6.QtGui import QShowEvent

from desktop.accounts.clock_preview import ClockPreview, preview
from desktop.clocks import Ladder, Step, StepDeed, TargetRule, Targets, faults_of_rule
from desktop.clocks.ladder import OWNER, faults_of_step, made_now
from desktop.model import ClockKind, made_uid
from desktop.store import StoreError, open_store
from ui.bridge.aside import Aside
from ui.session import Session
from ui.settings.entry_bench import EntryBench
from ui.settings.settings_page import SettingsPage
from ui.settings.step_form import StepForm
from ui.settings.target_form import TargetForm
from ui.settings.target_words import preview_words, rule_row, step_row
from ui.theme import Theme
from ui.widgets import ComboField, IconLine

_REST_MS = 250


class TargetsPage(SettingsPage):
    """The table of targets, what it would change now, and the ladder. Changes wait for Save."""

    def __init__(self, session: Session, theme: Theme) -> None:
        """Show what is kept."""
        super().__init__(theme, "targets", "timer")
        self.set_head(
            self.tr("Response times"),
            self.tr(
                "Of the rules that fit a case the most specific one holds: the account counts more than what cannot "
                "wait, that more than the kind of message, the kind more than the priority."
            ),
        )
        self._session = session
        self._kept_rules, self._kept_ladder = session.clocks.targets, session.clocks.ladder
        accounts = {one.uid: one.handle or one.name for one in session.store.accounts.all()}
        self._rules: EntryBench[TargetRule] = EntryBench(
            theme,
            self.tr("Targets"),
            "targets",
            TargetForm(theme, accounts),
            lambda rule: rule_row(rule, accounts),
            lambda: TargetRule(made_uid(), ClockKind.FIRST_REPLY, 30),
            self.tr("Add a target"),
            self.tr("The target was deleted; it holds until you save."),
        )
        self._found = IconLine(theme, "eye", object_name="targets_preview")
        self._leader = ComboField(theme, self.tr("Team leader, of those who lead by Team"), object_name="ladder_leader")
        self._steps: EntryBench[Step] = EntryBench(
            theme,
            self.tr("Steps"),
            "steps",
            StepForm(theme, self._chosen_leader, [(one.initials, one.name) for one in session.team.offered()]),
            lambda step: step_row(step, self._chosen_leader()),
            lambda: Step(made_uid(), ClockKind.FIRST_REPLY, 0, StepDeed.NOTIFY, OWNER),
            self.tr("Add a step"),
            self.tr("The step was deleted; it holds until you save."),
        )
        self._aside = Aside(self)
        self._number = 0
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST_MS)
        self._rest.timeout.connect(self._try_out)
        self._lay_out()
        self._fill()

    @property
    def is_changed(self) -> bool:
        """Whether the rules, the steps or the leader differ from what is kept."""
        return self._targets() != self._kept_rules or self._ladder() != self._kept_ladder

    def check(self) -> bool:
        """Go to the first rule or step that can't be kept."""
        for rule in self._rules.entries:
            if faults_of_rule(rule, self._rules.entries):
                self._rules.show_entry(rule.uid)
                self._rules.form.begin()
                return False
        ladder = self._ladder()
        for step in ladder.steps:
            if faults_of_step(step, ladder):
                self._steps.show_entry(step.uid)
                self._steps.form.begin()
                return False
        if not self._steps.is_complete:
            self._steps.form.begin()
            return False
        return True

    def keep(self) -> None:
        """Keep both; a step that is new counts as made now, so that it leaves alone what was late before."""
        now, ladder = self._session.clock(), self._ladder()
        untouched = ladder.leader == self._kept_ladder.leader
        leader = self._session.clocks.ladder.leader if untouched else ladder.leader  # the team may have changed it
        made = Ladder(made_now(ladder.steps, self._kept_ladder.steps, now), leader)
        self._session.clocks.keep(self._targets(), made, at=now, actor=self._session.agent.name)
        self._kept_rules, self._kept_ladder = self._session.clocks.targets, self._session.clocks.ladder

    def showEvent(self, event: QShowEvent) -> None:
        """Say how many cases are at risk, once the page is seen."""
        super().showEvent(event)
        self._rest.start()

    # --- making -----------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        self.body.addWidget(self.heading(self.tr("Targets")))
        self.body.addWidget(self._rules)
        self.body.addWidget(self._found)
        self.body.addWidget(self.heading(self.tr("When a target is near or missed")))
        self.body.addWidget(self._leader)
        self.body.addWidget(self._steps)
        self._found.say(self.tr("Counting the cases…"))
        self._rules.edited.connect(self._on_rules_edited)
        self._steps.edited.connect(self.edited)
        self._leader.box.activated.connect(lambda _: self._on_leader_edited())

    def _fill(self) -> None:
        leaders = {one.initials: one.name or one.initials for one in self._session.team.all() if one.is_leader}
        kept = self._kept_ladder.leader
        offered = {"": self.tr("Nobody"), **leaders, **({kept: leaders.get(kept, kept)} if kept else {})}
        self._leader.box.set_choices(list(offered.items()), kept)
        self._rules.set_entries(self._kept_rules.rules)
        self._steps.set_entries(self._kept_ladder.steps)

    def _targets(self) -> Targets:
        return Targets(self._rules.entries)

    def _ladder(self) -> Ladder:
        return Ladder(self._steps.entries, self._chosen_leader())

    def _chosen_leader(self) -> str:
        return str(self._leader.box.current or "")

    # --- acting -----------------------------------------------------------------------------------------------

    def _on_rules_edited(self) -> None:
        self._rest.start()
        self.edited.emit()

    def _on_leader_edited(self) -> None:
        self._steps.show_entry()
        self.edited.emit()

    def _try_out(self) -> None:
        """Count aside, on a store of its own; an answer that came too late is not shown."""
        usable = [rule for rule in self._rules.entries if not faults_of_rule(rule, self._rules.entries)]
        self._number += 1
        number, changed = self._number, tuple(usable) != self._kept_rules.rules
        work = _counting(self._session, Targets(tuple(usable)), self._session.clock())
        self._aside.run(work, lambda found: self._show(found, number, changed=changed))

    def _show(self, found: ClockPreview | None, number: int, *, changed: bool) -> None:
        if number != self._number:
            return
        if found is None:
            self._found.say(self.tr("The cases can't be counted now. The targets can be kept all the same."))
        else:
            self._found.say(preview_words(found, changed=changed))


def _counting(session: Session, targets: Targets, now: datetime) -> Callable[[], ClockPreview | None]:
    profile, key = session.profile, session.key

    def count() -> ClockPreview | None:
        try:
            with open_store(profile, key) as own:
                return preview(own, targets, now)
        except StoreError:
            return None

    return count
