"""The stream takes whatever bytes come and keeps the posts among them; the client speaks whichever language X knows."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.channels.x.client import XClient
from desktop.channels.x.fields import POSTS, TWEETS
from desktop.channels.x.prices import Ledger
from desktop.channels.x.stream import BUFFER, NOT_FOR_US, RETRY_FIRST, Stream
from desktop.channels.x.windows import Windows
from desktop.model import Refused, SignInExpired, Spent, TemporaryFailure
from tests.factories import FakeClock
from tests.unit.channels_x.payloads import FIRST, a_page, a_post, next_id

NOW = datetime(2026, 5, 12, 9, 48, tzinfo=UTC)
Answering = Callable[[httpx.Request], httpx.Response]


class Given:
    """A sign-in that has tokens as long as it is asked."""

    def __init__(self) -> None:
        self.renewals = 0

    async def access(self) -> str:
        return "access"

    async def renewed(self, refused: str) -> str:
        self.renewals += 1
        return "renewed"


def http(answer: Answering) -> httpx.AsyncClient:
    return httpx.AsyncClient(base_url="https://api.x.com", transport=httpx.MockTransport(answer))


def a_client(answer: Answering, signing: Given | None = None) -> XClient:
    return XClient(http(answer), signing or Given(), lambda: NOW, Windows())


def a_stream(answer: Answering = lambda _: httpx.Response(500), clock: FakeClock | None = None) -> Stream:
    clock = clock or FakeClock(NOW)
    return Stream(http(answer), clock, Ledger(clock), "account-1")


def an_event(identity: str) -> bytes:
    post = a_post(id=identity)
    return json.dumps({"data": post, "includes": a_page()["includes"], "matching_rules": [{"id": "1"}]}).encode()


@given(pieces=st.lists(st.binary(max_size=30) | st.sampled_from([b"\r\n", b'{"data": {}}', b'{"data": [1]}', b"[[["])))
def test_whatever_comes_between_two_posts_both_are_heard(pieces: list[bytes]) -> None:
    body = b"\r\n".join([an_event(FIRST), *pieces, an_event(next_id(1)), b""])

    def answer(request: httpx.Request) -> httpx.Response:
        return (
            httpx.Response(200, json={"meta": {}}) if "rules" in request.url.path else httpx.Response(200, content=body)
        )

    async def listen() -> list[str]:
        stream = a_stream(answer)
        await stream._listen("token", ["@aurora"])
        return [post.id for post in stream.heard()]

    assert asyncio.run(listen()) == [FIRST, next_id(1)]


async def test_what_is_heard_twice_is_paid_for_once_and_forgotten_when_passed_on() -> None:
    stream = a_stream()
    for identity in (FIRST, next_id(1), FIRST):
        stream._take(an_event(identity))
    assert await stream.wait("token", (), 0) is True
    assert stream._ledger.told() == (Spent("post_read", 2, 10_000),)
    stream.forget(stream.heard()[:1])
    assert [post.id for post in stream.heard()] == [next_id(1)]
    await stream.close()


def test_more_than_can_be_kept_is_left_to_a_search() -> None:
    stream = a_stream()
    before = stream.losses
    for number in range(BUFFER + 2):
        stream._take(an_event(next_id(number)))
    assert len(stream.heard()) == BUFFER
    assert stream.losses == before + 2


@pytest.mark.parametrize(
    ("status", "headers", "pause"),
    [
        (403, {}, NOT_FOR_US),
        (429, {"retry-after": "77"}, timedelta(seconds=77)),
        (503, {}, RETRY_FIRST),
    ],
)
async def test_a_stream_that_is_refused_is_tried_again_when_it_is_of_use(
    status: int, headers: dict[str, str], pause: timedelta
) -> None:
    clock = FakeClock(NOW)
    stream = a_stream(lambda _: httpx.Response(status, headers=headers), clock)
    await stream._listen("token", ["@aurora"])
    assert stream._retry_at == NOW + pause
    assert not stream.connected
    assert not await stream.wait("token", ["@aurora"], 0.01)
    assert stream._task is None


async def test_a_stream_that_knows_other_words_is_asked_in_them() -> None:
    asked: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        if "rules" in request.url.path:
            return httpx.Response(200, json={"meta": {}})
        asked.append("post.fields" if "post.fields" in request.url.params else "tweet.fields")
        return httpx.Response(400 if asked[-1] == "tweet.fields" else 200, content=an_event(FIRST) + b"\n")

    stream = a_stream(answer)
    for _ in range(2):
        await stream._listen("token", ["@aurora"])
    assert asked == ["tweet.fields", "post.fields"]
    assert stream.heard()


async def test_the_client_keeps_to_the_language_that_works() -> None:
    known = ["post.fields"]

    def answer(request: httpx.Request) -> httpx.Response:
        asked = next(name for name in ("post.fields", "tweet.fields") if name in request.url.params)
        problem = {"title": "Invalid Request", "detail": f"[{asked}] is not known"}
        return httpx.Response(200, json=a_page()) if asked in known else httpx.Response(400, json=problem)

    client = a_client(answer)
    for name, vocabulary in (("post.fields", POSTS), ("tweet.fields", TWEETS), ("post.fields", POSTS)):
        known[:] = [name]
        await client.posts("/2/tweets", [], window="lookup")
        assert client.vocabulary is vocabulary
    known.clear()
    with pytest.raises(Refused, match="unknown_fields"):
        await client.posts("/2/tweets", [], window="lookup")
    assert client.vocabulary is POSTS


async def test_a_token_turned_down_twice_asks_a_person() -> None:
    signing = Given()
    client = a_client(lambda _: httpx.Response(401, json={"title": "Unauthorized"}), signing)
    with pytest.raises(SignInExpired, match="token_refused"):
        await client.get("/2/users/me", [], window="me")
    assert signing.renewals == 1


async def test_a_window_that_was_closed_is_not_even_knocked_at() -> None:
    asked: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request.url.path)
        return httpx.Response(429, headers={"retry-after": "60"})

    client = a_client(answer)
    for _ in range(3):
        with pytest.raises(TemporaryFailure, match="rate_limited") as caught:
            await client.get("/2/dm_events", [], window="dm_read")
        assert caught.value.retry_after == 60
    assert asked == ["/2/dm_events"]


async def test_a_connection_that_was_idle_too_long_is_tried_once_more() -> None:
    answers: list[httpx.Response | httpx.ReadError] = [
        httpx.ReadError("gone"),
        httpx.Response(200, json={"data": {}}),
        httpx.ReadError("a"),
        httpx.ReadError("b"),
    ]

    def answer(_: httpx.Request) -> httpx.Response:
        said = answers.pop(0)
        if isinstance(said, httpx.Response):
            return said
        raise said

    client = a_client(answer)
    assert await client.get("/2/users/me", [], window="me") == {"data": {}}
    with pytest.raises(TemporaryFailure, match="connection_lost"):
        await client.get("/2/users/me", [], window="me")
