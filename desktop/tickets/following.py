"""Following tickets: how often each is looked at, what its change does to the case, and what a silence means."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from desktop.events import CasesChanged, Event
from desktop.model import CaseStatus, Deed
from desktop.model.channel import ChannelError, Refused, TemporaryFailure
from desktop.model.ids import TicketSystemId
from desktop.model.tickets import CaseEffect, RemoteComment, RemoteTicket, Ticket, TicketState, TicketSystem
from desktop.store import Store
from desktop.store.journal import ENGINE
from desktop.sync.backoff import Backoff
from desktop.tickets.client import NotThere
from desktop.tickets.fields import is_ours, moment
from desktop.tickets.service import TicketService

FIRST_LOOK = timedelta(seconds=20)
_USUALLY = timedelta(seconds=60)
_OVER = timedelta(minutes=15)
_WHOLE = timedelta(hours=1)  # a ticket is read whole so often, whatever its mark of change says
_REFUSED = timedelta(hours=1)
_SETTLED = timedelta(seconds=5)
_AT_ONCE = 50
_NEWEST = 20  # so much of what was said before a ticket was linked is taken in


class Following:
    """Looks at tickets that are due. Engine process, one event loop thread."""

    def __init__(
        self,
        store: Store,
        clock: Callable[[], datetime],
        tell: Callable[[Event], None],
        jitter: Callable[[], float],
    ) -> None:
        """`jitter` returns 0.0 to 1.0."""
        self._store = store
        self._clock = clock
        self._tell = tell
        self._jitter = jitter
        self._waits: dict[TicketSystemId, Backoff] = {}

    async def look(self, system: TicketSystem, service: TicketService) -> None:
        """Look at a system's due tickets: a glance at all of them, then at those that changed."""
        now = self._clock()
        due = [one for one in self._store.tickets.due(now, 500) if one.system_id == system.id][:_AT_ONCE]
        try:
            marks = await service.glance([one.remote_id for one in due]) if len(due) > 1 else None
            for ticket in due:
                await self._look_at(system, service, ticket, marks)
        except ChannelError as error:
            self._fail(system, due, error)
        else:
            self._wait_of(system.id).succeeded()
            self.report(system, "")

    def report(self, system: TicketSystem, error: str) -> None:
        """Keep how a system does, for its page in the settings and for the sidebar."""
        if self._store.ticket_systems.report(system.id, error, self._clock()):
            cases = {int(one.case_id) for one in self._store.tickets.of_system(system.id)}
            self._tell(CasesChanged(tuple(sorted(cases))))

    def rest(self, system_id: TicketSystemId) -> None:
        """Leave a system's tickets alone for a while."""
        until = self._clock() + timedelta(seconds=self._wait_of(system_id).failed())
        due = [one for one in self._store.tickets.due(self._clock(), 500) if one.system_id == system_id]
        self._store.tickets.keep_unread(due, "channel_fault", until)

    async def _look_at(
        self, system: TicketSystem, service: TicketService, ticket: Ticket, marks: Mapping[str, str] | None
    ) -> None:
        now = self._clock()
        if _is_as_it_was(ticket, marks, now):
            self._store.tickets.keep_unread((ticket,), "", now + _pause(ticket.state))
            return
        try:
            remote = await service.read(ticket.remote_id, etag=ticket.etag)
            if remote is None:
                self._store.tickets.keep_unread((ticket,), "", now + _pause(ticket.state), looked_at=now)
                return
            said = await service.comments(ticket.remote_id, ticket.comments_seen)
        except NotThere:
            gone = RemoteTicket(
                ticket.remote_id, ticket.number, ticket.title, ticket.address, TicketState.GONE, "", ticket.mark
            )
            self._take(system, ticket, gone, ())
        except Refused as error:
            self._store.tickets.keep_unread((ticket,), error.reason, now + _REFUSED)
            self._tell(CasesChanged((int(ticket.case_id),)))
        else:
            self._take(system, ticket, remote, said)

    def _take(self, system: TicketSystem, ticket: Ticket, remote: RemoteTicket, said: Sequence[RemoteComment]) -> None:
        """Keep what was read and let it act on the case, in one transaction."""
        now = self._clock()
        news = [one for one in said if not is_ours(one.text)]
        if not ticket.mark:  # the first look: a long history stays where it is
            news = news[-_NEWEST:]
        with self._store.connection.writing():
            tied = self._store.tickets.get(ticket.id)
            if tied is None:  # untied meanwhile
                return
            is_other = self._store.tickets.keep_read(
                tied,
                remote,
                news,
                seen=said[-1].id if said else ticket.comments_seen,
                at=now,
                next_at=None if remote.state is TicketState.GONE else now + _pause(remote.state),
            )
            if is_other and remote.state is not ticket.state:
                self._act(system.effects.get(remote.state, CaseEffect.NOTE), tied)
        self._tell(CasesChanged((int(tied.case_id),)))

    def _act(self, effect: CaseEffect, ticket: Ticket) -> None:
        """Solve or reopen the case; one that stands so already is left alone."""
        detail = self._store.cases.detail(ticket.case_id)
        if effect is CaseEffect.NOTE or detail is None:
            return
        status = CaseStatus.SOLVED if effect is CaseEffect.SOLVE else CaseStatus.OPEN
        active = {CaseStatus.NEW, CaseStatus.OPEN} if effect is CaseEffect.REOPEN else {CaseStatus.SOLVED}
        if detail.row.status in active or detail.merged_into is not None:
            return
        before = self._store.cases.intent(ticket.case_id)
        wanted = replace(before, status=status.value, status_at=self._clock(), snoozed_until=None)
        self._store.cases.change(ticket.case_id, wanted, deed=Deed.STATUS, actor=ENGINE, at=self._clock())

    def _fail(self, system: TicketSystem, due: Sequence[Ticket], error: ChannelError) -> None:
        """Leave a system alone for a while that can't be asked; what was read of its tickets stays."""
        said = error.retry_after if isinstance(error, TemporaryFailure) else None
        until = self._clock() + timedelta(seconds=self._wait_of(system.id).failed(said))
        self._store.tickets.keep_unread(due, error.reason, until)
        self.report(system, error.reason)

    def _wait_of(self, system_id: TicketSystemId) -> Backoff:
        return self._waits.setdefault(system_id, Backoff(self._jitter))


def _is_as_it_was(ticket: Ticket, marks: Mapping[str, str] | None, now: datetime) -> bool:
    """Tell whether a glance proves that nothing changed: marks count seconds, so one of just then proves nothing."""
    if marks is None or not ticket.mark or marks.get(ticket.remote_id) != ticket.mark or ticket.read_at is None:
        return False
    return ticket.read_at - moment(ticket.mark) > _SETTLED and now - ticket.read_at < _WHOLE


def _pause(state: TicketState) -> timedelta:
    return _OVER if state.is_over else _USUALLY
