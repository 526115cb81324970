"""How Mastodon's news reach us: a WebSocket first, event streams where it is refused, and nobody where both are."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from functools import partial
from typing import Any

import pytest

from desktop.channels.mastodon.channel import MastodonChannel
from desktop.channels.mastodon.manifest import MANIFEST
from desktop.demo.faults import Fault, Manners
from desktop.demo.networks.mastodon import MastodonNetwork
from desktop.demo.wire import Response, error_response
from desktop.model import Listening
from tests.contract.channel_place import Desk, Kit, open_desk

ADDRESS = "/api/v1/streaming"
TAGS = Listening((), ("AuroraEnergia", "Torino", "bollette", "gas", "luce"))
KIT = Kit(manifest=MANIFEST, network=MastodonNetwork, channel=MastodonChannel, judge=lambda: None)


@pytest.fixture(autouse=True)
def no_authorities_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("desktop.channels.http.trusted_context", lambda _: ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT))


@asynccontextmanager
async def a_desk(manners: Manners | None = None, listening: Listening | None = None) -> AsyncIterator[Desk]:
    settings: dict[str, Any] = dict((listening or Listening()).settings())
    kit = replace(KIT, network=partial(MastodonNetwork, manners=manners), settings=settings)
    async with open_desk(kit) as desk:
        yield desk


def network_of(desk: Desk) -> MastodonNetwork:
    assert isinstance(desk.network, MastodonNetwork)
    return desk.network


def event_streams(desk: Desk) -> list[str]:
    """Return which event streams were asked for: the WebSocket does not pass through the cable."""
    return [one.url.split(ADDRESS)[1] for one in desk.cable.passed if ADDRESS in one.url]


async def until(fact: Callable[[], bool]) -> None:
    async with asyncio.timeout(30):
        while not fact():  # noqa: ASYNC110 - the town tells nobody
            await asyncio.sleep(0.005)


async def until_somebody_listens(desk: Desk, *, sockets: int = 0, streams: int = 0) -> None:
    api = network_of(desk).api
    await until(
        lambda: (
            sum(not each.ended for each in api.sockets) == sockets
            and sum(not each.ended for each in (*api.streams, *api.tag_streams)) == streams
        )
    )


async def hears(desk: Desk, waiting: asyncio.Task[bool], text: str = "ci siete?", **how: Any) -> bool:
    desk.says(text, **{"direct": False, **how})
    return await asyncio.wait_for(waiting, 30)


def wait_for_news(desk: Desk) -> asyncio.Task[bool]:
    return asyncio.create_task(desk.channel.wait_for_news(60))


async def test_news_come_over_one_websocket_and_no_event_stream_is_asked_for() -> None:
    async with a_desk(listening=TAGS) as desk:
        assert await hears(desk, await _listening(desk, sockets=1))
        assert not await desk.channel.wait_for_news(0.05)
        assert event_streams(desk) == []


async def test_every_hashtag_is_subscribed_to_on_the_same_websocket() -> None:
    async with a_desk(listening=TAGS) as desk:
        waiting = await _listening(desk, sockets=1)
        (tags,) = network_of(desk).api.sockets.values()
        await until(lambda: len(tags) == len(TAGS.hashtags))
        desk.says("niente", names_us=False, direct=False)
        done, _ = await asyncio.wait({waiting}, timeout=0.1)
        assert not done
        assert await hears(desk, waiting, "che buio senza #luce", names_us=False)


@pytest.mark.parametrize(
    "refusal",
    [
        {"response": error_response(404, "Record not found")},
        {"response": error_response(400, "Bad request")},
        {"response": error_response(401, "The access token is invalid")},
        {"response": error_response(426, "Upgrade Required")},
        {"response": error_response(429, "Too many requests")},
        {"response": Response(502, b"<html>bad gateway</html>", "text/html")},
        {"response": Response(200, b"<html>welcome</html>", "text/html")},
        {"response": Response(302, headers=(("Location", "/elsewhere"),))},
        {"drops": True},
    ],
    ids=("404", "400", "401", "426", "429", "502", "page", "redirect", "dropped"),
)
async def test_a_refused_websocket_leaves_the_event_streams(refusal: dict[str, Any]) -> None:
    async with a_desk() as desk:
        network_of(desk).faults.add(Fault("GET", ADDRESS, **refusal))
        assert await hears(desk, await _listening(desk, streams=1))
        assert event_streams(desk) == ["/user/notification"]
        assert not await desk.channel.wait_for_news(0.05)


async def test_a_server_without_websockets_is_listened_to_by_event_streams() -> None:
    async with a_desk(Manners(sockets=False), TAGS) as desk:
        assert await hears(desk, await _listening(desk, streams=4))
        assert len(event_streams(desk)) == 4


async def test_without_either_the_wait_lasts_and_the_pull_finds_what_is_new() -> None:
    async with a_desk(Manners(streams=False)) as desk:
        _, before = await desk.pull()
        said = desk.says("ci siete?", direct=False)
        assert not await desk.channel.wait_for_news(0.3)
        assert event_streams(desk) == ["/user/notification"]
        assert list((await desk.pull(before.cursor))[0]) == [said]


async def test_a_server_that_takes_websockets_later_is_found_out() -> None:
    async with a_desk() as desk:
        network_of(desk).faults.add(Fault("GET", ADDRESS, response=error_response(503, "Busy")))
        assert await hears(desk, await _listening(desk, streams=1))
        desk.clock.advance(minutes=9)
        assert not await desk.channel.wait_for_news(0.05)
        assert network_of(desk).api.sockets == {}
        desk.clock.advance(minutes=2)
        assert await hears(desk, await _listening(desk, sockets=1, streams=1))
        desk.clock.advance(minutes=1)
        assert not await desk.channel.wait_for_news(0)
        assert await hears(desk, await _listening(desk, sockets=1, opens=False))


async def test_a_websocket_that_breaks_is_followed_by_an_event_stream_within_the_same_wait() -> None:
    async with a_desk() as desk:
        waiting = await _listening(desk, sockets=1)
        network = network_of(desk)
        for task in list(network._serving._tasks):
            task.cancel()
        assert await asyncio.wait_for(waiting, 30)
        assert await hears(desk, await _listening(desk, streams=1, opens=False))


async def test_what_is_posted_while_the_line_opens_is_pulled_at_once() -> None:
    async with a_desk() as desk:
        _, before = await desk.pull()
        said = desk.says("ci siete?", direct=False)
        assert await desk.channel.wait_for_news(60)
        assert list((await desk.pull(before.cursor))[0]) == [said]
        assert not await desk.channel.wait_for_news(0.05)


async def test_closing_the_channel_leaves_the_server() -> None:
    async with a_desk() as desk:
        waiting = await _listening(desk, sockets=1)
        waiting.cancel()
        await asyncio.wait_for(desk.channel.close(), 15)
        await until_somebody_listens(desk)


async def _listening(desk: Desk, *, sockets: int = 0, streams: int = 0, opens: bool = True) -> asyncio.Task[bool]:
    """Wait for news while that many lines are open; where they open now, that was told."""
    if opens:
        assert await desk.channel.wait_for_news(30)
        await until_somebody_listens(desk, sockets=sockets, streams=streams)
        while await desk.channel.wait_for_news(0.2):
            pass
    waiting = wait_for_news(desk)
    await until_somebody_listens(desk, sockets=sockets, streams=streams)
    return waiting
