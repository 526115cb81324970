"""Settings: the address of the page on which an agent has texts translated, in the browser and never by itself."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.composer.translation import TemplateFault, fault_of_template
from ui.session import Session
from ui.settings.preferences import keep_translation_page, translation_page_of
from ui.theme import Theme
from ui.widgets import Field


class TranslationForm(QWidget):
    """One field. Empty means that nothing is ever opened."""

    edited = Signal()

    def __init__(self, session: Session, theme: Theme) -> None:
        """Show what is kept."""
        super().__init__()
        self._session = session
        self._kept = translation_page_of(session.store)
        self._page = Field(
            theme,
            self.tr("Translation page"),
            hint=self.tr("With {text} where the text goes, {from} and {to} for the languages. Empty: none."),
            placeholder="https://translate.example/?from={from}&to={to}&text={text}",
            object_name="translation_page",
        )
        self._page.set_text(self._kept)
        self._page.edited.connect(self._on_page_edited)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._page)

    @property
    def is_changed(self) -> bool:
        """Whether another page is named than is kept."""
        return self._page.text.strip() != self._kept

    def check(self) -> bool:
        """Say what is wrong with the address, if anything is."""
        page = self._page.text.strip()
        fault = fault_of_template(page) if page else None
        self._page.set_fault(_fault_words(fault) if fault is not None else "")
        if fault is not None:
            self._page.focus()
        return fault is None

    def keep(self) -> None:
        """Keep the address. Raises StoreError."""
        self._kept = self._page.text.strip()
        keep_translation_page(self._session.store, self._kept, self._session.clock())

    def _on_page_edited(self) -> None:
        self._page.set_fault("")
        self.edited.emit()


def _fault_words(fault: TemplateFault) -> str:
    translate = QCoreApplication.translate
    return {
        TemplateFault.NOT_AN_ADDRESS: translate("Translation", "Write an address that begins with https://."),
        TemplateFault.NOT_SECURE: translate("Translation", "Write https://: a text is read on the way otherwise."),
        TemplateFault.NO_TEXT: translate("Translation", "Write {text} where the text goes."),
        TemplateFault.UNKNOWN_FIELD: translate("Translation", "Only {text}, {from} and {to} are known."),
    }[fault]
