"""The form of one entry: category, language, question and answer, and the earlier versions of the text shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCompleter, QFrame, QPlainTextEdit, QVBoxLayout, QWidget

from desktop.knowledge import LANGUAGES, texts_in_order
from desktop.model.knowledge import FaqEntry, FaqText
from ui.composer.canned import language_name
from ui.theme import Theme
from ui.widgets import ComboField, Field, IconLine, Label

_LEAST_ANSWER = 140


class EntryForm(QWidget):
    """Edits one entry, a language at a time. What is typed in a language stays while another one is shown."""

    edited = Signal()
    versions_wanted = Signal(str, str)
    """Uid and language of the text that is shown now."""

    def __init__(self, theme: Theme) -> None:
        """Show nothing until `show_entry`."""
        super().__init__()
        self.setObjectName("faq_form")
        self._entry = FaqEntry("", "", ())
        self._language_shown = LANGUAGES[0]
        self._category = Field(
            theme, self.tr("Category"), placeholder=self.tr("Bills, Meters, Contracts…"), object_name="faq_category"
        )
        self._language = ComboField(theme, self.tr("Language"), object_name="faq_language")
        self._question = Field(theme, self.tr("Question"), object_name="faq_question")
        label = Label(theme, self.tr("Answer"), size=12, colour="text.secondary")
        self._answer = QPlainTextEdit()
        self._answer.setObjectName("faq_answer")
        self._answer.setAccessibleName(self.tr("Answer"))
        self._answer.setProperty("kind", "field")
        self._answer.setFrameShape(QFrame.Shape.NoFrame)
        self._answer.document().setDocumentMargin(7)
        self._answer.setTabChangesFocus(True)
        self._answer.setMinimumHeight(theme.px(_LEAST_ANSWER))
        self._answer.setFont(theme.font(13))
        label.setBuddy(self._answer)
        self._versions = ComboField(theme, self.tr("Versions"), object_name="faq_versions")
        self._said = IconLine(theme, "info", object_name="faq_said")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for widget in (self._category, self._language, self._question, label):
            column.addWidget(widget)
        column.addWidget(self._answer, 1)
        column.addWidget(self._versions)
        column.addWidget(self._said)
        self._connect()

    @property
    def language(self) -> str:
        """The language that is shown."""
        return self._language_shown

    @property
    def entry(self) -> FaqEntry:
        """The entry as it stands in the form; languages without a word are left out."""
        self._take()
        texts = tuple(one for one in self._entry.texts if one.question.strip() or one.answer.strip())
        return replace(self._entry, category=self._category.text, texts=texts)

    def show_entry(self, entry: FaqEntry, language: str = "") -> None:
        """Show an entry in a language, else in its first."""
        first = texts_in_order(entry)[0].language if entry.texts else LANGUAGES[0]
        self._entry = entry
        self._category.set_text(entry.category)
        self._language_shown = language if language in LANGUAGES else first
        names = [(one, language_name(one)) for one in LANGUAGES]
        self._language.box.set_choices(names, self._language_shown)
        self._show_text()
        self.say("")

    def offer_categories(self, names: Sequence[str]) -> None:
        """Complete what is typed as category with the names in use."""
        known = QCompleter(list(names), self._category.edit)
        known.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        known.setFilterMode(Qt.MatchFlag.MatchContains)
        self._category.edit.setCompleter(known)

    def show_versions(self, texts: tuple[FaqText, ...], words: tuple[str, ...]) -> None:
        """Offer the versions of the text that is shown, the newest first."""
        self._versions.setVisible(len(texts) > 1)
        self._versions.box.set_choices(list(zip(texts, words, strict=True)), texts[0] if texts else None)

    def say(self, words: str, *, fault: bool = False) -> None:
        """Say something below the form, "" for nothing."""
        icon, colour = ("warning-circle", "red.text") if fault else ("info", "text.secondary")
        self._said.say(words, icon=icon, colour=colour)
        self._said.setVisible(bool(words))
        if fault:
            self._said.announce()

    def begin(self) -> None:
        """Put the caret into the question."""
        self._question.focus()

    def _connect(self) -> None:
        self._language.box.currentIndexChanged.connect(lambda _: self._on_language_chosen())
        self._versions.box.currentIndexChanged.connect(lambda _: self._on_version_chosen())
        self._category.edited.connect(lambda _: self.edited.emit())
        self._question.edited.connect(lambda _: self.edited.emit())
        self._answer.textChanged.connect(self.edited)

    def _on_language_chosen(self) -> None:
        self._take()
        self._language_shown = str(self._language.box.current)
        self._show_text()

    def _on_version_chosen(self) -> None:
        chosen = self._versions.box.current
        if isinstance(chosen, FaqText):
            self._put(chosen)
            self.edited.emit()

    def _show_text(self) -> None:
        self._put(self._entry.text_in(self._language_shown) or FaqText(self._language_shown, "", ""))
        self.versions_wanted.emit(self._entry.uid, self._language_shown)

    def _put(self, text: FaqText) -> None:
        blocked = self._answer.blockSignals(True)
        self._question.set_text(text.question)
        self._answer.setPlainText(text.answer)
        self._answer.blockSignals(blocked)

    def _take(self) -> None:
        """Take over what was typed in the language that is shown."""
        language = self._language_shown
        old = self._entry.text_in(language) or FaqText(language, "", "")
        new = replace(old, question=self._question.text, answer=self._answer.toPlainText())
        others = [one for one in self._entry.texts if one.language != language]
        self._entry = replace(self._entry, texts=tuple(sorted((*others, new), key=lambda one: one.language)))
