"""The question why: a decision that needs a reason in writing, what it means, and reasons to choose from."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QComboBox, QDialog, QDialogButtonBox, QVBoxLayout, QWidget

from desktop.outbox.abuse import LONGEST_REASON
from ui.theme import Theme
from ui.widgets import Label


class ReasonDialog(QDialog):
    """Asks for a reason; it can't be accepted without one."""

    def __init__(
        self,
        theme: Theme,
        title: str,
        meaning: str,
        reasons: Sequence[str],
        parent: QWidget | None = None,
    ) -> None:
        """`meaning` says what the decision does; `reasons` are offered and can be changed."""
        super().__init__(parent)
        self.setObjectName("reason_dialog")
        self.setWindowTitle(title)
        self.setMinimumWidth(theme.px(420))
        self._field = QComboBox()
        self._field.setObjectName("reason_field")
        self._field.setAccessibleName(self.tr("Reason"))
        self._field.setAccessibleDescription(meaning)
        self._field.setEditable(True)
        self._field.addItems(list(reasons))
        self._field.setCurrentIndex(-1)
        line = self._field.lineEdit()
        if line is not None:
            line.setPlaceholderText(self.tr("Why? Your team reads it in the conversation."))
            line.setMaxLength(LONGEST_REASON)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self._accept = buttons.addButton(title.rstrip("…"), QDialogButtonBox.ButtonRole.AcceptRole)
        self._accept.setEnabled(False)
        layout = QVBoxLayout(self)
        layout.setSpacing(theme.px(12))
        layout.addWidget(Label(theme, meaning, wrap=True))
        layout.addWidget(self._field)
        layout.addWidget(buttons)
        self._field.currentTextChanged.connect(lambda text: self._accept.setEnabled(bool(text.strip())))
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)

    @property
    def reason(self) -> str:
        """What was written."""
        return self._field.currentText().strip()


def ask_reason(theme: Theme, title: str, meaning: str, reasons: Sequence[str], parent: QWidget) -> str | None:
    """Return the reason of a decision, None if it was given up."""
    dialog = ReasonDialog(theme, title, meaning, reasons, parent)
    return dialog.reason if dialog.exec() == QDialog.DialogCode.Accepted and dialog.reason else None


def mark_title() -> str:
    """Return the words for sending a case to the Abuse view."""
    return QCoreApplication.translate("Abuse", "Mark as abuse…")
