"""The acknowledgement's text in each language, with what it will look like."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache

from PySide6.QtWidgets import QDialog, QPlainTextEdit, QVBoxLayout, QWidget

from desktop.accounts.closed_rules import LONGEST_TEXT
from desktop.accounts.profile_text import PROFILE_LANGUAGES
from desktop.composer import Wording, fill, placeholder_values
from desktop.system.resources import resource_path
from ui.accounts.dialog_frame import Footer, dim, fit
from ui.settings.words import language_title
from ui.theme import Theme
from ui.widgets import IconLine, Label, Segmented

_WIDTH, _HEIGHT = 560, 460
_EXAMPLE = datetime(2026, 3, 16, 9, 0, tzinfo=UTC)
_NAME = "Marta"


@cache
def _wording() -> Wording:
    return Wording.load(resource_path("canned"))


class AcknowledgementDialog(QDialog):
    """Open it with `open()`; once accepted `texts` are the texts of one's own."""

    def __init__(self, theme: Theme, texts: tuple[tuple[str, str], ...], parent: QWidget | None = None) -> None:
        """Begin with the texts as they are; a language without one uses the program's sentence."""
        super().__init__(parent)
        self.setObjectName("acknowledgement_dialog")
        self.setWindowTitle(self.tr("Acknowledgement"))
        self._texts = dict(texts)
        self._language = PROFILE_LANGUAGES[0]
        choices = [(code, language_title(code)) for code in PROFILE_LANGUAGES]
        self._languages = Segmented(theme, self.tr("Language"), choices, object_name="text_language")
        self._languages.choose(self._language)
        self._languages.chosen.connect(lambda code: self._show(str(code)))
        self._edit = QPlainTextEdit()
        self._edit.setObjectName("acknowledgement_text")
        self._edit.setAccessibleName(self.tr("Text"))
        self._edit.setProperty("kind", "field")
        self._edit.setFont(theme.font(13))
        self._edit.setTabChangesFocus(True)
        self._edit.textChanged.connect(self._on_edit_text_changed)
        hint = self.tr(
            "{name} is the customer’s first name, {opening} when you open. Empty: the program’s own sentence."
        )
        self._hint = IconLine(theme, "info", hint, object_name="text_hint")
        self._preview = Label(theme, wrap=True, colour="text.secondary", object_name="text_preview")
        self._fault = IconLine(theme, "warning-circle", colour="red.text", object_name="text_fault")
        self._fault.hide()
        footer = Footer(theme, self)
        footer.add(self.tr("Cancel"), "cancel").clicked.connect(self.reject)
        self._keep = footer.add(self.tr("Use this text"), "keep_texts", primary=True)
        self._keep.clicked.connect(self.accept)
        body = QVBoxLayout()
        body.setContentsMargins(20, 16, 20, 12)
        body.setSpacing(10)
        for widget in (self._languages, self._edit, self._hint, self._fault):
            body.addWidget(widget, 1 if widget is self._edit else 0)
        body.addWidget(Label(theme, self.tr("What Marta would read"), size=12, weight=600))
        body.addWidget(self._preview)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(body, 1)
        column.addWidget(footer)
        dim(self)
        fit(self, theme, _WIDTH, _HEIGHT)
        self._show(self._language)

    @property
    def texts(self) -> tuple[tuple[str, str], ...]:
        """The texts of one's own, by language; those that say nothing are left out."""
        return tuple(sorted((code, text.strip()) for code, text in self._texts.items() if text.strip()))

    def _show(self, language: str) -> None:
        self._language = language
        blocked = self._edit.blockSignals(True)
        self._edit.setPlainText(self._texts.get(language, ""))
        self._edit.blockSignals(blocked)
        self._edit.setPlaceholderText(_wording().acknowledgement(language, "{opening}", first_name="{name}"))
        self._refresh()

    def _on_edit_text_changed(self) -> None:
        self._texts[self._language] = self._edit.toPlainText()
        self._refresh()

    def _refresh(self) -> None:
        text = self._texts.get(self._language, "").strip()
        opening = _wording().opening(self._language, _EXAMPLE, _EXAMPLE.date().replace(day=14))
        fault, shown = "", _wording().acknowledgement(self._language, opening, first_name=_NAME)
        if text:
            values = placeholder_values(first_name=_NAME, next_opening=opening)
            filled = fill(text, values | {"name": _NAME, "opening": opening})
            shown = filled.text
            if filled.missing:
                fault = self.tr("Nothing fills {word}. Take it out.").replace(
                    "{word}", "{" + filled.missing[0].name + "}"
                )
        if len(text) > LONGEST_TEXT:
            fault = self.tr("This is longer than 1,000 characters, which not every network takes. Shorten it.")
        self._preview.setText(shown)
        self._fault.setVisible(bool(fault))
        self._fault.say(fault)
        self._keep.setEnabled(not fault)
