"""Holidays and exceptions of a schedule, and what its next fourteen days look like."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from PySide6.QtCore import QLocale, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from desktop.accounts.holiday_places import holiday_countries, holiday_regions
from desktop.guardrails import Closure, OpeningHours
from ui.settings.exception_dialog import ExceptionDialog, new_closure
from ui.settings.hours_form import TypedClosure, typed_slots
from ui.settings.hours_presenter import PlannedDay, SpecialDay, next_days, short_date, special_days
from ui.settings.words import country_name, place_name
from ui.theme import Theme
from ui.widgets import Button, ButtonKind, CheckBox, ComboField, IconButton, Label, Separator

_SHOWN = 5
Place = tuple[str, str]


class ExceptionsPanel(QWidget):
    """Calendars that count, dates of one's own, the next days. `closures` and `places` are the form's."""

    edited = Signal()
    import_requested = Signal()

    def __init__(self, theme: Theme) -> None:
        """Show nothing until `show_hours`."""
        super().__init__()
        self._theme = theme
        self._hours: OpeningHours | None = None
        self._today = date.min
        self._all = False
        self._listed: tuple[SpecialDay, ...] | None = None
        self._planned: tuple[PlannedDay, ...] | None = None
        self.closures: tuple[TypedClosure, ...] = ()
        self.places: tuple[Place, ...] = ()
        self.is_off = True
        self.setObjectName("exceptions")
        self._add = Button(theme, self.tr("Add"), icon="plus", object_name="add_closure")
        self._from_file = Button(theme, self.tr("From a calendar…"), small=True, object_name="import_calendar")
        self._off = CheckBox(theme, self.tr("Closed on public holidays"), object_name="holidays_off")
        self._off.toggled.connect(self._on_off_toggled)
        self._places = QVBoxLayout()
        self._places.setSpacing(2)
        self._other = Button(
            theme, self.tr("Other calendars"), kind=ButtonKind.LINK, small=True, object_name="other_calendars"
        )
        self._country = ComboField(theme, self.tr("Country"), object_name="country", searchable=True)
        self._region = ComboField(theme, self.tr("Region"), object_name="region")
        self._take = Button(theme, self.tr("Add this calendar"), small=True, object_name="add_place")
        self._choice = QWidget()
        self._list = QVBoxLayout()
        self._list.setSpacing(0)
        self._more = Button(theme, "", kind=ButtonKind.LINK, small=True, object_name="more_days")
        self._next = QVBoxLayout()
        self._next.setSpacing(0)
        self._lay_out()
        self._connect()

    def show_form(self, closures: Sequence[TypedClosure], places: Sequence[Place], *, is_off: bool) -> None:
        """Show what a schedule holds; `show_hours` follows."""
        self.closures, self.places, self.is_off = tuple(closures), tuple(places), is_off
        blocked = self._off.blockSignals(True)
        self._off.setChecked(is_off)
        self._off.blockSignals(blocked)
        self._off.update()
        self._show_places()

    def show_hours(self, hours: OpeningHours, today: date) -> None:
        """Work out the lists of a schedule; `today` is the date by its clock."""
        self._hours, self._today = hours, today
        self._show_days()
        self._show_next()

    def offer_places(self) -> None:
        """Fill in the countries; the first time it takes a moment."""
        if not self._country.box.count():
            countries = sorted(((code, country_name(code)) for code in holiday_countries()), key=lambda one: one[1])
            self._country.box.set_choices(countries, self.places[0][0] if self.places else "IT")
            self._on_country_chosen()

    # --- making -----------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(Label(self._theme, self.tr("Holidays and exceptions"), weight=600, wrap=True), 1)
        head.addWidget(self._add)
        calendars = QHBoxLayout()
        calendars.addWidget(self._off, 1)
        calendars.addWidget(self._other)
        choice = QVBoxLayout(self._choice)
        choice.setContentsMargins(0, 4, 0, 4)
        choice.setSpacing(6)
        choice.addWidget(self._country)
        choice.addWidget(self._region)
        row = QHBoxLayout()
        row.addWidget(self._take)
        row.addStretch(1)
        choice.addLayout(row)
        self._choice.hide()
        below = QHBoxLayout()
        below.addWidget(self._more)
        below.addStretch(1)
        below.addWidget(self._from_file)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(8)
        for item in (head, calendars, self._places):
            column.addLayout(item)
        column.addWidget(self._choice)
        column.addLayout(self._list)
        column.addLayout(below)
        column.addSpacing(6)
        column.addWidget(Label(self._theme, self.tr("The next 14 days"), weight=600))
        column.addLayout(self._next)
        column.addStretch(1)

    def _connect(self) -> None:
        for button in (self._add, self._from_file, self._other, self._take, self._more):
            button.setAutoDefault(False)
        self._add.clicked.connect(lambda: self._ask(new_closure(self._today), None))
        self._from_file.clicked.connect(self.import_requested)
        self._other.clicked.connect(self._on_other_clicked)
        self._take.clicked.connect(self._on_take_clicked)
        self._more.clicked.connect(self._on_more_clicked)
        self._country.box.currentIndexChanged.connect(lambda _: self._on_country_chosen())

    # --- lists ------------------------------------------------------------------------------------------------

    def _show_places(self) -> None:
        _clear(self._places)
        for number, place in enumerate(self.places):
            name = place_name(place[0], place[1] or None)
            row = QWidget()
            line = QHBoxLayout(row)
            line.setContentsMargins(24, 0, 0, 0)
            line.addWidget(Label(self._theme, name, size=12, colour="text.secondary"), 1)
            words = self.tr("Leave the calendar of {place} out").replace("{place}", name)
            remove = IconButton(self._theme, "x", words, object_name=f"remove_place_{number}", size=24)
            remove.clicked.connect(lambda _=False, place=place: self._leave_out(place))
            line.addWidget(remove)
            self._places.addWidget(row)

    def _show_days(self) -> None:
        assert self._hours is not None
        days = special_days(self._hours, self._today, QLocale().name()[:2])
        shown = days if self._all else days[:_SHOWN]
        if shown == self._listed:
            return
        self._listed = shown
        _clear(self._list)
        for number, day in enumerate(shown):
            self._list.addWidget(Separator(self._theme))
            self._list.addWidget(self._day_row(number, day))
        more = len(days) - len(shown)
        self._more.setVisible(more > 0 or self._all)
        words = self.tr("{n} more in the coming year").replace("{n}", str(more))
        self._more.setText(self.tr("Show fewer") if self._all else words)

    def _day_row(self, number: int, day: SpecialDay) -> QWidget:
        theme, row = self._theme, QWidget()
        row.setObjectName(f"special_{number}")
        dates = short_date(day.first)
        note = day.note if day.first == day.last else f"{dates} – {short_date(day.last)}: {day.note}"
        when = Label(theme, dates, size=12, colour="text.secondary")
        when.setFixedWidth(theme.px(46))
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addWidget(Label(theme, day.title, wrap=True, object_name=f"special_title_{number}"))
        words.addWidget(
            Label(theme, note, size=12, colour="text.secondary", wrap=True, object_name=f"special_note_{number}")
        )
        name = self.tr("Change {day}").replace("{day}", f"{dates}, {day.title}")
        menu_button = IconButton(theme, "dots-three", name, object_name=f"special_menu_{number}", size=24)
        menu_button.clicked.connect(lambda: self._open_menu(day, menu_button))
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 7, 0, 7)
        line.addWidget(when)
        line.addLayout(words, 1)
        line.addWidget(menu_button)
        return row

    def _show_next(self) -> None:
        assert self._hours is not None
        planned = next_days(self._hours, self._today, QLocale().name()[:2])
        if planned == self._planned:
            return
        self._planned = planned
        _clear(self._next)
        for number, day in enumerate(planned):
            row = QWidget()
            row.setObjectName(f"next_{number}")
            name = Label(self._theme, day.name, size=12, colour="text.secondary")
            name.setFixedWidth(self._theme.px(84))
            tint = "amber.text" if day.why else "text.tertiary" if day.is_closed else "text.primary"
            words = f"{day.hours} · {day.why}" if day.why else day.hours
            line = QHBoxLayout(row)
            line.setContentsMargins(0, 2, 0, 2)
            line.addWidget(name)
            line.addWidget(
                Label(self._theme, words, size=12, colour=tint, wrap=True, object_name=f"next_words_{number}"), 1
            )
            self._next.addWidget(row)

    # --- acting -----------------------------------------------------------------------------------------------

    def _open_menu(self, day: SpecialDay, button: QWidget) -> None:
        menu = QMenu(self)
        if day.closure is None:
            menu.addAction(self.tr("Keep the usual hours"), lambda: self._keep_usual(day))
            menu.addAction(self.tr("Other hours…"), lambda: self._ask(_on(day), None))
        else:
            place = day.closure
            menu.addAction(self.tr("Change…"), lambda: self._ask(self.closures[place], place))
            menu.addAction(self.tr("Remove"), lambda: self._remove(place))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(button.mapToGlobal(button.rect().bottomLeft()))

    def _ask(self, closure: TypedClosure, place: int | None) -> None:
        dialog = ExceptionDialog(self._theme, closure, self.window())
        dialog.accepted.connect(lambda: self._take_closure(dialog.closure, place))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _take_closure(self, closure: TypedClosure, place: int | None) -> None:
        kept = [one for number, one in enumerate(self.closures) if number != place]
        self._set_closures([*kept, closure])

    def add_closures(self, closures: Sequence[Closure]) -> None:
        """Take in what a calendar file holds."""
        typed = [
            TypedClosure(one.start_date, one.end_date, one.name, typed_slots(one.slots), one.yearly) for one in closures
        ]
        self._set_closures([*self.closures, *(one for one in typed if one not in self.closures)])

    def _remove(self, place: int) -> None:
        self._set_closures([one for number, one in enumerate(self.closures) if number != place])

    def _keep_usual(self, day: SpecialDay) -> None:
        assert self._hours is not None
        usual = typed_slots(self._hours.week[day.first.weekday()])
        self._set_closures([*self.closures, replace(_on(day), hours=usual)])

    def _set_closures(self, closures: Sequence[TypedClosure]) -> None:
        self.closures = tuple(sorted(closures, key=lambda one: (one.first, one.last)))
        self.edited.emit()

    def _leave_out(self, place: Place) -> None:
        self.places = tuple(one for one in self.places if one != place)
        self._show_places()
        self.edited.emit()

    def _on_off_toggled(self, is_off: bool) -> None:
        self.is_off = is_off
        self.edited.emit()

    def _on_other_clicked(self) -> None:
        self.offer_places()
        self._choice.setVisible(self._choice.isHidden())
        if self._choice.isVisible():
            self._country.box.setFocus()

    def _on_country_chosen(self) -> None:
        country = self._country.box.current
        regions = holiday_regions(str(country)) if country else ()
        self._region.box.set_choices([("", self.tr("The whole country")), *regions], "")
        self._region.setEnabled(bool(regions))

    def _on_take_clicked(self) -> None:
        country = self._country.box.current
        if country:
            place = (str(country), str(self._region.box.current or ""))
            self.places = (*(one for one in self.places if one != place), place)
            self._choice.hide()
            self._show_places()
            self.edited.emit()
            self._other.setFocus()

    def _on_more_clicked(self) -> None:
        self._all = not self._all
        self._show_days()


def _on(day: SpecialDay) -> TypedClosure:
    return TypedClosure(day.first, day.last, day.title)


def _clear(layout: QVBoxLayout) -> None:
    while layout.count():
        item = layout.takeAt(0)
        widget = item.widget() if item is not None else None
        if widget is not None:
            widget.hide()
            widget.deleteLater()
