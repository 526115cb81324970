"""Zammad, Zendesk and Jira: the whole contract of tickets against systems made up from their descriptions."""

from __future__ import annotations

from dataclasses import replace

import httpx
import pytest

from desktop.model import OutcomeUnknown, Refused, TemporaryFailure
from desktop.model.ids import TicketSystemId
from desktop.model.tickets import NewTicket, SystemKind, TicketState, TicketSystem
from tests.contract.ticket_contract import TicketContract, new_key, service_at
from tests.contract.ticket_fakes import FakeJira, FakeSystem, FakeZammad, FakeZendesk


class FakePlace:
    """A made-up system with a colleague in it."""

    def __init__(self, fake: FakeSystem, system: TicketSystem, token: str, solved: str) -> None:
        self.fake = fake
        self.system = system
        self.token = token
        self._solved = solved

    def transport(self) -> httpx.AsyncBaseTransport:
        return self.fake

    async def say(self, remote_id: str, words: str, *, private: bool) -> None:
        self.fake.say(_number(remote_id), words, private=private)

    async def solve(self, remote_id: str) -> None:
        ticket = self.fake.tickets[_number(remote_id)]
        ticket.state = self._solved
        self.fake.tick(ticket)

    async def delete(self, remote_id: str) -> None:
        del self.fake.tickets[_number(remote_id)]

    async def files(self, remote_id: str) -> dict[str, bytes]:
        return self.fake.tickets[_number(remote_id)].files

    async def count(self, title: str) -> int:
        return len([one for one in self.fake.tickets.values() if one.title.startswith(title)])


def _number(remote_id: str) -> int:
    return int(remote_id.rpartition("-")[2])


def zammad() -> FakePlace:
    system = TicketSystem(TicketSystemId(0), "z", SystemKind.ZAMMAD, "Zammad", "http://127.0.0.1:9", "Users")
    return FakePlace(FakeZammad(), system, "zammad-token", "closed")


def zendesk() -> FakePlace:
    settings = {"user": "desk@example.test"}
    kind = SystemKind.ZENDESK
    system = TicketSystem(TicketSystemId(0), "zd", kind, "Zendesk", "http://127.0.0.1:9", "360001", settings)
    return FakePlace(FakeZendesk(), system, "zendesk-token", "solved")


def jira() -> FakePlace:
    settings = {"user": "desk@example.test", "edition": "cloud"}
    system = TicketSystem(TicketSystemId(0), "j", SystemKind.JIRA, "", "http://127.0.0.1:9", "CARE", settings)
    return FakePlace(FakeJira(), system, "jira-token", "Shipped")


class TestZammad(TicketContract):
    @pytest.fixture
    def place(self) -> FakePlace:
        return zammad()


class TestZendesk(TicketContract):
    @pytest.fixture
    def place(self) -> FakePlace:
        return zendesk()


class TestJira(TicketContract):
    @pytest.fixture
    def place(self) -> FakePlace:
        return jira()


async def test_a_second_attempt_with_the_same_key_makes_no_second_ticket_in_zendesk() -> None:
    place = zendesk()
    service = service_at(place)
    new = NewTicket(new_key(), "Doppio", "Testo")
    first = await service.open(new, lambda: None)
    again = await service.open(new, lambda: None)
    await service.close()
    assert first.remote_id == again.remote_id
    assert len(place.fake.tickets) == 1


async def test_a_state_with_a_name_of_its_own_is_read_by_its_category_in_jira() -> None:
    place = jira()
    service = service_at(place)
    made = await service.open(NewTicket(new_key(), "Doppio", "Testo"), lambda: None)
    place.fake.tickets[_number(made.remote_id)].state = "Shipped"
    read = await service.read(made.remote_id)
    await service.close()
    assert read is not None
    assert (read.state, read.state_name) == (TicketState.SOLVED, "Shipped")


async def test_a_renamed_state_is_shown_as_it_is_until_somebody_says_what_it_means() -> None:
    place = zammad()
    service = service_at(place)
    made = await service.open(NewTicket(new_key(), "Doppio", "Testo"), lambda: None)
    place.fake.tickets[int(made.remote_id)].state = "erledigt vom Team"
    read = await service.read(made.remote_id)
    await service.close()
    place.system = replace(place.system, own_states={"Erledigt vom Team": TicketState.SOLVED})
    service = service_at(place)
    told = await service.read(made.remote_id)
    await service.close()
    assert read is not None
    assert told is not None
    assert (read.state, read.state_name) == (TicketState.UNKNOWN, "erledigt vom Team")
    assert told.state is TicketState.SOLVED


async def test_what_a_system_says_no_to_is_said_in_its_own_words() -> None:
    service = service_at(jira(), where="OTHER")
    with pytest.raises(Refused, match="said:project: valid project is required"):
        await service.open(NewTicket(new_key(), "Doppio", "Testo"), lambda: None)
    await service.close()


@pytest.mark.parametrize(
    ("status", "headers", "kind", "reason"),
    [
        (503, {"Retry-After": "120"}, TemporaryFailure, "http_503"),
        (502, {}, OutcomeUnknown, "http_502"),
        (429, {"Retry-After": "7"}, TemporaryFailure, "rate_limited"),
        (412, {}, TemporaryFailure, "changed_meanwhile"),
        (413, {}, Refused, "message_too_large"),
        (302, {"Location": "https://login.example"}, TemporaryFailure, "redirected"),
    ],
)
async def test_each_refusal_means_what_the_channels_say_it_means(
    status: int, headers: dict[str, str], kind: type[Exception], reason: str
) -> None:
    way = httpx.MockTransport(lambda _: httpx.Response(status, headers=headers))
    service = service_at(zendesk(), way=way)
    with pytest.raises(kind, match=reason):
        await service.open(NewTicket(new_key(), "Doppio", "Testo"), lambda: None)
    await service.close()


async def test_a_page_that_is_no_ticket_system_is_named() -> None:
    for place in (zammad(), zendesk(), jira()):
        way = httpx.MockTransport(lambda _: httpx.Response(200, html="<h1>Welcome</h1>"))
        service = service_at(place, way=way)
        (step,) = await service.check()
        await service.close()
        assert (step.step, step.reason) == ("server", "not_this_system")
