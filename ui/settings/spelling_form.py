"""Spelling in the settings: whether it is checked, which dictionaries were found, and a folder with more."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from desktop.composer.dictionaries import Dictionaries, Lacking
from desktop.composer.own_words import OwnWords, SpellingChoice
from ui.bridge.aside import Aside
from ui.composer.canned import language_name
from ui.session import Session
from ui.theme import Theme
from ui.widgets import Button, CheckBox, Field, IconLine


class SpellingForm(QWidget):
    """Shows the choice; what was found is looked up in another thread when the form is first seen."""

    edited = Signal()

    def __init__(self, session: Session, theme: Theme) -> None:
        """Show what is kept."""
        super().__init__()
        self._session = session
        self._words = OwnWords(session.store, session.clock)
        self._kept = self._words.choice()
        self._is_looked_for = False
        self._aside = Aside(self)
        self._on = CheckBox(theme, self.tr("Check the spelling while writing"), object_name="spelling_on")
        self._on.setChecked(self._kept.is_on)
        self._folder = Field(
            theme,
            self.tr("Folder with more dictionaries"),
            placeholder=self.tr("A folder with .dic and .aff files"),
            object_name="spelling_folder",
        )
        self._folder.set_text(self._kept.folder)
        choose = Button(theme, self.tr("Choose…"), object_name="spelling_choose")
        self._folder.add_beside(choose)
        self._note = IconLine(theme, "info", object_name="spelling_note")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for widget in (self._on, self._note, self._folder):
            column.addWidget(widget)
        self._on.toggled.connect(lambda _: self.edited.emit())
        self._folder.edited.connect(lambda _: self.edited.emit())
        choose.clicked.connect(self._on_choose_clicked)

    @property
    def choice(self) -> SpellingChoice:
        """What is chosen now."""
        return SpellingChoice(self._on.isChecked(), self._folder.text.strip())

    @property
    def is_changed(self) -> bool:
        """Whether that is not what is kept."""
        return self.choice != self._kept

    def check(self) -> bool:
        """Return whether the folder is there; say so if not."""
        folder = self.choice.folder
        there = not folder or Path(folder).is_dir()
        self._folder.set_fault("" if there else self.tr("There is no such folder."))
        return there

    def keep(self) -> None:
        """Keep the choice, and look what it brings. Raises StoreError."""
        self._words.choose(self.choice)
        self._kept = self.choice
        self._look()

    def showEvent(self, event: QShowEvent) -> None:
        """Look for dictionaries once they are of interest."""
        super().showEvent(event)
        if not self._is_looked_for:
            self._is_looked_for = True
            self._look()

    def wait(self) -> None:
        """Wait until the other thread has looked."""
        self._aside.wait()

    def _look(self) -> None:
        folder = self._kept.folder
        dictionaries = Dictionaries(self._session.profile.folder / "dictionaries", Path(folder) if folder else None)
        self._aside.run(lambda: (dictionaries.lacking(), dictionaries.languages()), self.say)

    def say(self, found: tuple[Lacking | None, tuple[str, ...]]) -> None:
        """Say what is lacking, or for which languages there are dictionaries."""
        lacking, languages = found
        if lacking is Lacking.LIBRARY:
            words = self.tr("Spelling is not checked: the library Enchant is not on this computer.")
        elif lacking is Lacking.DICTIONARIES:
            words = self.tr("Spelling is not checked: no dictionary was found. Name a folder that has some.")
        else:
            names = ", ".join(language_name(language) for language in languages)
            words = self.tr("Dictionaries found: {languages}.").replace("{languages}", names)
        self._note.say(words, icon="info" if lacking is None else "warning-circle")

    def _on_choose_clicked(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, self.tr("Folder with dictionaries"), self._folder.text)
        if folder:
            self._folder.set_text(folder)
            self.edited.emit()
