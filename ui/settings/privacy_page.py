"""Settings: the privacy rules that the desk adds to those of the program, tried on past replies before they hold."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache, partial

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout

from desktop.guardrails.own_rule import OwnRule, RuleDeed, RuleFault, faults_of_rule
from desktop.guardrails.own_rules import OwnRulesUnreadable, read_own_rules, write_own_rules
from desktop.model import Deed, Finding, made_uid
from desktop.model.messages import SentReply
from desktop.store.errors import StoreFull, StoreReadOnly
from desktop.system.resources import resource_path
from ui.bridge.aside import Aside
from ui.session import Session
from ui.settings.privacy_words import deed_words
from ui.settings.rule_form import RuleForm
from ui.settings.rule_trial_panel import RuleTrialPanel
from ui.settings.settings_page import SettingsPage
from ui.settings.words import named
from ui.theme import Theme
from ui.widgets import Button, ButtonKind, IconLine, Notice, NoticeWords, Option, OptionList

_JUDGE_MS = 150


class PrivacyPage(SettingsPage):
    """A list of rules, the form of the chosen one, a trial. Changes wait for Save; a deletion can be undone."""

    def __init__(self, session: Session, theme: Theme) -> None:
        """The rules are read when the page is first seen."""
        super().__init__(theme, "privacy", "shield-check")
        self.set_head(
            self.tr("Privacy"),
            self.tr(
                "Eleven kinds of personal data are known already, in Italian, Catalan, Spanish and English. "
                "Here you add what is particular to your desk, or let pass what is harmless there."
            ),
        )
        self._session = session
        self._path = session.profile.privacy_rules
        self._kept: tuple[OwnRule, ...] | None = None
        self._rules: tuple[OwnRule, ...] = ()
        self._removed: tuple[int, OwnRule] | None = None
        self._list = OptionList(theme, self.tr("Rules of this desk"), object_name="rules")
        self._none = Notice(theme, framed=True, object_name="no_rules")
        self._none.set_words(
            NoticeWords(
                self.tr("No rules of your own"),
                self.tr("The program's rules hold. Add one for what only your customers have, such as a number plate."),
                icon="shield-check",
            )
        )
        self._add = Button(theme, self.tr("Add a rule"), icon="plus", object_name="add_rule")
        self._undo = Button(theme, self.tr("Undo"), kind=ButtonKind.LINK, small=True, object_name="undo_rule")
        self._said = IconLine(theme, "info", object_name="rules_said")
        self._form = RuleForm(theme)
        self._trial = RuleTrialPanel(theme, session.store.sent.newest, _built_in(), lambda: (self._held(), self._rules))
        self._aside = Aside(self)
        self._judge_timer = QTimer(self)
        self._judge_timer.setSingleShot(True)
        self._judge_timer.setInterval(_JUDGE_MS)
        self._judge_timer.timeout.connect(self._judge)
        self._lay_out()
        self._connect()

    @property
    def is_changed(self) -> bool:
        """Whether the rules differ from those in the file."""
        return self._kept is not None and self._rules != self._kept

    @property
    def unsaved(self) -> str:
        """Which rules were changed, made or deleted since the last Save."""
        if not self.is_changed:
            return ""
        changed = [one for one in self._rules if one not in self._held()]
        uids = {one.uid for one in self._rules}
        gone = [one for one in self._held() if one.uid not in uids]
        names = named([one.name.strip() or self.tr("New rule") for one in (*changed, *gone)])
        return self.tr("Privacy rules are not saved: {names}.").replace("{names}", names)

    def showEvent(self, event: QShowEvent) -> None:
        """Read the rules when the page is first seen."""
        super().showEvent(event)
        if self._kept is None:
            self._read()

    def check(self) -> bool:
        """Go to the first fault that keeps a rule from being kept."""
        for rule in self._rules:
            faults = faults_of_rule(rule, self._rules)
            if faults:
                self._show(rule.uid)
                self._form.show_faults(faults, all_of_them=True)
                self._form.go_to(faults[0])
                return False
        return True

    def keep(self) -> None:
        """Write the rules and a line into the journal, how many there are and never what they look for."""
        try:
            write_own_rules(self._path, self._rules)
        except OSError as error:
            raise (StoreReadOnly if isinstance(error, PermissionError) else StoreFull)(self._path) from error
        before, self._kept, self._removed = self._held(), self._rules, None
        self._session.store.journal.note(
            Deed.SETTING,
            actor=self._session.agent.name,
            at=self._session.clock(),
            before={"privacy_rules": [rule.name for rule in before]},
            after={"privacy_rules": [rule.name for rule in self._rules]},
        )
        self._say("")

    def wait(self) -> None:
        """Wait until the other thread has judged; what it found arrives afterwards."""
        self._aside.wait()

    # --- making -----------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        row, said = QHBoxLayout(), QHBoxLayout()
        row.addWidget(self._add)
        row.addStretch(1)
        said.addWidget(self._said, 1)
        said.addWidget(self._undo)
        for widget in (self._list, self._none):
            self.body.addWidget(widget)
        self.body.addLayout(row)
        self.body.addLayout(said)
        self.body.addWidget(self._form)
        self.body.addWidget(self._trial)
        for button in (self._add, self._undo):
            button.setAutoDefault(False)
        self._show("")
        self._say("")

    def _connect(self) -> None:
        self._list.chosen.connect(lambda uid: self._show(str(uid)))
        self._add.clicked.connect(self._on_add_clicked)
        self._undo.clicked.connect(self._on_undo_clicked)
        self._form.edited.connect(self._on_form_edited)
        self._form.delete_requested.connect(self._on_form_delete_requested)

    # --- showing ----------------------------------------------------------------------------------------------

    def _held(self) -> tuple[OwnRule, ...]:
        return self._kept or ()

    def _read(self) -> None:
        try:
            self._kept = self._rules = read_own_rules(self._path)
        except OwnRulesUnreadable as error:
            words = self.tr("{reason}. What held before goes on to hold; Save writes a new file in its place.")
            self._say(words.replace("{reason}", str(error)), is_fault=True)
            self._kept = self._rules = ()
        self._show(self._rules[0].uid if self._rules else "")

    def _show(self, uid: str) -> None:
        """Show the list and the form of a rule, "" for none."""
        rule = next((one for one in self._rules if one.uid == uid), None)
        self._show_list(uid)
        self._form.setVisible(rule is not None)
        if rule is not None:
            self._form.show_rule(rule, ())
            self._judge()

    def _show_list(self, uid: str) -> None:
        options = [Option(one.uid, one.name or self.tr("New rule"), self._note(one)) for one in self._rules]
        self._list.set_options(options, uid)
        self._list.setVisible(bool(self._rules))
        self._none.setVisible(not self._rules)
        self._trial.setVisible(bool(self._rules) or bool(self._held()))

    def _judge(self) -> None:
        """Look for the faults of the rule in the form away from the window: a slow pattern takes its time."""
        self._judge_timer.stop()
        rule, rules = self._form.rule, self._rules
        self._aside.run(lambda: faults_of_rule(rule, rules), partial(self._on_judged, rule))

    def _on_judged(self, rule: OwnRule, faults: Sequence[RuleFault]) -> None:
        """Show the faults unless the rule is another one by now."""
        if rule == self._form.rule:
            self._form.show_faults(faults, all_of_them=False)

    def _note(self, rule: OwnRule) -> str:
        return deed_words(rule.deed) if rule.is_on else self.tr("Not in use")

    def _say(self, words: str, *, is_fault: bool = False) -> None:
        self._said.say(words, icon="warning-circle" if is_fault else "info")
        self._said.setVisible(bool(words))
        self._undo.setVisible(self._removed is not None)

    # --- acting -----------------------------------------------------------------------------------------------

    def _on_add_clicked(self) -> None:
        rule = OwnRule(made_uid(), "", RuleDeed.BLOCK, "")
        self._rules = (*self._rules, rule)
        self._changed(rule.uid)
        self._form.name.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_form_edited(self, rule: OwnRule) -> None:
        self._rules = tuple(rule if one.uid == rule.uid else one for one in self._rules)
        self._trial.forget()
        self._show_list(rule.uid)
        self._judge_timer.start()
        self.edited.emit()

    def _on_form_delete_requested(self) -> None:
        uid = str(self._list.current)
        place = next((number for number, one in enumerate(self._rules) if one.uid == uid), None)
        if place is None:
            return
        self._removed = (place, self._rules[place])
        self._rules = (*self._rules[:place], *self._rules[place + 1 :])
        self._changed(self._rules[min(place, len(self._rules) - 1)].uid if self._rules else "")
        self._say(self.tr("The rule was deleted; it holds until you save."))

    def _on_undo_clicked(self) -> None:
        if self._removed is not None:
            place, rule = self._removed
            self._removed = None
            self._rules = (*self._rules[:place], rule, *self._rules[place:])
            self._changed(rule.uid)
            self._say("")

    def _changed(self, uid: str) -> None:
        self._trial.forget()
        self._show(uid)
        self.edited.emit()


def _built_in() -> Callable[[], Callable[[SentReply], Sequence[Finding]]]:
    """Return what loads the program's rules at the first trial and keeps them."""

    @cache
    def load() -> Callable[[SentReply], Sequence[Finding]]:
        from desktop.guardrails.privacy import PrivacyRules, privacy_findings

        rules = PrivacyRules.load(resource_path("privacy"))

        def judge(reply: SentReply) -> Sequence[Finding]:
            return privacy_findings(reply.text, visibility=reply.visibility, language=reply.language, rules=rules)

        return judge

    return load
