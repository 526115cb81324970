"""What an agent does with tickets: open, link, comment, untie, try again. Works offline: the engine carries it out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo

from desktop.cases import Done
from desktop.guardrails import Guardrails
from desktop.guardrails.privacy import masked
from desktop.model import AttachmentId, CaseId, Deed
from desktop.model.ids import TicketDeedId, TicketId, TicketSystemId
from desktop.model.tickets import Ticket, TicketDeed, TicketDeedKind, TicketDeedState, TicketSystem
from desktop.store import Store
from desktop.tickets.conversation import Carried, Mask, carried, files_of

_DEFAULT = "tickets.default"
_UNDOABLE = (TicketDeedState.WAITING, TicketDeedState.UNSURE, TicketDeedState.REFUSED)


@dataclass(frozen=True, slots=True)
class CaseTickets:
    """A case's tickets, and what is wanted and not done yet."""

    tickets: tuple[Ticket, ...]
    deeds: tuple[TicketDeed, ...]

    @property
    def is_empty(self) -> bool:
        """True if there is nothing to show."""
        return not self.tickets and not self.deeds


class TicketDesk:
    """One agent's deeds about tickets. Belongs to the thread of its store."""

    def __init__(
        self,
        store: Store,
        agent: Callable[[], str],
        clock: Callable[[], datetime],
        own_values: Callable[[], Sequence[str]] = tuple,
    ) -> None:
        """`agent` returns the name of who sits there, `own_values` what of the company's own is never covered."""
        self._store = store
        self._agent = agent
        self._clock = clock
        self._own_values = own_values

    @property
    def systems(self) -> tuple[TicketSystem, ...]:
        """The connected systems, the one that is offered first in front."""
        kept = self._store.settings.get(_DEFAULT, "")
        return tuple(sorted(self._store.ticket_systems.all(), key=lambda one: one.uid != kept))

    def set_default(self, system: TicketSystem) -> None:
        """Offer a system first, and let the ladder open its tickets there."""
        self._store.settings.set(_DEFAULT, system.uid, self._clock())

    def of_case(self, case_id: CaseId) -> CaseTickets:
        """Return what a case is tied to and what is under way."""
        return CaseTickets(self._store.tickets.of_case(case_id), self._store.ticket_deeds.of_case(case_id))

    def carried(self, case_id: CaseId, tz: tzinfo, guardrails: Guardrails | None) -> Carried | None:
        """Return what a new ticket of a case would carry; without `guardrails` nothing is covered."""
        detail = self._store.cases.detail(case_id)
        if detail is None:
            return None
        mask = mask_of(guardrails, self._own_values()) if guardrails is not None else None
        return carried(detail, self._store.timeline.items(case_id), tz, mask)

    def open(
        self, case_id: CaseId, system_id: TicketSystemId, title: str, text: str, files: Sequence[AttachmentId] = ()
    ) -> Done:
        """Have a ticket opened. Raises ValueError for an empty title."""
        line = " ".join(title.split())
        if not line:
            raise ValueError("a ticket needs a title")
        return self._want(
            case_id, system_id, TicketDeedKind.OPEN, title=line, text=text, files=files_of(self._store, files)
        )

    def link(self, case_id: CaseId, system_id: TicketSystemId, typed: str) -> Done:
        """Have a case tied to a ticket by its number or address. Raises ValueError for nothing."""
        wanted = typed.strip()
        if not wanted:
            raise ValueError("a number or an address is needed")
        return self._want(case_id, system_id, TicketDeedKind.LINK, wanted=wanted)

    def comment(self, ticket: Ticket, words: str, *, private: bool = True, files: Sequence[AttachmentId] = ()) -> Done:
        """Have something said in a ticket. Raises ValueError for nothing."""
        if not words.strip():
            raise ValueError("an empty comment says nothing")
        found = files_of(self._store, files)
        kind, text = TicketDeedKind.COMMENT, words.strip()
        return self._want(
            ticket.case_id, ticket.system_id, kind, text=text, private=private, ticket_id=ticket.id, files=found
        )

    def untie(self, ticket_id: TicketId) -> Ticket | None:
        """Take a ticket off its case; the ticket itself stays in its system."""
        return self._store.tickets.untie(ticket_id, actor=self._agent(), at=self._clock())

    def take_back(self, deed_id: TicketDeedId) -> bool:
        """Want something no longer; False if it is being done or was done meanwhile."""
        state = TicketDeedState.CANCELLED
        return self._store.ticket_deeds.change(deed_id, _UNDOABLE, state, actor=self._agent(), at=self._clock())

    def try_again(self, deed_id: TicketDeedId) -> bool:
        """Try what was refused, or waits, now; False for what is in doubt: it is looked up in its own time.

        A system may need a while until it finds what it has: asked too early it would be told a second time.
        """
        waiting = (TicketDeedState.WAITING, TicketDeedState.REFUSED)
        state = TicketDeedState.WAITING
        return self._store.ticket_deeds.change(deed_id, waiting, state, actor=self._agent(), at=self._clock())

    def read_now(self, ticket_id: TicketId) -> None:
        """Have a ticket read again at once."""
        self._store.tickets.read_soon(self._clock(), ticket_id)

    def _want(self, case_id: CaseId, system_id: TicketSystemId, kind: TicketDeedKind, **about: object) -> Done:
        made = self._store.ticket_deeds.want(case_id, system_id, kind, agent=self._agent(), at=self._clock(), **about)  # type: ignore[arg-type]
        return Done(Deed.TICKET, (case_id,), kind.value, lambda: void(self.take_back(made.id)))


def void(_: object) -> None:
    """Give nothing back: an undo that comes too late is no fault."""


def mask_of(guardrails: Guardrails, own_values: Sequence[str]) -> Mask:
    """Return what covers personal data in a text."""

    def mask(text: str) -> str:
        return masked(text, guardrails.personal_data_in(text, own_values))

    return mask


def default_system(store: Store) -> TicketSystem | None:
    """Return the system in which the ladder opens its tickets, None if none is connected."""
    systems = store.ticket_systems.all()
    kept = store.settings.get(_DEFAULT, "")
    return next((one for one in systems if one.uid == kept), systems[0] if systems else None)
