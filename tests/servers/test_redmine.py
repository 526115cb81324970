"""Redmine 5 as it is: the whole contract of tickets, and what only this system does."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from dataclasses import replace

import httpx
import pytest

from desktop.model.ids import TicketSystemId
from desktop.model.tickets import NewTicket, SystemKind, TicketState, TicketSystem
from tests.contract.ticket_contract import TicketContract, new_key, service_at
from tests.servers.redmine import PROJECT, Redmine

pytestmark = pytest.mark.server


@pytest.fixture(scope="module")
def redmine() -> Iterator[Redmine]:
    with Redmine() as made:
        yield made


class RedminePlace:
    """A colleague with a key of her own."""

    def __init__(self, redmine: Redmine) -> None:
        settings = {"key_field": "1"}
        kind = SystemKind.REDMINE
        self.system = TicketSystem(TicketSystemId(0), "redmine", kind, "Redmine", redmine.url, PROJECT, settings)
        self.token = redmine.token
        self._anna = httpx.AsyncClient(
            base_url=redmine.url, headers={"X-Redmine-API-Key": redmine.other_token}, trust_env=False, timeout=30
        )

    def transport(self) -> httpx.AsyncBaseTransport:
        return httpx.AsyncHTTPTransport()

    async def change(self, remote_id: str, **issue: object) -> None:
        (await self._anna.put(f"/issues/{remote_id}.json", json={"issue": issue})).raise_for_status()

    async def say(self, remote_id: str, words: str, *, private: bool) -> None:
        await self.change(remote_id, notes=words, private_notes=private)

    async def solve(self, remote_id: str) -> None:
        await self.change(remote_id, status_id=5)

    async def delete(self, remote_id: str) -> None:
        (await self._anna.delete(f"/issues/{remote_id}.json")).raise_for_status()

    async def files(self, remote_id: str) -> dict[str, bytes]:
        issue = (await self._anna.get(f"/issues/{remote_id}.json", params={"include": "attachments"})).json()["issue"]
        return {one["filename"]: (await self._anna.get(one["content_url"])).content for one in issue["attachments"]}

    async def count(self, title: str) -> int:
        asked = await self._anna.get("/issues.json", params={"status_id": "*", "subject": f"~{title}"})
        return int(asked.json()["total_count"])

    async def close(self) -> None:
        await self._anna.aclose()


@pytest.fixture
async def place(redmine: Redmine) -> AsyncIterator[RedminePlace]:
    made = RedminePlace(redmine)
    yield made
    await made.close()


class TestRedmine(TicketContract):
    """Everything that every system does."""


async def test_an_etag_that_still_holds_tells_nothing_anew_and_a_note_changes_it(place: RedminePlace) -> None:
    service = service_at(place)
    made = await service.open(NewTicket(new_key(), "Doppio", "Testo"), lambda: None)
    read = await service.read(made.remote_id)
    assert read is not None
    assert await service.read(made.remote_id, etag=read.etag) is None
    await place.say(made.remote_id, "Detto nello stesso secondo", private=True)
    assert await service.read(made.remote_id, etag=read.etag) is not None
    await service.close()


async def test_a_state_that_is_not_closed_and_called_resolved_is_solved(place: RedminePlace) -> None:
    service = service_at(place)
    made = await service.open(NewTicket(new_key(), "Doppio", "Testo"), lambda: None)
    await place.change(made.remote_id, status_id=3)
    read = await service.read(made.remote_id)
    await service.close()
    assert read is not None
    assert (read.state, read.state_name) == (TicketState.SOLVED, "Resolved")


async def test_without_a_field_the_key_stands_in_the_subject(place: RedminePlace) -> None:
    place.system = replace(place.system, settings={})
    service = service_at(place)
    key = new_key()
    made = await service.open(NewTicket(key, "Doppio addebito", "Testo"), lambda: None)
    found = await service.find(key)
    await service.close()
    assert found is not None
    assert (found.remote_id, found.title) == (made.remote_id, "Doppio addebito")
