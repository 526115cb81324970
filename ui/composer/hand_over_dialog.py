"""The hand-over's questions: which way, why, and what that way needs. What is missing is said beside its field."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QStackedWidget, QVBoxLayout, QWidget

from desktop.model import AccountId, HandOverWay
from ui.composer.hand_over_forms import CallForm, LetterForm, VisitForm
from ui.composer.hand_over_words import WayState
from ui.theme import Theme
from ui.widgets import CheckBox, Field, Label, Option, OptionList

_WIDTH, _SIDE = 520, 20


@dataclass(frozen=True, slots=True)
class HandOverFacts:
    """What the dialog knows. `lines` are the public sentences of each way, empty where nothing can be said there."""

    customer: str
    ways: Sequence[WayState]
    wanted: HandOverWay
    addresses: Sequence[str]
    mailboxes: Sequence[tuple[AccountId, str]]
    subject: str
    now: datetime
    lines: Mapping[HandOverWay, str]


@dataclass(frozen=True, slots=True)
class HandOverWish:
    """What was asked for. `line` is what the customer is told in public, "" for nothing."""

    way: HandOverWay
    reason: str
    address: str = ""
    account_id: AccountId | None = None
    subject: str = ""
    note: str = ""
    line: str = ""


class HandOverDialog(QDialog):
    """Asks until everything is there. `carry_out` returns the fault by its field: ("", "") if it was done."""

    def __init__(
        self,
        theme: Theme,
        facts: HandOverFacts,
        carry_out: Callable[[HandOverWish], tuple[str, str]],
        parent: QWidget | None = None,
    ) -> None:
        """Offer the ways with the wanted one chosen."""
        super().__init__(parent)
        self._carry_out = carry_out
        self._facts = facts
        self.setObjectName("hand_over_dialog")
        self.setWindowTitle(self.tr("Hand over"))
        self.setMinimumWidth(theme.px(_WIDTH))
        self._ways = OptionList(theme, self.tr("How it goes on"), object_name="hand_over_way")
        self._ways.set_options(
            [Option(one.way, one.title, one.why_not or one.note, enabled=not one.why_not) for one in facts.ways],
            facts.wanted,
        )
        self._reason = Field(
            theme,
            self.tr("Reason"),
            placeholder=self.tr("Why it can’t be settled here"),
            object_name="hand_over_reason",
        )
        self._letter = LetterForm(theme, facts.addresses, facts.mailboxes, facts.subject)
        self._call = CallForm(theme, facts.now)
        self._visit = VisitForm(theme, facts.now)
        self._forms = QStackedWidget()
        self._tell = CheckBox(theme, self.tr("Say so in public"), object_name="hand_over_tell")
        self._line = Field(theme, self.tr("Public line"), object_name="hand_over_line")
        self._lay_out(theme)
        self._show_way()

    @property
    def wish(self) -> HandOverWish:
        """What stands in the fields now."""
        way = self._way
        call, visit, letter = self._call, self._visit, self._letter
        notes = {HandOverWay.PHONE: call.note, HandOverWay.VISIT: visit.note}
        return HandOverWish(
            way,
            self._reason.text,
            address=letter.address if way is HandOverWay.EMAIL else "",
            account_id=letter.account_id if way is HandOverWay.EMAIL else None,
            subject=letter.subject,
            note=notes.get(way, ""),
            line=self._line.text.strip() if self._tell.isVisibleTo(self) and self._tell.isChecked() else "",
        )

    def accept(self) -> None:
        """Hand over, or say what is missing and keep what was typed."""
        field, fault = self._carry_out(self.wish)
        if not field:
            super().accept()
            return
        target = self._fields().get(field, self._reason)
        target.set_fault(fault)
        target.focus()

    @property
    def _way(self) -> HandOverWay:
        current = self._ways.current
        return current if isinstance(current, HandOverWay) else self._facts.wanted

    def _fields(self) -> dict[str, Field]:
        note = self._call.number if self._way is HandOverWay.PHONE else self._visit.place
        return {"reason": self._reason, "address": self._letter.to, "note": note, "line": self._line}

    def _lay_out(self, theme: Theme) -> None:
        for form in (QWidget(), self._letter, self._call, self._visit):
            self._forms.addWidget(form)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        go = buttons.addButton(self.tr("Hand over"), QDialogButtonBox.ButtonRole.AcceptRole)
        go.setObjectName("hand_over_accept")
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(_SIDE, 16, _SIDE, 16)
        column.setSpacing(12)
        words = self.tr("The conversation with {customer} goes on, and stays one conversation.")
        column.addWidget(Label(theme, words.replace("{customer}", self._facts.customer), wrap=True))
        for widget in (self._ways, self._reason, self._forms, self._tell, self._line):
            column.addWidget(widget)
        column.addStretch(1)
        column.addWidget(buttons)
        self._ways.chosen.connect(lambda _: self._show_way())
        self._tell.toggled.connect(lambda _: self._show_line())
        self._reason.focus()

    def _show_way(self) -> None:
        """Ask for what the chosen way needs, and for nothing else."""
        forms: dict[HandOverWay, QWidget] = {
            HandOverWay.EMAIL: self._letter,
            HandOverWay.PHONE: self._call,
            HandOverWay.VISIT: self._visit,
        }
        form = forms.get(self._way)
        self._forms.setVisible(form is not None)
        if form is not None:
            self._forms.setCurrentWidget(form)
            self._forms.setFixedHeight(form.sizeHint().height())
        self._line.set_text(self._facts.lines.get(self._way, ""))
        self._show_line()

    def _show_line(self) -> None:
        """Offer the public line where one can be said, and give the fields the height that they need."""
        offered = bool(self._facts.lines.get(self._way))
        self._tell.setVisible(offered)
        self._line.setVisible(offered and self._tell.isChecked())
        self._ways.setFixedHeight(self._ways.heightForWidth(self.minimumWidth() - 2 * _SIDE))
        self._fit()

    def showEvent(self, event: QShowEvent) -> None:
        """Fit once the fonts are those of the screen."""
        super().showEvent(event)
        self._fit()

    def _fit(self) -> None:
        column = self.layout()
        if column is not None:
            column.activate()
            self.resize(self.minimumWidth(), column.totalHeightForWidth(self.minimumWidth()))
