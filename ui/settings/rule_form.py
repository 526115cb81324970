"""The form of one privacy rule of the desk: its name, what it does, what it looks for, and its sentences."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.guardrails.own_rule import OwnRule, RuleDeed, RuleFault, RuleFaultCode
from ui.accounts.text_box import TextBox
from ui.composer.canned import language_name
from ui.settings.privacy_words import deed_words, rule_fault_sentence
from ui.theme import Theme
from ui.widgets import Button, ButtonKind, CheckBox, ComboField, Field

_LANGUAGES = ("it", "ca", "es", "en")
_OF_NAME = (RuleFaultCode.NAME_EMPTY, RuleFaultCode.NAME_TAKEN)
_OF_FINDING = (RuleFaultCode.NO_EXAMPLE, RuleFaultCode.NOT_MATCHED)


class RuleForm(QWidget):
    """Edits a rule. It keeps nothing: it tells of every change."""

    edited = Signal(object)
    """The OwnRule as it is now."""
    delete_requested = Signal()

    def __init__(self, theme: Theme) -> None:
        """Begin empty."""
        super().__init__()
        self.setObjectName("rule_form")
        self._rule = OwnRule("", "", RuleDeed.BLOCK, "")
        self.name = Field(theme, self.tr("Name, as the agent reads it"), object_name="rule_name")
        self._deed = ComboField(theme, self.tr("What it does"), object_name="rule_deed")
        self._language = ComboField(theme, self.tr("In replies in"), object_name="rule_language")
        self.pattern = Field(
            theme,
            self.tr("What it looks for, as a regular expression"),
            hint=self.tr("Upper and lower case are the same. Example: number plate|targa"),
            object_name="rule_pattern",
        )
        self.must_match = TextBox(
            theme, self.tr("Sentences that it must find, one a line"), lines=3, object_name="rule_must_match"
        )
        self.must_pass = TextBox(
            theme, self.tr("Sentences that it must leave alone"), lines=3, object_name="rule_must_pass"
        )
        self._on = CheckBox(theme, self.tr("In use"), object_name="rule_on")
        self._override = CheckBox(
            theme, self.tr("An agent may send all the same, with a written reason"), object_name="rule_override"
        )
        self._delete = Button(
            theme, self.tr("Delete"), icon="trash", kind=ButtonKind.QUIET, small=True, object_name="rule_delete"
        )
        self._delete.setAutoDefault(False)
        self._lay_out()
        self._connect()

    @property
    def rule(self) -> OwnRule:
        """The rule as it is now."""
        return self._rule

    def show_rule(self, rule: OwnRule, faults: Sequence[RuleFault]) -> None:
        """Show a rule as it is now; its faults are shown once something stands in the field."""
        self._rule = rule
        for field, text in ((self.name, rule.name), (self.pattern, rule.pattern)):
            if field.text != text:
                field.set_text(text)
        for box, sentences in ((self.must_match, rule.must_match), (self.must_pass, rule.must_pass)):
            if box.entries != sentences:
                box.set_text("\n".join(sentences))
        self._deed.box.set_choices([(deed.value, deed_words(deed)) for deed in RuleDeed], rule.deed.value)
        languages = [("", self.tr("Every language")), *((one, language_name(one)) for one in _LANGUAGES)]
        self._language.box.set_choices(languages, rule.language)
        for check, checked in ((self._on, rule.is_on), (self._override, rule.overridable)):
            blocked = check.blockSignals(True)
            check.setChecked(checked)
            check.blockSignals(blocked)
            check.update()
        self._override.setVisible(rule.deed is RuleDeed.BLOCK)
        self.show_faults(faults, all_of_them=False)

    def show_faults(self, faults: Sequence[RuleFault], *, all_of_them: bool) -> None:
        """Say what is wrong beside each field; what is empty only if `all_of_them`."""
        said: dict[Field | TextBox, str] = dict.fromkeys((self.name, self.pattern, self.must_match, self.must_pass), "")
        for fault in reversed(faults):
            field = self._field_of(fault)
            if all_of_them or field.text.strip():
                said[field] = rule_fault_sentence(fault)
        for field, sentence in said.items():
            field.set_fault(sentence)

    def go_to(self, fault: RuleFault) -> None:
        """Put the keyboard where a fault is."""
        self._field_of(fault).edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def _field_of(self, fault: RuleFault) -> Field | TextBox:
        if fault.code in _OF_NAME:
            return self.name
        if fault.code in _OF_FINDING:
            return self.must_match
        return self.must_pass if fault.code is RuleFaultCode.MATCHED else self.pattern

    def _lay_out(self) -> None:
        choices, last = QHBoxLayout(), QHBoxLayout()
        choices.setSpacing(10)
        choices.addWidget(self._deed, 1)
        choices.addWidget(self._language, 1)
        last.addWidget(self._on)
        last.addStretch(1)
        last.addWidget(self._delete)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(self.name)
        column.addLayout(choices)
        for widget in (self.pattern, self.must_match, self.must_pass, self._override):
            column.addWidget(widget)
        column.addLayout(last)

    def _connect(self) -> None:
        for field in (self.name, self.pattern):
            field.edited.connect(lambda _: self._tell())
        for lines in (self.must_match, self.must_pass):
            lines.edited.connect(self._tell)
        for combo in (self._deed, self._language):
            combo.box.activated.connect(lambda _: self._tell())
        for check in (self._on, self._override):
            check.toggled.connect(lambda _: self._tell())
        self._delete.clicked.connect(self.delete_requested)

    def _tell(self) -> None:
        self._rule = replace(
            self._rule,
            name=self.name.text,
            pattern=self.pattern.text,
            deed=RuleDeed(str(self._deed.box.current)),
            language=str(self._language.box.current or ""),
            must_match=self.must_match.entries,
            must_pass=self.must_pass.entries,
            is_on=self._on.isChecked(),
            overridable=self._override.isChecked(),
        )
        self.edited.emit(self._rule)
