"""A case's tickets as rows: pure, from the desk's values to what the section shows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import tzinfo

from desktop.model.ids import TicketSystemId
from desktop.model.tickets import Ticket, TicketDeed, TicketDeedState, TicketState
from desktop.tickets import CaseTickets
from ui.tickets.words import deed_title, deed_words, reason_words, state_chip, state_name, unknown_state_words
from ui.widgets import ChipLook


@dataclass(frozen=True, slots=True)
class TicketLine:
    """One row: a ticket, or (`deed_id`) something wanted. `address` "" leads nowhere."""

    ticket_id: int
    deed_id: int
    label: str
    title: str
    chip: ChipLook | None
    address: str
    tooltip: str
    spoken: str
    icon: str = "ticket"
    icon_colour: str = "text.secondary"
    may_retry: bool = False
    may_give_up: bool = False
    is_gone: bool = False


def present_tickets(found: CaseTickets, systems: Mapping[TicketSystemId, str], tz: tzinfo) -> tuple[TicketLine, ...]:
    """Return the rows: tickets first, then what is under way. `systems` are the connected systems' names."""
    tickets = [_ticket(one, systems) for one in found.tickets]
    return (*tickets, *(_deed(one, systems.get(one.system_id, ""), tz) for one in found.deeds))


def _ticket(ticket: Ticket, systems: Mapping[TicketSystemId, str]) -> TicketLine:
    name = state_name(ticket.state, ticket.state_name)
    why = reason_words(ticket.error, ticket.system_name) if ticket.error else ""
    if not why and ticket.system_id not in systems:
        why = reason_words("system_removed", ticket.system_name)
    if not why and ticket.state is TicketState.UNKNOWN and ticket.state_name:
        why = unknown_state_words(ticket.state_name, ticket.system_name)
    tooltip = "\n".join(part for part in (ticket.title, ticket.address, why) if part)
    spoken = ". ".join(part for part in (f"{ticket.label}, {name}", ticket.title, why) if part)
    return TicketLine(
        ticket_id=int(ticket.id),
        deed_id=0,
        label=ticket.label,
        title=why or ticket.title,
        chip=state_chip(ticket.state, ticket.state_name),
        address=ticket.address,
        tooltip=tooltip,
        spoken=spoken,
        icon="warning-circle" if why else "ticket",
        icon_colour="amber.text" if why else "text.secondary",
        is_gone=ticket.state is TicketState.GONE,
    )


def _deed(deed: TicketDeed, system: str, tz: tzinfo) -> TicketLine:
    label, words = deed_title(deed), deed_words(deed, system, tz)
    is_refused = deed.state is TicketDeedState.REFUSED
    return TicketLine(
        ticket_id=0,
        deed_id=int(deed.id),
        label=label,
        title=words,
        chip=None,
        address="",
        tooltip="\n".join(part for part in (deed.title, words) if part),
        spoken=f"{label}. {words}",
        icon="warning-circle" if is_refused else "clock-clockwise",
        icon_colour="red.text" if is_refused else "text.secondary",
        may_retry=deed.state in {TicketDeedState.WAITING, TicketDeedState.REFUSED},
        may_give_up=deed.state is not TicketDeedState.DOING,
    )
