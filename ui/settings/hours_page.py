"""Settings: every schedule at a glance, how it stands now, and the way to the dialog that changes it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.accounts.profile_text import ProfileWords
from desktop.model import Account
from desktop.system.resources import resource_path
from ui.session import Session
from ui.settings.hours_presenter import present_status
from ui.settings.settings_page import SettingsPage
from ui.settings.words import ui_language
from ui.theme import Theme
from ui.widgets import Button, Card, IconLine, Label


class HoursPage(SettingsPage):
    """The desk's schedule and those of accounts with hours of their own."""

    edit_requested = Signal(int)
    """An account's id, 0 for the desk: its hours are to be edited."""

    def __init__(self, session: Session, theme: Theme) -> None:
        """Read the schedules when the page is first seen."""
        super().__init__(theme, "hours", "clock")
        self.set_head(
            self.tr("Opening hours"),
            self.tr(
                "Outside these hours replies are held, and the response clock pauses, unless a schedule says else."
            ),
        )
        self._session = session
        self._words: ProfileWords | None = None
        self._card = Card(theme, object_name="schedules")
        self.body.addWidget(self._card)

    def showEvent(self, event: QShowEvent) -> None:
        """Show how the schedules stand."""
        super().showEvent(event)
        self.refresh()

    def refresh(self) -> None:
        """Read the schedules again."""
        self._words = self._words or ProfileWords.load(resource_path("hours", "profile"))
        focused = self._card.focusWidget()
        name = focused.objectName() if focused is not None and focused.hasFocus() else ""
        self._card.clear()
        self._card.add_row(self._row(None, self._words))
        for account in self._session.store.accounts.all():
            self._card.add_row(self._row(account, self._words))
        again = self._card.findChild(Button, name) if name else None
        if again is not None:
            again.setFocus()

    def _row(self, account: Account | None, words: ProfileWords) -> QWidget:
        theme, key = self.theme, int(account.id) if account else 0
        hours = self._session.hours.of(account)
        status = present_status(hours, self._session.clock())
        name = (account.handle or account.name) if account else self.tr("All accounts")
        column = QVBoxLayout()
        column.setSpacing(2)
        column.addWidget(Label(theme, name, weight=500, wrap=True, object_name=f"schedule_{key}"))
        if account is None or self._session.hours.has_own(account):
            week = words.week(ui_language(), hours, short=True)
            text = f"{week} · {hours.timezone}"
            column.addWidget(Label(theme, text, size=12, colour="text.secondary", wrap=True, object_name=f"week_{key}"))
            colour = "amber.text" if status.warns else "green.text" if status.is_open else "text.secondary"
            said = f"{status.text}. {status.following}" if status.following else status.text
            icon = "clock" if status.is_open else "moon"
            column.addWidget(IconLine(theme, icon, said, colour=colour, object_name=f"status_{key}"))
        else:
            note = self.tr("Keeps the hours of all accounts")
            column.addWidget(Label(theme, note, size=12, colour="text.secondary", object_name=f"week_{key}"))
        own = account is None or self._session.hours.has_own(account)
        text = self.tr("Edit hours…") if own else self.tr("Own hours…")
        edit = Button(theme, text, small=True, object_name=f"edit_hours_{key}")
        edit.setAccessibleName(f"{text} {name}")
        edit.setAutoDefault(False)
        edit.clicked.connect(lambda _=False: self.edit_requested.emit(key))
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(14, 10, 12, 10)
        line.setSpacing(12)
        line.addLayout(column, 1)
        line.addWidget(edit)
        return row
