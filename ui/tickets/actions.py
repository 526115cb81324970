"""The tickets' actions, as the palette lists them and the table of keys runs them."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from ui.shell.palette_actions import ActionRegistry, plain_action
from ui.shell.shortcuts import ShortcutTable
from ui.shell.shortcuts_install import table_action
from ui.tickets.controller import TicketController


def fill_tickets(registry: ActionRegistry, table: ShortcutTable, tickets: TicketController) -> None:
    """Offer what can be done with tickets in the conversation in front, and the systems' page."""

    def is_shown() -> bool:
        return tickets.has_case

    def name() -> str:
        return tickets.name

    registry.add(
        table_action(table, "ticket", tickets.ask_open, is_shown, name),
        plain_action(
            "ticket_link",
            QCoreApplication.translate("Actions", "Link a ticket…"),
            tickets.ask_link,
            icon="link",
            is_enabled=is_shown,
            context=name,
        ),
        plain_action(
            "ticket_systems",
            QCoreApplication.translate("Actions", "Ticket systems…"),
            tickets.settings_requested.emit,
            icon="ticket",
        ),
    )
