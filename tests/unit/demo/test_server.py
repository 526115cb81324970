"""The served town: the same life twice over all networks, one that fails alone, and a process that says where it is."""

from __future__ import annotations

import asyncio
import json
import ssl
import subprocess
import sys
from collections.abc import AsyncIterator, Iterable
from dataclasses import replace
from datetime import UTC, datetime

import httpx
import pytest

from desktop.channels import open_channel, secret_name
from desktop.demo import DemoAccount, Town, TownServer, demo_hours, fresh_networks, reported, serve
from desktop.demo.networks.x import XNetwork
from desktop.demo.process import main
from desktop.demo.setup import report_of
from desktop.guardrails.hours import OpeningHours
from desktop.model import (
    Account,
    AccountId,
    AccountRole,
    Arrival,
    Channel,
    Direction,
    Network,
    Outgoing,
    Refused,
    TemporaryFailure,
    ThreadKind,
    Visibility,
)
from desktop.system.vault import SessionVault

NOW = datetime(2026, 5, 12, 9, 48, tzinfo=UTC)
SILENT = "Nessuno ci senta"


@pytest.fixture(autouse=True)
def no_authorities_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """Trust nobody: reading every authority takes longer than most of these tests, and the town speaks plain HTTP."""
    monkeypatch.setattr("desktop.channels.http.trusted_context", lambda _: ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT))


@pytest.fixture
async def server() -> AsyncIterator[TownServer]:
    served = await served_town()
    yield served
    await served.close()


async def served_town(seed: int = 3) -> TownServer:
    """Serve a town in which time stands still."""
    return await serve(Town(seed, NOW, fresh_networks(seed, lambda: NOW)), pace=0)


def channel_of(server: TownServer, demo: DemoAccount) -> Channel:
    """Return the channel of one of the company's accounts."""
    uid = f"demo-{demo.network.value}"
    account = Account(AccountId(1), uid, demo.network, demo.name, demo.handle, demo.role, demo.settings)
    secrets = {secret_name(uid, kind): value for kind, value in demo.secrets.items()}
    return open_channel(account, SessionVault(secrets), server.town.time)


async def pulled(channel: Channel, cursor: str | None = None) -> tuple[dict[str, Arrival], str]:
    """Return everything that is new, and where the next pull begins."""
    found: dict[str, Arrival] = {}
    more = True
    while more:
        fetched = await channel.fetch(cursor)
        found |= {arrival.remote_id: arrival for arrival in fetched.arrivals}
        cursor, more = fetched.cursor, fetched.more
    assert cursor is not None
    return found, cursor


def question_in(arrivals: Iterable[Arrival]) -> Arrival:
    """Return the newest of the questions that can be answered, the same each time."""
    theirs = (one for one in arrivals if one.direction is Direction.INCOMING and one.mentions_us and not one.hidden)
    return max(theirs, key=lambda one: (one.sent_at, one.remote_id))


def answer_to(server: TownServer, question: Arrival, text: str) -> Outgoing:
    """Return an answer where the question was asked."""
    return Outgoing(
        f"key of {question.remote_id}",
        question.thread_remote_id,
        question.visibility,
        text,
        question.author.handle,
        language="it",
        in_reply_to=question.remote_id,
        created_at=server.town.now,
    )


async def life(server: TownServer) -> list[object]:
    """Return everything that all channels bring, before and after an answer of ours on each and some time."""
    seen: list[object] = []
    for demo in server.accounts():
        channel = channel_of(server, demo)
        found, cursor = await pulled(channel)
        if demo.role is AccountRole.CARE:
            text = "Ci dispiace: la squadra arriva entro oggi e provvede. We are sorry, an engineer comes today."
            receipt = await channel.send(answer_to(server, question_in(found.values()), text), lambda: None)
            seen.append(receipt.remote_id)
        server.town.advance(90)
        later, _ = await pulled(channel, cursor)
        seen += [_without_ports(one) for one in (*found.values(), *later.values())]
        await channel.close()
    return seen


def _without_ports(arrival: Arrival) -> Arrival:
    """Return an arrival without the address of this run's listener."""
    permalink = arrival.permalink if not (arrival.permalink or "").startswith("http://127.") else None
    return replace(arrival, permalink=permalink)


async def test_the_same_seed_and_the_same_answers_give_the_same_life_on_all_networks() -> None:
    first, second = [await served_town() for _ in range(2)]
    assert len(first.serving) == len(Network) - 1  # all but e-mail
    lives = await life(first), await life(second)
    assert lives[0] == lives[1]
    assert len(lives[0]) > 150
    for each in (first, second):
        await each.close()


async def test_an_answer_on_every_network_brings_one_of_theirs(server: TownServer) -> None:
    for demo in server.accounts():
        if demo.role is not AccountRole.CARE:
            continue
        channel = channel_of(server, demo)
        found, cursor = await pulled(channel)
        question = question_in(found.values())
        text = {
            "it": "Ci dispiace: la squadra è in strada e ripristina tutto entro oggi.",
            "ca": "Ho sentim: el tècnic passarà demà abans de les deu. Us avisem per aquí.",
            "es": "Lo sentimos: el equipo está de camino y hoy mismo queda resuelto.",
            "en": "You're right, sorry: an engineer is on the way and will be there today.",
        }
        who = next(said.who for said in server.town.said if said.remote_id == question.remote_id)
        language = server.town.people[who].language
        await channel.send(answer_to(server, question, text[language]), lambda: None)
        server.town.advance(45)
        later, _ = await pulled(channel, cursor)
        reply = next(one for one in later.values() if one.author == question.author)
        assert reply.thread_remote_id == question.thread_remote_id, demo.network
        await channel.close()


async def test_x_takes_no_answer_to_what_does_not_name_us(server: TownServer) -> None:
    demo = next(one for one in server.accounts() if one.network is Network.X)
    channel = channel_of(server, demo)
    found, _ = await pulled(channel)
    heard = [one for one in found.values() if not one.mentions_us]
    assert {"Sergio Paniagua", "Priya Nambiar", "Simone Vercellotti"} <= {one.author.name for one in heard}
    sergio = next(one for one in heard if one.author.name == "Sergio Paniagua")
    before = len(server.town.said)
    with pytest.raises(Refused):
        await channel.send(answer_to(server, sergio, SILENT), lambda: None)
    assert len(server.town.said) == before
    await channel.close()


async def test_facebook_takes_one_private_answer_to_a_comment(server: TownServer) -> None:
    demo = next(one for one in server.accounts() if one.network is Network.FACEBOOK)
    channel = channel_of(server, demo)
    found, _ = await pulled(channel)
    davide = next(one for one in found.values() if one.author.name == "Davide Colletti")
    private = replace(answer_to(server, davide, "Le scriviamo qui, è più riservato."), visibility=Visibility.DIRECT)
    await channel.send(private, lambda: None)
    with pytest.raises(Refused):
        await channel.send(replace(private, key="another", text="E ancora"), lambda: None)
    await channel.close()


async def test_telegram_and_the_web_bring_what_they_can(server: TownServer) -> None:
    kinds: dict[Network, set[ThreadKind]] = {}
    for demo in server.accounts():
        channel = channel_of(server, demo)
        found, _ = await pulled(channel)
        kinds[demo.network] = {one.thread_kind for one in found.values()}
        assert all(one.direction is Direction.INCOMING or one.author.name for one in found.values())
        if demo.network is Network.LISTENING:
            assert demo.role is AccountRole.MONITORED
            assert not any(one.mentions_us for one in found.values())
        await channel.close()
    assert kinds[Network.TELEGRAM] == {ThreadKind.DIRECT}
    assert kinds[Network.LISTENING] == {ThreadKind.PUBLIC}
    both = {ThreadKind.PUBLIC, ThreadKind.DIRECT}
    assert all(kinds[one] == both for one in kinds if one not in {Network.TELEGRAM, Network.LISTENING})


async def test_a_network_that_dies_takes_none_of_the_others_with_it(server: TownServer) -> None:
    accounts = server.accounts()
    await server.town.networks[Network.X].close()
    before = len(server.town.said)
    server.town.advance(120)
    assert len(server.town.said) > before
    for demo in accounts:
        channel = channel_of(server, demo)
        if demo.network is Network.X:
            with pytest.raises(TemporaryFailure):
                await channel.fetch(None)
        else:
            assert (await channel.fetch(None)).arrivals
        await channel.close()


async def test_a_network_that_cannot_begin_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    async def taken(*_: object) -> None:
        raise OSError(98, "Address already in use")

    monkeypatch.setattr(XNetwork, "start", taken)
    served = await served_town()
    assert Network.X not in {account.network for account in served.accounts()}
    assert len(served.accounts()) == len(Network) - 2
    await served.close()


async def test_time_passes_at_its_pace(monkeypatch: pytest.MonkeyPatch) -> None:
    town = Town(3, NOW, fresh_networks(3, lambda: NOW))
    happened, advance = asyncio.Event(), town.advance

    def noticed(seconds: float, now: datetime | None = None) -> int:
        things = advance(seconds, now)
        if things:
            happened.set()
        return things

    monkeypatch.setattr(town, "advance", noticed)
    served = await serve(town, pace=100, clock=lambda: NOW)
    async with asyncio.timeout(60):
        await happened.wait()
    await served.close()


async def test_accounts_come_through_the_report_as_they_were(server: TownServer) -> None:
    assert reported(report_of(server.accounts())) == server.accounts()
    assert "page_token" not in repr(server.accounts())


@pytest.mark.slow  # a process of its own
def test_the_process_says_where_it_listens_and_ends_with_its_input() -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "desktop", "town", "--pace", "0", "--seed", "5"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    accounts = {account.network: account for account in reported(process.stdout.readline())}
    assert list(accounts) == [
        Network.X,
        Network.FACEBOOK,
        Network.INSTAGRAM,
        Network.MASTODON,
        Network.BLUESKY,
        Network.TELEGRAM,
        Network.LISTENING,
    ]
    mastodon = accounts[Network.MASTODON]
    headers = {"Authorization": f"Bearer {mastodon.secrets['token']}"}
    address = f"{mastodon.settings['server']}/api/v1/accounts/verify_credentials"
    assert httpx.get(address, headers=headers, trust_env=False).json()["id"] == mastodon.settings["remote_id"]
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 0
    assert errors == ""


def test_a_machine_on_which_nothing_can_listen_is_told_in_a_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    async def refused(*_: object) -> None:
        raise OSError(13, "Permission denied")

    monkeypatch.setattr("desktop.demo.serving.Serving.start", refused)
    assert main(["--pace", "0"]) == 1
    assert "can't listen" in capsys.readouterr().err


@pytest.mark.parametrize("always_open", [True, False])
def test_the_suggested_hours_can_be_kept(always_open: bool) -> None:
    hours = OpeningHours.from_dict(demo_hours(always_open=always_open))
    assert [bool(day) for day in hours.week] == [True] * 6 + [always_open]


@pytest.mark.slow  # a process of its own
def test_the_light_half_of_the_demo_loads_no_server() -> None:
    code = "import sys, desktop.demo; print(sorted({'h11', 'asyncio', 'httpx', 'tomllib'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=30)
    assert json.loads(done.stdout.strip().replace("'", '"')) == []
