"""Two people on a real Bluesky: the company with our channel, a customer with the protocol's own requests."""

from __future__ import annotations

import asyncio
import itertools
import os
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, TypeVar

import httpx
import pytest

from desktop.channels import secret_name
from desktop.channels.bluesky.channel import BlueskyChannel
from desktop.demo.faults import Faults
from desktop.demo.networks.bluesky import chat_table
from desktop.demo.networks.bluesky.chat import Chat
from desktop.demo.networks.bluesky.ids import claims_of
from desktop.demo.networks.bluesky.refusals import Refusal, unauthorised
from desktop.demo.networks.bluesky.world import Resident, World
from desktop.demo.serving import Serving
from desktop.demo.wire import Request, Response
from desktop.model import (
    Account,
    AccountId,
    AccountRole,
    Arrival,
    Fetched,
    Listening,
    Network,
    Outgoing,
    Visibility,
    made_uid,
)
from desktop.system.vault import SessionVault
from tests.contract.cable import Cable
from tests.contract.lexicons import Lexicons
from tests.servers.blueskyservers import Servers

Fact = TypeVar("Fact")
Json = dict[str, Any]

_serial = itertools.count(os.getpid() * 100 % 900_000)
_PATIENCE = 60.0


def now() -> datetime:
    """Return the time, as the servers have it."""
    return datetime.now(UTC)


@dataclass
class Somebody:
    """An account and its own way to the server."""

    http: httpx.AsyncClient
    did: str
    handle: str
    token: str

    @classmethod
    async def moves_in(cls, http: httpx.AsyncClient, name: str) -> Somebody:
        handle = f"{name}{next(_serial)}.test"
        said = await asked(
            http,
            "POST",
            "com.atproto.server.createAccount",
            json={"email": f"{handle}@mail.test", "handle": handle, "password": "una-lunga-frase"},
        )
        return cls(http, said["did"], handle, said["accessJwt"])

    async def asks(self, method: str, name: str, **how: Any) -> Json:
        return await asked(self.http, method, name, headers={"Authorization": f"Bearer {self.token}"}, **how)

    async def says(self, text: str, *, names: Somebody | None = None, **more: Any) -> str:
        """Post; with `names` somebody is mentioned at the beginning."""
        record: Json = {"$type": "app.bsky.feed.post", "text": text, "langs": ["it"], **more}
        if names is not None:
            record["text"] = f"@{names.handle} {text}"
            feature = {"$type": "app.bsky.richtext.facet#mention", "did": names.did}
            record["facets"] = [{"index": {"byteStart": 0, "byteEnd": len(names.handle) + 1}, "features": [feature]}]
        record["createdAt"] = now().isoformat(timespec="milliseconds").replace("+00:00", "Z")
        body = {"repo": self.did, "collection": "app.bsky.feed.post", "record": record}
        uri: str = (await self.asks("POST", "com.atproto.repo.createRecord", json=body))["uri"]
        return uri

    async def answer_to(self, uri: str) -> Json:
        """Return what a record says of the post that it answers, once the network's index knows that post."""
        shown = await until(lambda: self._post(uri), bool)
        reply = shown["record"].get("reply")
        parent = {"uri": shown["uri"], "cid": shown["cid"]}
        return {"root": reply["root"] if reply else parent, "parent": parent}

    async def _post(self, uri: str) -> Json:
        posts = (await self.asks("GET", "app.bsky.feed.getPosts", params={"uris": [uri]}))["posts"]
        return dict(posts[0]) if posts else {}

    async def removes(self, uri: str) -> None:
        body = {"repo": self.did, "collection": "app.bsky.feed.post", "rkey": uri.rpartition("/")[2]}
        await self.asks("POST", "com.atproto.repo.deleteRecord", json=body)

    async def was_told(self, uri: str) -> Json:
        """Return the notification of a post, once it is there."""

        async def told() -> Json:
            said = await self.asks("GET", "app.bsky.notification.listNotifications")
            return next((dict(one) for one in said["notifications"] if one["uri"] == uri), {})

        return await until(told, bool)

    async def app_password(self, *, private_messages: bool) -> str:
        body = {"name": f"desk {next(_serial)}", "privileged": private_messages}
        said = await self.asks("POST", "com.atproto.server.createAppPassword", json=body)
        password: str = said["password"]
        return password


@dataclass
class Place:
    """A company with a channel, a customer, and the chat service between them."""

    company: Somebody
    customer: Somebody
    cable: Cable
    secrets: SessionVault
    chat: Chat
    open_channel: Callable[[SessionVault], BlueskyChannel]
    committed: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.channel = self.open_channel(self.secrets)

    def commits(self) -> None:
        self.committed.append("now")

    async def pull(self, cursor: str | None = None) -> tuple[dict[str, Arrival], Fetched]:
        found: dict[str, Arrival] = {}
        while True:
            fetched = await self.channel.fetch(cursor)
            found |= {arrival.remote_id: arrival for arrival in fetched.arrivals}
            cursor = fetched.cursor
            if not fetched.more:
                return found, fetched

    async def arrived(self, remote_id: str, cursor: str | None = None) -> Arrival:
        """Return what arrived by that id, once the network's index has it."""

        async def arrival() -> Arrival | None:
            return (await self.pull(cursor))[0].get(remote_id)

        found = await until(arrival, lambda one: one is not None)
        assert found is not None
        return found

    def answer_to(self, arrival: Arrival, text: str, **changes: Any) -> Outgoing:
        values: dict[str, Any] = {
            "key": made_uid(),
            "thread_remote_id": arrival.thread_remote_id,
            "visibility": Visibility.PUBLIC,
            "text": text,
            "recipient": arrival.author.handle,
            "language": "it",
            "in_reply_to": arrival.remote_id,
            "created_at": now(),
        }
        return Outgoing(**{**values, **changes})


async def asked(http: httpx.AsyncClient, method: str, name: str, **how: Any) -> Json:
    """Ask the server; what is no success fails the test."""
    answer = await http.request(method, f"/xrpc/{name}", **how)
    assert answer.is_success, (name, answer.text[:300])
    return dict(answer.json()) if answer.content else {}


async def until(fact: Callable[[], Awaitable[Fact]], is_there: Callable[[Fact], bool]) -> Fact:
    """Ask for a fact until it is there."""
    deadline = time.monotonic() + _PATIENCE
    while time.monotonic() < deadline:
        found = await fact()
        if is_there(found):
            return found
        await asyncio.sleep(0.1)
    pytest.fail("it did not come about in time")


@asynccontextmanager
async def place_on(servers: Servers, *, private_messages: bool = True) -> AsyncIterator[Place]:
    """Open a place; whatever the judge found wrong fails the test at its end."""
    cable = Cable(Lexicons.read())
    async with httpx.AsyncClient(base_url=servers.url, trust_env=False, timeout=30) as http:
        company, customer = await Somebody.moves_in(http, "aurora"), await Somebody.moves_in(http, "chiara")
        password = await company.app_password(private_messages=private_messages)
        chat = _chat_of(servers, company, customer)
        serving = Serving(_answers(chat), Faults())
        await serving.start(port=servers.chat_port)

        def open_channel(secrets: SessionVault) -> BlueskyChannel:
            return BlueskyChannel(_account(servers, company), secrets, clock=now, transport=cable)

        secrets = SessionVault({secret_name("account-1", "app_password"): password})
        place = Place(company, customer, cable, secrets, chat, open_channel)
        try:
            yield place
        finally:
            await place.channel.close()
            await serving.close()
    assert cable.judge is None or not cable.judge.faults, cable.judge.faults[:5]


def _account(servers: Servers, company: Somebody) -> Account:
    settings: dict[str, str | int | bool | None] = {
        "server": servers.url,
        "chat_service": servers.chat_service,
        **Listening(("lampadaio",), ("LuceBuona",), ("teatro",)).settings(),
    }
    handle = f"@{company.handle}"
    return Account(AccountId(1), "account-1", Network.BLUESKY, "Aurora", handle, AccountRole.CARE, settings)


def _chat_of(servers: Servers, *people: Somebody) -> Chat:
    """Return a chat service that believes what the server says of who asks, as the real one does."""
    world = World(now)
    for who in people:
        world.residents[who.did] = Resident(who.handle, who.did, who.handle, who.handle)

    def signer(request: Request) -> Resident:
        claims = claims_of(request.headers.get("authorization", "").partition(" ")[2])
        meant = str(claims.get("aud")) in {servers.chat_service, servers.chat_service.partition("#")[0]}
        if not meant or claims.get("lxm") != request.path.removeprefix("/xrpc/"):
            raise unauthorised()
        return world.residents[str(claims["iss"])]

    return Chat(world, signer)


def _answers(chat: Chat) -> Callable[[Request], Response]:
    table = chat_table(chat)

    def answer(request: Request) -> Response:
        try:
            return table[f"{request.method} {request.path}"](request)
        except Refusal as refusal:
            return refusal.response

    return answer
