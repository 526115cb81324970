"""The demo town on the wire: the same answers for the same seed, and no request that can break it."""

from __future__ import annotations

import asyncio
import json
import socket
import ssl
import subprocess
import sys
from collections.abc import AsyncIterator
from datetime import UTC, datetime

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop.channels.mastodon.channel import MastodonChannel
from desktop.demo import Town, TownServer, demo_account, demo_hours, serve
from desktop.demo.api import Api
from desktop.demo.faults import Manners
from desktop.demo.people import COMPANY
from desktop.demo.process import main
from desktop.demo.wire import Request, Response
from desktop.guardrails.hours import OpeningHours
from desktop.model import Account, AccountId, AccountRole, Arrival, Network, Outgoing, Visibility
from desktop.system.vault import SessionVault

NOW = datetime(2026, 5, 12, 9, 48, tzinfo=UTC)
READS = (
    "/api/v1/accounts/verify_credentials",
    "/api/v1/notifications?limit=80",
    "/api/v1/conversations",
    "/api/v1/timelines/public?limit=40",
    "/api/v1/timelines/tag/auroraenergia",
    "/api/v2/search?q=torino",
    f"/api/v1/accounts/{COMPANY.id}/statuses?limit=40",
)


@pytest.fixture
async def server() -> AsyncIterator[TownServer]:
    served = await serve(Town(3, NOW), pace=0)
    yield served
    await served.close()


def client_of(server: TownServer) -> httpx.AsyncClient:
    """Return a client that is signed in."""
    return httpx.AsyncClient(
        base_url=server.url,
        headers={"Authorization": f"Bearer {server.token}"},
        trust_env=False,
        verify=ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT),
    )


async def life(seed: int) -> list[bytes]:
    """Return everything that a town answers, before and after some time and an answer of ours."""
    served = await serve(Town(seed, NOW), pace=0)
    answers: list[bytes] = []
    async with client_of(served) as client:
        for _ in range(2):
            answers += [(await client.get(path)).content for path in READS]
            newest = json.loads(answers[1])[0]["status"]["id"]
            body = {"status": "Arriviamo entro oggi, ci dispiace del disagio.", "in_reply_to_id": newest}
            answers.append((await client.post("/api/v1/statuses", json=body)).content)
            served.town.advance(120)
    await served.close()
    return answers


async def test_the_same_seed_gives_byte_identical_answers() -> None:
    assert await life(3) == await life(3)
    assert await life(3) != await life(4)


async def test_posting_through_the_channel_brings_an_answer(server: TownServer) -> None:
    made = demo_account(server.url, server.token, server.account_id)
    account = Account(AccountId(1), "demo", Network.MASTODON, made.name, made.handle, AccountRole.CARE, made.settings)
    channel = MastodonChannel(account, SessionVault({"account/demo/token": made.token}), clock=lambda: server.town.now)
    found: dict[str, Arrival] = {}
    cursor, more = None, True
    while more:
        fetched = await channel.fetch(cursor)
        found |= {arrival.remote_id: arrival for arrival in fetched.arrivals}
        cursor, more = fetched.cursor, fetched.more
    question = max(
        (each for each in found.values() if each.author.name == "Silvia Marchetto"), key=lambda each: each.sent_at
    )
    outgoing = Outgoing(
        "key-1",
        question.thread_remote_id,
        Visibility.PUBLIC,
        "Buongiorno Silvia, basta il numero dopo 1.8.0: lo mandi dall'area clienti entro domani. ^LB",
        question.author.handle,
        language="it",
        in_reply_to=question.remote_id,
        created_at=server.town.now,
    )
    receipt = await channel.send(outgoing, lambda: None)
    waiting = asyncio.create_task(channel.wait_for_news(10))
    await asyncio.sleep(0.05)
    server.town.advance(45)
    assert await waiting
    fetched = await channel.fetch(cursor)
    reply = next(each for each in fetched.arrivals if each.in_reply_to == receipt.remote_id)
    assert reply.author == question.author
    assert reply.thread_remote_id == question.thread_remote_id
    await channel.close()


async def test_without_the_token_nothing_is_told(server: TownServer) -> None:
    async with client_of(server) as client:
        for path in READS:
            answer = await client.get(path, headers={"Authorization": "Bearer no"})
            assert answer.status_code == 401
        assert (await client.get("/api/v2/instance", headers={"Authorization": ""})).status_code == 200


@pytest.mark.parametrize(
    ("method", "path", "body", "status"),
    [
        ("GET", "/api/v1/statuses/999", None, 404),
        ("GET", "/api/v1/nothing", None, 404),
        ("PUT", "/api/v1/statuses", None, 404),
        ("DELETE", "/api/v1/statuses/999", None, 404),
        ("POST", "/api/v1/statuses", b"{", 400),
        ("POST", "/api/v1/statuses", b"[]", 400),
        ("POST", "/api/v1/statuses", b"{}", 422),
        ("POST", "/api/v1/statuses", b'{"status": "  "}', 422),
        ("POST", "/api/v1/statuses", b'{"status": 7}', 422),
        ("POST", "/api/v1/statuses", b'{"status": "x", "visibility": "loud"}', 422),
        ("POST", "/api/v1/statuses", b'{"status": "x", "visibility": ["direct"]}', 422),
        ("POST", "/api/v1/statuses", b'{"status": "x", "media_ids": ["1"]}', 422),
        ("POST", "/api/v1/statuses", b'{"status": "x", "in_reply_to_id": {}}', 404),
        ("POST", "/api/v2/media", b"{}", 422),
        ("GET", "/api/v1/statuses?" + "&".join(f"id[]={n}" for n in range(21)), None, 422),
        ("GET", "/api/v1/notifications?limit=-3&min_id=x&max_id=9999999999999999999999", None, 200),
    ],
)
async def test_wrong_requests_are_told_so(
    server: TownServer, method: str, path: str, body: bytes | None, status: int
) -> None:
    async with client_of(server) as client:
        answer = await client.request(method, path, content=body, headers={"Content-Type": "application/json"})
        assert answer.status_code == status
        assert answer.json()


async def test_forms_are_read_like_json(server: TownServer) -> None:
    async with client_of(server) as client:
        answer = await client.post("/api/v1/statuses", data={"status": "in un modulo", "visibility": "public"})
        assert answer.json()["content"] == "<p>in un modulo</p>"


async def test_one_connection_serves_many_requests(server: TownServer) -> None:
    reader, writer = await connected(server)
    for _ in range(3):
        writer.write(b"GET /api/v1/streaming/health HTTP/1.1\r\nHost: town\r\n\r\n")
        head = await reader.readuntil(b"\r\n\r\n")
        assert head.startswith(b"HTTP/1.1 200")
        assert await reader.readexactly(2) == b"OK"
    writer.close()
    await writer.wait_closed()


async def connected(server: TownServer) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    """Return a bare connection to a town."""
    host, port = server.url.removeprefix("http://").split(":")
    return await asyncio.open_connection(host, int(port))


_PIECES = st.sampled_from(
    [
        b"GET / HTTP/1.1\r\n",
        b"POST /api/v1/statuses HTTP/1.1\r\n",
        b"Host: town\r\n",
        b"Content-Length: 5\r\n",
        b"Content-Length: -1\r\n",
        b"Transfer-Encoding: chunked\r\n",
        b"Expect: 100-continue\r\n",
        b"Authorization: Bearer \xff\r\n",
        b"\r\n",
        b"\n",
        b"5\r\nhello\r\n0\r\n\r\n",
        b'{"status":',
        b"GET /%ff%00?a[]=%zz HTTP/1.0\r\n\r\n",
        b"\x16\x03\x01\x02\x00",
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    ]
)


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=4), inner, max_size=2),
    max_leaves=4,
)
_FIELDS = st.sampled_from(["status", "visibility", "in_reply_to_id", "language", "media_ids"])
_PARAMETERS = st.sampled_from(["limit", "min_id", "max_id", "since_id", "types[]", "id[]", "q", "type"])
_PATHS = st.sampled_from(
    [path.split("?")[0] for path in READS] + ["/api/v1/statuses", "/api/v2/media", "/api/v1/media/x"]
)


@given(
    st.sampled_from(["GET", "POST", "DELETE", "HEAD", "PUT"]),
    _PATHS,
    st.lists(st.tuples(_PARAMETERS, st.text(max_size=6)), max_size=3),
    st.dictionaries(_FIELDS, _JSON, max_size=4),
    st.text(max_size=12),
)
def test_no_request_can_break_the_api(
    method: str, path: str, query: list[tuple[str, str]], body: dict[str, object], kind: str
) -> None:
    api = Api(_STILL, "t", Manners(), "http://127.0.0.1:1")
    headers = {"authorization": "Bearer t", "content-type": kind or "application/json"}
    answer = api.answer(Request(method, path, tuple(query), headers, json.dumps(body).encode()))
    _STILL.listeners.clear()
    assert isinstance(answer, Response)
    assert answer.status < 500
    json.loads(answer.body)


@given(st.lists(_PIECES | st.binary(max_size=40), max_size=8))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_bytes_can_break_the_server(pieces: list[bytes]) -> None:
    async def throw() -> None:
        served = await serve(_STILL, pace=0)
        try:
            reader, writer = await connected(served)
            writer.write(b"".join(pieces))
            writer.write_eof()
            async with asyncio.timeout(5):
                answer = await reader.read()
            assert answer == b"" or answer.startswith((b"HTTP/1.1 ", b"HTTP/1.0 "))
            writer.close()
            async with client_of(served) as client:
                assert (await client.get("/api/v1/streaming/health")).text == "OK"
        finally:
            await served.close()

    asyncio.run(throw())


_STILL = Town(3, NOW)


async def test_a_body_larger_than_any_is_refused(server: TownServer) -> None:
    reader, writer = await connected(server)
    writer.write(b"POST /api/v2/media HTTP/1.1\r\nHost: town\r\nTransfer-Encoding: chunked\r\n\r\n")
    piece = b"100000\r\n" + b"x" * 0x100000 + b"\r\n"
    for _ in range(26):
        writer.write(piece)
    head = await reader.readuntil(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 413")
    writer.close()


async def test_listeners_who_leave_are_forgotten(server: TownServer) -> None:
    async with client_of(server) as client, client.stream("GET", "/api/v1/streaming/user") as stream:
        lines = stream.aiter_lines()
        assert await anext(lines) == ":)"
        server.town.say(server.town.people["ugo"], "@aurora eccomi")
        assert [line async for line in _until(lines, "event: notification")]
    api = server._api
    assert api is not None
    async with asyncio.timeout(5):
        await asyncio.gather(*server._serving._tasks)
    server.town.say(server.town.people["ugo"], "@aurora ci siete ancora?")
    assert api.streams == set()


async def _until(lines: AsyncIterator[str], wanted: str) -> AsyncIterator[str]:
    async for line in lines:
        yield line
        if line == wanted:
            return


async def test_time_passes_at_its_pace() -> None:
    served = await serve(Town(3, NOW), pace=100, clock=lambda: NOW)
    told = asyncio.Event()
    served.town.listeners.append(lambda _: told.set())
    async with asyncio.timeout(10):
        await told.wait()
    await served.close()


def test_the_process_says_where_it_listens_and_ends_with_its_input() -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "desktop.demo.process", "--pace", "0", "--seed", "5"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    report = json.loads(process.stdout.readline())
    headers = {"Authorization": f"Bearer {report['token']}"}
    answer = httpx.get(f"{report['url']}/api/v1/accounts/verify_credentials", headers=headers, trust_env=False)
    assert answer.json()["id"] == report["account_id"]
    _, errors = process.communicate(timeout=20)
    assert process.returncode == 0
    assert errors == b""


def test_a_taken_port_is_said_in_a_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        assert main(["--port", str(taken.getsockname()[1]), "--pace", "0"]) == 1
    assert "can't listen" in capsys.readouterr().err


@pytest.mark.parametrize("always_open", [True, False])
def test_the_suggested_hours_can_be_kept(always_open: bool) -> None:
    hours = OpeningHours.from_dict(demo_hours(always_open=always_open))
    assert [bool(day) for day in hours.week] == [True] * 6 + [always_open]


def test_the_light_half_of_the_demo_loads_no_server() -> None:
    code = "import sys, desktop.demo; print(sorted({'h11', 'asyncio', 'httpx', 'tomllib'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=30)
    assert done.stdout.strip() == "[]"
