"""A calendar file before it is added: every closure with a check box, and what is left out and why."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from desktop.accounts.calendar_file import LARGEST_BYTES, CalendarReading, CalendarUnreadable, read_calendar
from desktop.guardrails import Closure, OpeningHours
from ui.accounts.dialog_frame import Footer, dim, fit, scrolled
from ui.session import Session
from ui.settings.hours_presenter import closure_note, short_date
from ui.settings.words import calendar_sentence, left_out_sentence
from ui.theme import Theme
from ui.widgets import Card, CheckBox, IconLine, Label

_WIDTH, _HEIGHT = 520, 520


def reading_of(path: Path, hours: OpeningHours, session: Session) -> CalendarReading:
    """Return what a file would add. Raises CalendarUnreadable, also for a file that can't be opened."""
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST_BYTES + 1)
    except OSError as error:
        raise CalendarUnreadable("unreadable") from error
    return read_calendar(content, hours, session.clock().astimezone(hours.zone).date())


class CalendarImport(QDialog):
    """Open it with `open()`; once accepted `chosen` are the closures to add."""

    def __init__(
        self, theme: Theme, name: str, reading: CalendarReading | None, fault: str, parent: QWidget | None = None
    ) -> None:
        """`name` is the file's. `fault` is the code of why it could not be read, with no reading then."""
        super().__init__(parent)
        self.setObjectName("calendar_import")
        self.setWindowTitle(self.tr("Add from a calendar"))
        self._boxes: list[tuple[CheckBox, Closure]] = []
        self._footer = Footer(theme, self)
        self._footer.add(self.tr("Cancel") if reading else self.tr("Close"), "cancel").clicked.connect(self.reject)
        body = QVBoxLayout()
        body.setContentsMargins(20, 16, 20, 12)
        body.setSpacing(10)
        body.addWidget(Label(theme, name, size=15, weight=600, wrap=True, object_name="calendar_name"))
        if reading is None:
            line = IconLine(
                theme,
                "warning-circle",
                calendar_sentence(fault),
                size=13,
                colour="red.text",
                object_name="calendar_fault",
            )
            body.addWidget(line)
            body.addStretch(1)
        else:
            self._add = self._footer.add(self.tr("Add"), "add_closures", primary=True)
            self._add.clicked.connect(self.accept)
            self._list(theme, body, reading)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(body, 1)
        column.addWidget(self._footer)
        dim(self)
        fit(self, theme, _WIDTH, _HEIGHT if reading else 220)

    @property
    def chosen(self) -> tuple[Closure, ...]:
        """The closures whose box is checked."""
        return tuple(closure for box, closure in self._boxes if box.isChecked())

    def _list(self, theme: Theme, body: QVBoxLayout, reading: CalendarReading) -> None:
        lead = self.tr("Nothing is added yet. Choose what is to close or change your desk.")
        if not reading.entries:
            lead = self.tr("Nothing in this file changes your opening hours.")
        body.addWidget(Label(theme, lead, colour="text.secondary", wrap=True))
        card = Card(theme, object_name="calendar_entries")
        for number, entry in enumerate(reading.entries):
            title, note = entry_words(entry.closure)
            if entry.is_known:
                note = self.tr("Already in your opening hours")
            box = CheckBox(theme, title, note, object_name=f"calendar_entry_{number}")
            box.setChecked(not entry.is_known)
            box.setEnabled(not entry.is_known)
            box.toggled.connect(lambda _: self._count())
            self._boxes.append((box, entry.closure))
            card.add_row(_padded(box))
        if reading.entries:
            whole = QWidget()
            column = QVBoxLayout(whole)
            column.setContentsMargins(0, 0, 0, 0)
            column.addWidget(card)
            column.addStretch(1)
            body.addWidget(scrolled(whole), 1)
        if reading.left_out:
            body.addWidget(IconLine(theme, "info", self._left_out(reading), object_name="calendar_left_out"))
        if not reading.entries:
            body.addStretch(1)
        self._count()

    def _left_out(self, reading: CalendarReading) -> str:
        parts: Sequence[str] = [left_out_sentence(reason, count) for reason, count in reading.left_out]
        return self.tr("Left out: {parts}.").replace("{parts}", ", ".join(parts))

    def _count(self) -> None:
        count = len(self.chosen)
        self._add.setEnabled(bool(count))
        self._add.setText(self.tr("Add {n}").replace("{n}", str(count)) if count else self.tr("Add"))


def entry_words(closure: Closure) -> tuple[str, str]:
    """Return what a closure is called in the list and what it does."""
    days = short_date(closure.start_date)
    if closure.end_date != closure.start_date:
        days = f"{days} – {short_date(closure.end_date)}"
    days = f"{days} {closure.end_date.year}"
    title = f"{days}  {closure.name}".rstrip()
    return title, closure_note(closure)


def _padded(widget: QWidget) -> QWidget:
    around = QWidget()
    column = QVBoxLayout(around)
    column.setContentsMargins(12, 6, 12, 6)
    column.addWidget(widget)
    return around
