"""Settings: how long a reply waits after Send, whether its spelling is checked and better words are proposed."""

from __future__ import annotations

from ui.session import Session
from ui.settings.preferences import UNDO_SECONDS, gives_advice, keep_advice, keep_undo_seconds, undo_seconds_of
from ui.settings.settings_page import SettingsPage
from ui.settings.spelling_form import SpellingForm
from ui.settings.translation_form import TranslationForm
from ui.theme import Theme
from ui.widgets import CheckBox, IconLine, Segmented


class SendingPage(SettingsPage):
    """The undo time and the spelling."""

    def __init__(self, session: Session, theme: Theme) -> None:
        """Show what is kept."""
        super().__init__(theme, "sending", "paper-plane-tilt")
        self.set_head(self.tr("Sending"))
        self._session = session
        self._kept = undo_seconds_of(session.store)
        words = self.tr("{count} s")
        choices = [(s, words.replace("{count}", str(s)) if s else self.tr("Off")) for s in UNDO_SECONDS]
        self._seconds = Segmented(theme, self.tr("Undo a sent reply for"), choices, object_name="undo_seconds")
        self._seconds.choose(self._kept)
        self._seconds.chosen.connect(lambda _: self._on_seconds_chosen())
        self._note = IconLine(theme, "info", object_name="undo_note")
        self.body.addWidget(self.heading(self.tr("Undo a sent reply for")))
        self.body.addWidget(self._seconds)
        self.body.addWidget(self._note)
        self._spelling = SpellingForm(session, theme)
        self._spelling.edited.connect(self.edited)
        self.body.addWidget(self.heading(self.tr("Spelling")))
        self.body.addWidget(self._spelling)
        self._advice = CheckBox(
            theme,
            self.tr("Propose plainer and kinder words while writing"),
            self.tr("Heavy words, blame, capitals, long sentences, another language than the customer’s."),
            object_name="advice_on",
        )
        self._advises = gives_advice(session.store)
        self._advice.setChecked(self._advises)
        self._advice.toggled.connect(lambda _: self.edited.emit())
        self.body.addWidget(self.heading(self.tr("Words")))
        self.body.addWidget(self._advice)
        self._translation = TranslationForm(session, theme)
        self._translation.edited.connect(self.edited)
        self.body.addWidget(self.heading(self.tr("Translating")))
        self.body.addWidget(self._translation)
        self._show_note()

    @property
    def _chosen(self) -> int:
        chosen = self._seconds.current
        return chosen if isinstance(chosen, int) else self._kept

    @property
    def is_changed(self) -> bool:
        """Whether anything else is chosen than was kept."""
        forms = self._spelling.is_changed or self._translation.is_changed
        return self._chosen != self._kept or forms or self._advice.isChecked() != self._advises

    def check(self) -> bool:
        """Check the folder of dictionaries and the translation page."""
        return self._spelling.check() and self._translation.check()

    def keep(self) -> None:
        """Keep the choices."""
        if self._spelling.is_changed:
            self._spelling.keep()
        self._translation.keep()
        keep_undo_seconds(self._session.store, self._chosen, self._session.clock())
        self._kept = self._chosen
        keep_advice(self._session.store, self._advice.isChecked(), self._session.clock())
        self._advises = self._advice.isChecked()

    def _on_seconds_chosen(self) -> None:
        self._show_note()
        self.edited.emit()

    def _show_note(self) -> None:
        if self._chosen:
            words = self.tr("A reply leaves {count} s after you send it. Until then one key takes it back.")
            self._note.say(words.replace("{count}", str(self._chosen)))
        else:
            self._note.say(self.tr("A reply leaves at once. It can't be taken back."))
