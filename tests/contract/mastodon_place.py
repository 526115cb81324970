"""What the Mastodon contract is tried against: a server with a company, a customer, and a cable that can be cut."""

from __future__ import annotations

import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

import httpx

from desktop.channels.mastodon.channel import MastodonChannel
from desktop.model import Account, AccountId, AccountRole, Network, Outgoing, Visibility
from desktop.system.vault import SessionVault
from tests.contract.openapi import OpenApi

SPECIFICATION = Path(__file__).parents[2] / "../shared/specs/mastodon-openapi.json"


class _Tapped(httpx.AsyncByteStream):
    """A request's body, remembered while it passes."""

    def __init__(self, stream: httpx.AsyncByteStream) -> None:
        self._stream = stream
        self.passed = bytearray()

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for piece in self._stream:
            self.passed += piece
            yield piece


class Cable(httpx.AsyncBaseTransport):
    """The real network, which can lose an answer or be cut, and judges what passes through it."""

    def __init__(self, *, judges_answers: bool) -> None:
        # trusts nobody: what it reaches is plain HTTP on this machine
        self._network = httpx.AsyncHTTPTransport(verify=ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT))
        self._judges_answers = judges_answers
        self.judge = OpenApi.read(SPECIFICATION) if SPECIFICATION.exists() else None
        self.is_cut = False
        self.loses_answers = 0

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        if self.is_cut:
            raise httpx.ConnectError("cut", request=request)
        assert isinstance(request.stream, httpx.AsyncByteStream)
        request.stream = body = _Tapped(request.stream)
        response = await self._network.handle_async_request(request)
        if self.judge is not None:
            sent = bytes(body.passed)
            self.judge.check_request(
                request.method, request.url.path, request.url.query.decode(), request.headers, sent
            )
        if self.loses_answers:
            self.loses_answers -= 1
            await response.aclose()
            raise httpx.ReadError("lost", request=request)
        if response.headers.get("content-type", "").startswith("application/json"):
            return await self._judged(request, response)
        return response

    async def _judged(self, request: httpx.Request, response: httpx.Response) -> httpx.Response:
        body = await response.aread()
        await response.aclose()
        if self.judge is not None and self._judges_answers:
            self.judge.check_answer(request.method, request.url.path, response.status_code, body)
        return httpx.Response(response.status_code, headers=response.headers, content=body, request=request)

    async def aclose(self) -> None:
        await self._network.aclose()


class Place(Protocol):
    """A server with somebody who writes to the company."""

    url: str
    token: str
    customer: str  # the customer's handle

    def now(self) -> datetime: ...

    async def says(
        self, text: str, *, direct: bool = False, reply_to: str | None = None, language: str = "it"
    ) -> str: ...

    async def announces(self, text: str, *, direct: bool = False, reply_to: str | None = None) -> str:
        """Let the company write by other means than ours."""
        ...

    async def edits(self, identity: str, text: str) -> None: ...

    async def deletes(self, identity: str) -> None: ...


@dataclass
class Desk:
    """A channel on a place, with everything a test asks about it."""

    place: Place
    cable: Cable
    channel: MastodonChannel
    committed: list[str] = field(default_factory=list)

    def commits(self) -> None:
        """What a delivery does when it is about to leave."""
        self.committed.append("now")

    def outgoing(self, text: str, **changes: Any) -> Outgoing:
        """Return an answer to the customer, as a delivery would have it."""
        values: dict[str, Any] = {
            "key": f"key of {text}",
            "thread_remote_id": "",
            "visibility": Visibility.PUBLIC,
            "text": text,
            "recipient": self.place.customer,
            "language": "it",
            "created_at": self.place.now(),
        }
        return Outgoing(**{**values, **changes})


def account_at(url: str, **settings: str) -> Account:
    """Return the company's account on a server."""
    values: dict[str, str | int | bool | None] = {"server": url, **settings}
    return Account(AccountId(1), "account-1", Network.MASTODON, "Aurora", "@aurora", AccountRole.CARE, values)


@asynccontextmanager
async def desk_at(place: Place, *, judges_answers: bool, answer_seconds: float = 20.0) -> AsyncIterator[Desk]:
    """Open a channel on a place; whatever the judge found wrong fails the test at its end."""
    cable = Cable(judges_answers=judges_answers)
    channel = MastodonChannel(
        account_at(place.url),
        SessionVault({"account/account-1/token": place.token}),
        clock=place.now,
        answer_seconds=answer_seconds,
        transport=cable,
    )
    try:
        yield Desk(place, cable, channel)
    finally:
        await channel.close()
    assert cable.judge is None or not cable.judge.faults, cable.judge.faults[:5]
