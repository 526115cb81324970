"""What a ticket system's own word for a state amounts to: what the system says, what a person said, what is usual."""

from __future__ import annotations

from desktop.model.tickets import TicketState, TicketSystem

_USUAL: dict[str, TicketState] = {
    **dict.fromkeys(("new", "to do", "backlog", "neu", "nuovo", "nuova", "nuevo", "nueva", "nou"), TicketState.NEW),
    **dict.fromkeys(
        ("open", "in progress", "in bearbeitung", "assigned", "offen", "aperto", "abierto", "obert", "reopened"),
        TicketState.OPEN,
    ),
    **dict.fromkeys(
        ("stalled", "pending", "pending reminder", "pending close", "hold", "on hold", "feedback", "waiting"),
        TicketState.WAITING,
    ),
    **dict.fromkeys(
        ("resolved", "solved", "closed", "done", "geschlossen", "risolto", "chiuso", "resuelto", "cerrado", "resolt"),
        TicketState.SOLVED,
    ),
    **dict.fromkeys(("rejected", "declined", "won't do", "abgelehnt", "rifiutato", "rechazado"), TicketState.REJECTED),
    **dict.fromkeys(("deleted", "removed"), TicketState.GONE),
}


def state_of(system: TicketSystem, name: str, told: TicketState | None = None) -> TicketState:
    """Return what a state's name amounts to.

    A person's own word counts most. Then a usual name, unless the system itself says (`told`) whether it is over and
    the two differ; then what the system says; a name that nobody knows is UNKNOWN and is shown as it is.
    """
    lowered = name.strip().casefold()
    own = next((state for word, state in system.own_states.items() if word.casefold() == lowered), None)
    if own is not None:
        return own
    usual = _USUAL.get(lowered)
    if told is None:
        return usual or TicketState.UNKNOWN
    return usual if usual is not None and (usual.is_over or not told.is_over) else told
