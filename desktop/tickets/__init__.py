"""Tickets in other systems: one service a system, the clerk that carries out what is wanted, the agent's desk."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.late import late

if TYPE_CHECKING:
    from desktop.tickets.clerk import TicketClerk
    from desktop.tickets.conversation import Carried
    from desktop.tickets.desk import CaseTickets, TicketDesk
    from desktop.tickets.kinds import FormField, KindTraits, clean_address, faults_of_form, traits_of_kind
    from desktop.tickets.ladder import LadderTickets, WishTaker
    from desktop.tickets.opening import open_service, try_system
    from desktop.tickets.service import STEPS, TicketService
else:
    __getattr__ = late(
        __name__,
        {
            "clerk": "TicketClerk",
            "conversation": "Carried",
            "desk": "CaseTickets TicketDesk",
            "kinds": "FormField KindTraits clean_address faults_of_form traits_of_kind",
            "ladder": "LadderTickets WishTaker",
            "opening": "open_service try_system",
            "service": "STEPS TicketService",
        },
    )

__all__ = [
    "STEPS",
    "Carried",
    "CaseTickets",
    "FormField",
    "KindTraits",
    "LadderTickets",
    "TicketClerk",
    "TicketDesk",
    "TicketService",
    "WishTaker",
    "clean_address",
    "faults_of_form",
    "open_service",
    "traits_of_kind",
    "try_system",
]
