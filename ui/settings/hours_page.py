"""Settings: when the desk is open, by which clock, on which holidays it is closed."""

from __future__ import annotations

from datetime import date, timedelta
from zoneinfo import available_timezones

from PySide6.QtCore import QDate, QLocale
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.accounts.holiday_places import holiday_countries, holiday_regions
from desktop.guardrails import OpeningHours, holiday_name
from ui.session import Session
from ui.settings.closures_editor import ClosuresEditor
from ui.settings.hours_form import HoursForm, faults_of, form_of, hours_of
from ui.settings.settings_page import SettingsPage
from ui.settings.week_editor import WeekEditor
from ui.settings.words import country_name, hours_sentence
from ui.theme import Theme
from ui.widgets import Button, CheckBox, ComboField, IconLine

_ODD_ZONES = ("Etc/", "SystemV/", "posix/", "right/", "US/", "localtime", "Factory")
_AHEAD = 366
_SHOWN_HOLIDAYS = 3


class HoursPage(SettingsPage):
    """One schedule: the desk's."""

    def __init__(self, session: Session, theme: Theme) -> None:
        """Show the desk's hours; the lists of places are made when the page is first seen."""
        super().__init__(theme, "hours", "clock")
        self.set_head(
            self.tr("Opening hours"),
            self.tr("Outside these hours replies are held, and the response clock pauses. They hold for all accounts."),
        )
        self._session = session
        self._kept: HoursForm | None = None
        self._zone = ComboField(theme, self.tr("Time zone"), object_name="zone", searchable=True)
        self._week = WeekEditor(theme)
        copy = Button(
            theme, self.tr("Copy Monday to weekdays"), icon="copy-simple", small=True, object_name="copy_monday"
        )
        copy.setAutoDefault(False)
        copy.clicked.connect(self._week.copy_monday)
        self._zone_fault = IconLine(theme, "warning-circle", colour="red.text", object_name="zone_fault")
        self._zone_fault.hide()
        self._holidays_off = CheckBox(theme, self.tr("Closed on public holidays"), object_name="holidays_off")
        self._country = ComboField(theme, self.tr("Country"), object_name="country", searchable=True)
        self._region = ComboField(theme, self.tr("Region"), object_name="region")
        self._next = IconLine(theme, "calendar-blank", object_name="next_holidays")
        self._closures = ClosuresEditor(theme, session.local_now().date())
        self._lay_out(copy)
        self._connect()

    @property
    def is_changed(self) -> bool:
        """Whether the form differs from what is kept; a page that was never seen has not changed."""
        return self._kept is not None and self._form() != self._kept

    def showEvent(self, event: QShowEvent) -> None:
        """Fill the page in when it is first seen: the lists of places take a moment to make."""
        super().showEvent(event)
        if self._kept is None:
            self._fill()

    def check(self) -> bool:
        """Show every fault and go to the first."""
        self._week.forget_faults()
        self._closures.forget_faults()
        faults = faults_of(self._form())
        self._zone_fault.setVisible(any(fault.reason == "zone" for fault in faults))
        for fault in reversed(faults):
            sentence = hours_sentence(fault)
            if fault.reason == "zone":
                self._zone_fault.say(sentence)
                self._zone.box.setFocus()
            elif fault.day is None:
                self._closures.show_fault(fault.place, sentence)
            else:
                self._week.show_fault(fault.day, sentence, fault.place)
        return not faults

    def keep(self) -> None:
        """Keep the hours; accounts, clocks and the pill read them again."""
        form = self._form()
        self._session.set_hours(hours_of(form))
        self._kept = form

    # Making.

    def _lay_out(self, copy: Button) -> None:
        self.body.addWidget(self._zone)
        self.body.addWidget(self._zone_fault)
        self.body.addWidget(self._week)
        copy_row = QHBoxLayout()
        copy_row.addWidget(copy)
        copy_row.addStretch(1)
        self.body.addLayout(copy_row)
        self.body.addWidget(self.heading(self.tr("Holidays and exceptions")))
        self.body.addWidget(self._holidays_off)
        places = QWidget()
        row = QHBoxLayout(places)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self._country, 1)
        row.addWidget(self._region, 1)
        self.body.addWidget(places)
        self.body.addWidget(self._next)
        self.body.addWidget(self._closures)

    def _connect(self) -> None:
        self._week.edited.connect(self.edited)
        self._closures.edited.connect(self.edited)
        self._holidays_off.toggled.connect(lambda _: self._on_places_chosen())
        self._zone.box.currentTextChanged.connect(lambda _: self.edited.emit())
        self._country.box.currentIndexChanged.connect(lambda _: self._on_country_chosen())
        self._region.box.activated.connect(lambda _: self._on_places_chosen())

    def _fill(self) -> None:
        form = form_of(self._session.hours.of(None))
        zones = sorted(name for name in available_timezones() if "/" in name and not name.startswith(_ODD_ZONES))
        if form.timezone not in zones:
            zones.insert(0, form.timezone)
        self._zone.box.set_choices([(name, name) for name in zones], form.timezone)
        countries = sorted(((code, country_name(code)) for code in holiday_countries()), key=lambda one: one[1])
        self._country.box.set_choices([("", self.tr("None")), *countries], form.country)
        self._offer_regions(form.country, form.region)
        self._holidays_off.setChecked(form.holidays_off)
        self._week.show_week(form.week)
        self._closures.show_closures(form.closures)
        self._kept = self._form()
        self._show_next_holidays()

    # Following.

    def _form(self) -> HoursForm:
        zone, country, region = self._zone.box.current, self._country.box.current, self._region.box.current
        return HoursForm(
            timezone=str(zone or ""),
            week=self._week.week,
            country=str(country or ""),
            region=str(region or ""),
            holidays_off=self._holidays_off.isChecked(),
            closures=self._closures.closures,
        )

    def _on_country_chosen(self) -> None:
        if self._kept is not None:
            self._offer_regions(str(self._country.box.current or ""), "")
            self._on_places_chosen()

    def _on_places_chosen(self) -> None:
        self._show_next_holidays()
        self.edited.emit()

    def _offer_regions(self, country: str, region: str) -> None:
        regions = holiday_regions(country) if country else ()
        self._region.box.set_choices([("", self.tr("The whole country")), *regions], region)
        self._region.setEnabled(bool(regions))

    def _show_next_holidays(self) -> None:
        """Name the next holidays of the chosen place: the quickest way to see that it is the right one."""
        form = self._form()
        is_on = form.holidays_off and bool(form.country)
        names = self._next_names(form) if is_on else []
        self._next.setVisible(bool(names))
        self._next.say(self.tr("Next: {days}").replace("{days}", " · ".join(names)))

    def _next_names(self, form: HoursForm) -> list[str]:
        week = ((),) * 7
        hours = OpeningHours("UTC", week, form.country, form.region or None)
        today, language = self._session.local_now().date(), QLocale().name()[:2]
        found: list[str] = []
        for ahead in range(_AHEAD):
            day = today + timedelta(days=ahead)
            name = holiday_name(hours, day, language)
            if name:
                found.append(f"{_short(day)} {name}")
            if len(found) == _SHOWN_HOLIDAYS:
                break
        return found


def _short(day: date) -> str:
    return QLocale().toString(QDate(day.year, day.month, day.day), "d MMM")
