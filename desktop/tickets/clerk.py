"""The clerk: carries out in the ticket systems what agents and the ladder want, and has the tickets followed.

Each system has a queue of its own. Whatever ended without an answer is looked up by our key before it is tried again,
so that a time-out never makes a second ticket; a refusal waits for a person; a system that is down loses nothing.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from desktop.events import CasesChanged, Event
from desktop.model.channel import ChannelError, OutcomeUnknown, Refused, SignInExpired, TemporaryFailure
from desktop.model.ids import TicketSystemId
from desktop.model.tickets import (
    NewTicket,
    RemoteTicket,
    TicketDeed,
    TicketDeedKind,
    TicketDeedState,
    TicketSystem,
)
from desktop.store import Store
from desktop.store.journal import ENGINE
from desktop.tickets.client import NotThere
from desktop.tickets.fields import is_ours
from desktop.tickets.following import FIRST_LOOK, Following
from desktop.tickets.kinds import traits_of_kind
from desktop.tickets.service import TicketService

_log = logging.getLogger(__name__)
_RETRY_FIRST = 5.0
_RETRY_LONGEST = 600.0
_FINISH_SECONDS = 20.0
_OPEN = (TicketDeedState.WAITING, TicketDeedState.DOING, TicketDeedState.UNSURE)

OpenService = Callable[[TicketSystem], TicketService]


class TicketClerk:
    """Moves intentions on and follows tickets. Engine process, its event loop; one thing at a time per system."""

    def __init__(
        self,
        store: Store,
        open_service: OpenService,
        clock: Callable[[], datetime],
        tell: Callable[[Event], None],
        jitter: Callable[[], float],
    ) -> None:
        """`open_service` may raise ValueError or OSError for settings that can't be used; `jitter` gives 0.0 to 1.0."""
        self._store = store
        self._open_service = open_service
        self._clock = clock
        self._tell = tell
        self._following = Following(store, clock, tell, jitter)
        self._services: dict[TicketSystemId, tuple[TicketSystem, TicketService]] = {}
        self._busy: dict[TicketSystemId, asyncio.Task[None]] = {}
        self._closing: set[asyncio.Task[None]] = set()
        self._stopping = False

    def recover(self) -> None:
        """Take up again what a crash interrupted: what the system may have is in doubt, the rest just waits."""
        for deed in self._store.ticket_deeds.under_way():
            if deed.state is TicketDeedState.DOING and deed.committing:
                system = self._store.ticket_systems.get(deed.system_id)
                self._doubt(deed, "interrupted", traits_of_kind(system.kind).settles if system is not None else 0.0)
            elif deed.state is TicketDeedState.DOING:
                self._change(deed, TicketDeedState.WAITING)

    def work(self) -> None:
        """Start what is due, in each system that has nothing under way."""
        if self._stopping:
            return
        now = self._clock()
        deeds: dict[TicketSystemId, TicketDeed] = {}
        for deed in self._store.ticket_deeds.under_way():
            if deed.state is not TicketDeedState.DOING and (deed.next_try_at or deed.at) <= now:
                deeds.setdefault(deed.system_id, deed)
        due = {ticket.system_id for ticket in self._store.tickets.due(now, 200)}
        for system_id in {*deeds, *due} - set(self._busy):
            self._start(system_id, deeds.get(system_id))

    def hurry(self) -> None:
        """Read every ticket at once: somebody asked for news."""
        self._store.tickets.read_soon(self._clock())

    async def stop(self) -> None:
        """Start nothing more; wait for what is under way, at most 20 s; close every service."""
        self._stopping = True
        if self._busy:
            _, late = await asyncio.wait(self._busy.values(), timeout=_FINISH_SECONDS)
            for task in late:
                task.cancel()
        await asyncio.gather(*(service.close() for _, service in self._services.values()), *self._closing)
        self._services.clear()

    def _start(self, system_id: TicketSystemId, deed: TicketDeed | None) -> None:
        task = asyncio.create_task(self._serve(system_id, deed))
        self._busy[system_id] = task
        task.add_done_callback(lambda _: self._busy.pop(system_id, None))

    async def _serve(self, system_id: TicketSystemId, deed: TicketDeed | None) -> None:
        try:
            system = self._store.ticket_systems.get(system_id)
            service = self._service(system) if system is not None else None
            if deed is not None:
                await self._advance(deed, system, service)
            elif system is not None and service is not None:
                await self._following.look(system, service)
        except Exception:  # noqa: BLE001 - one system's mistake must not end the engine's work
            _log.warning("ticket system %s: its service failed", system_id, exc_info=True)
            if deed is not None:
                self._put_off(deed, "channel_fault", _RETRY_LONGEST)
            self._following.rest(system_id)

    def _service(self, system: TicketSystem) -> TicketService | None:
        """Return a system's open service, anew where its settings changed; None where they can't be used."""
        kept = self._services.get(system.id)
        if kept is not None and _asked_of(kept[0]) == _asked_of(system):
            return kept[1]
        if kept is not None:
            task = asyncio.create_task(kept[1].close())
            self._closing.add(task)
            task.add_done_callback(self._closing.discard)
        try:
            service = self._open_service(system)
        except (ValueError, OSError):
            self._services.pop(system.id, None)
            self._following.report(system, "unusable_settings")
            return None
        self._services[system.id] = system, service
        return service

    # --- one deed ---------------------------------------------------------------------------------------------

    async def _advance(self, deed: TicketDeed, system: TicketSystem | None, service: TicketService | None) -> None:
        if system is None:
            self._change(deed, TicketDeedState.WAITING)
            self._change(deed, TicketDeedState.REFUSED, error="system_removed")
        elif service is None:
            self._put_off(deed, "unusable_settings", _RETRY_LONGEST)
        elif deed.state is TicketDeedState.UNSURE:
            await self._guarded(deed, system, self._look_up(deed, service))
        elif self._change(deed, TicketDeedState.DOING, attempted=True):
            await self._guarded(deed, system, self._carry_out(deed, service))

    async def _guarded(self, deed: TicketDeed, system: TicketSystem, doing: object) -> None:
        """Do something to a deed and let a failure mean what it means."""
        try:
            await doing  # type: ignore[misc]
        except OutcomeUnknown as error:
            self._doubt(deed, error.reason, traits_of_kind(system.kind).settles)
        except Refused as error:
            self._refuse(deed, error)
        except SignInExpired as error:
            self._following.report(system, error.reason)
            self._put_off(deed, error.reason, _RETRY_LONGEST)
        except TemporaryFailure as error:
            self._put_off(deed, error.reason, max(error.retry_after or 0.0, _seconds(deed.attempts)))
        except ChannelError as error:
            self._put_off(deed, error.reason, _seconds(deed.attempts))
        else:
            self._following.report(system, "")

    async def _look_up(self, deed: TicketDeed, service: TicketService) -> None:
        """Find out whether the system has what ended without an answer; only if not may it be handed over again."""
        if await self._is_done(deed, service):
            return
        self._change(deed, TicketDeedState.WAITING)

    async def _carry_out(self, deed: TicketDeed, service: TicketService) -> None:
        if deed.attempts and deed.kind is not TicketDeedKind.LINK and await self._is_done(deed, service):
            return
        if deed.kind is TicketDeedKind.OPEN:
            files = self._store.ticket_deeds.files(deed.id)
            at_once = () if service.files_come_later else files
            new = NewTicket(deed.key, deed.title, deed.text, at_once)
            remote = await service.open(new, lambda: self._store.ticket_deeds.commit(deed.id))
            self._finish_open(deed, remote, later=bool(files) and service.files_come_later)
        elif deed.kind is TicketDeedKind.LINK:
            await self._link(deed, service)
        else:
            await self._comment(deed, service)

    async def _is_done(self, deed: TicketDeed, service: TicketService) -> bool:
        """Look for our key in the system; True if the deed is finished by that."""
        if deed.kind is TicketDeedKind.OPEN:
            remote = await service.find(deed.key)
            if remote is not None:
                later = service.files_come_later and bool(self._store.ticket_deeds.files(deed.id))
                self._finish_open(deed, remote, later=later)
            return remote is not None
        ticket = self._store.tickets.get(deed.ticket_id) if deed.ticket_id is not None else None
        if deed.kind is not TicketDeedKind.COMMENT or ticket is None:
            return False
        said = await service.comments(ticket.remote_id, "")
        if not any(is_ours(one.text) and deed.key in one.text for one in said):
            return False
        self._finish_comment(deed)
        return True

    async def _link(self, deed: TicketDeed, service: TicketService) -> None:
        remote_id = service.id_in(deed.wanted)
        if remote_id is None:
            raise Refused("not_a_ticket")
        remote = await service.read(remote_id)
        if remote is None:
            raise NotThere("not_found")
        await service.link(remote.remote_id, deed.key)
        with self._store.connection.writing():
            if self._change(deed, TicketDeedState.DONE):
                ticket = self._store.tickets.tie(deed, remote, at=self._clock(), next_read_at=self._soon())
                self._store.tickets.record(ticket, "linked", actor=deed.agent, at=self._clock())

    async def _comment(self, deed: TicketDeed, service: TicketService) -> None:
        ticket = self._store.tickets.get(deed.ticket_id) if deed.ticket_id is not None else None
        if ticket is None:
            raise Refused("not_tied")
        await service.comment(
            ticket.remote_id,
            deed.key,
            deed.text,
            lambda: self._store.ticket_deeds.commit(deed.id),
            files=self._store.ticket_deeds.files(deed.id),
            private=deed.private,
        )
        self._finish_comment(deed)

    def _finish_open(self, deed: TicketDeed, remote: RemoteTicket, *, later: bool) -> None:
        """Tie the case to its new ticket; files that could not go along become a comment of their own."""
        now = self._clock()
        tickets, deeds = self._store.tickets, self._store.ticket_deeds
        with self._store.connection.writing():
            if not self._change(deed, TicketDeedState.DONE):
                return
            system = self._store.ticket_systems.get(deed.system_id)
            is_followed = system is not None and traits_of_kind(system.kind).is_followed
            named = replace(remote, title=remote.title or deed.title)  # a letter that was found again has none
            ticket = tickets.tie(deed, named, at=now, next_read_at=self._soon() if is_followed else None)
            tickets.record(ticket, "opened", actor=deed.agent, at=now)
            if later:
                kind = TicketDeedKind.COMMENT
                more = deeds.want(deed.case_id, deed.system_id, kind, agent=deed.agent, at=now, ticket_id=ticket.id)
                deeds.pass_files_on(deed, more)
            deeds.forget_files(deed.id)

    def _finish_comment(self, deed: TicketDeed) -> None:
        now = self._clock()
        ticket = self._store.tickets.get(deed.ticket_id) if deed.ticket_id is not None else None
        with self._store.connection.writing():
            if not self._change(deed, TicketDeedState.DONE):
                return
            self._store.ticket_deeds.forget_files(deed.id)
            if ticket is not None and deed.text:
                self._store.tickets.keep_own_comment(ticket, deed, at=now)

    # --- states -----------------------------------------------------------------------------------------------

    def _refuse(self, deed: TicketDeed, error: Refused) -> None:
        """Let a deed wait for a person. What is in doubt stays so: that it can't be looked up says nothing of it."""
        now = self._store.ticket_deeds.get(deed.id)
        if now is not None and now.state is TicketDeedState.UNSURE:
            self._put_off(deed, error.reason, _RETRY_LONGEST)
        else:
            self._change(deed, TicketDeedState.REFUSED, error=error.reason)

    def _doubt(self, deed: TicketDeed, reason: str, seconds: float) -> None:
        self._change(deed, TicketDeedState.UNSURE, error=reason, next_try_at=self._clock() + timedelta(seconds=seconds))

    def _put_off(self, deed: TicketDeed, reason: str, seconds: float) -> None:
        """Try later; what stands in doubt stays in doubt."""
        now = self._store.ticket_deeds.get(deed.id)
        doubtful = now is not None and now.state is TicketDeedState.UNSURE
        state = TicketDeedState.UNSURE if doubtful else TicketDeedState.WAITING
        self._change(deed, state, error=reason, next_try_at=self._clock() + timedelta(seconds=seconds))

    def _soon(self) -> datetime:
        return self._clock() + FIRST_LOOK

    def _change(
        self,
        deed: TicketDeed,
        state: TicketDeedState,
        *,
        error: str = "",
        next_try_at: datetime | None = None,
        attempted: bool = False,
        allowed: Sequence[TicketDeedState] = _OPEN,
    ) -> bool:
        changed = self._store.ticket_deeds.change(
            deed.id,
            allowed,
            state,
            actor=ENGINE,
            at=self._clock(),
            error=error,
            next_try_at=next_try_at,
            attempted=attempted,
        )
        if changed:
            self._tell(CasesChanged((int(deed.case_id),)))
        return changed


def _asked_of(system: TicketSystem) -> tuple[object, ...]:
    """Return what a service is made of: rules and names can change without a new connection."""
    states = tuple(sorted(system.own_states.items()))
    return system.kind, system.uid, system.address, system.place, tuple(sorted(system.settings.items())), states


def _seconds(attempts: int) -> float:
    return min(_RETRY_LONGEST, _RETRY_FIRST * 2.0 ** min(attempts, 10))
