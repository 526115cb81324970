"""No request and no bytes can stop any of the town's networks, or the town."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from urllib.parse import urlsplit

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop.demo import Town, fresh_networks
from desktop.demo.networks import FakeNetwork
from desktop.model import Network
from tests.effort import examples

NOW = datetime(2026, 5, 12, 9, 48, tzinfo=UTC)
SERVED = [network for network in Network if network is not Network.EMAIL]
PATHS = {
    Network.X: ["/2/tweets", "/2/users/me", "/2/users/1/mentions", "/2/dm_conversations/with/x/messages"],
    Network.FACEBOOK: ["/me", "/v26.0/me/messages", "/v26.0/1/feed", "/v26.0/1_2/comments", "/v26.0/x"],
    Network.INSTAGRAM: ["/v26.0/17841400123456789/media", "/v26.0/1/replies", "/v26.0/me/conversations"],
    Network.MASTODON: ["/api/v1/statuses", "/api/v1/notifications", "/api/v2/media", "/api/v1/statuses/1"],
    Network.BLUESKY: [
        "/xrpc/app.bsky.feed.getPosts",
        "/xrpc/com.atproto.repo.putRecord",
        "/xrpc/chat.bsky.convo.sendMessage",
    ],
    Network.TELEGRAM: ["/bot1:x/getUpdates", "/bot1:x/sendMessage", "/file/bot1:x/y"],
    Network.LISTENING: ["/forum.xml", "/gazzetta.atom", "/"],
}
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=8), inner, max_size=2),
    max_leaves=5,
)
NOT_THERE = (b"HTTP/1.1 4", b"HTTP/1.1 501")
KINDS = st.sampled_from(["application/json", "application/x-www-form-urlencoded", "multipart/form-data", "x"])


@pytest.fixture(scope="module")
def networks() -> Iterator[dict[Network, FakeNetwork]]:
    """Return the networks of a town; each test serves them in its own event loop."""
    town = Town(3, NOW, fresh_networks(3, lambda: NOW))
    yield town.networks
    town.advance(300)
    assert town.refused == 0


def tokens_of(network: FakeNetwork) -> list[str]:
    """Return everything that might let a request in."""
    return [*network.secrets().values(), "nonsense"]


async def answers(network: FakeNetwork, thrown: bytes) -> tuple[bytes, bytes]:
    """Throw bytes at a network that is served for them; return what comes back, and what a second asker gets."""
    await network.start()
    try:
        first = await exchange(network.url, thrown)
        second = await exchange(network.url, b"GET /nothing HTTP/1.1\r\nHost: here\r\nConnection: close\r\n\r\n")
    finally:
        await network.close()
    return first, second


async def exchange(url: str, thrown: bytes) -> bytes:
    """Send bytes and return everything that comes back."""
    place = urlsplit(url)
    reader, writer = await asyncio.open_connection(place.hostname, place.port)
    writer.write(thrown)
    writer.write_eof()
    async with asyncio.timeout(60):
        answer = await reader.read()
    writer.close()
    return answer


@pytest.mark.parametrize("kind", SERVED)
@given(method=st.sampled_from(["GET", "POST", "DELETE", "PUT"]), body=JSON | st.text(max_size=20), data=st.data())
@settings(max_examples=examples(20), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_request_stops_a_network(
    networks: dict[Network, FakeNetwork], kind: Network, method: str, body: object, data: st.DataObject
) -> None:
    network = networks[kind]
    path = data.draw(st.sampled_from(PATHS[kind]))
    token = data.draw(st.sampled_from(tokens_of(network)))
    content = json.dumps(body).encode() if not isinstance(body, str) else body.encode()
    lines = [
        f"{method} {path} HTTP/1.1",
        "Host: here",
        f"Authorization: Bearer {token}",
        f"Content-Type: {data.draw(KINDS)}",
        f"Content-Length: {len(content)}",
        "Connection: close",
    ]
    thrown = "\r\n".join(lines).encode() + b"\r\n\r\n" + content
    first, second = asyncio.run(answers(network, thrown))
    assert first.startswith(b"HTTP/1.1 ")
    assert not first.startswith(b"HTTP/1.1 500")
    assert second.startswith(NOT_THERE)


@pytest.mark.parametrize("kind", SERVED)
@given(thrown=st.binary(max_size=60))
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_bytes_stop_a_network(networks: dict[Network, FakeNetwork], kind: Network, thrown: bytes) -> None:
    first, second = asyncio.run(answers(networks[kind], thrown))
    assert first == b"" or first.startswith(b"HTTP/1.1 4")
    assert second.startswith(NOT_THERE)
