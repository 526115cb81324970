"""The question for a new reminder: what to remember, and when, with moments that one click or key chooses."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, tzinfo

from PySide6.QtCore import QDateTime
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QHBoxLayout, QVBoxLayout, QWidget

from desktop.follow_up import MOST_WORDS
from desktop.model.follow_up import Reminder
from desktop.outbox import TooFar, TooSoon, checked_moment, moment_in
from ui.follow_up.presenter import moment_words, offered
from ui.theme import Theme
from ui.widgets import Button, DateTimeField, Field, IconLine, Label


class ReminderDialog(QDialog):
    """Asks for words and a moment; what has passed or is more than a year away can't be chosen."""

    def __init__(
        self,
        theme: Theme,
        name: str,
        now: Callable[[], datetime],
        zone: tzinfo,
        parent: QWidget | None = None,
        kept: Reminder | None = None,
    ) -> None:
        """`name` is the customer's; `kept` is a reminder that is to be moved, None for a new one."""
        super().__init__(parent)
        self.setObjectName("reminder_dialog")
        self.setWindowTitle(self.tr("Follow-up"))
        self._now = now
        self._zone = zone
        self._chosen: datetime | None = None
        self._words = Field(
            theme,
            self.tr("What to remember with {name}").replace("{name}", name),
            placeholder=self.tr("Confirm the refund went out"),
            object_name="reminder_text",
        )
        self._words.edit.setMaxLength(MOST_WORDS)
        named = self.tr("Date and time, {zone}").replace("{zone}", str(zone))
        self._moment = DateTimeField(theme, now().astimezone(zone), object_name="reminder_moment", name=named)
        self._line = IconLine(theme, "calendar-check", object_name="reminder_line")
        self._lay_out(theme, self.tr("Set follow-up") if kept is None else self.tr("Move follow-up"))
        self._words.edited.connect(lambda _: self._look())
        self._moment.dateTimeChanged.connect(self._look)
        if kept is not None:
            self._words.set_text(kept.text)
        self._choose(kept.at if kept is not None else offered(now(), zone)[1][1])
        self._words.focus()

    @property
    def text(self) -> str:
        """What to remember."""
        return self._words.text.strip()

    @property
    def moment(self) -> datetime | None:
        """When, UTC; None while it can't be chosen."""
        return self._chosen

    def _lay_out(self, theme: Theme, deed: str) -> None:
        shortcuts = QHBoxLayout()
        shortcuts.setSpacing(8)
        for place, (words, at) in enumerate(offered(self._now(), self._zone)):
            button = Button(theme, words, object_name=f"reminder_offer_{place}")
            button.setAutoDefault(False)
            button.clicked.connect(lambda _=False, moment=at: self._choose(moment))
            shortcuts.addWidget(button)
        shortcuts.addStretch(1)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self._set = buttons.addButton(deed, QDialogButtonBox.ButtonRole.AcceptRole)
        self._set.setObjectName("reminder_accept")
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        label = Label(theme, self._moment.accessibleName(), size=12, colour="text.secondary")
        label.setBuddy(self._moment)
        column = QVBoxLayout(self)
        column.setSpacing(8)
        for widget in (self._words, label, self._moment):
            column.addWidget(widget)
        column.addLayout(shortcuts)
        column.addWidget(self._line)
        column.addWidget(buttons)
        self.setMinimumWidth(theme.px(420))

    def _choose(self, at: datetime) -> None:
        local = at.astimezone(self._zone)
        self._moment.setDateTime(QDateTime(local.year, local.month, local.day, local.hour, local.minute, 0))
        self._look()

    def _look(self) -> None:
        self._chosen = self._read()
        if self._chosen is not None:
            words = self.tr("The conversation comes back to you {moment}.")
            self._line.say(
                words.replace("{moment}", moment_words(self._chosen, self._now(), self._zone)),
                icon="calendar-check",
                colour="text.secondary",
            )
        self._set.setEnabled(self._chosen is not None and bool(self.text))
        self._moment.setAccessibleDescription(self._line.text)

    def _read(self) -> datetime | None:
        wanted = self._moment.dateTime()
        day, clock = wanted.date(), time(wanted.time().hour(), wanted.time().minute())
        at = moment_in(date(day.year(), day.month(), day.day()), clock, self._zone)
        try:
            return checked_moment(at, self._now())
        except TooSoon:
            self._line.say(self.tr("That moment has passed."), icon="warning-circle", colour="red.text")
        except TooFar:
            self._line.say(self.tr("That is more than a year away."), icon="warning-circle", colour="red.text")
        return None
