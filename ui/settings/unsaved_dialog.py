"""The question before texts are lost that wait for Save: keep editing, or discard them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from ui.accounts.dialog_frame import Footer, fit
from ui.theme import Theme
from ui.widgets import IconLine, Label

_WIDTH, _HEIGHT = 440, 190


class UnsavedDialog(QDialog):
    """Open it with `open()`. Going on with editing is the default, and what Escape means."""

    discarded = Signal()
    """The texts may go."""

    def __init__(self, theme: Theme, sentences: Sequence[str], parent: QWidget | None = None) -> None:
        """`sentences` say what is not saved."""
        super().__init__(parent)
        self.setObjectName("unsaved_dialog")
        self.setWindowTitle(self.tr("Not saved"))
        self.setProperty("ground", "surface")
        title = Label(theme, self.tr("Discard what is not saved?"), size=16, weight=600, wrap=True)
        title.setObjectName("unsaved_title")
        body = QVBoxLayout()
        body.setContentsMargins(24, 20, 24, 16)
        body.setSpacing(10)
        body.addWidget(title)
        for number, sentence in enumerate(sentences):
            line = IconLine(theme, "pencil-line", size=13, colour="text.primary", object_name=f"unsaved_line_{number}")
            line.say(sentence, icon="pencil-line", colour="text.primary")
            body.addWidget(line)
        body.addStretch(1)
        self.setAccessibleDescription(" ".join(sentences))
        footer = Footer(theme, self)
        footer.add(self.tr("Discard"), "discard_unsaved").clicked.connect(self._on_discard_clicked)
        go_on = footer.add(self.tr("Keep editing"), "keep_editing", primary=True)
        go_on.clicked.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(body, 1)
        column.addWidget(footer)
        fit(self, theme, _WIDTH, _HEIGHT)
        go_on.setFocus()

    def _on_discard_clicked(self) -> None:
        self.accept()
        self.discarded.emit()
