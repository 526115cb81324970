"""Pulling from and sending to servers that behave oddly, each scripted in a few lines."""

from __future__ import annotations

import asyncio
import json
import ssl
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from desktop.channels import secret_name
from desktop.channels.mastodon import open_channel
from desktop.channels.mastodon.channel import MastodonChannel, server_url
from desktop.channels.mastodon.manifest import MANIFEST
from desktop.channels.mastodon.pull import THREADS
from desktop.composer.addressing import addressed
from desktop.model import (
    Account,
    AccountId,
    AccountRole,
    Channel,
    Network,
    Outgoing,
    Refused,
    TemporaryFailure,
    Visibility,
)
from desktop.system.vault import SessionVault, VaultUnavailable

NOW = datetime(2026, 5, 12, 9, 48, tzinfo=UTC)
SERVER = "https://agora.example"
US = {"id": "1", "acct": "aurora"}
Answering = Callable[[httpx.Request], httpx.Response]


@pytest.fixture(autouse=True)
def no_authorities_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing here leaves the process."""
    monkeypatch.setattr("desktop.channels.http.trusted_context", lambda _: ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT))


def account(**settings: Any) -> Account:
    """Return the company's account."""
    values = {"server": SERVER, "remote_id": "1", **settings}
    return Account(AccountId(1), "a1", Network.MASTODON, "Aurora", "@aurora", AccountRole.CARE, values)


def channel_to(answer: Answering, secrets: Any = None) -> MastodonChannel:
    """Return a channel whose server is a function."""
    vault = secrets or SessionVault({secret_name("a1", "token"): "t"})
    return MastodonChannel(account(), vault, clock=lambda: NOW, transport=httpx.MockTransport(answer))


def status(number: int, **changes: Any) -> dict[str, Any]:
    """Return a status that names us."""
    return {
        "id": str(number),
        "created_at": (NOW - timedelta(days=1) + timedelta(seconds=number)).isoformat(),
        "visibility": "public",
        "content": f"<p>@aurora {number}</p>",
        "account": {"id": "2", "acct": "nora"},
        "mentions": [US],
        **changes,
    }


def mention(number: int, **changes: Any) -> dict[str, Any]:
    """Return the notification of a status."""
    return {"id": str(number), "type": "mention", "status": status(number, **changes)}


def answers(routes: dict[str, Any]) -> Answering:
    """Return a server that knows some paths: JSON, or a function of the request. Everything else is not found."""

    def answer(request: httpx.Request) -> httpx.Response:
        known = routes.get(request.url.path)
        found = known(request) if callable(known) else known
        if isinstance(found, httpx.Response):
            return found
        return (
            httpx.Response(404, json={"error": "Record not found"})
            if found is None
            else httpx.Response(200, json=found)
        )

    return answer


async def test_a_server_that_ignores_paging_is_pulled_once() -> None:
    asked: list[httpx.Request] = []

    def notifications(request: httpx.Request) -> Any:
        asked.append(request)
        return [mention(number) for number in range(40, 20, -1)]

    channel = channel_to(answers({"/api/v1/notifications": notifications, "/api/v1/accounts/1/statuses": []}))
    cursor, arrived = None, 0
    for _ in range(12):
        fetched = await channel.fetch(cursor)
        cursor, arrived = fetched.cursor, arrived + len(fetched.arrivals)
        if not fetched.more:
            break
    assert not fetched.more
    assert arrived == 20
    assert len(asked) < 8
    await channel.close()


async def test_many_threads_are_looked_at_over_several_pulls_and_none_is_lost() -> None:
    looks: list[int] = []

    def notifications(request: httpx.Request) -> Any:
        below, above = request.url.params.get("max_id"), request.url.params.get("min_id")
        if above:
            return []
        page = [mention(number, in_reply_to_id=str(number + 500)) for number in range(40, 0, -1)]
        return [entry for entry in page if below is None or int(entry["id"]) < int(below)]

    routes: dict[str, Any] = {"/api/v1/notifications": notifications, "/api/v1/accounts/1/statuses": []}
    for number in range(1, 41):
        root = status(number + 500, account={"id": str(number + 500), "acct": "ugo"}, mentions=[])
        routes[f"/api/v1/statuses/{number}/context"] = {"ancestors": [root], "descendants": []}
    channel = channel_to(answers(routes))
    cursor, threads = None, dict[str, str]()
    while True:
        fetched = await channel.fetch(cursor)
        cursor = fetched.cursor
        threads |= {arrival.remote_id: arrival.thread_remote_id for arrival in fetched.arrivals}
        looks.append(sum(int(arrival.remote_id) > 500 for arrival in fetched.arrivals))
        if not fetched.more:
            break
    assert threads == {str(n): str(n if n > 500 else n + 500) for n in (*range(1, 41), *range(501, 541))}
    assert max(looks) <= THREADS
    await channel.close()


async def test_a_mention_without_its_post_is_passed_over() -> None:
    page = [{"id": "3", "type": "mention", "status": None}, mention(2)]
    channel = channel_to(answers({"/api/v1/notifications": page, "/api/v1/accounts/1/statuses": []}))
    fetched = await channel.fetch(None)
    assert [arrival.remote_id for arrival in fetched.arrivals] == ["2"]
    assert json.loads(fetched.cursor)["mentions"][0] == "3"
    await channel.close()


async def test_a_mention_counts_as_one_even_if_the_post_does_not_say_so() -> None:
    page = [mention(2, mentions=[])]
    channel = channel_to(answers({"/api/v1/notifications": page, "/api/v1/accounts/1/statuses": []}))
    assert (await channel.fetch(None)).arrivals[0].mentions_us
    await channel.close()


async def test_the_first_pull_leaves_out_what_is_older_than_a_month() -> None:
    old = mention(1, created_at=(NOW - timedelta(days=40)).isoformat())
    channel = channel_to(answers({"/api/v1/notifications": [mention(2), old], "/api/v1/accounts/1/statuses": []}))
    fetched = await channel.fetch(None)
    assert [arrival.remote_id for arrival in fetched.arrivals] == ["2"]
    assert not fetched.more
    await channel.close()


async def test_an_id_from_outside_never_becomes_another_path() -> None:
    asked: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request.url.raw_path.decode())
        if request.url.path == "/api/v1/notifications":
            return httpx.Response(200, json=[mention(1, id="../../oauth?x=", in_reply_to_id="2")])
        return httpx.Response(200, json=[])

    channel = channel_to(answer)
    await channel.fetch(None)
    assert "/api/v1/statuses/..%2F..%2Foauth%3Fx%3D/context" in asked
    await channel.close()


async def test_a_huge_answer_is_not_believed() -> None:
    channel = channel_to(lambda _: httpx.Response(200, content=b" " * (17 * 1024 * 1024)))
    with pytest.raises(TemporaryFailure):
        await channel.fetch(None)
    await channel.close()


async def test_a_locked_vault_is_a_temporary_failure() -> None:
    class Locked:
        def get(self, _: str) -> str | None:
            raise VaultUnavailable("locked")

    channel = channel_to(answers({}), Locked())
    with pytest.raises(TemporaryFailure, match="vault_unavailable"):
        await channel.fetch(None)
    assert not await channel.wait_for_news(0.01)
    await channel.close()


async def test_a_send_writes_exactly_what_the_network_expects() -> None:
    seen: list[httpx.Request] = []

    def post(request: httpx.Request) -> Any:
        seen.append(request)
        return status(77)

    channel = channel_to(answers({"/api/v1/statuses": post}))
    outgoing = Outgoing(
        "k-1", "10", Visibility.DIRECT, "Ecco", "@nora@portici.example", language="IT", in_reply_to="12"
    )
    receipt = await channel.send(outgoing, lambda: None)
    request = seen[0]
    assert receipt.remote_id == "77"
    assert json.loads(request.content) == {
        "status": "@nora@portici.example Ecco",
        "visibility": "direct",
        "in_reply_to_id": "12",
        "language": "it",
    }
    assert request.headers["idempotency-key"] == "k-1"
    assert request.headers["authorization"] == "Bearer t"
    assert request.headers["content-length"] == str(len(request.content))
    await channel.close()


async def test_the_commit_comes_before_the_first_byte_and_after_everything_that_may_fail_harmlessly() -> None:
    events: list[str] = []

    def post(request: httpx.Request) -> Any:
        events.append("arrived")
        return status(77)

    channel = channel_to(answers({"/api/v1/statuses": post}))
    await channel.send(Outgoing("k", "", Visibility.PUBLIC, "Ecco", ""), lambda: events.append("committed"))
    assert events == ["committed", "arrived"]
    await channel.close()


async def test_an_internal_note_never_leaves() -> None:
    channel = channel_to(answers({}))
    with pytest.raises(Refused, match="internal_note"):
        await channel.send(Outgoing("k", "", Visibility.INTERNAL, "solo noi", "@nora"), lambda: None)
    await channel.close()


@pytest.mark.parametrize(
    ("text", "recipient", "expected"),
    [
        ("ciao", "@nora", "@nora ciao"),
        ("@nora ciao", "@nora", "@nora ciao"),
        ("ciao @Nora!", "@nora", "ciao @Nora!"),
        ("@nora@agora.example ciao", "@nora", "@nora@agora.example ciao"),
        ("@nora ciao", "@nora@portici.example", "@nora@portici.example @nora ciao"),
        ("@nora@portici.example: ciao", "@nora@portici.example", "@nora@portici.example: ciao"),
        ("@noraldo ciao", "@nora", "@nora @noraldo ciao"),
        ("scriva a nora@agora.example", "@nora", "@nora scriva a nora@agora.example"),
        ("https://agora.example/@nora", "@nora", "@nora https://agora.example/@nora"),
        ("ciao", "", "ciao"),
        ("ciao", "nora", "@nora ciao"),
    ],
)
def test_the_recipient_is_named_once(text: str, recipient: str, expected: str) -> None:
    assert addressed(text, recipient, "agora.example") == expected


@pytest.mark.parametrize(
    "server", ["", None, "agora.example", "http://agora.example", "ftp://agora.example", "https://", 17]
)
def test_a_server_must_be_reached_by_https(server: Any) -> None:
    with pytest.raises(ValueError, match="https"):
        server_url(account(server=server))


@pytest.mark.parametrize("server", ["https://agora.example/", "http://127.0.0.1:4000", "http://localhost:4000"])
def test_https_and_this_machine_are_fine(server: str) -> None:
    assert server_url(account(server=server)) == server.rstrip("/")


async def test_opening_a_channel_opens_no_connection() -> None:
    channel = open_channel(account(), SessionVault(), clock=lambda: NOW)
    assert isinstance(channel, Channel)
    assert MANIFEST.secrets == ("token",)
    await channel.close()
    await channel.close()


async def test_a_token_goes_only_where_it_is_safe() -> None:
    asked: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(str(request.url))
        if request.url.path == "/api/v2/instance":
            return httpx.Response(200, json={"configuration": {"urls": {"streaming": "ws://plain.example"}}})
        return httpx.Response(404)

    channel = channel_to(answer)
    assert not await channel.wait_for_news(0.2)
    assert asked[-1] == f"{SERVER}/api/v1/streaming/user/notification"
    await channel.close()


async def test_a_stream_split_anywhere_still_wakes_us() -> None:
    class Dripping(httpx.AsyncByteStream):
        async def __aiter__(self) -> Any:
            for piece in (b":)\n\n", b":thu", b"mp\n\nev", b"ent: notifi", b"cation\ndata: {}\n\n"):
                yield piece
            await asyncio.sleep(30)

    def answer(request: httpx.Request) -> httpx.Response:
        if "streaming" in request.url.path:
            return httpx.Response(200, stream=Dripping())
        return httpx.Response(200, json={"domain": "agora.example"})

    channel = channel_to(answer)
    assert await channel.wait_for_news(10)
    assert not await channel.wait_for_news(0.05)
    await channel.close()
