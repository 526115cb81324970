"""What a ticket system's own word for a state amounts to: what the system says, what a person said, what is usual."""

from __future__ import annotations

from collections.abc import Mapping

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


MAPPED = (TicketState.OPEN, TicketState.WAITING, TicketState.SOLVED, TicketState.REJECTED)
"""What a person may say that a name amounts to."""


class NamedTwice(ValueError):
    """A name was given to two states: `name`, and the `state` that has it already."""

    def __init__(self, name: str, state: TicketState) -> None:
        super().__init__(name)
        self.name = name
        self.state = state


def typed_states(typed: Mapping[TicketState, str]) -> dict[str, TicketState]:
    """Return what names amount to that were typed for each state, separated by commas. Raises NamedTwice."""
    found: dict[str, TicketState] = {}
    known: dict[str, TicketState] = {}
    for state, words in typed.items():
        for name in filter(None, (" ".join(one.split()) for one in words.split(","))):
            before = known.setdefault(name.casefold(), state)
            if before is not state:
                raise NamedTwice(name, before)
            found.setdefault(name, state)
    return found


def shown_states(own: Mapping[str, TicketState]) -> dict[TicketState, str]:
    """Return the names of each state as they are typed."""
    return {state: ", ".join(name for name, one in own.items() if one is state) for state in MAPPED}


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
