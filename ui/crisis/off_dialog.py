"""The question when crisis mode is switched off: what becomes of the replies that it held."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from desktop.model import Delivery
from ui.accounts.dialog_frame import Footer, fit
from ui.theme import Theme
from ui.widgets import ElidedLabel, Label

_WIDTH, _HEIGHT = 520, 300
_LISTED = 5
_LONGEST = 200


class CrisisOffDialog(QDialog):
    """Open it with `open()`. To leave them held is the default: nothing leaves by a slip."""

    chosen = Signal(bool)
    """Crisis mode is to be switched off; True: what it held may go."""

    def __init__(self, theme: Theme, held: Sequence[Delivery], parent: QWidget | None = None) -> None:
        """`held` are the deliveries in question, oldest first."""
        super().__init__(parent)
        self.setObjectName("crisis_off_dialog")
        self.setWindowTitle(self.tr("Switch off crisis mode"))
        self.setProperty("ground", "surface")
        title = self.tr("{count} replies were held. What becomes of them?").replace("{count}", str(len(held)))
        if len(held) == 1:
            title = self.tr("1 reply was held. What becomes of it?")
        body = QVBoxLayout()
        body.setContentsMargins(24, 20, 24, 16)
        body.setSpacing(8)
        body.addWidget(Label(theme, title, size=16, weight=600, wrap=True, object_name="crisis_off_title"))
        explained = self.tr(
            "Send in order: each is checked once more and goes out, the oldest first; what was planned for later waits "
            "for its moment. Leave held: they stay in the outbox until somebody looks at them."
        )
        body.addWidget(Label(theme, explained, size=12, colour="text.secondary", wrap=True))
        body.addSpacing(4)
        for number, line in enumerate(self._lines(held)):
            body.addWidget(ElidedLabel(theme, line, size=12, object_name=f"crisis_held_{number}"))
        body.addStretch(1)
        footer = Footer(theme, self)
        footer.add(self.tr("Cancel"), "crisis_off_cancel").clicked.connect(self.reject)
        footer.add(self.tr("Send in order"), "crisis_send").clicked.connect(lambda: self._choose(send=True))
        leave = footer.add(self.tr("Leave held"), "crisis_leave", primary=True)
        leave.clicked.connect(lambda: self._choose(send=False))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(body, 1)
        column.addWidget(footer)
        fit(self, theme, _WIDTH, _HEIGHT)
        leave.setFocus()

    def _lines(self, held: Sequence[Delivery]) -> list[str]:
        lines = [f"{one.customer_name}: {' '.join(one.text.split())[:_LONGEST]}" for one in held[:_LISTED]]
        if len(held) > _LISTED:
            lines.append(self.tr("and {count} more").replace("{count}", str(len(held) - _LISTED)))
        return lines

    def _choose(self, *, send: bool) -> None:
        self.accept()
        self.chosen.emit(send)
