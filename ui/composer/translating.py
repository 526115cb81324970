"""Translating: the agent's own translation page, opened in the browser with a text that somebody has looked at first.

What the customer wrote is never replaced, and nothing leaves before the agent has seen what does and to whom.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QLocale, QObject, Signal

from desktop.accounts.own_values import own_values
from desktop.composer.translation import page_address
from desktop.guardrails import Guardrails
from desktop.model import CaseDetail, Direction, ItemKind
from ui.composer.canned import language_name
from ui.composer.composer import Composer
from ui.composer.translate_dialog import TranslateDialog, TranslationText
from ui.composer.writing import Writing
from ui.session import Session
from ui.settings.preferences import translation_page_of

_OWN = "en"  # where the system names no language


class Translating(QObject):
    """Asks what is to be translated. Window thread only."""

    browser_requested = Signal(str)
    """The address of the page with the text."""
    settings_requested = Signal(str)
    """The group of settings in which the page is named."""

    def __init__(
        self, session: Session, composer: Composer, writing: Writing, guardrails: Callable[[], Guardrails]
    ) -> None:
        """`guardrails` knows what personal data is."""
        super().__init__(composer)
        self._session = session
        self._composer = composer
        self._writing = writing
        self._guardrails = guardrails

    def ask(self) -> None:
        """Show what would leave, and to whom."""
        dialog = self.dialog()
        if dialog is not None:
            dialog.finished.connect(dialog.deleteLater)
            dialog.open()

    def dialog(self) -> TranslateDialog | None:
        """Return the dialog for the shown case, None without one."""
        case = self._writing.case
        if case is None:
            return None
        template = translation_page_of(self._session.store)
        dialog = TranslateDialog(self._composer.theme, template, self._texts(case), self._composer.window())
        dialog.settings_requested.connect(lambda: self.settings_requested.emit("sending"))
        dialog.agreed.connect(
            lambda one: self.browser_requested.emit(page_address(template, one.text, one.source, one.target))
        )
        return dialog

    def _texts(self, case: CaseDetail) -> tuple[TranslationText, ...]:
        """Return what can be translated: the draft for the customer, the customer's newest message for the agent."""
        own = QLocale().name()[:2] if QLocale().language() != QLocale.Language.C else _OWN
        theirs = "" if case.language == "unknown" else case.language
        texts = []
        message = self._newest_message(case)
        if message:
            label = self.tr("What {name} wrote").replace("{name}", case.row.name)
            texts.append(TranslationText(label, self._masked(message), theirs, own))
        draft = self._composer.text().strip()
        if draft and theirs:
            label = self.tr("Your draft, into {language}").replace("{language}", language_name(theirs))
            texts.append(TranslationText(label, self._masked(draft), "", theirs))
        return tuple(texts)

    def _newest_message(self, case: CaseDetail) -> str:
        for item in reversed(self._session.cases.timeline(case.row.id)):
            if item.kind is ItemKind.MESSAGE and item.direction is Direction.INCOMING and item.text.strip():
                return item.text.strip()
        return ""

    def _masked(self, text: str) -> str:
        """Return a text with the personal data in it covered: what leaves is what is shown."""
        from desktop.guardrails.privacy import masked  # loads number formats, which the first paint does without

        own = own_values(self._session.store)
        return masked(text, self._guardrails().personal_data_in(text, own))
