"""The WebSocket of one account, on servers that close, refuse, lie or send rubbish."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from websockets.asyncio.server import ServerConnection, serve
from websockets.http11 import Request, Response

from desktop.channels.mastodon import websocket
from desktop.channels.mastodon.websocket import SUBSCRIBED, NewsSocket
from desktop.channels.tls import trusted_context
from desktop.system.log import log_to
from tests.servers.certificate import make_certificate

TOKEN = "zq7" * 12
HEADERS = {"Authorization": f"Bearer {TOKEN}"}
EVENT = json.dumps({"stream": ["user:notification"], "event": "notification", "payload": "{}"})


class Ear:
    """What one socket told its owner."""

    def __init__(self, *, loopback_only: bool = True, open_seconds: float = 5.0) -> None:
        self.now = datetime(2026, 5, 12, 9, 48, tzinfo=UTC)
        self.opened, self.told, self.lost = asyncio.Event(), asyncio.Event(), asyncio.Event()
        self.socket = NewsSocket(
            lambda: self.now,
            opened=self.opened.set,
            told=self.told.set,
            lost=self.lost.set,
            loopback_only=loopback_only,
            open_seconds=open_seconds,
        )

    def listen(self, base: str, *tags: str) -> bool:
        return self.socket.serves(base, tags, HEADERS)

    async def loses(self) -> None:
        await asyncio.wait_for(self.lost.wait(), 60)
        self.lost.clear()


@pytest.fixture
async def ear() -> AsyncIterator[Ear]:
    opened = Ear()
    yield opened
    await opened.socket.close()


Saying = Callable[[ServerConnection], Awaitable[None]]


@asynccontextmanager
async def server(saying: Saying, **options: object) -> AsyncIterator[str]:
    """Serve with the library's own server; yield its http address."""
    async with serve(saying, "127.0.0.1", 0, **options) as served:  # type: ignore[arg-type]
        scheme = "https" if "ssl" in options else "http"
        yield f"{scheme}://127.0.0.1:{served.sockets[0].getsockname()[1]}"


async def says_an_event(connection: ServerConnection) -> None:
    await connection.send(EVENT)
    await connection.wait_closed()


async def closes_at_once(connection: ServerConnection) -> None:
    await connection.close()


async def test_the_token_is_in_a_header_and_never_in_the_address(ear: Ear) -> None:
    asked: list[Request] = []

    async def remembers(connection: ServerConnection) -> None:
        assert connection.request is not None
        asked.append(connection.request)
        await says_an_event(connection)

    async with server(remembers) as base:
        assert ear.listen(base)
        await asyncio.wait_for(ear.told.wait(), 60)
    assert asked[0].path == "/api/v1/streaming?stream=user:notification"
    assert asked[0].headers["Authorization"] == f"Bearer {TOKEN}"
    assert asked[0].headers["User-Agent"].startswith("Sportello")


async def test_a_few_hashtags_are_subscribed_to(ear: Ear) -> None:
    wishes: list[object] = []

    async def listens(connection: ServerConnection) -> None:
        wishes.extend([json.loads(await connection.recv()) for _ in range(SUBSCRIBED)])
        await says_an_event(connection)

    async with server(listens) as base:
        ear.listen(base, *(f"tag{number}" for number in range(SUBSCRIBED + 5)))
        await asyncio.wait_for(ear.told.wait(), 60)
    assert wishes[0] == {"type": "subscribe", "stream": "hashtag", "tag": "tag0"}


async def test_a_redirect_is_not_followed(ear: Ear) -> None:
    reached = asyncio.Event()

    async def elsewhere(connection: ServerConnection) -> None:
        reached.set()
        await says_an_event(connection)

    async with server(elsewhere) as other:

        def sends_away(connection: ServerConnection, request: Request) -> Response:
            answer = connection.respond(HTTPStatus.FOUND, "")
            answer.headers["Location"] = other.replace("http", "ws")
            return answer

        async with server(says_an_event, process_request=sends_away) as base:
            ear.listen(base)
            await ear.loses()
    assert not reached.is_set()


async def test_a_server_that_closes_at_once_is_asked_ever_later(ear: Ear) -> None:
    async with server(closes_at_once) as base:
        pauses = []
        for _ in range(9):
            assert ear.listen(base)
            await ear.loses()
            assert not ear.listen(base)
            before = ear.now
            while not ear.listen(base):
                ear.now += timedelta(seconds=5)
            await ear.loses()
            pauses.append((ear.now - before).total_seconds())
            ear.now += timedelta(minutes=10)
    assert pauses == sorted(pauses)
    assert (pauses[0], pauses[-1]) == (5, 600)


async def test_a_connection_that_lasted_is_opened_again_soon(ear: Ear) -> None:
    async with server(says_an_event) as base:
        ear.listen(base)
        await asyncio.wait_for(ear.told.wait(), 60)
        assert not ear.socket.is_steady
        ear.now += timedelta(minutes=5)
        assert ear.socket.is_steady
    await ear.loses()
    assert not ear.socket.is_open
    ear.now += timedelta(seconds=5)
    assert ear.listen(base)


async def test_a_stream_that_is_refused_on_the_open_connection_is_left_for_ten_minutes(ear: Ear) -> None:
    async def refuses(connection: ServerConnection) -> None:
        await connection.send('{"error": "Unknown stream type", "status": 400}')
        await connection.wait_closed()

    async with server(refuses) as base:
        ear.listen(base)
        await ear.loses()
        ear.now += timedelta(minutes=9)
        assert not ear.listen(base)
    assert not ear.told.is_set()


async def test_a_message_of_absurd_size_costs_the_connection_and_no_more(ear: Ear) -> None:
    async def shouts(connection: ServerConnection) -> None:
        await connection.send("x" * 3_000_000)
        await connection.wait_closed()

    async with server(shouts) as base:
        ear.listen(base)
        await ear.loses()
    assert not ear.told.is_set()


async def hears_and_says_nothing(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with suppress(ConnectionError):
        await reader.read(-1)
    writer.close()


async def test_a_server_that_says_nothing_is_given_up() -> None:
    ear = Ear(open_seconds=0.1)
    silent = await asyncio.start_server(hears_and_says_nothing, "127.0.0.1", 0)
    async with silent:
        ear.listen(f"http://127.0.0.1:{silent.sockets[0].getsockname()[1]}")
        await ear.loses()
    await ear.socket.close()


async def test_it_can_be_closed_while_it_opens() -> None:
    ear = Ear(open_seconds=60)
    arrived = asyncio.Event()

    async def arrives(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        arrived.set()
        await hears_and_says_nothing(reader, writer)

    silent = await asyncio.start_server(arrives, "127.0.0.1", 0)
    async with silent:
        ear.listen(f"http://127.0.0.1:{silent.sockets[0].getsockname()[1]}")
        await asyncio.wait_for(arrived.wait(), 60)
        await asyncio.wait_for(ear.socket.close(), 30)


def test_a_socket_of_this_machine_reaches_no_other() -> None:
    socket = NewsSocket(lambda: datetime.now(UTC), opened=print, told=print, lost=print, loopback_only=True)
    assert not socket.serves("https://agora.example", (), HEADERS)


async def test_only_a_trusted_certificate_gets_the_token(
    ear: Ear, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = make_certificate(tmp_path)
    async with server(says_an_event, ssl=made.server_context()) as base:
        ear.listen(base)
        await ear.loses()
        assert not ear.told.is_set()
        monkeypatch.setattr(websocket, "trusted_context", lambda: trusted_context(str(made.cert)))
        ear.now += timedelta(minutes=10)
        ear.listen(base)
        await asyncio.wait_for(ear.told.wait(), 60)


async def test_a_proxy_of_the_system_is_used_and_sees_no_token(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[bytes] = []

    async def refuses(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        asked.append(await reader.readuntil(b"\r\n\r\n"))
        writer.write(b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n")
        await writer.drain()
        writer.close()

    proxy = await asyncio.start_server(refuses, "127.0.0.1", 0)
    monkeypatch.setenv("https_proxy", f"http://127.0.0.1:{proxy.sockets[0].getsockname()[1]}")
    ear = Ear(loopback_only=False)
    async with proxy:
        ear.listen("https://agora.example")
        await ear.loses()
    assert asked[0].startswith(b"CONNECT agora.example:443 ")
    assert TOKEN.encode() not in asked[0]


async def test_nothing_of_it_is_logged(ear: Ear, tmp_path: Path) -> None:
    root = logging.getLogger()
    before, level = root.handlers.copy(), root.level
    logging.getLogger("websockets").setLevel(logging.NOTSET)
    log_to(tmp_path / "log", "engine", logging.DEBUG)
    try:
        async with server(says_an_event) as base:
            ear.listen(base, "auroraenergia")
            await asyncio.wait_for(ear.told.wait(), 60)
            await ear.socket.close()
        logging.getLogger("desktop").debug("it was heard")
    finally:
        for handler in [handler for handler in root.handlers if handler not in before]:
            root.removeHandler(handler)
            handler.close()
        root.setLevel(level)
    written = (tmp_path / "log").read_text(encoding="utf-8")
    assert "it was heard" in written
    assert [word for word in (TOKEN, "Bearer", "auroraenergia", "notification") if word in written] == []


@given(
    st.one_of(
        st.text(),
        st.binary(),
        st.sampled_from(["[" * 100_000, "17", '{"event": 3}']),
        st.dictionaries(st.text(min_size=6), st.integers()).map(json.dumps),
    )
)
def test_rubbish_means_nothing(message: str | bytes) -> None:
    assert not websocket._is_event(message)
