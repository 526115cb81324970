"""What happens while the desk is closed: replies, acknowledgements, the clock."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from desktop.accounts.closed_rules import ClockTime, ClosedRules
from desktop.guardrails import WhenClosed
from ui.settings.acknowledgement_dialog import AcknowledgementDialog
from ui.settings.fields import RadioBox
from ui.theme import Theme
from ui.widgets import Button, ButtonKind, CheckBox, Label


class ClosedRulesForm(QWidget):
    """Three ways for replies, two check boxes, and the acknowledgement's text."""

    edited = Signal()

    def __init__(self, theme: Theme) -> None:
        """Begin with what a new desk does."""
        super().__init__()
        self._theme = theme
        self._texts: tuple[tuple[str, str], ...] = ()
        self.setObjectName("closed_rules")
        self._ways = {
            WhenClosed.HOLD: RadioBox(
                theme,
                self.tr("Hold replies until opening"),
                self.tr("They go out then, in the order written."),
                object_name="closed_hold",
            ),
            WhenClosed.SEND: RadioBox(
                theme,
                self.tr("Send at once"),
                self.tr("Agents still see the closed strip."),
                object_name="closed_send",
            ),
            WhenClosed.ASK: RadioBox(
                theme,
                self.tr("Ask each time"),
                self.tr("Send asks whether to hold the reply."),
                object_name="closed_ask",
            ),
        }
        self._acknowledges = CheckBox(
            theme,
            self.tr("Acknowledge by itself"),
            self.tr("In private, once per customer and closure."),
            object_name="acknowledges",
        )
        self._pauses = CheckBox(
            theme,
            self.tr("Pause the 1 h clock while closed"),
            self.tr("Off: it counts every hour."),
            object_name="pauses_clock",
        )
        self._edit = Button(theme, self.tr("Edit text"), kind=ButtonKind.LINK, small=True, object_name="edit_texts")
        self._edit.setAutoDefault(False)
        self._lay_out()
        for button in (*self._ways.values(), self._acknowledges, self._pauses):
            button.toggled.connect(lambda _: self.edited.emit())
        self._edit.clicked.connect(self._on_edit_clicked)
        self.show_rules(ClosedRules())

    @property
    def rules(self) -> ClosedRules:
        """The rules as chosen."""
        replies = next((way for way, box in self._ways.items() if box.isChecked()), WhenClosed.HOLD)
        clock = ClockTime.BUSINESS if self._pauses.isChecked() else ClockTime.WALL
        return ClosedRules(replies, clock, self._acknowledges.isChecked(), self._texts)

    def show_rules(self, rules: ClosedRules) -> None:
        """Show some rules without telling."""
        blocked = self.blockSignals(True)
        self._ways[rules.replies].setChecked(True)
        self._acknowledges.setChecked(rules.acknowledges)
        self._pauses.setChecked(rules.clock is ClockTime.BUSINESS)
        self._texts = rules.texts
        self.blockSignals(blocked)

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(8)
        places = (self._ways[WhenClosed.HOLD], self._ways[WhenClosed.SEND], self._ways[WhenClosed.ASK])
        for column, box in enumerate(places):
            grid.addWidget(box, 0, column, Qt.AlignmentFlag.AlignTop)
            grid.setColumnStretch(column, 1)
        grid.addWidget(self._acknowledges, 1, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(self._pauses, 1, 1, Qt.AlignmentFlag.AlignTop)
        link = QHBoxLayout()
        link.addWidget(self._edit)
        link.addStretch(1)
        grid.addLayout(link, 1, 2)
        column_ = QVBoxLayout(self)
        column_.setContentsMargins(0, 0, 0, 0)
        column_.setSpacing(8)
        column_.addWidget(Label(self._theme, self.tr("When you are closed"), weight=600))
        column_.addLayout(grid)

    def _on_edit_clicked(self) -> None:
        dialog = AcknowledgementDialog(self._theme, self._texts, self.window())
        dialog.accepted.connect(lambda: self._take(dialog.texts))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _take(self, texts: tuple[tuple[str, str], ...]) -> None:
        self._texts = texts
        self.edited.emit()
