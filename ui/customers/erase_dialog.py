"""Asks whether a person is to be erased: shows what goes and what stays, and wants their name typed."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from desktop.customers import ErasurePreview
from ui.accounts.dialog_frame import Footer, dim, fit, scrolled
from ui.customers.erase_words import Line, going_lines, staying_lines
from ui.theme import Theme
from ui.widgets import CheckBox, Field, IconLine, Label

_WIDTH, _HEIGHT = 560, 640


class EraseDialog(QDialog):
    """Accepted only with the name typed. Cancel is the default button; nothing is erased by the dialog itself."""

    def __init__(self, theme: Theme, name: str, preview: ErasurePreview, parent: QWidget | None = None) -> None:
        """`name` is what has to be typed."""
        super().__init__(parent)
        self.setObjectName("erase_dialog")
        self.setWindowTitle(self.tr("Erase a customer"))
        self.setProperty("ground", "surface")
        self._theme = theme
        self._name = _plain(name)
        self._preview = preview
        self._backups = self._make_backups()
        hint = self.tr("Type “{name}” to confirm").replace("{name}", name)
        self._typed = Field(theme, hint, object_name="erase_typed")
        self._footer = Footer(theme, self)
        self._erase = self._footer.add(self.tr("Erase for good"), "erase")
        self._cancel = self._footer.add(self.tr("Cancel"), "cancel", primary=True)
        self._lay_out(name)
        self._typed.edited.connect(self._judge)
        self._erase.clicked.connect(self.accept)
        self._cancel.clicked.connect(self.reject)
        dim(self)
        fit(self, theme, _WIDTH, _HEIGHT)
        self._judge()
        self._typed.focus()

    @property
    def unwanted_backups(self) -> tuple[Path, ...]:
        """The backups that are to go too."""
        wanted = self._backups is None or not self._backups.isChecked()
        return () if wanted else self._preview.backups

    def _make_backups(self) -> CheckBox | None:
        count = len(self._preview.backups)
        if not count:
            return None
        words = (
            self.tr("Delete the backup of this store, too") if count == 1 else self.tr("Delete {count} backups, too")
        )
        note = self.tr(
            "Backups are made before an update and hold everybody as of then. Without this box they keep this person."
        )
        return CheckBox(self._theme, words.replace("{count}", str(count)), note, object_name="erase_backups")

    def _lay_out(self, name: str) -> None:
        theme = self._theme
        inside = QWidget()
        body = QVBoxLayout(inside)
        body.setContentsMargins(24, 20, 24, 16)
        body.setSpacing(6)
        title = self.tr("Erase {name}?").replace("{name}", name)
        body.addWidget(Label(theme, title, size=16, weight=600, wrap=True, object_name="erase_title"))
        body.addWidget(
            Label(theme, self.tr("It can't be undone. Export a copy first if the person asked for one."), wrap=True)
        )
        self._add_lines(body, self.tr("This goes"), "erase_going", going_lines(self._preview))
        self._add_lines(body, self.tr("This stays, and why"), "erase_staying", staying_lines(self._preview))
        body.addSpacing(8)
        if self._backups is not None:
            body.addWidget(self._backups)
            body.addSpacing(8)
        body.addStretch(1)
        asked = QVBoxLayout()
        asked.setContentsMargins(24, 8, 24, 12)
        asked.addWidget(self._typed)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(scrolled(inside), 1)
        column.addLayout(asked)
        column.addWidget(self._footer)

    def _add_lines(self, body: QVBoxLayout, title: str, name: str, lines: list[Line]) -> None:
        body.addSpacing(8)
        body.addWidget(Label(self._theme, title, size=13, weight=600, object_name=name))
        for number, (icon, words) in enumerate(lines):
            body.addWidget(IconLine(self._theme, icon, words, size=13, object_name=f"{name}_{number}"))

    def _judge(self, _typed: str = "") -> None:
        self._erase.setEnabled(_plain(self._typed.text) == self._name)


def _plain(name: str) -> str:
    return " ".join(name.split()).casefold()
