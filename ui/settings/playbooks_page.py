"""Settings: the steps of each class of cases and of a crisis, and the switch of crisis mode."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout

from desktop.cases.playbooks import (
    KEYS,
    LANGUAGES,
    MOST_STEPS,
    OwnPlaybooks,
    Playbook,
    PlaybooksUnreadable,
    Step,
    read_playbooks,
    starter_playbooks,
    write_playbooks,
)
from desktop.model import Deed
from desktop.store.errors import StoreFull, StoreReadOnly
from desktop.system.resources import resource_path
from ui.composer.canned import language_name
from ui.crisis.off_dialog import CrisisOffDialog
from ui.playbooks.presenter import book_name
from ui.session import Session
from ui.settings.settings_page import SettingsPage
from ui.settings.steps_editor import StepsEditor
from ui.settings.words import named
from ui.theme import Theme
from ui.widgets import Button, ButtonKind, ComboField, IconLine, Separator


class PlaybooksPage(SettingsPage):
    """Choose a class, edit its steps; changes wait for Save. The switch of crisis mode acts at once."""

    crisis_switched = Signal()

    def __init__(self, session: Session, theme: Theme) -> None:
        """Read the desk's file."""
        super().__init__(theme, "playbooks", "list-numbers")
        self.set_head(
            self.tr("Playbooks"),
            self.tr("What to do with a case of a class, step by step. Each step is ticked in the case itself."),
        )
        self._session = session
        self._path = session.profile.playbooks
        self._said = IconLine(theme, "info", object_name="playbooks_said")
        try:
            self._kept = read_playbooks(self._path)
        except PlaybooksUnreadable as error:
            self._kept = OwnPlaybooks()
            self._tell(self.tr("{reason}. Save writes a new file in its place.").replace("{reason}", str(error)))
        self._own = self._kept
        self._key = KEYS[0]
        self._crisis = IconLine(theme, "trend-up", size=13, object_name="playbooks_crisis")
        self._switch = Button(theme, "", object_name="playbooks_crisis_switch")
        self._class = ComboField(theme, self.tr("Playbook for"), object_name="playbooks_class")
        self._language = ComboField(theme, self.tr("The program's steps are in"), object_name="playbooks_language")
        self._editor = StepsEditor(theme)
        self._add = Button(theme, self.tr("Add a step"), icon="plus", object_name="playbooks_add")
        self._again = Button(
            theme, self.tr("The program's steps again"), kind=ButtonKind.LINK, small=True, object_name="playbooks_again"
        )
        self._lay_out()
        self._connect()
        self._show_crisis()
        self._show_book()

    @property
    def is_changed(self) -> bool:
        """Whether steps or language differ from the file's."""
        return self._tidied() != self._kept

    @property
    def unsaved(self) -> str:
        """Which playbooks were changed since the last Save."""
        own = self._tidied()
        changed = [key for key in KEYS if own.book(key) != self._kept.book(key)]
        if not changed:
            return ""
        return self.tr("Playbooks are not saved: {names}.").replace(
            "{names}", named([book_name(one) for one in changed])
        )

    def keep(self) -> None:
        """Write the file and a line into the journal: which playbooks are the desk's own, never their words."""
        own = self._tidied()
        try:
            write_playbooks(self._path, own)
        except OSError as error:
            raise (StoreReadOnly if isinstance(error, PermissionError) else StoreFull)(self._path) from error
        before, self._kept = self._kept, own
        self._session.store.journal.note(
            Deed.SETTING,
            actor=self._session.agent.name,
            at=self._session.clock(),
            before={"playbooks": [one.key for one in before.books]},
            after={"playbooks": [one.key for one in own.books]},
        )

    def _tidied(self) -> OwnPlaybooks:
        """Return what is on the page without empty lines."""
        books = tuple(
            Playbook(book.key, tuple(Step(one.uid, one.words.strip()) for one in book.steps if one.words.strip()))
            for book in self._own.books
        )
        return OwnPlaybooks(self._own.language, books)

    # --- making -----------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        crisis, below = QHBoxLayout(), QHBoxLayout()
        crisis.addWidget(self._crisis, 1)
        crisis.addWidget(self._switch)
        below.addWidget(self._add)
        below.addStretch(1)
        below.addWidget(self._again)
        self.body.addLayout(crisis)
        self.body.addWidget(Separator(self.theme))
        self.body.addWidget(self._class)
        self.body.addWidget(self._editor)
        self.body.addLayout(below)
        self.body.addWidget(self._said)
        self.body.addWidget(self._language)
        self._class.box.set_choices([(key, book_name(key)) for key in KEYS], self._key)
        languages = [(one, language_name(one)) for one in LANGUAGES]
        system = ("", self.tr("the system's language"))
        self._language.box.set_choices([system, *languages], self._own.language)
        for button in (self._switch, self._add, self._again):
            button.setAutoDefault(False)

    def _connect(self) -> None:
        self._class.box.currentIndexChanged.connect(lambda _: self._on_class_chosen())
        self._language.box.currentIndexChanged.connect(lambda _: self._on_language_chosen())
        self._editor.edited.connect(self._on_editor_edited)
        self._add.clicked.connect(self._on_add_clicked)
        self._again.clicked.connect(self._on_again_clicked)
        self._switch.clicked.connect(self._on_switch_clicked)

    # --- showing ----------------------------------------------------------------------------------------------

    def _show_book(self) -> None:
        book = self._own.book(self._key) or self._starter()
        self._editor.set_steps(book.steps)
        self._show_state()

    def _show_state(self) -> None:
        own = self._own.book(self._key)
        self._again.setVisible(own is not None)
        self._add.setEnabled(len(self._editor.steps) < MOST_STEPS)
        if own is None:
            self._tell(self.tr("The program's own steps.") if self._editor.steps else self.tr("There is no playbook."))
        elif any(step.words.strip() for step in own.steps):
            self._tell(self.tr("Your own steps."))
        else:
            self._tell(self.tr("Without a step no playbook is shown in these cases."))

    def _starter(self) -> Playbook:
        language = self._own.language or self._session.playbooks.shelf.language
        return starter_playbooks(resource_path("playbooks"), language).get(self._key, Playbook(self._key, ()))

    def _tell(self, words: str) -> None:
        self._said.say(words, icon="info")

    def _show_crisis(self) -> None:
        is_on = self._session.crisis.mode() is not None
        if is_on:
            words = self.tr("Crisis mode is on: scheduled and canned replies are held unless approved.")
        else:
            words = self.tr("Crisis mode is off. Switched on, it holds scheduled and canned replies.")
        self._crisis.say(words, icon="trend-up", colour="red.text" if is_on else "text.secondary")
        self._switch.setText(self.tr("Switch off…") if is_on else self.tr("Switch on crisis mode"))

    # --- acting -----------------------------------------------------------------------------------------------

    def _on_class_chosen(self) -> None:
        self._key = str(self._class.box.current)
        self._show_book()

    def _on_language_chosen(self) -> None:
        self._own = OwnPlaybooks(str(self._language.box.current), self._own.books)
        self._show_book()
        self.edited.emit()

    def _on_editor_edited(self, steps: tuple[Step, ...]) -> None:
        self._own = self._own.with_book(Playbook(self._key, steps))
        self._show_state()
        self.edited.emit()

    def _on_add_clicked(self) -> None:
        self._editor.add()

    def _on_again_clicked(self) -> None:
        self._own = self._own.without(self._key)
        self._show_book()
        self.edited.emit()

    def _on_switch_clicked(self) -> None:
        desk = self._session.crisis
        if desk.mode() is None:
            desk.switch_on()
            self._on_switched()
            return
        held = desk.held()
        if not held:
            self._switch_off(send=False)
            return
        dialog = CrisisOffDialog(self.theme, held, self.window())
        dialog.chosen.connect(lambda send: self._switch_off(send=send))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _switch_off(self, *, send: bool) -> None:
        self._session.crisis.switch_off(send=send)
        self._on_switched()

    def _on_switched(self) -> None:
        self._show_crisis()
        self.crisis_switched.emit()
