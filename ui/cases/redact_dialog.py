"""Asks which value in a message is to be covered, and proposes what looks like one."""

from __future__ import annotations

import re

from PySide6.QtWidgets import QDialog, QPlainTextEdit, QVBoxLayout, QWidget

from ui.accounts.dialog_frame import Footer, dim, fit
from ui.theme import Theme
from ui.widgets import Field, Label

_WIDTH, _HEIGHT = 520, 420
_SHORTEST = 2
_LIKELY = (
    re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{2,4}){3,8}\b"),  # an IBAN
    re.compile(r"\b(?:\d[ -]?){12,18}\d\b"),  # a card
    re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"),
    re.compile(r"\+?\d(?:[ ./-]?\d){4,14}"),  # a telephone or a customer number
)


def likely_value(text: str) -> str:
    """Return what in a text looks most like a value to cover, "" for nothing."""
    found = (pattern.search(text) for pattern in _LIKELY)
    return next((one.group() for one in found if one is not None), "")


class RedactDialog(QDialog):
    """Marking words in the text, or typing them, chooses the value. Only what stands in the text can be covered."""

    def __init__(self, theme: Theme, text: str, parent: QWidget | None = None) -> None:
        """Show the whole text, of which nothing is masked here."""
        super().__init__(parent)
        self.setObjectName("redact_dialog")
        self.setWindowTitle(self.tr("Cover a value"))
        self.setProperty("ground", "surface")
        self._message = text
        self._text = QPlainTextEdit(text)
        self._text.setReadOnly(True)
        self._text.setTabChangesFocus(True)
        self._text.setObjectName("redact_text")
        self._text.setAccessibleName(self.tr("Message"))
        self._value = Field(theme, self.tr("Value to cover, as it is written"), object_name="redact_value")
        self._footer = Footer(theme, self)
        cancel = self._footer.add(self.tr("Cancel"), "cancel")
        self._cover = self._footer.add(self.tr("Cover"), "cover", primary=True)
        self._lay_out(theme)
        self._text.selectionChanged.connect(self._on_text_selection_changed)
        self._value.edited.connect(lambda _: self._judge())
        self._cover.clicked.connect(self.accept)
        cancel.clicked.connect(self.reject)
        self._value.set_text(likely_value(text))
        dim(self)
        fit(self, theme, _WIDTH, _HEIGHT)
        self._value.focus()
        self._judge()

    @property
    def value(self) -> str:
        """The chosen value."""
        return self._value.text

    def _lay_out(self, theme: Theme) -> None:
        body = QVBoxLayout()
        body.setContentsMargins(24, 20, 24, 16)
        body.setSpacing(12)
        words = self.tr(
            "It is replaced in this store: in the message, the list, the search and exports, and again after every "
            "sync. On the network it stays. Mark it in the text or type it."
        )
        body.addWidget(Label(theme, words, wrap=True))
        body.addWidget(self._text, 1)
        body.addWidget(self._value)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(body, 1)
        column.addWidget(self._footer)

    def _on_text_selection_changed(self) -> None:
        marked = self._text.textCursor().selectedText().replace("\u2029", "\n").strip()
        if marked:
            self._value.set_text(marked)
            self._judge()

    def _judge(self) -> None:
        count = self._message.count(self.value) if len(self.value) >= _SHORTEST else 0
        self._cover.setEnabled(count > 0)
        hint = self.tr("Found {count} times").replace("{count}", str(count)) if count > 1 else ""
        self._footer.set_hint(hint or (self.tr("Not in this message") if self.value and not count else ""))


def ask_what_to_cover(theme: Theme, text: str, parent: QWidget | None) -> str:
    """Return the value that somebody wants covered, "" for none."""
    if not text:
        return ""
    dialog = RedactDialog(theme, text, parent)
    return dialog.value if dialog.exec() == QDialog.DialogCode.Accepted else ""
