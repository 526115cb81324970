"""The editor of one canned reply: its shortcut, its folder, where it fits, and its text in each language."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QStringListModel, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QCompleter, QHBoxLayout, QMenu, QVBoxLayout, QWidget

from desktop.composer import CannedReply, CannedText
from desktop.composer.canned_faults import CannedFault, CannedFaultKind
from desktop.model import Network, Visibility, traits_of
from ui.composer.canned import language_name
from ui.inbox import network_name
from ui.inbox.wording import short_date
from ui.settings.canned_sample import SampleDesk
from ui.settings.canned_texts import TextEditor
from ui.settings.canned_words import fault_sentence
from ui.theme import Theme
from ui.widgets import Button, ButtonKind, CheckBox, ComboField, Field, IconButton, Label, MenuButton, Segmented

OFFERED_LANGUAGES = ("it", "ca", "es", "en", "fr", "de", "pt", "nl", "gl", "eu", "oc", "ro")
_BRIEF_FROM = 3
"""From so many languages on the tabs show their codes alone."""
_SHORTCUT_FAULTS = (CannedFaultKind.SHORTCUT_EMPTY, CannedFaultKind.SHORTCUT_ODD, CannedFaultKind.SHORTCUT_TAKEN)


class CannedEditor(QWidget):
    """Edits a reply. It keeps nothing: it tells of every change."""

    edited = Signal(object)
    """The CannedReply as it is now."""
    copy_requested = Signal()
    delete_requested = Signal()

    def __init__(self, theme: Theme, desk: SampleDesk) -> None:
        """Begin empty."""
        super().__init__()
        self._theme = theme
        self._desk = desk
        self._reply = CannedReply("", "", "", (CannedText("", "", ""),))
        self._language = ""
        self._faults: tuple[CannedFault, ...] = ()
        self._languages: Segmented | None = None
        self.setObjectName("canned_editor")
        self._make(desk)
        self._lay_out()
        self._connect()

    @property
    def language(self) -> str:
        """The language whose text is shown."""
        return self._language

    def show_reply(self, reply: CannedReply, folders: Sequence[str], faults: tuple[CannedFault, ...]) -> None:
        """Show a reply as it is now with what is wrong with it."""
        is_other = reply.uid != self._reply.uid
        rebuild = is_other or reply.languages != self._reply.languages
        self._reply, self._faults = reply, faults
        self._names.setStringList(list(folders))
        for field, words in ((self.shortcut, reply.shortcut), (self.folder, reply.folder)):
            if field.text != words:
                field.set_text(words)
        self._where.box.set_choices(_places(self), reply.visibility.value if reply.visibility else "")
        self._network.box.set_choices(_networks(self), reply.network.value if reply.network else "")
        self._crisis.setChecked(reply.crisis)
        self._uses.setText(self._use_words(reply))
        if is_other or self._language not in reply.languages:
            self._language = reply.languages[0] if reply.languages else ""
        if rebuild:
            self._offer_languages()
        self._show_text()
        self.show_faults(faults)

    def show_faults(self, faults: tuple[CannedFault, ...]) -> None:
        """Say what is wrong with the reply and with the text that is shown; other texts' faults are counted."""
        self._faults = faults
        shortcut = next((one for one in faults if one.kind in _SHORTCUT_FAULTS), None)
        self.shortcut.set_fault(fault_sentence(shortcut) if shortcut is not None and self._reply.shortcut else "")
        self.text.show_faults([one for one in faults if one.language == self._language and self._is_worth_saying(one)])

    def go_to(self, fault: CannedFault) -> None:
        """Go to where a fault is."""
        if fault.language and fault.language != self._language:
            self._choose(fault.language)
        if fault.kind in _SHORTCUT_FAULTS:
            self.shortcut.set_fault(fault_sentence(fault))
            self.shortcut.focus()
        elif fault.kind in (CannedFaultKind.TITLE_EMPTY, CannedFaultKind.TITLE_LONG):
            self.text.title.set_fault(fault_sentence(fault))
            self.text.title.focus()
        else:
            self.text.show_faults([fault])
            self.text.body.select(fault.start, fault.end)

    # --- making -----------------------------------------------------------------------------------------------

    def _make(self, desk: SampleDesk) -> None:
        theme = self._theme
        self.shortcut = Field(theme, self.tr("Shortcut, after “/”"), object_name="canned_shortcut")
        self.folder = Field(
            theme, self.tr("Folder"), placeholder=self.tr("Billing/Refunds"), object_name="canned_folder"
        )
        self._names = QStringListModel(self)
        completer = QCompleter(self._names, self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.folder.edit.setCompleter(completer)
        self._where = ComboField(theme, self.tr("Fits"), object_name="canned_where")
        self._network = ComboField(theme, self.tr("On"), object_name="canned_network")
        self._crisis = CheckBox(theme, self.tr("Approved for a crisis"), object_name="canned_crisis")
        self._add = MenuButton(theme, self.tr("Add"), object_name="canned_add_language")
        self._add.setAccessibleName(self.tr("Add a language"))
        self._add.setToolTip(self.tr("Add a language"))
        self._add.setAutoDefault(False)
        self._drop = IconButton(
            theme, "x", self.tr("Remove this language"), object_name="canned_drop_language", size=24
        )
        self.text = TextEditor(theme, desk)
        self._uses = Label(theme, size=12, colour="text.secondary", object_name="canned_uses")
        self._copy = Button(
            theme, self.tr("Copy"), icon="copy-simple", kind=ButtonKind.QUIET, small=True, object_name="canned_copy"
        )
        self._delete = Button(
            theme, self.tr("Delete"), icon="trash", kind=ButtonKind.QUIET, small=True, object_name="canned_delete"
        )
        for button in (self._copy, self._delete):
            button.setAutoDefault(False)

    def _lay_out(self) -> None:
        first, second, deeds = QHBoxLayout(), QHBoxLayout(), QHBoxLayout()
        for row in (first, second):
            row.setSpacing(10)
        first.addWidget(self.shortcut, 3, Qt.AlignmentFlag.AlignTop)
        first.addWidget(self.folder, 3, Qt.AlignmentFlag.AlignTop)
        second.addWidget(self._where, 3)
        second.addWidget(self._network, 3)
        deeds.addWidget(self._crisis)
        deeds.addStretch(1)
        deeds.addWidget(self._uses)
        deeds.addWidget(self._copy)
        deeds.addWidget(self._delete)
        self._tabs = QHBoxLayout()
        self._tabs.setSpacing(4)
        self._tabs.addWidget(self._drop)
        self._tabs.addWidget(self._add)
        self._tabs.addStretch(1)
        self._tabs.addWidget(self.text.insert)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 0, 4, 0)
        column.setSpacing(10)
        for row in (first, second, deeds, self._tabs):
            column.addLayout(row)
        column.addWidget(self.text)
        column.addStretch(1)

    def _connect(self) -> None:
        self.shortcut.edited.connect(lambda words: self._tell(shortcut=words.strip().removeprefix("/")))
        self.folder.edited.connect(lambda words: self._tell(folder=words))
        self.folder.edit.editingFinished.connect(lambda: self._tell(folder=self.folder.text))
        self._where.box.activated.connect(lambda _: self._on_places_chosen())
        self._network.box.activated.connect(lambda _: self._on_places_chosen())
        self._crisis.clicked.connect(lambda _: self._tell(crisis=self._crisis.isChecked()))
        self.text.edited.connect(self._on_text_edited)
        self._drop.clicked.connect(self._on_drop_clicked)
        self._copy.clicked.connect(self.copy_requested)
        self._delete.clicked.connect(self.delete_requested)

    def _offer_languages(self) -> None:
        """Show a tab for each language and offer those that are missing."""
        if self._languages is not None:
            self._tabs.removeWidget(self._languages)
            self._languages.hide()
            self._languages.deleteLater()
        codes = self._reply.languages
        choices = [(code, language_name(code) if len(codes) < _BRIEF_FROM else code.upper()) for code in codes]
        self._languages = Segmented(self._theme, self.tr("Language"), choices, object_name="canned_language")
        for code in codes:
            self._name_tab(code)
        self._languages.choose(self._language)
        self._languages.chosen.connect(lambda code: self._choose(str(code)))
        self._tabs.insertWidget(0, self._languages)
        self.setTabOrder(self._delete, self._languages)
        menu = QMenu(self._add)
        for code in OFFERED_LANGUAGES:
            if code not in self._reply.languages:
                action = QAction(language_name(code), menu)
                action.setObjectName(f"add_{code}")
                action.triggered.connect(lambda _=False, code=code: self._on_language_added(code))
                menu.addAction(action)
        self._add.setMenu(menu)
        self._drop.setVisible(len(choices) > 1)

    def _use_words(self, reply: CannedReply) -> str:
        if not reply.uses or reply.last_used_at is None:
            return self.tr("Never used")
        day = short_date(reply.last_used_at, self._desk.now(), self._desk.tz)
        words = self.tr("Used once, on {day}") if reply.uses == 1 else self.tr("Used {count} times, last on {day}")
        return words.replace("{count}", str(reply.uses)).replace("{day}", day)

    def _name_tab(self, code: str) -> None:
        tab = self._languages.findChild(QWidget, f"canned_language_{code}") if self._languages is not None else None
        if tab is not None:
            tab.setAccessibleName(self.tr("Language: {name}").replace("{name}", language_name(code)))
            tab.setToolTip(language_name(code))

    # --- following --------------------------------------------------------------------------------------------

    def _choose(self, language: str) -> None:
        self._language = language
        if self._languages is not None:
            self._languages.choose(language)
        self._show_text()
        self.show_faults(self._faults)

    def _show_text(self) -> None:
        found = self._reply.text_in(self._language) or CannedText(self._language, "", "")
        self.text.show_text(self._reply.uid, found)

    def _is_worth_saying(self, fault: CannedFault) -> bool:
        """Return whether a fault is said while one writes: that nothing is written yet is seen."""
        return fault.kind not in (CannedFaultKind.TITLE_EMPTY, CannedFaultKind.BODY_EMPTY)

    def _tell(self, **changes: object) -> None:
        changed = replace(self._reply, **changes)  # type: ignore[arg-type]
        if changed != self._reply:
            self._reply = changed
            self.edited.emit(changed)

    def _on_places_chosen(self) -> None:
        where, network = str(self._where.box.current or ""), str(self._network.box.current or "")
        self._tell(visibility=Visibility(where) if where else None, network=Network(network) if network else None)

    def _on_text_edited(self, text: CannedText) -> None:
        self._tell(texts=tuple(text if one.language == text.language else one for one in self._reply.texts))

    def _on_language_added(self, code: str) -> None:
        self._language = code
        self._tell(texts=(*self._reply.texts, CannedText(code, "", "")))
        self._offer_languages()
        self._show_text()
        self.text.title.focus()

    def _on_drop_clicked(self) -> None:
        gone = self._language
        left = tuple(one for one in self._reply.texts if one.language != gone)
        self._language = left[0].language
        self._tell(texts=left)
        self._offer_languages()
        self._choose(self._language)
        if self._languages is not None:
            self._languages.focus()


def _places(editor: CannedEditor) -> list[tuple[str, str]]:
    return [
        ("", editor.tr("Everywhere")),
        (Visibility.PUBLIC.value, editor.tr("Public replies")),
        (Visibility.DIRECT.value, editor.tr("Direct messages")),
    ]


def _networks(editor: CannedEditor) -> list[tuple[str, str]]:
    named = [
        (one.value, network_name(one)) for one in Network if traits_of(one).has_public or traits_of(one).has_direct
    ]
    return [("", editor.tr("Every network")), *named]
