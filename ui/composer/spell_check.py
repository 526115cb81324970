"""Spell check while a draft is written: marks under wrong words, suggestions in the menu, the agent's own words.

Dictionaries are opened and suggestions are made in a thread of their own; looking words up takes microseconds.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from desktop.composer.dictionaries import Dictionaries
from desktop.composer.own_words import OwnWords
from desktop.composer.spelling import Misspelt, Spelling
from desktop.store import StoreError
from ui.bridge.aside import Aside
from ui.composer.editor import DraftEditor
from ui.guardrails import Marked
from ui.session import Session
from ui.text import code_point_offset, utf16_offset

_PAUSE_MS = 300


class SpellCheck(QObject):
    """Checks one editor in the language of its conversation; off while there is no dictionary. Window thread only."""

    failed = Signal(object)
    """A StoreError: a word was not kept."""

    def __init__(
        self, session: Session, editor: DraftEditor, open_with: Callable[[], Dictionaries] | None = None
    ) -> None:
        """Load nothing before something is written. `open_with` gives dictionaries other than this computer's."""
        super().__init__(editor)
        self._session = session
        self._editor = editor
        self._open_with = open_with or self._of_this_computer
        self._words = OwnWords(session.store, session.clock)
        self._own: frozenset[str] | None = None
        self._language = ""
        self._spellings: dict[str, Spelling | None] = {}
        self._errors: tuple[Misspelt, ...] = ()
        self._aside = Aside(self)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self.check)
        editor.text_changed.connect(lambda _: self._pause.start())
        editor.set_menu_filler(self._fill_menu)

    @property
    def errors(self) -> tuple[Misspelt, ...]:
        """What is marked."""
        return self._errors

    def set_language(self, language: str) -> None:
        """Check in another language (ISO 639-1, "" or "unknown" for none)."""
        if language == self._language:
            return
        self._language = language
        if language:
            self._pause.start()
        else:
            self.check()

    def refresh(self) -> None:
        """Take the choice and the dictionaries anew: the settings changed."""
        self._own = None
        self._spellings = {}
        self._pause.start()

    def check(self) -> None:
        """Mark what is wrong now; the word at the caret is left alone while it is written."""
        self._pause.stop()
        text = self._editor.text()
        spelling = self._spelling() if text.strip() else None
        if spelling is None:
            self._errors = ()
        else:
            caret = self._editor.caret() if self._editor.hasFocus() else -1
            self._errors = tuple(one for one in spelling.errors(text) if one.end != caret)
        marks = [Marked(utf16_offset(text, one.start), utf16_offset(text, one.end), "spelling") for one in self._errors]
        self._editor.marks.set_misspelt(marks)

    def wait(self) -> None:
        """Wait until what was begun in the other thread is done."""
        self._aside.wait()

    def _spelling(self) -> Spelling | None:
        """Return the language's words; opens its dictionary in the other thread the first time."""
        language = self._language
        if language in ("", "unknown") or not self._words.choice().is_on:
            return None
        if language not in self._spellings:
            self._spellings[language] = None
            dictionaries = self._open_with()
            self._aside.run(lambda: dictionaries.open(language), partial(self._on_opened, language))
        return self._spellings[language]

    def _on_opened(self, language: str, checker: object) -> None:
        if checker is not None:
            self._spellings[language] = Spelling(checker, self._own_words)  # type: ignore[arg-type]
            self.check()

    def _own_words(self) -> frozenset[str]:
        if self._own is None:
            self._own = self._words.all()
        return self._own

    def _of_this_computer(self) -> Dictionaries:
        folder = self._words.choice().folder
        return Dictionaries(self._session.profile.folder / "dictionaries", Path(folder) if folder else None)

    # --- the menu ---------------------------------------------------------------------------------------------

    def _fill_menu(self, menu: QMenu, position: int) -> None:
        """Put what may be meant before the other actions, where the word at a position (UTF-16) is wrong."""
        self.check()
        at = code_point_offset(self._editor.text(), position)
        error = next((one for one in self._errors if one.start <= at <= one.end), None)
        spelling = self._spellings.get(self._language)
        if error is None or spelling is None:
            return
        first = menu.actions()[0] if menu.actions() else None
        waiting = QAction(self.tr("Looking for suggestions…"), menu)
        waiting.setEnabled(False)
        waiting.setData(error)
        own = QAction(self.tr("Add “{word}” to my words").replace("{word}", error.word), menu)
        own.setObjectName("spelling_add")
        own.triggered.connect(lambda: self.add_word(error.word))
        menu.insertActions(first, [waiting, own])  # type: ignore[arg-type]
        menu.insertSeparator(first)  # type: ignore[arg-type]
        self._aside.run(lambda: spelling.suggestions(error.word), partial(self._on_suggested, waiting))

    def _on_suggested(self, waiting: QAction, words: tuple[str, ...]) -> None:
        try:
            menu = waiting.parent()
            error = waiting.data()
        except RuntimeError:  # the menu was closed meanwhile
            return
        if not isinstance(menu, QMenu):
            return
        if not words:
            waiting.setText(self.tr("No suggestions"))
            return
        for word in words:
            action = QAction(word, menu)
            action.triggered.connect(partial(self._replace, error, word))
            menu.insertAction(waiting, action)
        menu.removeAction(waiting)

    def _replace(self, error: Misspelt, word: str) -> None:
        text = self._editor.text()
        if text[error.start : error.end] == error.word:
            self._editor.replace_span(error.start, error.end, word)
        self.check()

    def add_word(self, word: str) -> None:
        """Take a word for right from now on, in every conversation."""
        try:
            self._words.add(word)
        except StoreError as error:
            self.failed.emit(error)
            return
        self._own = None
        for spelling in self._spellings.values():
            if spelling is not None:
                spelling.forget()
        self.check()
