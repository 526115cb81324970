"""The date and time at which a reply is to leave: a field for it, in the account's zone, and what that comes to."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time, tzinfo

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QVBoxLayout, QWidget

from desktop.outbox import TooFar, TooSoon, checked_moment, moment_in
from ui.inbox.wording import moment_name
from ui.theme import Theme
from ui.widgets import DateTimeField, IconLine, Label


class SendAtDialog(QDialog):
    """Asks for a moment; nothing can be chosen that has passed or is more than a year away."""

    def __init__(
        self,
        theme: Theme,
        now: Callable[[], datetime],
        zone: tzinfo,
        first: datetime,
        opens_later: Callable[[datetime], datetime | None],
        parent: QWidget | None = None,
        *,
        changes: bool = False,
        in_crisis: bool = False,
    ) -> None:
        """`first` stands in the field; `opens_later` says when a desk opens that is closed at a moment, else None.

        `changes`: the text has a moment already, which is `first`. `in_crisis`: crisis mode is on and would hold it.
        """
        super().__init__(parent)
        self.setObjectName("send_at_dialog")
        self.setWindowTitle(self.tr("Change time") if changes else self.tr("Send at"))
        self._now = now
        self._zone = zone
        self._opens_later = opens_later
        self._in_crisis = in_crisis
        self.chosen: datetime | None = None
        local = first.astimezone(zone)
        self._field = DateTimeField(theme, local, object_name="send_at_field")
        self._label = Label(
            theme, self.tr("Date and time, {zone}").replace("{zone}", str(zone)), size=12, colour="text.secondary"
        )
        self._label.setBuddy(self._field)
        self._field.setAccessibleName(self._label.text())
        self._line = IconLine(theme, "clock", object_name="send_at_line")
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self._send = buttons.addButton(
            self.tr("Change") if changes else self.tr("Schedule"), QDialogButtonBox.ButtonRole.AcceptRole
        )
        self._send.setObjectName("send_at_accept")
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setSpacing(8)
        for widget in (self._label, self._field, self._line, buttons):
            column.addWidget(widget)
        self.setMinimumWidth(theme.px(380))
        self._field.dateTimeChanged.connect(self._look)
        self._look()

    def _look(self) -> None:
        wanted = self._field.dateTime()
        clock = time(wanted.time().hour(), wanted.time().minute())
        day = wanted.date()
        at = moment_in(datetime(day.year(), day.month(), day.day(), tzinfo=self._zone).date(), clock, self._zone)
        try:
            self.chosen = checked_moment(at, self._now())
        except TooSoon:
            self.chosen = None
            self._line.say(self.tr("That moment has passed."), icon="warning-circle", colour="red.text")
        except TooFar:
            self.chosen = None
            self._line.say(self.tr("That is more than a year away."), icon="warning-circle", colour="red.text")
        else:
            self._say_when(self.chosen)
        self._send.setEnabled(self.chosen is not None)
        self._field.setAccessibleDescription(self._line.text)

    def _say_when(self, at: datetime) -> None:
        opens = self._opens_later(at)
        now = self._now()
        if self._in_crisis:
            words = self.tr("Crisis mode is on. If it still is {moment}, it is held until you let it go.")
            words = words.replace("{moment}", moment_name(opens or at, now, self._zone))
            self._line.say(words, icon="pause-circle", colour="amber.text")
            return
        if opens is None:
            words = self.tr("Goes out {moment}.").replace("{moment}", moment_name(at, now, self._zone))
            self._line.say(words, icon="clock", colour="text.secondary")
            return
        words = self.tr("The desk is closed then: it goes out {moment}.")
        words = words.replace("{moment}", moment_name(opens, now, self._zone))
        self._line.say(words, icon="moon", colour="amber.text")
