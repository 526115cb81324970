"""Settings: the connected ticket systems, how each does, and what can be done with it. Acts at once, without Save."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from desktop.model.tickets import TicketSystem
from desktop.store import StoreError
from desktop.tickets import TicketDesk, traits_of_kind
from ui.session import Session
from ui.settings.settings_page import SettingsPage
from ui.theme import Theme
from ui.tickets.connect_dialog import ConnectSystemDialog
from ui.tickets.keeping import SystemKeeper
from ui.tickets.words import reason_words
from ui.widgets import Button, Card, IconLine, Label, Notice, NoticeWords


class SystemsPage(SettingsPage):
    """A row a system."""

    systems_changed = Signal()
    """A system was connected, changed or removed: the engine and the sidebar look again."""

    def __init__(self, session: Session, theme: Theme) -> None:
        """Show the connected systems."""
        super().__init__(theme, "tickets", "ticket")
        self.set_head(self.tr("Ticket systems"), self.tr("What is changed here counts at once."))
        self._session = session
        self._desk = TicketDesk(session.store, lambda: session.agent.name, session.clock)
        self._keeper = SystemKeeper(session, self)
        self._card = Card(theme, object_name="ticket_systems")
        self._none = Notice(theme, framed=True, object_name="no_ticket_systems")
        self._none.set_words(
            NoticeWords(
                self.tr("No ticket system is connected"),
                self.tr("Connect one to open tickets from conversations and follow them."),
                "ticket",
            )
        )
        connect = Button(theme, self.tr("Connect a ticket system"), icon="plus", object_name="connect_ticket_system")
        connect.setAutoDefault(False)
        connect.clicked.connect(lambda: self._open_form(None))
        row = QHBoxLayout()
        row.addWidget(connect)
        row.addStretch(1)
        self.body.addWidget(self._card)
        self.body.addWidget(self._none)
        self.body.addLayout(row)
        self.refresh()

    def refresh(self) -> None:
        """Read the systems again."""
        systems = self._desk.systems
        self._card.clear()
        for number, system in enumerate(systems):
            self._card.add_row(self._row(system, is_first=number == 0, is_only=len(systems) == 1))
        self._card.setVisible(bool(systems))
        self._none.setVisible(not systems)

    def _row(self, system: TicketSystem, *, is_first: bool, is_only: bool) -> QWidget:
        theme, key = self.theme, int(system.id)
        row = QWidget()
        row.setObjectName(f"ticket_system_{key}")
        row.setAccessibleName(system.name)
        words = QVBoxLayout(row)
        words.setContentsMargins(14, 10, 12, 10)
        words.setSpacing(2)
        words.addWidget(Label(theme, system.name, weight=600, wrap=True))
        about = " · ".join(part for part in (traits_of_kind(system.kind).name, system.address, system.place) if part)
        words.addWidget(Label(theme, about, size=12, colour="text.secondary", wrap=True))
        words.addWidget(self._state(system, is_first=is_first and not is_only))
        buttons = QHBoxLayout()
        buttons.setContentsMargins(0, 4, 0, 0)
        buttons.setSpacing(8)
        offered = [(self.tr("Change…"), "change", lambda: self._open_form(system))]
        if not is_first:
            offered.append((self.tr("Offer first"), "first", lambda: self._offer_first(system)))
        offered.append((self.tr("Remove"), "remove", lambda: self._remove(system)))
        for text, name, run in offered:
            button = Button(theme, text, small=True, object_name=f"{name}_ticket_system_{key}")
            button.setAutoDefault(False)
            button.setAccessibleName(f"{text} {system.name}")
            button.clicked.connect(lambda _=False, deed=run: deed())
            buttons.addWidget(button)
        buttons.addStretch(1)
        words.addLayout(buttons)
        words.setAlignment(Qt.AlignmentFlag.AlignTop)
        return row

    def _state(self, system: TicketSystem, *, is_first: bool) -> IconLine:
        name = f"ticket_system_state_{int(system.id)}"
        if system.error:
            words = reason_words(system.error, system.name)
            return IconLine(self.theme, "warning-circle", words, colour="red.text", object_name=name)
        words = self.tr("Connected; the ladder's tickets are opened here") if is_first else self.tr("Connected")
        return IconLine(self.theme, "check-circle", words, colour="green.text", object_name=name)

    def _open_form(self, system: TicketSystem | None) -> None:
        dialog = ConnectSystemDialog(self._session, self.theme, system, self.window())
        dialog.finished.connect(self._on_form_finished)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _on_form_finished(self, outcome: int) -> None:
        if outcome == QDialog.DialogCode.Accepted:
            self._changed()

    def _offer_first(self, system: TicketSystem) -> None:
        try:
            self._desk.set_default(system)
        except StoreError:
            return
        self._changed()

    def _remove(self, system: TicketSystem) -> None:
        try:
            self._keeper.forget(system)
        except StoreError:
            return
        self._changed()

    def _changed(self) -> None:
        self.refresh()
        self.systems_changed.emit()
