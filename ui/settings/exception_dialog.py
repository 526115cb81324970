"""One exception: its name, its days, whether it comes every year, the hours kept on it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from ui.accounts.dialog_frame import Footer, dim, fit
from ui.settings.fields import DateField
from ui.settings.hours_form import HoursForm, TypedClosure, faults_of
from ui.settings.words import hours_sentence
from ui.theme import Theme
from ui.widgets import CheckBox, Field, IconLine, Label

_WIDTH, _HEIGHT = 460, 340


class ExceptionDialog(QDialog):
    """Open it with `open()`; once accepted `closure` says what was written."""

    def __init__(self, theme: Theme, closure: TypedClosure, parent: QWidget | None = None) -> None:
        """Begin with a closure."""
        super().__init__(parent)
        self.setObjectName("exception_dialog")
        self.setWindowTitle(self.tr("Exception"))
        self._name = Field(theme, self.tr("Name"), placeholder=self.tr("Summer holidays"), object_name="closure_name")
        self._name.set_text(closure.name)
        self._first = DateField(theme, self.tr("First day"), "closure_first", closure.first)
        self._last = DateField(theme, self.tr("Last day"), "closure_last", closure.last)
        hint = self.tr("Such as 9-13, 15-17. Leave it empty for a closed day.")
        self._hours = Field(
            theme, self.tr("Open on these days"), hint=hint, placeholder=self.tr("closed"), object_name="closure_hours"
        )
        self._hours.set_text(closure.hours)
        self._yearly = CheckBox(
            theme, self.tr("Every year"), self.tr("Such as the day of your town’s patron saint."), object_name="yearly"
        )
        self._yearly.setChecked(closure.yearly)
        self._fault = IconLine(theme, "warning-circle", colour="red.text", object_name="closure_fault")
        self._fault.hide()
        footer = Footer(theme, self)
        footer.add(self.tr("Cancel"), "cancel").clicked.connect(self.reject)
        footer.add(self.tr("Add exception"), "keep_exception", primary=True).clicked.connect(self._on_keep_clicked)
        self._lay_out(theme, footer)
        self._first.dateChanged.connect(lambda first: self._last.setDate(max(first, self._last.date())))
        dim(self)
        fit(self, theme, _WIDTH, _HEIGHT)
        self._name.focus()

    @property
    def closure(self) -> TypedClosure:
        """The exception as typed."""
        return TypedClosure(
            self._first.day, self._last.day, self._name.text.strip(), self._hours.text.strip(), self._yearly.isChecked()
        )

    def _lay_out(self, theme: Theme, footer: Footer) -> None:
        dates = QHBoxLayout()
        dates.setSpacing(8)
        dates.addWidget(self._first)
        dates.addWidget(Label(theme, self.tr("to"), colour="text.secondary"))
        dates.addWidget(self._last)
        dates.addStretch(1)
        body = QVBoxLayout()
        body.setContentsMargins(20, 18, 20, 14)
        body.setSpacing(12)
        body.addWidget(self._name)
        body.addLayout(dates)
        body.addWidget(self._yearly)
        body.addWidget(self._hours)
        body.addWidget(self._fault)
        body.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(body, 1)
        column.addWidget(footer)

    def _on_keep_clicked(self) -> None:
        faults = faults_of(_alone(self.closure))
        self._fault.hide()
        self._hours.set_fault("")
        if not faults:
            self.accept()
            return
        sentence = hours_sentence(faults[0])
        if faults[0].reason == "closure_hours":
            self._hours.set_fault(sentence)
            self._hours.focus()
        else:
            self._fault.say(sentence)
            self._fault.show()
            self._fault.announce()
            self._last.setFocus()


def new_closure(today: date) -> TypedClosure:
    """Return what a new exception begins with."""
    return TypedClosure(today, today, "")


def _alone(closure: TypedClosure) -> HoursForm:
    form = HoursForm("UTC", ((),) * 7, "", "", holidays_off=True, closures=())
    return replace(form, closures=(closure,))
