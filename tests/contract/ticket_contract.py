"""What every ticket system has to do, real or made up: one suite for all of them, through the service and the clerk."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import Protocol

import httpx
import pytest

from desktop.cases import CaseDesk
from desktop.model import Agent, CaseId, CaseStatus, Deed, ItemKind, Lane, NoteKind, OutcomeUnknown, TemporaryFailure
from desktop.model.tickets import (
    NewTicket,
    Ticket,
    TicketDeedKind,
    TicketDeedState,
    TicketFile,
    TicketState,
    TicketSystem,
)
from desktop.tickets import TicketClerk, TicketService, open_service, traits_of_kind
from desktop.tickets.client import NotThere
from desktop.tickets.fields import is_ours
from tests.factories import FakeClock, a_store, an_account, an_arrival, taken

LAURA = Agent("Laura Bianchi", "LB", "")
_number = count(1)
FILE = TicketFile("estratto.txt", "text/plain", "Due addebiti: 86,40 € 👍".encode())


def new_key() -> str:
    """Return a key that no ticket has: real systems keep the tickets of earlier tests."""
    number, signs = next(_number), ""
    for _ in range(10):
        number, place = divmod(number, 24)
        signs += "ABCDEFGHJKLMNPQRSTUVWXYZ"[place]
    return f"S-{signs}"


class Place(Protocol):
    """A ticket system with somebody else in it."""

    system: TicketSystem
    token: str

    def transport(self) -> httpx.AsyncBaseTransport:
        """Return the way there, a new one each time: a real network's, or a made-up system itself."""
        ...

    async def say(self, remote_id: str, words: str, *, private: bool) -> None:
        """Let a colleague say something in a ticket."""
        ...

    async def solve(self, remote_id: str) -> None:
        """Let a colleague solve a ticket."""
        ...

    async def delete(self, remote_id: str) -> None:
        """Let a colleague delete a ticket."""
        ...

    async def files(self, remote_id: str) -> dict[str, bytes]:
        """Return the files that a ticket has."""
        ...

    async def count(self, title: str) -> int:
        """Return how many tickets have a title that begins so."""
        ...


class Losing(httpx.AsyncBaseTransport):
    """A network that carries every request there and can lose the answers to some."""

    def __init__(self, way: httpx.AsyncBaseTransport) -> None:
        self._way = way
        self.loses: Callable[[httpx.Request], bool] = lambda _: False
        self.is_down = False

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        if self.is_down:
            raise httpx.ConnectError("down", request=request)
        answer = await self._way.handle_async_request(request)
        if self.loses(request):
            await answer.aread()
            await answer.aclose()
            raise httpx.ReadTimeout("no answer", request=request)
        return answer

    async def aclose(self) -> None:
        await self._way.aclose()


def service_at(
    place: Place, *, token: str = "", way: httpx.AsyncBaseTransport | None = None, where: str = ""
) -> TicketService:
    """Return a service of a place; `token` and `where` replace the right ones."""

    async def given() -> str:
        return token or place.token

    system = replace(place.system, place=where) if where else place.system
    return open_service(system, given, FakeClock(), transport=way or place.transport())


class DeskAt:
    """A store with one case, a clerk, and a place that both work with."""

    def __init__(self, folder: Path, place: Place) -> None:
        self.place = place
        self.store = a_store(folder)
        self.clock = FakeClock()
        self.way = Losing(place.transport())
        account = an_account(self.store)
        self.store.intake.take(account, [taken(an_arrival())], self.clock())
        self.title = f"Doppio addebito {new_key()[2:]}"
        self.case = CaseId(self.store.lanes.ids(Lane.ALL, agent="", at_risk_before=self.clock())[0])
        self.desk = CaseDesk(self.store, LAURA, self.clock)
        self.system = self.store.ticket_systems.add(place.system, actor="Laura", at=self.clock())
        self.begin()

    def begin(self) -> None:
        """Begin the engine's part anew, as after a crash."""

        async def given() -> str:
            return self.place.token

        def opened(system: TicketSystem) -> TicketService:
            return open_service(system, given, self.clock, transport=_Kept(self.way))

        self.clerk = TicketClerk(self.store, opened, self.clock, lambda _: None, lambda: 0.5)
        self.clerk.recover()

    async def work(self, seconds: float = 0) -> None:
        """Let the clerk do what is due in some seconds' time."""
        self.clock.advance(seconds)
        self.clerk.work()
        while self.clerk._busy:
            await asyncio.wait(tuple(self.clerk._busy.values()))
            await asyncio.sleep(0)

    async def settle(self) -> None:
        """Let all that is wanted come to an end."""
        for _ in range(10):
            if not self.store.ticket_deeds.under_way():
                return
            await self.work(700)
        raise AssertionError([deed.error for deed in self.store.ticket_deeds.under_way()])

    @property
    def ticket(self) -> Ticket:
        """The case's one ticket."""
        (ticket,) = self.store.tickets.of_case(self.case)
        return ticket

    def notes(self) -> list[tuple[str, str]]:
        """Return the kinds and words of the case's notes."""
        items = self.store.timeline.items(self.case)
        return [(item.detail, item.text) for item in items if item.kind is ItemKind.NOTE]

    def told(self) -> list[str]:
        """Return what the journal tells of the case's tickets."""
        entries = self.store.journal.of_case(self.case)
        return [str(one.after["what"]) for one in entries if one.deed is Deed.TICKET and isinstance(one.after, dict)]

    def want(self) -> None:
        """Want a ticket with a file."""
        self.store.ticket_deeds.want(
            self.case,
            self.system.id,
            TicketDeedKind.OPEN,
            agent=LAURA.name,
            at=self.clock(),
            title=self.title,
            text="È la seconda volta.\nMarta",
            files=(FILE,),
        )


class _Kept(httpx.AsyncBaseTransport):
    """Lets a service close its client and leaves the way open for the next."""

    def __init__(self, way: httpx.AsyncBaseTransport) -> None:
        self._way = way

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        return await self._way.handle_async_request(request)


class TicketContract:
    """Inherit and give the fixture `place`."""

    @pytest.fixture
    async def service(self, place: Place) -> AsyncIterator[TicketService]:
        made = service_at(place)
        yield made
        await made.close()

    @pytest.fixture
    async def at_desk(self, tmp_path: Path, place: Place) -> AsyncIterator[DeskAt]:
        made = DeskAt(tmp_path, place)
        yield made
        await made.clerk.stop()
        await made.way.aclose()
        made.store.close()

    @pytest.fixture
    def key(self) -> str:
        return new_key()

    async def test_a_right_connection_passes_every_step(self, service: TicketService) -> None:
        assert [(one.step, one.passed, one.reason) for one in await service.check()] == [
            ("server", True, ""),
            ("sign_in", True, ""),
            ("place", True, ""),
        ]

    async def test_a_wrong_token_fails_at_the_sign_in(self, place: Place) -> None:
        made = service_at(place, token="1-1-nonsense")
        last = (await made.check())[-1]
        await made.close()
        assert (last.step, last.passed, last.reason) == ("sign_in", False, "token_refused")

    async def test_a_place_that_is_not_there_is_named(self, place: Place) -> None:
        made = service_at(place, where="nowhere")
        last = (await made.check())[-1]
        await made.close()
        needs_one = bool(place.system.place)
        assert (last.step, last.passed, last.reason) == ("place", not needs_one, "no_such_place" if needs_one else "")

    async def test_a_server_that_is_down_fails_at_the_first_step(self, place: Place, key: str) -> None:
        way = Losing(place.transport())
        way.is_down = True
        made = service_at(place, way=way)
        last = (await made.check())[-1]
        with pytest.raises(TemporaryFailure):
            await made.find(key)
        await made.close()
        assert (last.step, last.passed) == ("server", False)

    async def test_an_opened_ticket_is_found_by_our_key_and_read(self, service: TicketService, key: str) -> None:
        assert await service.find(key) is None
        left: list[int] = []
        made = await service.open(NewTicket(key, "Doppio addebito “SDD”", "È così.\nMarta"), lambda: left.append(1))
        found = await service.find(key)
        read = await service.read(made.remote_id)
        assert left == [1]
        assert found is not None
        assert read is not None
        assert made.remote_id == found.remote_id == read.remote_id
        assert read.title == "Doppio addebito “SDD”"
        assert read.state in (TicketState.NEW, TicketState.OPEN)
        assert service.id_in(read.address) == read.remote_id

    async def test_an_answer_that_was_lost_is_in_doubt_and_the_ticket_is_found(self, place: Place, key: str) -> None:
        way = Losing(place.transport())
        made = service_at(place, way=way)
        way.loses = lambda request: request.method == "POST"
        with pytest.raises(OutcomeUnknown, match="timed_out"):
            await made.open(NewTicket(key, f"Doppio {key}", "addebito"), lambda: None)
        way.loses = lambda _: False
        found = await made.find(key)
        await made.close()
        assert found is not None
        assert found.title == f"Doppio {key}"
        assert await place.count(f"Doppio {key}") == 1

    async def test_what_a_colleague_says_comes_marked_and_once(
        self, service: TicketService, place: Place, key: str
    ) -> None:
        made = await service.open(NewTicket(key, "Doppio", "Testo"), lambda: None)
        await place.say(made.remote_id, "Solo per noi: verificato è vero", private=True)
        await place.say(made.remote_id, "Rimborso in corso", private=False)
        said = await service.comments(made.remote_id, "")
        assert [(one.text.strip(), one.private) for one in said] == [
            ("Solo per noi: verificato è vero", True),
            ("Rimborso in corso", False),
        ]
        assert all(one.author for one in said)
        assert [one.text.strip() for one in await service.comments(made.remote_id, said[0].id)] == ["Rimborso in corso"]
        assert await service.comments(made.remote_id, said[1].id) == ()

    async def test_our_own_comment_is_known_by_its_key(self, service: TicketService, key: str) -> None:
        made = await service.open(NewTicket(key, "Doppio", "Testo"), lambda: None)
        await service.comment(made.remote_id, "S-22222AAAAA", "Grazie", lambda: None)
        (own,) = await service.comments(made.remote_id, "")
        assert is_ours(own.text)
        assert "S-22222AAAAA" in own.text
        assert "Grazie" in own.text
        assert own.private

    async def test_a_ticket_that_was_solved_says_so_in_its_own_word(
        self, service: TicketService, place: Place, key: str
    ) -> None:
        made = await service.open(NewTicket(key, "Doppio", "Testo"), lambda: None)
        await place.solve(made.remote_id)
        read = await service.read(made.remote_id)
        assert read is not None
        assert read.state is TicketState.SOLVED
        assert read.state_name

    async def test_a_mark_of_what_was_read_tells_a_change_and_nothing_else(
        self, service: TicketService, place: Place, key: str
    ) -> None:
        made = await service.open(NewTicket(key, "Doppio", "Testo"), lambda: None)
        read = await service.read(made.remote_id)
        assert read is not None
        if read.etag:
            assert await service.read(made.remote_id, etag=read.etag) is None
        await place.solve(made.remote_id)
        changed = await service.read(made.remote_id, etag=read.etag)
        assert changed is not None
        assert changed.state is TicketState.SOLVED

    async def test_a_ticket_that_nobody_has_is_not_there(self, service: TicketService, place: Place, key: str) -> None:
        made = await service.open(NewTicket(key, "Doppio", "Testo"), lambda: None)
        await place.delete(made.remote_id)
        try:
            read = await service.read(made.remote_id)
        except NotThere:
            return
        assert read is not None
        assert read.state is TicketState.GONE

    # --- with the clerk ---------------------------------------------------------------------------------------

    async def test_a_case_gets_one_ticket_with_its_file_although_the_answer_is_lost(self, at_desk: DeskAt) -> None:
        at_desk.way.loses = lambda request: request.method == "POST"
        at_desk.want()
        await at_desk.work()
        at_desk.way.loses = lambda _: False
        at_desk.begin()  # as after a crash
        await at_desk.settle()
        assert at_desk.ticket.title == at_desk.title
        assert await at_desk.place.count(at_desk.title) == 1
        assert await at_desk.place.files(at_desk.ticket.remote_id) == {FILE.name: FILE.content}
        assert "opened" in at_desk.told()

    async def test_what_happens_in_a_ticket_comes_into_the_case(self, at_desk: DeskAt) -> None:
        at_desk.want()
        await at_desk.settle()
        await at_desk.work(60)  # the first look
        at_desk.desk.set_status([at_desk.case], CaseStatus.WAITING)
        await at_desk.place.say(at_desk.ticket.remote_id, "Rimborso in pagamento", private=True)
        await at_desk.place.solve(at_desk.ticket.remote_id)
        await at_desk.work(3700)
        await at_desk.work(3700)
        assert at_desk.ticket.state is TicketState.SOLVED
        assert at_desk.notes() == [(NoteKind.TICKET, "Rimborso in pagamento")]
        assert at_desk.told()[-1] == "state"
        detail = at_desk.store.cases.detail(at_desk.case)
        assert detail is not None
        assert detail.row.status is CaseStatus.OPEN  # the customer is to be told

    async def test_an_agents_comment_goes_there_once_and_stands_in_the_case(self, at_desk: DeskAt) -> None:
        at_desk.want()
        await at_desk.settle()
        at_desk.way.loses = lambda request: request.method in {"POST", "PUT"}
        at_desk.store.ticket_deeds.want(
            at_desk.case,
            at_desk.system.id,
            TicketDeedKind.COMMENT,
            agent=LAURA.name,
            at=at_desk.clock(),
            text="La cliente ha richiamato",
            ticket_id=at_desk.ticket.id,
        )
        await at_desk.work()
        at_desk.way.loses = lambda _: False
        await at_desk.settle()
        made = service_at(at_desk.place)
        said = await made.comments(at_desk.ticket.remote_id, "")
        await made.close()
        assert [one.text.count("La cliente ha richiamato") for one in said if "cliente" in one.text] == [1]
        await at_desk.work(3700)
        assert at_desk.notes() == [(NoteKind.TICKET, "La cliente ha richiamato")]

    async def test_a_ticket_that_was_deleted_is_said_to_be_gone(self, at_desk: DeskAt) -> None:
        at_desk.want()
        await at_desk.settle()
        await at_desk.work(60)
        await at_desk.place.delete(at_desk.ticket.remote_id)
        await at_desk.work(3700)
        assert at_desk.ticket.state is TicketState.GONE
        await at_desk.work(3700)
        assert at_desk.told().count("state") == 1

    async def test_a_system_that_is_down_loses_nothing(self, at_desk: DeskAt) -> None:
        at_desk.way.is_down = True
        at_desk.want()
        await at_desk.work()
        (waiting,) = at_desk.store.ticket_deeds.of_case(at_desk.case)
        assert waiting.state is TicketDeedState.WAITING
        assert waiting.error == "connection_lost"
        at_desk.way.is_down = False
        await at_desk.settle()
        assert at_desk.ticket.state in (TicketState.NEW, TicketState.OPEN)

    async def test_what_a_system_refuses_is_said_and_stays_wanted_until_a_person_says_otherwise(
        self, at_desk: DeskAt
    ) -> None:
        if not at_desk.place.system.place:
            pytest.skip("opens its tickets in no place")
        at_desk.store.ticket_systems.change(replace(at_desk.system, place="nowhere"), actor="Laura", at=at_desk.clock())
        at_desk.want()
        await at_desk.work()
        (refused,) = at_desk.store.ticket_deeds.of_case(at_desk.case)
        assert refused.state is TicketDeedState.REFUSED
        assert refused.error
        assert at_desk.told()[-1] == "refused"
        assert await at_desk.place.count(at_desk.title) == 0
        at_desk.store.ticket_systems.change(at_desk.system, actor="Laura", at=at_desk.clock())
        assert at_desk.store.ticket_deeds.change(
            refused.id,
            {TicketDeedState.REFUSED},
            TicketDeedState.WAITING,
            actor=LAURA.name,
            at=at_desk.clock(),
        )
        await at_desk.settle()
        assert await at_desk.place.count(at_desk.title) == 1
        assert await at_desk.place.files(at_desk.ticket.remote_id) == {FILE.name: FILE.content}

    async def test_a_ticket_is_linked_by_its_address_and_by_its_number(self, at_desk: DeskAt, key: str) -> None:
        other = service_at(at_desk.place)
        made = await other.open(NewTicket(key, "Altro guasto", "Testo"), lambda: None)
        await other.close()
        for typed in (made.address, made.remote_id, "nothing of the kind"):
            at_desk.store.ticket_deeds.want(
                at_desk.case, at_desk.system.id, TicketDeedKind.LINK, agent="Laura", at=at_desk.clock(), wanted=typed
            )
        for _ in range(3):
            await at_desk.work(1)
        assert at_desk.ticket.remote_id == made.remote_id
        (refused,) = at_desk.store.ticket_deeds.of_case(at_desk.case)
        assert (refused.state, refused.error) == (TicketDeedState.REFUSED, "not_a_ticket")

    async def test_several_tickets_are_followed_by_a_glance(self, service: TicketService, place: Place) -> None:
        made = [await service.open(NewTicket(new_key(), "Doppio", "Testo"), lambda: None) for _ in range(2)]
        marks = await service.glance([one.remote_id for one in made])
        if marks is None:
            return
        assert set(marks) == {one.remote_id for one in made}
        assert traits_of_kind(place.system.kind).is_followed
        await place.delete(made[0].remote_id)
        assert set(await service.glance([one.remote_id for one in made]) or ()) == {made[1].remote_id}
