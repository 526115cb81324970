"""The choice of a period: presets, or days from and to."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QCoreApplication, QDate, Signal
from PySide6.QtWidgets import QDateEdit, QDialog, QFormLayout, QMenu, QVBoxLayout, QWidget

from desktop.reports.period import Period, Preset
from ui.accounts.dialog_frame import Footer, fit
from ui.reports.words import period_words, preset_name, short_period
from ui.theme import Theme
from ui.widgets import ButtonKind, Label, MenuButton


class PeriodButton(MenuButton):
    """Shows the period; its menu offers others."""

    preset_chosen = Signal(object)
    """A Preset."""
    days_requested = Signal()
    """A person wants to say from when to when."""

    def __init__(self, theme: Theme) -> None:
        """Show nothing yet."""
        super().__init__(theme, "", kind=ButtonKind.PLAIN, icon="calendar-blank", object_name="report_period")
        self._period: Period | None = None
        self._is_brief = False
        menu = QMenu(self)
        menu.setObjectName("report_period_menu")
        for preset in Preset:
            menu.addAction(preset_name(preset)).triggered.connect(
                lambda _=False, one=preset: self.preset_chosen.emit(one)
            )
        menu.addSeparator()
        menu.addAction(_tr("From … to …")).triggered.connect(self.days_requested)
        self.setMenu(menu)

    def set_period(self, period: Period) -> None:
        """Show a period."""
        self._period = period
        self.setText(short_period(period) if self._is_brief else period_words(period))
        self.setAccessibleName(_tr("Period: {days}").format(days=period_words(period)))
        self.setToolTip(period_words(period) if self._is_brief else "")
        self.updateGeometry()

    def set_brief(self, brief: bool) -> None:
        """Show the period short where there is little room."""
        if brief != self._is_brief:
            self._is_brief = brief
            if self._period is not None:
                self.set_period(self._period)


class DaysDialog(QDialog):
    """Asks from which day to which."""

    days_chosen = Signal(object, object)
    """The first and the last day."""

    def __init__(self, theme: Theme, period: Period, today: date, parent: QWidget) -> None:
        """Begin with a period; no day after today can be chosen."""
        super().__init__(parent)
        self.setObjectName("report_days")
        self.setWindowTitle(_tr("Period of the report"))
        self.setProperty("ground", "surface")
        self.first = _day_field(period.first, today, "report_from", _tr("From"))
        self.last = _day_field(period.last, today, "report_to", _tr("To"))
        self._fault = Label(theme, size=12, colour="red.text", wrap=True, object_name="report_days_fault")
        footer = Footer(theme, self)
        cancel = footer.add(_tr("Cancel"), "report_days_cancel")
        self.show_button = footer.add(_tr("Show"), "report_days_show", primary=True)
        cancel.clicked.connect(self.reject)
        self.show_button.clicked.connect(self._on_show_clicked)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        inner = QVBoxLayout()
        inner.setContentsMargins(24, 20, 24, 8)
        form = QFormLayout()
        form.addRow(Label(theme, _tr("From"), size=12), self.first)
        form.addRow(Label(theme, _tr("To"), size=12), self.last)
        inner.addLayout(form)
        inner.addWidget(self._fault)
        column.addLayout(inner, 1)
        column.addWidget(footer)
        fit(self, theme, 340, 190)

    def _on_show_clicked(self) -> None:
        first, last = _day_of(self.first), _day_of(self.last)
        if last < first:
            self._fault.setText(_tr("The last day comes before the first. Choose a later one."))
            self.last.setFocus()
            return
        self.days_chosen.emit(first, last)
        self.accept()


def _day_field(day: date, latest: date, object_name: str, name: str) -> QDateEdit:
    field = QDateEdit(QDate(day.year, day.month, day.day))
    field.setObjectName(object_name)
    field.setAccessibleName(name)
    field.setProperty("kind", "field")
    field.setCalendarPopup(True)
    field.setDisplayFormat("d MMM yyyy")
    field.setMaximumDate(QDate(latest.year, latest.month, latest.day))
    return field


def _day_of(field: QDateEdit) -> date:
    chosen = field.date()
    return date(chosen.year(), chosen.month(), chosen.day())


def _tr(text: str) -> str:
    return QCoreApplication.translate("Reports", text)
