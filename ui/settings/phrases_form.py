"""The desk's own words: a list and a language are chosen, phrases added to it or taken out of the program's."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.triage.language import DESK_LANGUAGES
from desktop.triage.own_phrases import fault_of_phrase
from desktop.triage.own_priority import STRENGTHS, TARGETS, USUAL_STRENGTH, OwnPhrase, plain_phrase
from ui.composer.canned import language_name
from ui.settings.entry_rows import Entry, EntryRows
from ui.settings.priority_words import phrase_fault_sentence, strength_name, target_name
from ui.theme import Theme
from ui.widgets import Button, ComboField, Field, IconLine

Shipped = Callable[[str, str], frozenset[str]]
"""Gives the program's own phrases of a list and a language, as phrases are compared."""


class PhrasesForm(QWidget):
    """Edits the desk's phrases; it keeps nothing and tells of every change."""

    edited = Signal(object)
    """The phrases as they are now."""

    def __init__(self, theme: Theme, shipped: Shipped) -> None:
        """Begin without any."""
        super().__init__()
        self.setObjectName("phrases_form")
        self._shipped = shipped
        self._phrases: tuple[OwnPhrase, ...] = ()
        self._target = ComboField(theme, self.tr("Words that say"), object_name="phrase_list")
        self._language = ComboField(theme, self.tr("In messages in"), object_name="phrase_language")
        self._strength = ComboField(theme, self.tr("How much"), object_name="phrase_strength")
        self.phrase = Field(
            theme,
            self.tr("Word or phrase"),
            hint=self.tr(
                "“guast*” is any word that begins so, “non … funziona” leaves up to three words between. "
                "Accents and capitals never matter."
            ),
            object_name="phrase",
        )
        self._add = Button(theme, self.tr("Add"), icon="plus", object_name="add_phrase")
        self._leave = Button(theme, self.tr("Do not count"), icon="minus", object_name="leave_phrase")
        self._leave.setToolTip(self.tr("Takes a phrase out of the program's own list"))
        self._count = IconLine(theme, "info", object_name="phrase_count")
        self._rows = EntryRows(theme, self.tr("Words of this desk"), object_name="phrases")
        for button in (self._add, self._leave):
            button.setAutoDefault(False)
        self._target.box.set_choices([(one, target_name(one)) for one in TARGETS], TARGETS[1])
        languages = [("", self.tr("Every language")), *((one, language_name(one)) for one in DESK_LANGUAGES)]
        self._language.box.set_choices(languages, DESK_LANGUAGES[0])
        self._strength.box.set_choices([(one, strength_name(one)) for one in STRENGTHS], USUAL_STRENGTH)
        self._lay_out()
        self._connect()

    def show_phrases(self, phrases: Sequence[OwnPhrase]) -> None:
        """Show the desk's phrases."""
        self._phrases = tuple(phrases)
        self._show()

    def _lay_out(self) -> None:
        choices, line = QHBoxLayout(), QHBoxLayout()
        choices.setSpacing(10)
        for combo, share in ((self._target, 2), (self._language, 1), (self._strength, 1)):
            choices.addWidget(combo, share)
        line.addStretch(1)
        line.addWidget(self._leave)
        line.addWidget(self._add)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addLayout(choices)
        column.addWidget(self._count)
        column.addWidget(self.phrase)
        column.addLayout(line)
        column.addWidget(self._rows)

    def _connect(self) -> None:
        for combo in (self._target, self._language):
            combo.box.activated.connect(lambda _: self._show())
        self._add.clicked.connect(lambda: self._take(counts=True))
        self._leave.clicked.connect(lambda: self._take(counts=False))
        self.phrase.entered.connect(lambda: self._take(counts=True))
        self._rows.removed.connect(self._on_row_removed)

    @property
    def _chosen(self) -> OwnPhrase:
        return OwnPhrase(
            str(self._target.box.current),
            " ".join(self.phrase.text.split()),
            str(self._language.box.current or ""),
            str(self._strength.box.current),
        )

    def _take(self, *, counts: bool) -> None:
        one = replace(self._chosen, counts=counts, strength=self._chosen.strength if counts else USUAL_STRENGTH)
        fault = fault_of_phrase(one, self._phrases)
        if fault is not None:
            self.phrase.set_fault(phrase_fault_sentence(fault))
        elif (said := self._contradiction(one)) is not None:
            self.phrase.set_fault(said)
        else:
            self._phrases = (*self._phrases, one)
            self.phrase.set_text("")
            self._show()
            self.edited.emit(self._phrases)
        self.phrase.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def _contradiction(self, one: OwnPhrase) -> str | None:
        """Return why a sound phrase would change nothing."""
        known = plain_phrase(one.phrase) in self._shipped(one.target, one.language)
        if one.counts and known:
            return self.tr("The program's own list holds this phrase already.")
        if not one.counts and not known:
            return self.tr("The program's own list does not hold this phrase in this language.")
        return None

    def _on_row_removed(self, place: int) -> None:
        self._phrases = (*self._phrases[:place], *self._phrases[place + 1 :])
        self._show()
        self.edited.emit(self._phrases)

    def _show(self) -> None:
        chosen = self._chosen
        count = len(self._shipped(chosen.target, chosen.language))
        words = self.tr("{count} words and phrases of this list come with the program; yours count beside them.")
        self._count.say(words.replace("{count}", str(count)))
        self._strength.setEnabled(chosen.target.startswith("class."))
        self._rows.set_entries(
            [Entry(place, one.phrase, self._note(one)) for place, one in enumerate(self._phrases)],
        )

    def _note(self, one: OwnPhrase) -> str:
        language = language_name(one.language) if one.language else self.tr("every language")
        parts = [target_name(one.target), language]
        if not one.counts:
            parts.append(self.tr("does not count"))
        elif one.target.startswith("class."):
            parts.append(strength_name(one.strength))
        return " · ".join(parts)
