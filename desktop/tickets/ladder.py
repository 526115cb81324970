"""The ladder's step "open a ticket": wished for in the store, and made a ticket to be opened with the conversation."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, tzinfo

from desktop.guardrails import Guardrails
from desktop.model import AttachmentId, CaseId
from desktop.model.ids import TicketSystemId
from desktop.model.tickets import TicketDeedKind
from desktop.store import Store
from desktop.store.journal import ENGINE
from desktop.sync.escalator import NOT_CONNECTED, UNCHANGED, WantedTickets
from desktop.tickets.conversation import carried, files_of
from desktop.tickets.desk import default_system, mask_of

_AT_ONCE = 20


class LadderTickets:
    """What the escalator asks; says plainly where no system is connected. Engine process."""

    def __init__(self, store: Store) -> None:
        """Share the engine's store."""
        self._store = store
        self._wanted = WantedTickets(store)

    def want(self, case_id: CaseId, reason: str, at: datetime) -> str:
        """Wish for a ticket inside the transaction of the step; a case that has one needs no second."""
        if default_system(self._store) is None:
            return NOT_CONNECTED
        if self._store.tickets.of_case(case_id):
            return UNCHANGED
        return self._wanted.want(case_id, reason, at)


class WishTaker:
    """Makes wishes deeds: with the conversation, its personal data covered, and its files. Engine process."""

    def __init__(
        self,
        store: Store,
        guardrails: Guardrails,
        zone: Callable[[], tzinfo],
        own_values: Callable[[], Sequence[str]],
        clock: Callable[[], datetime],
    ) -> None:
        """`zone` is the desk's, in which a conversation's times are written."""
        self._store = store
        self._guardrails = guardrails
        self._zone = zone
        self._own_values = own_values
        self._clock = clock

    def work(self) -> tuple[int, ...]:
        """Take up what the ladder wished for and return the cases; nothing while no system is connected."""
        wishes = self._store.ticket_deeds.wanted(_AT_ONCE)
        system = default_system(self._store) if wishes else None
        if system is None:
            return ()
        for case_id, _ in wishes:
            with self._store.connection.writing():
                self._take(case_id, system.id)
        return tuple(int(case_id) for case_id, _ in wishes)

    def _take(self, case_id: CaseId, system_id: TicketSystemId) -> None:
        self._store.ticket_deeds.wish_taken(case_id)
        detail = self._store.cases.detail(case_id)
        if detail is None or self._store.tickets.of_case(case_id) or self._store.ticket_deeds.of_case(case_id):
            return
        mask = mask_of(self._guardrails, self._own_values())
        brought = carried(detail, self._store.timeline.items(case_id), self._zone(), mask)
        wanted: list[AttachmentId] = [attachment_id for attachment_id, _, _ in brought.files]
        self._store.ticket_deeds.want(
            case_id,
            system_id,
            TicketDeedKind.OPEN,
            agent=ENGINE,
            at=self._clock(),
            title=brought.title,
            text=brought.text,
            files=files_of(self._store, wanted),
        )
