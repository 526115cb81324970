"""The opening hours: a schedule's week, its zone, its holidays, what happens while it is closed, seen live."""

from __future__ import annotations

from pathlib import Path
from zoneinfo import available_timezones

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from desktop.accounts.calendar_file import CalendarReading, CalendarUnreadable
from desktop.accounts.closed_rules import ClosedRules
from desktop.accounts.desk import store_fault
from desktop.guardrails import OpeningHours
from desktop.model import Account
from desktop.store import StoreError
from ui.accounts.dialog_frame import Footer, dim, fit, scrolled
from ui.session import Session
from ui.settings.calendar_import import CalendarImport, reading_of
from ui.settings.closed_rules_form import ClosedRulesForm
from ui.settings.exceptions_panel import ExceptionsPanel
from ui.settings.hours_form import HoursFault, HoursForm, TypedSlot, form_of, hours_of
from ui.settings.hours_presenter import present_status
from ui.settings.slot_bar import SlotBar
from ui.settings.week_grid import WeekGrid
from ui.settings.words import hours_sentence, keep_sentence
from ui.theme import Theme
from ui.widgets import Button, ButtonKind, ComboField, IconLine, Label, Separator

_WIDTH, _HEIGHT, _PANEL = 1080, 664, 328
_ODD_ZONES = ("Etc/", "SystemV/", "posix/", "right/", "US/", "localtime", "Factory")
_MINUTE = 60_000
_LIVE_MS = 60
"""So long after a change what follows from it is worked out: a bar that is being pulled changes all the time."""


class HoursDialog(QDialog):
    """Open it with `open()`."""

    hours_kept = Signal()
    """Hours or rules were kept: accounts, clocks and the pill read them again."""

    def __init__(
        self, session: Session, theme: Theme, parent: QWidget | None = None, *, account: int | None = None
    ) -> None:
        """Show the desk's schedule, or an account's own one."""
        super().__init__(parent)
        self.setObjectName("hours_dialog")
        self.setWindowTitle(self.tr("Opening hours"))
        self._session = session
        self._theme = theme
        self._accounts = {int(one.id): one for one in session.store.accounts.all()}
        self._account: Account | None = self._accounts.get(account or 0)
        self._kept: tuple[HoursForm, ClosedRules] | None = None
        self._schedule = ComboField(theme, self.tr("Schedule"), object_name="schedule")
        self._zone = ComboField(theme, self.tr("Time zone"), object_name="zone", searchable=True)
        self._status = IconLine(theme, "clock", size=13, weight=600, object_name="hours_status")
        self._following = Label(theme, size=12, colour="text.secondary", wrap=True, object_name="hours_following")
        self._zone_fault = IconLine(theme, "warning-circle", colour="red.text", object_name="zone_fault")
        self._zone_fault.hide()
        self._grid = WeekGrid(theme)
        self._bar = SlotBar(theme, self._grid)
        self._rules = ClosedRulesForm(theme)
        self._own = Button(theme, "", kind=ButtonKind.LINK, small=True, object_name="use_desk_hours")
        self._own.setAutoDefault(False)
        self._panel = ExceptionsPanel(theme)
        self._footer = Footer(theme, self)
        self._cancel = self._footer.add(self.tr("Cancel"), "cancel")
        self._save = self._footer.add(self.tr("Save hours"), "save_hours", primary=True)
        self._live = QTimer(self)
        self._live.setSingleShot(True)
        self._live.setInterval(_LIVE_MS)
        self._live.timeout.connect(self._show_live)
        self._ticks = QTimer(self)
        self._ticks.setInterval(_MINUTE)
        self._ticks.timeout.connect(self._show_live)
        self._lay_out()
        self._connect()
        dim(self)
        fit(self, theme, _WIDTH, _HEIGHT)
        self._offer_schedules()
        self._fill()

    @property
    def is_changed(self) -> bool:
        """Whether what is shown differs from what is kept."""
        return (self._form(), self._rules.rules) != self._kept

    def showEvent(self, event: QShowEvent) -> None:
        """Follow the clock while it is seen."""
        super().showEvent(event)
        self._ticks.start()
        self._grid.lanes[0].setFocus()

    def done(self, result: int) -> None:
        """Follow the clock no more."""
        self._ticks.stop()
        self._live.stop()
        super().done(result)

    # --- making -----------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(20, 16, 20, 12)
        column.setSpacing(10)
        column.addLayout(self._head())
        column.addWidget(self._zone_fault)
        column.addWidget(self._grid)
        column.addWidget(self._bar)
        column.addWidget(self._rules)
        column.addStretch(1)
        panel = scrolled(self._panel)
        panel.setObjectName("exceptions_area")
        panel.setFixedWidth(self._theme.px(_PANEL))
        upper = QHBoxLayout()
        upper.setSpacing(0)
        upper.addWidget(_ground("surface", scrolled(left)), 1)
        upper.addWidget(Separator(self._theme, vertical=True))
        upper.addWidget(_ground("window", panel))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(upper, 1)
        whole.addWidget(self._footer)

    def _head(self) -> QHBoxLayout:
        status = QVBoxLayout()
        status.setSpacing(2)
        status.addWidget(self._status)
        status.addWidget(self._following)
        status.addWidget(self._own)
        status.addStretch(1)
        head = QHBoxLayout()
        head.setSpacing(16)
        for field in (self._schedule, self._zone):
            field.setFixedWidth(self._theme.px(190))
            column = QVBoxLayout()
            column.addWidget(field)
            column.addStretch(1)
            head.addLayout(column)
        head.addStretch(1)
        head.addLayout(status)
        self._following.setMinimumWidth(self._theme.px(200))
        return head

    def _connect(self) -> None:
        self._schedule.box.currentIndexChanged.connect(lambda _: self._on_schedule_chosen())
        self._zone.box.currentTextChanged.connect(lambda _: self._on_edited())
        for part in (self._grid, self._bar, self._panel, self._rules):
            part.edited.connect(self._on_edited)
        self._panel.import_requested.connect(self._on_import_requested)
        self._own.clicked.connect(self._on_own_clicked)
        self._cancel.clicked.connect(self.reject)
        self._save.clicked.connect(self._on_save_clicked)

    def _offer_schedules(self) -> None:
        own = [(key, one.handle or one.name) for key, one in self._accounts.items()]
        choices = [(0, self.tr("All accounts")), *own]
        self._schedule.box.set_choices(choices, int(self._account.id) if self._account else 0)

    def _fill(self) -> None:
        hours, rules = self._session.hours.of(self._account), self._session.hours.rules(self._account)
        form = form_of(hours)
        zones = sorted(name for name in available_timezones() if "/" in name and not name.startswith(_ODD_ZONES))
        self._zone.box.set_choices([(name, name) for name in dict.fromkeys((form.timezone, *zones))], form.timezone)
        self._grid.show_week(hours.week)
        places = ((form.country, form.region), *form.also) if form.country else form.also
        self._panel.show_form(form.closures, places, is_off=form.holidays_off)
        self._rules.show_rules(rules)
        self._bar.show_first()
        self._kept = (self._form(), self._rules.rules)
        self._on_edited()
        self._show_live()

    # --- following --------------------------------------------------------------------------------------------

    def _form(self) -> HoursForm:
        week = tuple(tuple(TypedSlot(slot.opens, slot.closes) for slot in day) for day in self._grid.week)
        first, *further = self._panel.places or (("", ""),)
        return HoursForm(
            timezone=str(self._zone.box.current or ""),
            week=week,
            country=first[0],
            region=first[1],
            holidays_off=self._panel.is_off,
            closures=self._panel.closures,
            also=tuple(further),
        )

    def _hours(self) -> OpeningHours | None:
        """Return the hours as they stand, None while they can't be kept."""
        try:
            return hours_of(self._form())
        except ValueError:
            return None

    def _on_edited(self) -> None:
        self._zone_fault.setVisible(not self._zone.box.current and self._zone_fault.isVisible())
        self._show_footer()
        self._live.start()

    def _show_live(self) -> None:
        hours = self._hours()
        if hours is None:
            return
        now = self._session.clock()
        status = present_status(hours, now)
        colour = "amber.text" if status.warns else "green.text" if status.is_open else "text.secondary"
        self._status.say(status.text, icon="clock" if status.is_open else "moon", colour=colour)
        self._following.setText(status.following)
        self._following.setVisible(bool(status.following))
        self._grid.set_now(now.astimezone(hours.zone))
        self._panel.show_hours(hours, now.astimezone(hours.zone).date())

    def _show_footer(self) -> None:
        changed = self.is_changed
        self._save.setEnabled(changed)
        self._cancel.setText(self.tr("Cancel") if changed else self.tr("Close"))
        has_own = self._account is not None and self._session.hours.has_own(self._account)
        self._own.setVisible(has_own)
        self._own.setText(self.tr("Keep the desk’s hours again"))
        count = len(self._accounts)
        if self._account is not None:
            name = self._account.handle or self._account.name
            words = self.tr("Applies to {name} and its response clock.").replace("{name}", name)
        elif count == 1:
            words = self.tr("Applies to your channel and to the 1 h response clock.")
        else:
            words = self.tr("Applies to all {n} channels without hours of their own, and to the 1 h response clock.")
        self._footer.set_hint(words.replace("{n}", str(count)))

    def _on_schedule_chosen(self) -> None:
        key = self._schedule.box.current
        chosen = self._accounts.get(key) if isinstance(key, int) else None
        if chosen != self._account:
            if self.is_changed and not self._keep():
                self._offer_schedules()
                return
            self._account = chosen
            self._fill()

    # --- acting -----------------------------------------------------------------------------------------------

    def _on_import_requested(self) -> None:
        title, kinds = self.tr("Choose a calendar"), self.tr("Calendars (*.ics *.ical);;All files (*)")
        path, _ = QFileDialog.getOpenFileName(self, title, "", kinds)
        if path:
            self.import_calendar(Path(path))

    def import_calendar(self, path: Path) -> None:
        """Show what a calendar file would add, and add what is chosen."""
        hours = self._hours()
        if hours is None:
            self._check()
            return
        reading: CalendarReading | None = None
        fault = ""
        try:
            reading = reading_of(path, hours, self._session)
        except CalendarUnreadable as error:
            fault = error.reason
        dialog = CalendarImport(self._theme, path.name, reading, fault, self)
        dialog.accepted.connect(lambda: self._panel.add_closures(dialog.chosen))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _on_own_clicked(self) -> None:
        if self._account is None:
            return
        if self._write(None, ClosedRules()):
            self._fill()

    def _on_save_clicked(self) -> None:
        if self._keep():
            self.accept()

    def _check(self) -> bool:
        """Show what can't be kept and go there."""
        if not self._zone.box.current:
            self._zone_fault.say(hours_sentence(_NO_ZONE))
            self._zone_fault.show()
            self._zone_fault.announce()
            self._zone.box.setFocus()
            return False
        if self._bar.fault:
            self._bar.focus_fault()
            return False
        return True

    def _keep(self) -> bool:
        hours = self._hours()
        if not self._check() or hours is None:
            return False
        return self._write(hours, self._rules.rules)

    def _write(self, hours: OpeningHours | None, rules: ClosedRules) -> bool:
        try:
            self._session.keep_schedule(self._account, hours, rules)
        except StoreError as error:
            self._footer.set_hint(keep_sentence(store_fault(error)), icon="warning-circle", colour="red.text")
            return False
        self._kept = (self._form(), self._rules.rules)
        self.hours_kept.emit()
        return True


def _ground(name: str, widget: QWidget) -> QWidget:
    """Return a widget on a ground of the style sheet's."""
    ground = QWidget()
    ground.setProperty("ground", name)
    ground.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    column = QVBoxLayout(ground)
    column.setContentsMargins(0, 0, 0, 0)
    column.addWidget(widget)
    return ground


_NO_ZONE = HoursFault("zone")
