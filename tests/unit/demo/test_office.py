"""The demo's billing office: a small Zammad on loopback, asked as the engine asks any, that works while one watches."""

from __future__ import annotations

import ssl
from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest

from desktop.demo import Town, TownServer, reported_office, serve
from desktop.demo.networks.mastodon import MastodonNetwork
from desktop.demo.office import FIRST
from desktop.demo.setup import OFFICE_GROUP, OFFICE_TOKEN, report_of
from desktop.model.ids import TicketSystemId
from desktop.model.tickets import NewTicket, SystemKind, TicketFile, TicketState, TicketSystem
from desktop.tickets import try_system
from desktop.tickets.opening import open_service
from desktop.tickets.service import TicketService

NOW = datetime(2026, 5, 12, 9, 48, tzinfo=UTC)


@pytest.fixture(autouse=True)
def no_authorities_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """The office speaks plain HTTP."""
    monkeypatch.setattr("desktop.channels.http.trusted_context", lambda _: ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT))


@pytest.fixture
async def server() -> AsyncIterator[TownServer]:
    served = await serve(Town(3, NOW, [MastodonNetwork(lambda: NOW, seed=3)]), pace=0)
    yield served
    await served.close()


def at(server: TownServer) -> TicketSystem:
    return TicketSystem(TicketSystemId(0), "z", SystemKind.ZAMMAD, "Zammad", server.office.url, OFFICE_GROUP)


async def token() -> str:
    return OFFICE_TOKEN


@pytest.fixture
async def service(server: TownServer) -> AsyncIterator[TicketService]:
    opened = open_service(at(server), token, lambda: NOW)
    yield opened
    await opened.close()


async def test_it_passes_the_trial_of_a_connection_and_refuses_strangers(server: TownServer) -> None:
    assert all(step.passed for step in await try_system(at(server), OFFICE_TOKEN, lambda: NOW))
    assert not all(step.passed for step in await try_system(at(server), "wrong", lambda: NOW))


async def test_its_first_ticket_is_settled_while_the_town_lives(server: TownServer, service: TicketService) -> None:
    before = await service.read(str(FIRST))
    assert before is not None
    assert (before.number, before.state) == (f"#{FIRST}", TicketState.OPEN)
    assert await service.read(str(FIRST), etag=before.etag) is None
    server.town.advance(80)
    after = await service.read(str(FIRST), etag=before.etag)
    assert after is not None
    assert after.state is TicketState.SOLVED
    said = await service.comments(str(FIRST), "")
    assert [one.private for one in said] == [False]


async def test_what_the_desk_opens_is_found_again_taken_up_and_settled(
    server: TownServer, service: TicketService
) -> None:
    new = NewTicket("KEY234", "Rimborso", "Due addebiti.", (TicketFile("a.txt", "text/plain", b"91,20"),))
    made = await service.open(new, lambda: None)
    found = await service.find("KEY234")
    assert found is not None
    assert (found.remote_id, found.state) == (made.remote_id, TicketState.NEW)
    assert server.office.tickets[int(made.remote_id)].files == {"a.txt": b"91,20"}
    await service.comment(made.remote_id, "KEY777", "Per favore entro venerdì.", lambda: None)
    states = []
    for _ in range(2):
        server.town.advance(60)
        read = await service.read(made.remote_id)
        states.append(read.state if read is not None else None)
    assert states == [TicketState.OPEN, TicketState.SOLVED]
    assert [one.author for one in await service.comments(made.remote_id, "")] == [
        "Sportello",
        "Anna Bruni",
        "Anna Bruni",
    ]


def test_a_report_names_its_address_and_an_older_one_none() -> None:
    assert reported_office(report_of((), "http://127.0.0.1:9")) == "http://127.0.0.1:9"
    assert reported_office('{"accounts": []}') == ""
