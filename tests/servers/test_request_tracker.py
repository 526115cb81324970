"""Request Tracker 5 as it is: the whole contract of tickets, and what only this system does."""

from __future__ import annotations

import base64
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace

import httpx
import pytest

from desktop.model.ids import TicketSystemId
from desktop.model.tickets import NewTicket, SystemKind, TicketState, TicketSystem
from desktop.tickets.client import ChangedMeanwhile
from tests.contract.ticket_contract import TicketContract, new_key, service_at
from tests.servers.requesttracker import KEY_FIELD, RequestTracker

pytestmark = pytest.mark.server


@pytest.fixture(scope="module")
def tracker() -> Iterator[RequestTracker]:
    with RequestTracker() as made:
        yield made


class RtPlace:
    """A colleague with a token of her own."""

    def __init__(self, tracker: RequestTracker) -> None:
        settings = {"key_field": KEY_FIELD}
        self.system = TicketSystem(TicketSystemId(0), "rt", SystemKind.RT, "RT", tracker.url, "General", settings)
        self.token = tracker.token
        self._anna = httpx.AsyncClient(
            base_url=f"{tracker.url}/REST/2.0",
            headers={"Authorization": f"token {tracker.other_token}"},
            trust_env=False,
            timeout=30,
        )

    def transport(self) -> httpx.AsyncBaseTransport:
        return httpx.AsyncHTTPTransport()

    async def say(self, remote_id: str, words: str, *, private: bool) -> None:
        way = "comment" if private else "correspond"
        said = {"Content": words, "ContentType": "text/plain"}
        (await self._anna.post(f"/ticket/{remote_id}/{way}", json=said)).raise_for_status()

    async def solve(self, remote_id: str) -> None:
        (await self._anna.put(f"/ticket/{remote_id}", json={"Status": "resolved"})).raise_for_status()

    async def stall(self, remote_id: str) -> None:
        (await self._anna.put(f"/ticket/{remote_id}", json={"Status": "stalled"})).raise_for_status()

    async def delete(self, remote_id: str) -> None:
        (await self._anna.delete(f"/ticket/{remote_id}")).raise_for_status()

    async def files(self, remote_id: str) -> dict[str, bytes]:
        listed = await self._anna.get(
            f"/ticket/{remote_id}/attachments", params={"fields": "Filename", "per_page": 100}
        )
        found = {}
        for one in listed.json()["items"]:
            if one["Filename"]:
                whole = (await self._anna.get(f"/attachment/{one['id']}")).json()
                found[one["Filename"]] = base64.b64decode(whole["Content"])
        return found

    async def count(self, title: str) -> int:
        asked = await self._anna.get("/tickets", params={"query": f"Subject LIKE '{title}'"})
        return int(asked.json()["total"])

    async def close(self) -> None:
        await self._anna.aclose()


@pytest.fixture
async def place(tracker: RequestTracker) -> AsyncIterator[RtPlace]:
    made = RtPlace(tracker)
    yield made
    await made.close()


class TestRequestTracker(TicketContract):
    """Everything that every system does."""


async def test_an_etag_that_still_holds_tells_nothing_anew(place: RtPlace) -> None:
    service = service_at(place)
    made = await service.open(NewTicket(new_key(), "Doppio", "Testo"), lambda: None)
    assert made.etag
    assert await service.read(made.remote_id, etag=made.etag) is None
    await place.stall(made.remote_id)
    read = await service.read(made.remote_id, etag=made.etag)
    await service.close()
    assert read is not None
    assert (read.state, read.state_name) == (TicketState.WAITING, "stalled")
    assert read.etag != made.etag


async def test_a_stale_etag_is_answered_with_412_and_a_link_is_tried_anew(place: RtPlace) -> None:
    service = service_at(place)
    made = await service.open(NewTicket(new_key(), "Doppio", "Testo"), lambda: None)
    await place.stall(made.remote_id)
    with pytest.raises(ChangedMeanwhile):
        await service._client.write(  # type: ignore[attr-defined]
            "PUT", f"/REST/2.0/ticket/{made.remote_id}", {"Subject": "x"}, lambda: None, {"If-Match": made.etag}
        )
    key = new_key()
    await service.link(made.remote_id, key)
    found = await service.find(key)
    await service.close()
    assert found is not None
    assert found.remote_id == made.remote_id


async def test_without_a_field_the_key_stands_in_the_subject(place: RtPlace) -> None:
    place.system = replace(place.system, settings={})
    service = service_at(place)
    key = new_key()
    made = await service.open(NewTicket(key, "Doppio addebito", "Testo"), lambda: None)
    found = await service.find(key)
    await service.close()
    assert found is not None
    assert (found.remote_id, found.title) == (made.remote_id, "Doppio addebito")
