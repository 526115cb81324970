"""The question before a text leaves for a translation page: which text, as it leaves, and to which server."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFrame, QPlainTextEdit, QVBoxLayout, QWidget

from desktop.composer.translation import LONGEST, host_of
from ui.theme import Theme
from ui.widgets import IconLine, Label, Segmented

_WIDTH, _SIDE, _LINES = 520, 20, 8


@dataclass(frozen=True, slots=True)
class TranslationText:
    """A text as it would leave, personal data covered; `source` "" is found out by the page."""

    label: str
    text: str
    source: str
    target: str


class TranslateDialog(QDialog):
    """Without a page it leads to the settings; without a text it says so. Nothing leaves from here by itself."""

    agreed = Signal(object)
    """A TranslationText that may leave."""
    settings_requested = Signal()

    def __init__(
        self, theme: Theme, template: str, texts: Sequence[TranslationText], parent: QWidget | None = None
    ) -> None:
        """`template` is the page's address, "" where none was chosen."""
        super().__init__(parent)
        self._template = template
        self._texts = tuple(texts)
        self.setObjectName("translate_dialog")
        self.setWindowTitle(self.tr("Translate"))
        self.setMinimumWidth(theme.px(_WIDTH))
        self._choice = Segmented(
            theme,
            self.tr("What is to be translated"),
            [(number, one.label) for number, one in enumerate(self._texts)],
            object_name="translate_choice",
        )
        self._shown = QPlainTextEdit()
        self._shown.setObjectName("translate_text")
        self._shown.setProperty("kind", "field")
        self._shown.setFrameShape(QFrame.Shape.NoFrame)
        self._shown.document().setDocumentMargin(7)
        self._shown.setReadOnly(True)
        self._shown.setTabChangesFocus(True)
        self._shown.setFixedHeight(theme.metrics(13).lineSpacing() * _LINES)
        self._shown.setAccessibleName(self.tr("The text as it leaves"))
        self._said = IconLine(theme, "info", size=13, object_name="translate_said")
        self._lay_out(theme)
        if self._texts:
            self._choice.choose(0)
            self._choice.chosen.connect(lambda _: self._show())
        self._show()

    def _lay_out(self, theme: Theme) -> None:
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        if self._template:
            go = buttons.addButton(self.tr("Open in the browser"), QDialogButtonBox.ButtonRole.AcceptRole)
            go.setEnabled(bool(self._texts))
        else:
            go = buttons.addButton(self.tr("Name a page…"), QDialogButtonBox.ButtonRole.AcceptRole)
        go.setObjectName("translate_accept")
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(_SIDE, 16, _SIDE, 16)
        column.setSpacing(12)
        for widget in (self._choice, self._shown):
            widget.setVisible(bool(self._template) and bool(self._texts))
            column.addWidget(widget)
        column.addWidget(self._said)
        note = self.tr("What the customer wrote stays as it is here.")
        column.addWidget(Label(theme, note, size=12, colour="text.secondary", wrap=True))
        column.addStretch(1)
        column.addWidget(buttons)

    def accept(self) -> None:
        """Let the text leave, or go where a page is named."""
        super().accept()
        chosen = self._chosen
        if not self._template:
            self.settings_requested.emit()
        elif chosen is not None:
            self.agreed.emit(chosen)

    @property
    def _chosen(self) -> TranslationText | None:
        current = self._choice.current
        return self._texts[current] if isinstance(current, int) and current < len(self._texts) else None

    def _show(self) -> None:
        chosen = self._chosen
        if not self._template:
            words = self.tr("No translation page is named yet. Sportello sends a text nowhere by itself.")
            self._said.say(words, icon="info", colour="text.secondary")
        elif chosen is None:
            self._said.say(self.tr("There is no text to translate yet."), icon="info", colour="text.secondary")
        else:
            self._shown.setPlainText(chosen.text[:LONGEST])
            words = self.tr(
                "This text goes to {host}. Known personal data is covered; look whether more should stay here."
            )
            if len(chosen.text) > LONGEST:
                words = self.tr(
                    "The first {count} characters go to {host}. Known personal data is covered; look again."
                )
                words = words.replace("{count}", f"{LONGEST:,}")
            self._said.say(words.replace("{host}", host_of(self._template)), icon="warning-circle", colour="amber.text")
