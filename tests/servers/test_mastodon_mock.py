"""The Mastodon channel against `mastodon_mock`, a stateful server that somebody else wrote."""

from __future__ import annotations

import asyncio
import os
import shutil
import socket
import subprocess
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from itertools import count

import httpx
import pytest

from desktop.channels.mastodon import websocket
from desktop.channels.mastodon.websocket import NewsSocket
from tests.contract.mastodon_contract import MastodonContract
from tests.contract.mastodon_place import Desk, desk_at

pytestmark = pytest.mark.server

_READY_SECONDS = 60.0
_HOW = (
    "mastodon_mock is not installed: make an environment of its own with `uv venv DIR && "
    "uv pip install --python DIR mastodon_mock==0.6.1` and name DIR/bin/mastodon_mock in MASTODON_MOCK"
)
_serial = count(1)


def _program() -> str:
    found = os.environ.get("MASTODON_MOCK") or shutil.which("mastodon_mock")
    if found is None and os.environ.get("CI"):
        pytest.fail(_HOW)
    if found is None:
        pytest.skip(_HOW)
    return found


@pytest.fixture(scope="module")
def mock_url() -> Iterator[str]:
    """Start the server once, ask it until it answers, and kill it at the end: it may hang on a friendlier word."""
    program = _program()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [program, "serve", "--in-memory", "--host", "127.0.0.1", "--port", str(port), "--log-level", "error"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    url = f"http://127.0.0.1:{port}"
    try:
        _wait_until_ready(url, process)
        yield url
    finally:
        process.kill()
        process.wait(60)


def _wait_until_ready(url: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + _READY_SECONDS
    while time.monotonic() < deadline:
        assert process.poll() is None, "mastodon_mock ended by itself"
        with suppress(httpx.HTTPError):
            if httpx.get(f"{url}/api/v2/instance", trust_env=False).is_success:
                return
        time.sleep(0.1)
    pytest.fail("mastodon_mock did not answer in time")


class MockPlace:
    """Two fresh accounts on the mock: the company's and a customer's."""

    def __init__(self, url: str, http: httpx.AsyncClient, company: dict[str, str], customer: dict[str, str]) -> None:
        self.url = url
        self.token = company["access_token"]
        self.customer = f"@{customer['username']}"
        self._company = company["username"]
        self._customer_token = customer["access_token"]
        self._http = http

    @classmethod
    async def open(cls, url: str, http: httpx.AsyncClient) -> MockPlace:
        number = next(_serial)
        people = []
        for name in (f"aurora{number}", f"chiara{number}"):
            answer = await http.post(f"{url}/api/v1/_mock/dev_user", json={"username": name})
            people.append(answer.raise_for_status().json())
        return cls(url, http, *people)

    def now(self) -> datetime:
        return datetime.now(UTC)

    async def says(self, text: str, *, direct: bool = False, reply_to: str | None = None, language: str = "it") -> str:
        return await self._write(self._customer_token, self._named(text), direct, reply_to, language)

    async def announces(self, text: str, *, direct: bool = False, reply_to: str | None = None) -> str:
        return await self._write(self.token, text, direct, reply_to, "it")

    async def edits(self, identity: str, text: str) -> None:
        answer = await self._http.put(
            f"{self.url}/api/v1/statuses/{identity}",
            json={"status": self._named(text)},
            headers=_signed(self._customer_token),
        )
        answer.raise_for_status()

    async def deletes(self, identity: str) -> None:
        answer = await self._http.delete(
            f"{self.url}/api/v1/statuses/{identity}", headers=_signed(self._customer_token)
        )
        answer.raise_for_status()

    async def _write(self, token: str, text: str, direct: bool, reply_to: str | None, language: str) -> str:
        body = {
            "status": text,
            "visibility": "direct" if direct else "public",
            "language": language,
            **({"in_reply_to_id": reply_to} if reply_to else {}),
        }
        answer = await self._http.post(f"{self.url}/api/v1/statuses", json=body, headers=_signed(token))
        identity: str = answer.raise_for_status().json()["id"]
        return identity

    def _named(self, text: str) -> str:
        return text.replace("{us}", self._company)


def _signed(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


@pytest.fixture
async def desk(mock_url: str) -> AsyncIterator[Desk]:
    async with httpx.AsyncClient(trust_env=False) as http:
        place = await MockPlace.open(mock_url, http)
        async with desk_at(place, judges_answers=False) as opened:
            yield opened


class TestTheMock(MastodonContract):
    """Everything the channel promises."""

    async def test_news_come_by_event_stream_where_the_websocket_wants_the_token_in_its_address(
        self, desk: Desk
    ) -> None:
        waiting = asyncio.create_task(desk.channel.wait_for_news(60))
        while not waiting.done():  # the server begins to listen some time after it has taken the connection
            await desk.place.says("@{us} siete svegli?")
            await asyncio.wait({waiting}, timeout=1)
        assert waiting.result()
        assert not desk.channel._streams._socket.is_open


async def test_its_websocket_tells_of_a_hashtag(mock_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(websocket, "PATH", "/api/v1/streaming?stream=hashtag&tag=aurora")  # what it gives to anybody
    opened, told = asyncio.Event(), asyncio.Event()
    socket = NewsSocket(lambda: datetime.now(UTC), opened=opened.set, told=told.set, lost=told.set, loopback_only=True)
    async with httpx.AsyncClient(trust_env=False) as http:
        place = await MockPlace.open(mock_url, http)
        assert socket.serves(mock_url, (), _signed(place.token))
        async with asyncio.timeout(60):
            while not socket.is_open:  # noqa: ASYNC110 - nobody tells of it
                await asyncio.sleep(0.01)
        telling = asyncio.create_task(told.wait())
        async with asyncio.timeout(60):
            while not telling.done():  # the server begins to listen some time after it has taken the connection
                await place.says("quanto costa #aurora?")
                await asyncio.wait({telling}, timeout=1)
        assert socket.is_open
    await socket.close()
