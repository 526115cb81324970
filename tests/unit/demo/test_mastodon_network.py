"""The fake Mastodon on the wire: no request can break it, and what it shows is what was written."""

from __future__ import annotations

import asyncio
import json
import ssl
from collections.abc import AsyncIterator
from datetime import UTC, datetime

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus

from desktop.channels.mastodon.content import plain_text
from desktop.demo.networks import Heard, Persona
from desktop.demo.networks.mastodon import MastodonNetwork
from desktop.demo.networks.mastodon.markup import content, hashtags
from desktop.demo.networks.mastodon.posts import MENTION, Post
from desktop.demo.networks.mastodon.residents import COMPANY
from desktop.demo.networks.mastodon.world import Event
from desktop.demo.wire import Request, Response
from tests.effort import examples

NOW = datetime(2026, 5, 12, 9, 48, tzinfo=UTC)
UGO = Persona("ugo", "Ugo Martinengo", "ugomart")
CHIARA = Persona("chiara", "Chiara Bevilacqua", "chiarabev@lanterna.example")
READS = (
    "/api/v1/accounts/verify_credentials",
    "/api/v1/notifications?limit=80",
    "/api/v1/conversations",
    "/api/v1/timelines/public?limit=40",
    "/api/v1/timelines/tag/auroraenergia",
    "/api/v2/search?q=torino",
    f"/api/v1/accounts/{COMPANY.id}/statuses?limit=40",
)


def network() -> MastodonNetwork:
    """Return a server on which two people have written."""
    made = MastodonNetwork(lambda: NOW)
    question = made.says(CHIARA, "siete voi a Torino? #AuroraEnergia")
    made.announces("Sì, anche a Torino", reply_to=question)
    made.says(UGO, "in privato allora", direct=True)
    return made


@pytest.fixture
async def server() -> AsyncIterator[MastodonNetwork]:
    served = network()
    await served.start()
    yield served
    await served.close()


def client_of(server: MastodonNetwork) -> httpx.AsyncClient:
    """Return a client that is signed in."""
    return httpx.AsyncClient(
        base_url=server.url,
        headers={"Authorization": f"Bearer {server.token}"},
        trust_env=False,
        verify=ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT),
    )


def heard_by(made: MastodonNetwork) -> list[Heard]:
    """Return what the network will tell of the company's posts."""
    heard: list[Heard] = []
    made.heard.append(heard.append)
    return heard


async def test_without_the_token_nothing_is_told(server: MastodonNetwork) -> None:
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
    server: MastodonNetwork, method: str, path: str, body: bytes | None, status: int
) -> None:
    async with client_of(server) as client:
        answer = await client.request(method, path, content=body, headers={"Content-Type": "application/json"})
        assert answer.status_code == status
        assert answer.json()


async def test_forms_are_read_like_json(server: MastodonNetwork) -> None:
    async with client_of(server) as client:
        answer = await client.post("/api/v1/statuses", data={"status": "in un modulo", "visibility": "public"})
        assert answer.json()["content"] == "<p>in un modulo</p>"


async def test_one_connection_serves_many_requests(server: MastodonNetwork) -> None:
    reader, writer = await connected(server)
    for _ in range(3):
        writer.write(b"GET /api/v1/streaming/health HTTP/1.1\r\nHost: town\r\n\r\n")
        head = await reader.readuntil(b"\r\n\r\n")
        assert head.startswith(b"HTTP/1.1 200")
        assert await reader.readexactly(2) == b"OK"
    writer.close()
    await writer.wait_closed()


async def connected(server: MastodonNetwork) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
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
    headers = {"authorization": f"Bearer {_STILL.token}", "content-type": kind or "application/json"}
    answer = _STILL.api.answer(Request(method, path, tuple(query), headers, json.dumps(body).encode()))
    assert isinstance(answer, Response)
    assert answer.status < 500
    json.loads(answer.body)


@given(st.lists(_PIECES | st.binary(max_size=40), max_size=8))
@settings(max_examples=examples(60), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_bytes_can_break_the_server(pieces: list[bytes]) -> None:
    async def throw() -> None:
        served = network()
        await served.start()
        try:
            reader, writer = await connected(served)
            writer.write(b"".join(pieces))
            writer.write_eof()
            async with asyncio.timeout(60):
                answer = await reader.read()
            assert answer == b"" or answer.startswith((b"HTTP/1.1 ", b"HTTP/1.0 "))
            writer.close()
            async with client_of(served) as client:
                assert (await client.get("/api/v1/streaming/health")).text == "OK"
        finally:
            await served.close()

    asyncio.run(throw())


_STILL = network()


async def test_a_body_larger_than_any_is_refused(server: MastodonNetwork) -> None:
    reader, writer = await connected(server)
    writer.write(b"POST /api/v2/media HTTP/1.1\r\nHost: town\r\nTransfer-Encoding: chunked\r\n\r\n")
    piece = b"100000\r\n" + b"x" * 0x100000 + b"\r\n"
    for _ in range(26):
        writer.write(piece)
    head = await reader.readuntil(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 413")
    writer.close()


async def test_listeners_who_leave_are_forgotten(server: MastodonNetwork) -> None:
    async with client_of(server) as client, client.stream("GET", "/api/v1/streaming/user") as stream:
        lines = stream.aiter_lines()
        assert await anext(lines) == ":)"
        server.says(UGO, "eccomi")
        assert [line async for line in _until(lines, "event: notification")]
    async with asyncio.timeout(60):
        await asyncio.gather(*server._serving._tasks)
    server.says(UGO, "ci siete ancora?")
    assert server.api.streams == set()


async def test_a_websocket_hears_of_what_it_subscribed_to_and_is_forgotten_when_it_leaves(
    server: MastodonNetwork,
) -> None:
    async with connect(f"{_streaming(server)}?stream=user", additional_headers=_signed(server), proxy=None) as socket:
        await socket.send('{"type": "subscribe", "stream": "hashtag", "tag": "torino"}')
        await socket.send("[")
        assert "error" in json.loads(await socket.recv())
        server.says(UGO, "bella #Torino", names_us=False)
        server.says(UGO, "eccomi")
        heard = [json.loads(await socket.recv()) for _ in range(2)]
        assert [(one["stream"], one["event"]) for one in heard] == [
            (["hashtag", "torino"], "update"),
            (["user:notification"], "notification"),
        ]
    async with asyncio.timeout(60):
        await asyncio.gather(*server._serving._tasks)
    server.says(UGO, "ci siete ancora?")
    assert server.api.sockets == {}


async def test_a_websocket_is_for_who_signs_in_and_asks_for_something_that_is_there(server: MastodonNetwork) -> None:
    with pytest.raises(InvalidStatus, match="401"):
        await connect(f"{_streaming(server)}?stream=user", proxy=None)
    async with connect(f"{_streaming(server)}?stream=gossip", additional_headers=_signed(server), proxy=None) as socket:
        assert "error" in json.loads(await socket.recv())
    async with client_of(server) as client:
        assert (await client.get("/api/v1/streaming?stream=user")).status_code == 426


def _streaming(server: MastodonNetwork) -> str:
    return f"{server.url.replace('http', 'ws')}/api/v1/streaming"


def _signed(server: MastodonNetwork) -> dict[str, str]:
    return {"Authorization": f"Bearer {server.token}"}


async def _until(lines: AsyncIterator[str], wanted: str) -> AsyncIterator[str]:
    async for line in lines:
        yield line
        if line == wanted:
            return


def test_edits_deletions_and_mentions_are_told_to_listeners() -> None:
    made = network()
    told: list[Event] = []
    made.world.listeners.append(told.append)
    question = made.says(UGO, "oggi")
    made.edits(question, "scusate, volevo dire domani")
    made.removes(question)
    assert [event.name for event in told] == ["notification", "update", "status.update", "delete"]
    assert all(mention.post_id != question for mention in made.world.mentions)


def test_a_deleted_post_leaves_its_replies_without_a_parent() -> None:
    made = network()
    question = made.says(UGO, "ci siete?")
    ours = made.announces("eccoci", reply_to=question)
    made.removes(question)
    assert made.world.posts.by_id[ours].parent_id is None


def test_a_direct_answer_that_does_not_name_its_reader_reaches_nobody() -> None:
    made = network()
    heard = heard_by(made)
    question = made.says(UGO, "in privato", direct=True)
    made.world.write("La squadra arriva", direct=True, parent_id=question)
    made.world.write("@ugomart la squadra arriva", direct=True, parent_id=question)
    assert [one.recipient_key for one in heard] == ["", "ugo"]


def test_an_answer_to_a_third_person_names_that_person_and_not_us() -> None:
    made = network()
    question = made.says(CHIARA, "aspetto ancora il rimborso")
    reply = made.world.posts.by_id[made.says(UGO, "anch'io", reply_to=question, names_us=False)]
    assert reply.text == "@chiarabev@lanterna.example anch'io"
    assert COMPANY not in reply.mentions


def test_applause_adds_up_on_what_is_still_there() -> None:
    made = network()
    question = made.says(UGO, "bravi")
    made.world.posts.applaud(question, (1, 2, 3))
    made.world.posts.applaud(question, (0, 0, 1))
    made.world.posts.applaud("gone", (9, 9, 9))
    assert made.world.posts.by_id[question].reactions == (1, 2, 4)


@pytest.mark.parametrize(
    "text",
    [
        "due righe\ne un'altra",
        "due\n\nparagrafi",
        "https://a.example/lungo/lungo/lungo/percorso/ancora",
        "@chiarabev ciao",
    ],
)
def test_markup_comes_back_as_the_text_it_was_made_of(text: str) -> None:
    made = network()
    post: Post = made.world.posts.by_id[made.says(UGO, text)]
    shown = plain_text(content(post.text, lambda user, host: made.world.posts.named(user, host, post.author)))
    assert shown == MENTION.sub(lambda found: f"@{found[1]}", post.text)


def test_markup_escapes_links_and_names() -> None:
    text = 'vedi <b> & https://a.example/lungo/lungo/lungo/percorso?q="1" #LuceSpenta @nessuno #1'
    made = content(text, lambda _, __: None)
    assert plain_text(made) == text
    assert hashtags(text) == ["LuceSpenta"]
    assert "<b>" not in made
