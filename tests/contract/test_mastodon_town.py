"""The Mastodon channel against the fake Mastodon, whose answers are judged by the API's description if it is there."""

from __future__ import annotations

import json
import ssl
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from desktop.channels.mastodon.channel import MastodonChannel
from desktop.demo.faults import Fault, Manners
from desktop.demo.networks import Persona
from desktop.demo.networks.mastodon import MastodonNetwork
from desktop.demo.networks.mastodon.residents import COMPANY
from desktop.demo.wire import Response, error_response
from desktop.model import (
    ChannelError,
    OutcomeUnknown,
    OutgoingAttachment,
    Refused,
    SignInExpired,
    TemporaryFailure,
    Visibility,
)
from desktop.system.vault import SessionVault
from tests.contract.mastodon_contract import PIXEL, MastodonContract, everything, looks_over_at_once
from tests.contract.mastodon_place import SPECIFICATION, Desk, account_at, desk_at
from tests.contract.openapi import OpenApi

NOW = datetime(2026, 5, 12, 9, 48, tzinfo=UTC)
POSTING = ("POST", "/api/v1/statuses")
MENTIONS = ("GET", "/api/v1/notifications")


@pytest.fixture(autouse=True)
def no_authorities_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """Trust nobody: reading every authority takes longer than most of these tests, and the town speaks plain HTTP."""
    monkeypatch.setattr("desktop.channels.http.trusted_context", lambda _: ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT))


CHIARA = Persona("chiara", "Chiara Bevilacqua", "chiarabev@lanterna.example", "it", 876)


def town(manners: Manners | None = None) -> MastodonNetwork:
    """Return a fresh server with a past that is quickly pulled."""
    network = MastodonNetwork(manners=manners)
    for place in range(14):
        network.now = lambda place=place: NOW - timedelta(hours=20 - place)  # type: ignore[misc]
        who = Persona(f"neighbour {place}", f"Vicina {place}", f"vicina{place}@portici.example")
        question = network.says(who, f"avete risposto alla mia domanda numero {place}?", direct=place % 5 == 4)
        network.announces("Sì, stamattina.", direct=place % 5 == 4, reply_to=question)
    network.now = lambda: NOW
    return network


class TownPlace:
    """A server with one of its people as the customer."""

    def __init__(self, server: MastodonNetwork) -> None:
        self.url, self.token = server.url, server.token
        self.server = server
        self.town = server.world
        self._person = self.town.persona(CHIARA)
        self.customer = f"@{self._person.address}"

    def now(self) -> datetime:
        return self.server.now()

    async def says(self, text: str, *, direct: bool = False, reply_to: str | None = None, language: str = "it") -> str:
        assert language == self._person.language
        return self.town.say(self._person, self._named(text), direct=direct, parent_id=reply_to).id

    async def announces(self, text: str, *, direct: bool = False, reply_to: str | None = None) -> str:
        return self.town.posts.add(COMPANY, text, self.now(), direct=direct, parent_id=reply_to).id

    async def edits(self, identity: str, text: str) -> None:
        self.town.edit(identity, self._named(text))

    async def deletes(self, identity: str) -> None:
        self.town.take_back(identity)

    @staticmethod
    def _named(text: str) -> str:
        return text.replace("{us}", "aurora")


async def town_desk(manners: Manners | None = None, **options: Any) -> AsyncIterator[Desk]:
    """Open a desk on a fresh town, and close both."""
    server = town(manners)
    await server.start()
    try:
        async with desk_at(TownPlace(server), judges_answers=manners is None, **options) as desk:
            yield desk
    finally:
        await server.close()


def fault(desk: Desk, request: tuple[str, str], **changes: Any) -> None:
    """Let something go wrong with the next such request."""
    assert isinstance(desk.place, TownPlace)
    desk.place.server.faults.add(Fault(*request, **changes))


@pytest.fixture
async def desk() -> AsyncIterator[Desk]:
    async for each in town_desk():
        yield each


class TestTheTown(MastodonContract):
    """Everything the channel promises."""


@pytest.mark.parametrize(
    "manners",
    [
        Manners(direct_called="private"),
        Manners(closes_connections=True),
        Manners(streams=False),
        Manners(gives_batches=False),
        Manners(second_instance_form=False),
        Manners(errors_in_html=True),
    ],
    ids=("private", "closing", "silent", "one by one", "old", "html"),
)
async def test_odd_servers_lose_nothing(manners: Manners) -> None:
    async for desk in town_desk(manners):
        question = await desk.place.says("@{us} ci siete?", direct=True)
        gone = await desk.place.says("@{us} lasciate stare")
        _, before = await everything(desk)
        outgoing = desk.outgoing("Eccoci", visibility=Visibility.DIRECT, in_reply_to=question)
        receipt = await desk.channel.send(outgoing, desk.commits)
        assert await desk.channel.look_up(outgoing) == receipt
        await desk.place.deletes(gone)
        fetched = await desk.channel.fetch(looks_over_at_once(before.cursor))
        assert fetched.arrivals[-1].remote_id == receipt.remote_id
        assert fetched.arrivals[-1].thread_remote_id == question
        assert [removal.remote_id for removal in fetched.removals] == [gone]
        assert all(step.passed for step in await desk.channel.check())


async def test_what_a_picture_shows_leaves_with_it(desk: Desk) -> None:
    picture = OutgoingAttachment("schema.png", "image/png", PIXEL, " Lo schema del contatore ")
    receipt = await desk.channel.send(desk.outgoing("Ecco lo schema", attachments=(picture,)), desk.commits)
    found, _ = await everything(desk)
    assert [file.name for file in found[receipt.remote_id].attachments] == ["Lo schema del contatore"]


async def test_a_server_that_ignores_keys_gets_no_second_post() -> None:
    async for desk in town_desk(Manners(keeps_idempotency=False)):
        outgoing = desk.outgoing("Solo una volta")
        fault(desk, POSTING, drops=True, after=True)
        with pytest.raises(OutcomeUnknown):
            await desk.channel.send(outgoing, desk.commits)
        receipt = await desk.channel.look_up(outgoing)
        found, _ = await everything(desk)
        assert receipt is not None
        assert sum(arrival.text.endswith("Solo una volta") for arrival in found.values()) == 1


@pytest.mark.parametrize("after", [True, False], ids=("kept", "lost"))
async def test_a_broken_connection_is_unsure_whether_or_not_the_post_was_kept(desk: Desk, after: bool) -> None:
    outgoing = desk.outgoing("Arriva o non arriva")
    fault(desk, POSTING, drops=True, after=after)
    with pytest.raises(OutcomeUnknown):
        await desk.channel.send(outgoing, desk.commits)
    assert desk.committed == ["now"]
    assert (await desk.channel.look_up(outgoing) is not None) == after


async def test_silence_after_the_text_has_left_is_unsure() -> None:
    async for desk in town_desk(answer_seconds=0.2):
        fault(desk, POSTING, delay=1.0)
        with pytest.raises(OutcomeUnknown, match="timed_out"):
            await desk.channel.send(desk.outgoing("Silenzio"), desk.commits)


@pytest.mark.parametrize(
    ("response", "expected", "reason"),
    [
        (error_response(401, "The access token is invalid"), SignInExpired, "token_refused"),
        (error_response(403, "This action is outside the authorized scopes"), SignInExpired, "forbidden"),
        (error_response(403, "You are not allowed to reply"), Refused, "forbidden"),
        (error_response(404, "The post does not exist"), Refused, "reply_target_gone"),
        (error_response(422, "Validation failed: Text can't be blank"), Refused, "empty"),
        (error_response(422, "Nope"), Refused, "not_accepted"),
        (error_response(429, "Too many requests"), TemporaryFailure, "rate_limited"),
        (error_response(500, "Oh no"), OutcomeUnknown, "http_500"),
        (Response(502, b"<html>bad gateway</html>", "text/html"), OutcomeUnknown, "http_502"),
        (error_response(503, "Busy"), TemporaryFailure, "http_503"),
        (Response(200, b"<html>fine</html>", "text/html"), OutcomeUnknown, "unreadable_answer"),
        (Response(200, b"", "application/json"), OutcomeUnknown, "unreadable_answer"),
        (Response(200, b"[1, 2]"), OutcomeUnknown, "unreadable_answer"),
        (Response(302, headers=(("Location", "https://elsewhere.example/"),)), TemporaryFailure, "redirected"),
    ],
)
async def test_every_answer_to_a_post_means_one_thing(
    response: Response, expected: type[ChannelError], reason: str
) -> None:
    async for desk in town_desk(Manners()):
        question = await desk.place.says("@{us} allora?")
        fault(desk, POSTING, response=response)
        with pytest.raises(ChannelError) as caught:
            await desk.channel.send(desk.outgoing("Ecco", in_reply_to=question), desk.commits)
        assert (type(caught.value), caught.value.reason) == (expected, reason)


async def test_a_reply_to_a_deleted_post_is_refused(desk: Desk) -> None:
    question = await desk.place.says("@{us} anzi no")
    await desk.place.deletes(question)
    with pytest.raises(Refused, match="reply_target_gone"):
        await desk.channel.send(desk.outgoing("Prego", in_reply_to=question), desk.commits)


@pytest.mark.parametrize(
    ("response", "expected", "reason"),
    [
        (error_response(401, "The access token is invalid"), SignInExpired, "token_refused"),
        (error_response(403, "Your login is currently disabled"), SignInExpired, "forbidden"),
        (Response(403, b"<html>captcha</html>", "text/html"), TemporaryFailure, "blocked_on_the_way"),
        (error_response(500, "Oh no"), TemporaryFailure, "http_500"),
        (Response(200, b"<html>login here</html>", "text/html"), TemporaryFailure, "unreadable_answer"),
        (Response(200, b'{"error": "truncated'), TemporaryFailure, "unreadable_answer"),
        (Response(200, b'{"a": 1}'), TemporaryFailure, "unreadable_answer"),
        (Response(200, b""), TemporaryFailure, "unreadable_answer"),
    ],
)
async def test_every_answer_to_a_pull_means_one_thing(
    response: Response, expected: type[ChannelError], reason: str
) -> None:
    async for desk in town_desk(Manners()):
        _, before = await everything(desk)
        identity = await desk.place.says("@{us} mi leggete?")
        fault(desk, MENTIONS, response=response)
        with pytest.raises(ChannelError) as caught:
            await desk.channel.fetch(before.cursor)
        assert (type(caught.value), caught.value.reason) == (expected, reason)
        assert identity in (await everything(desk, before.cursor))[0]


async def test_a_rate_limit_says_how_long_to_wait(desk: Desk) -> None:
    reset = (desk.place.now() + timedelta(minutes=4)).isoformat().replace("+00:00", "Z")
    busy = error_response(429, "Too many requests")
    fault(desk, MENTIONS, response=Response(429, busy.body, headers=(("X-RateLimit-Reset", reset),)))
    with pytest.raises(TemporaryFailure) as caught:
        await desk.channel.fetch(None)
    assert (caught.value.reason, caught.value.retry_after) == ("rate_limited", 240.0)


async def test_one_dropped_connection_does_not_stop_a_pull(desk: Desk) -> None:
    fault(desk, MENTIONS, drops=True)
    assert (await desk.channel.fetch(None)).arrivals


async def test_a_dead_server_is_a_temporary_failure() -> None:
    async for desk in town_desk(Manners()):
        assert isinstance(desk.place, TownPlace)
        await desk.place.server.close()
        with pytest.raises(TemporaryFailure):
            await desk.channel.fetch(None)
        assert (await desk.channel.check())[0].reason == "connection_refused"
        assert not await desk.channel.wait_for_news(0.05)


async def test_odd_entries_are_counted_and_the_rest_arrives(desk: Desk) -> None:
    assert isinstance(desk.place, TownPlace)
    identity = await desk.place.says("@{us} io sono leggibile")
    api = desk.place.server.api
    good = api.entities.notification(desk.place.town.mentions[-1])
    good["status"] |= {"mentions": None, "tags": "none", "replies_count": "many", "language": 7, "url": 3}
    odd = [good, {"id": "7"}, {"id": 8, "status": {"id": "1"}}, {"no": "id"}, 17, None]
    del desk.cable.judge
    desk.cable.judge = None
    fault(desk, MENTIONS, response=Response(200, json.dumps(odd).encode()))
    fetched = await desk.channel.fetch(None)
    assert identity in {arrival.remote_id for arrival in fetched.arrivals}
    assert sorted(fetched.refused) == ["no_id", "not_an_object", "not_an_object", "not_an_object"]


async def test_a_missing_token_means_signing_in_again() -> None:
    server = town()
    await server.start()
    channel = MastodonChannel(account_at(server.url), SessionVault(), clock=lambda: NOW)
    try:
        with pytest.raises(SignInExpired, match="no_token"):
            await channel.fetch(None)
        assert [(step.step, step.passed) for step in await channel.check()] == [("server", True), ("sign_in", False)]
    finally:
        await channel.close()
        await server.close()


@pytest.mark.skipif(not SPECIFICATION.exists(), reason="the API's description is not beside this checkout")
def test_the_judge_finds_what_is_wrong() -> None:
    judge = OpenApi.read(SPECIFICATION)
    judge.check_request("GET", "/api/v1/notifications", "types[]=mention&colour=red", {}, b"")
    judge.check_request(
        "POST", "/api/v1/statuses", "", {"content-type": "application/json"}, b'{"visibility": "public"}'
    )
    judge.check_request("GET", "/api/v9/nothing", "", {}, b"")
    judge.check_answer("GET", "/api/v1/statuses/17/context", 200, b'{"ancestors": [{"id": 5}]}')
    found = "\n".join(judge.faults)
    for fault_words in (
        "colour",
        "POST /api/v1/statuses body",
        "no such path",
        "descendants is missing",
        "ancestors[0].id: int",
    ):
        assert fault_words in found
