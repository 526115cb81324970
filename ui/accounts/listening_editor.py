"""What an account listens for, as fields: words, hashtags, what to leave out, languages, and what it may cost."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.accounts.candidate import Plain
from desktop.model import Account, Listening, Network, declared_of, listening_of
from desktop.model.declared import BUDGET
from ui.accounts.dollars import micros_of, typed_of
from ui.accounts.text_box import TextBox
from ui.theme import Theme
from ui.widgets import CheckBox, Field, Label


class ListeningEditor(QWidget):
    """Used by the wizard and by the settings."""

    edited = Signal()
    entered = Signal()
    """Ctrl+Return where Return makes a new line."""

    def __init__(self, theme: Theme, network: Network) -> None:
        """Begin empty. Networks that charge ask for a budget too."""
        super().__init__()
        self.setObjectName("listening_editor")
        self._languages = {
            "it": CheckBox(theme, self.tr("Italian"), object_name="listen_it"),
            "ca": CheckBox(theme, self.tr("Catalan"), object_name="listen_ca"),
            "es": CheckBox(theme, self.tr("Spanish"), object_name="listen_es"),
            "en": CheckBox(theme, self.tr("English"), object_name="listen_en"),
        }
        self._others: tuple[str, ...] = ()  # languages that were chosen elsewhere
        self._words = TextBox(
            theme,
            self.tr("Words and phrases"),
            lines=3,
            hint=self.tr("One a line: the brand, its products, how people misspell them."),
            placeholder="Aurora Energia",
            object_name="listen_words",
        )
        self._hashtags = Field(
            theme,
            self.tr("Hashtags"),
            placeholder="#auroraenergia #luceaurora",
            hint=_note_of(self, network),
            object_name="listen_hashtags",
        )
        self._excluded = TextBox(
            theme,
            self.tr("Leave out what holds"),
            lines=2,
            hint=self.tr("One a line, for what only shares the name."),
            placeholder="aurora boreale",
            object_name="listen_excluded",
        )
        self._budget = Field(
            theme,
            self.tr("Monthly budget in US dollars"),
            hint=self.tr("When it is spent, nothing more is read until the next month. Replies still go out."),
            placeholder=self.tr("No limit"),
            object_name="listen_budget",
        )
        self._asks_budget = network is Network.X
        self._lay_out(theme)
        self._budget.setVisible(self._asks_budget)
        self._connect()

    def show_account(self, account: Account | None) -> None:
        """Fill in what an account listens for, nothing for a new one."""
        listening = listening_of(account) if account is not None else Listening()
        self._words.set_text("\n".join(listening.words))
        self._hashtags.set_text(" ".join(f"#{tag}" for tag in listening.hashtags))
        self._excluded.set_text("\n".join(listening.excluded))
        for code, box in self._languages.items():
            box.setChecked(code in listening.languages)
        self._others = tuple(code for code in listening.languages if code not in self._languages)
        budget = declared_of(account).budget_micros if account is not None else None
        self._budget.set_text(typed_of(budget))

    @property
    def listening(self) -> Listening:
        """What the fields say; nothing that is empty or said twice."""
        chosen = tuple(code for code, box in self._languages.items() if box.isChecked())
        tags = self._hashtags.text.replace(",", " ").split()
        return Listening(
            self._words.entries,
            tuple(dict.fromkeys(tag.lstrip("#＃") for tag in tags if tag.lstrip("#＃"))),
            self._excluded.entries,
            (*chosen, *self._others) if chosen else (),
        )

    def settings(self) -> Mapping[str, Plain]:
        """Return the account settings that the fields say."""
        said: dict[str, Plain] = dict(self.listening.settings())
        return {**said, BUDGET: self._budget_micros()} if self._asks_budget else said

    def check(self) -> bool:
        """Return whether the fields will do; a fault is shown and gets the focus."""
        try:
            self._budget_micros()
        except ValueError:
            self._budget.set_fault(self.tr("This is no amount. It looks like 50 or 12.50, or leave it empty."))
            self._budget.focus()
            return False
        return True

    def ask_for_words(self) -> None:
        """Say that there must be something to listen for."""
        self._words.set_fault(self.tr("Write at least one word or hashtag to listen for."))
        self._words.focus()

    def focus(self) -> None:
        """Begin with the words."""
        self._words.focus()

    def _budget_micros(self) -> int | None:
        return micros_of(self._budget.text) if self._asks_budget else None

    def _lay_out(self, theme: Theme) -> None:
        boxes = QHBoxLayout()
        boxes.setSpacing(16)
        for box in self._languages.values():
            boxes.addWidget(box)
        boxes.addStretch(1)
        languages = QVBoxLayout()
        languages.setSpacing(4)
        languages.addWidget(Label(theme, self.tr("Languages, none for all"), size=12, colour="text.secondary"))
        languages.addLayout(boxes)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        for widget in (self._words, self._hashtags, self._excluded):
            column.addWidget(widget)
        column.addLayout(languages)
        column.addWidget(self._budget)

    def _connect(self) -> None:
        self._words.edited.connect(self.edited)
        self._excluded.edited.connect(self.edited)
        self._hashtags.edited.connect(lambda _: self.edited.emit())
        self._budget.edited.connect(lambda _: self.edited.emit())
        for lines in (self._words, self._excluded):  # elsewhere Return presses the dialog's default button by itself
            lines.entered.connect(self.entered)
        for box in self._languages.values():
            box.toggled.connect(lambda _: self.edited.emit())


def _note_of(editor: QWidget, network: Network) -> str:
    """Return what an agent should know of listening on a network."""
    notes = {
        Network.X: editor.tr("X charges for each post it finds, about 0.005 US dollars."),
        Network.MASTODON: editor.tr("Hashtags are heard everywhere, words only where the server searches posts."),
    }
    return notes.get(network, "")
