"""What feeds ask beyond the contract: politeness, one dead among many, items in two feeds, and hostile servers."""

from __future__ import annotations

import gzip
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from desktop.channels.listening.channel import ListeningChannel
from desktop.demo.faults import Fault
from desktop.demo.networks.feeds import FORUM_FEED, PAPER_FEED, FeedsNetwork
from desktop.demo.wire import Response
from desktop.model import Fetched, Listening, Refused, TemporaryFailure
from tests.contract.channel_place import BRAND, OSCAR, Desk, account_of, open_desk
from tests.contract.test_feeds import KIT


@pytest.fixture(autouse=True)
def no_authorities_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("desktop.channels.http.trusted_context", lambda _: ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT))


@asynccontextmanager
async def a_desk(**settings: Any) -> AsyncIterator[Desk]:
    kit = replace(KIT, network=FeedsNetwork, settings={"every": 10, **settings})
    async with open_desk(kit) as desk:
        yield desk


@pytest.fixture
async def desk() -> AsyncIterator[Desk]:
    async with a_desk() as desk:
        yield desk


def network_of(desk: Desk) -> FeedsNetwork:
    assert isinstance(desk.network, FeedsNetwork)
    return desk.network


def channel_on(desk: Desk, *feeds: str, **settings: Any) -> ListeningChannel:
    """Return a channel on some paths of the network, or on whole addresses."""
    lines = "\n".join(feed if "://" in feed else f"{desk.network.url}{feed}" for feed in feeds)
    account = account_of(desk.kit, desk.network)
    account = replace(account, settings={**account.settings, "every": 0, **settings, "feeds": lines})
    return ListeningChannel(account, desk.secrets, clock=desk.clock, transport=desk.cable, answer_seconds=2)


async def later(desk: Desk, fetched: Fetched, **span: float) -> Fetched:
    desk.clock.advance(**span)
    return await desk.channel.fetch(fetched.cursor)


def texts(fetched: Fetched) -> list[str]:
    return [arrival.text for arrival in fetched.arrivals]


# ---- politeness


async def test_a_feed_is_asked_again_only_when_it_is_due_and_only_if_it_changed(desk: Desk) -> None:
    network = network_of(desk)
    desk.says(f"{BRAND} uno")
    fetched = await desk.channel.fetch(None)
    assert texts(fetched) == [f"{BRAND} uno"]
    asked = len(network.answered)
    fetched = await later(desk, fetched, minutes=9)
    assert len(network.answered) == asked
    fetched = await later(desk, fetched, minutes=2)
    assert [status for _, status in network.answered[asked:]] == [304, 304]
    assert fetched.arrivals == ()
    desk.says(f"{BRAND} due")
    fetched = await later(desk, fetched, minutes=11)
    assert texts(fetched) == [f"{BRAND} due"]
    assert sorted(status for _, status in network.answered[-2:]) == [200, 304]


async def test_a_change_of_what_is_listened_for_reads_every_feed_anew(desk: Desk) -> None:
    desk.says("Zaffiro e topazio")
    before = await desk.channel.fetch(None)
    assert before.arrivals == ()
    channel = channel_on(desk, FORUM_FEED, every=10, **Listening(("topazio",)).settings())
    assert texts(await channel.fetch(before.cursor)) == ["Zaffiro e topazio"]
    await channel.close()


async def test_a_clock_that_was_set_back_delays_no_feed_for_long(desk: Desk) -> None:
    before = await desk.channel.fetch(None)
    identity = desk.says(f"{BRAND} ieri")
    desk.clock.advance(days=-2)
    assert [arrival.remote_id for arrival in (await desk.channel.fetch(before.cursor)).arrivals] == [identity]


async def test_more_feeds_than_one_pull_can_ask_are_all_asked(desk: Desk) -> None:
    network = network_of(desk)
    for number in range(40):
        body = f"<rss version='2.0'><channel><item><title>{BRAND} {number}</title></item></channel></rss>"
        network.pages[f"/many/{number}"] = Response(200, body.encode(), "application/rss+xml")
    channel = channel_on(desk, *(f"/many/{number}" for number in range(40)), every=10)
    found: list[str] = []
    fetched, cursor = None, None
    while fetched is None or fetched.more:
        asked = len(network.answered)
        fetched = await channel.fetch(cursor)
        assert len(network.answered) - asked <= 15
        found += texts(fetched)
        cursor = fetched.cursor
    assert len(found) == len(set(found)) == 40
    await channel.close()


# ---- one dead among many


async def test_a_dead_feed_stops_no_other_and_is_named(desk: Desk) -> None:
    network = network_of(desk)
    network.faults.add(Fault("GET", PAPER_FEED, response=Response(404, b"<h1>404</h1>", "text/html"), times=100))
    desk.says(f"{BRAND} uno")
    fetched = await desk.channel.fetch(None)
    assert (texts(fetched), fetched.faults) == ([f"{BRAND} uno"], ("feed_2",))
    desk.says(f"{BRAND} due")
    fetched = await later(desk, fetched, minutes=11)
    assert (texts(fetched), fetched.faults) == ([f"{BRAND} due"], ("feed_2",))
    network.faults.waiting.clear()
    fetched = await later(desk, fetched, minutes=41)
    assert fetched.faults == ()


async def test_a_dead_feed_is_asked_ever_more_rarely(desk: Desk) -> None:
    network = network_of(desk)
    network.faults.add(Fault("GET", PAPER_FEED, response=Response(500), times=1_000))
    fetched = await desk.channel.fetch(None)
    for _ in range(24 * 6):
        fetched = await later(desk, fetched, minutes=10, seconds=1)
    asked = 1_000 - network.faults.waiting[0].times
    assert 5 < asked < 12


async def test_a_server_that_asks_for_patience_gets_it(desk: Desk) -> None:
    busy = Response(429, b"", headers=(("Retry-After", "7200"),))
    network_of(desk).faults.add(Fault("GET", PAPER_FEED, response=busy, times=1))
    fetched = await desk.channel.fetch(None)
    fetched = await later(desk, fetched, minutes=119)
    assert fetched.faults == ("feed_2",)
    assert (await later(desk, fetched, minutes=2)).faults == ()


async def test_an_account_is_out_of_reach_only_when_all_its_feeds_are(desk: Desk) -> None:
    network = network_of(desk)
    network.faults.add(Fault("GET", "/", response=Response(503), times=100))
    with pytest.raises(TemporaryFailure, match="http_503"):
        await desk.channel.fetch(None)
    network.faults.waiting.clear()
    for feed in (FORUM_FEED, PAPER_FEED):
        network.faults.add(Fault("GET", feed, response=Response(410), times=1))
    with pytest.raises(TemporaryFailure, match="feed_gone"):
        await desk.channel.fetch(None)


async def test_an_odd_line_among_the_feeds_is_one_dead_feed(desk: Desk) -> None:
    channel = channel_on(desk, "http://not-here.example/feed", FORUM_FEED)
    desk.says(f"{BRAND} uno")
    fetched = await channel.fetch(None)
    assert (texts(fetched), fetched.faults) == ([f"{BRAND} uno"], ("feed_1",))
    steps = await channel.check()
    assert [(step.step, step.reason) for step in steps] == [("words", ""), ("feed_1", "not_an_address")]
    await channel.close()


def test_an_account_without_feeds_can_not_be_opened() -> None:
    network = FeedsNetwork()
    account = replace(account_of(KIT, network), settings={"feeds": " \n "})
    with pytest.raises(ValueError, match="feed"):
        ListeningChannel(account, None, clock=lambda: desk)  # type: ignore[arg-type, return-value]


async def test_a_check_says_when_there_is_nothing_to_listen_for(desk: Desk) -> None:
    channel = channel_on(desk, FORUM_FEED, **Listening().settings())
    assert [(step.step, step.passed, step.reason) for step in await channel.check()] == [("words", False, "no_words")]
    await channel.close()


# ---- items


async def test_an_item_in_two_feeds_arrives_once_and_its_echo_is_no_edit(desk: Desk) -> None:
    network = network_of(desk)
    identity = network.publishes(f"{BRAND} aumenta", "Da luglio le tariffe cambiano per tutti i clienti domestici.")
    fetched = await desk.channel.fetch(None)
    network.syndicates(identity)
    first = await later(desk, fetched, minutes=11)
    second = await later(desk, first, minutes=11)
    assert [one.remote_id for one in fetched.arrivals] == [identity]
    assert first.arrivals == second.arrivals == ()


async def test_an_edit_arrives_with_its_time_even_if_the_name_is_gone_from_it(desk: Desk) -> None:
    identity = desk.says(f"{BRAND} è cara")
    fetched = await desk.channel.fetch(None)
    desk.clock.advance(minutes=20)
    desk.network.edits(identity, "anzi no")
    changed = await desk.channel.fetch(fetched.cursor)
    assert [(one.remote_id, one.text, one.edited_at) for one in changed.arrivals] == [
        (identity, "anzi no", desk.clock())
    ]
    assert (await later(desk, changed, minutes=11)).arrivals == ()


async def test_what_is_old_or_in_another_language_is_left_alone() -> None:
    async with a_desk(**Listening(("aurora energia",), languages=("ca",)).settings()) as desk:
        desk.says(f"{BRAND} en italià")
        assert (await desk.channel.fetch(None)).arrivals == ()
    async with a_desk() as desk:
        desk.says(f"{BRAND} tempo fa")
        desk.clock.advance(days=32)
        new = desk.says(f"{BRAND} adesso", OSCAR)
        assert [one.remote_id for one in (await desk.channel.fetch(None)).arrivals] == [new]


async def test_tags_of_an_article_count_as_hashtags() -> None:
    async with a_desk(**Listening((), ("AuroraEnergia",)).settings()) as desk:
        identity = network_of(desk).publishes("Prezzi", "testo", tags=("AuroraEnergia",))
        (arrival,) = (await desk.channel.fetch(None)).arrivals
        assert (arrival.remote_id, arrival.author.name) == (identity, "La Gazzetta di Prova")


async def test_nothing_can_be_sent_or_taken_back_from_here(desk: Desk) -> None:
    desk.says(f"{BRAND} uno")
    (arrival,) = (await desk.channel.fetch(None)).arrivals
    with pytest.raises(Refused, match="listening_only"):
        await desk.channel.send(desk.answer_to(arrival, "Buongiorno"), desk.commits)
    with pytest.raises(Refused, match="listening_only"):
        await desk.channel.delete(arrival.remote_id)
    assert desk.committed == []


# ---- the way there


def moved(to: str, status: int = 301) -> Response:
    return Response(status, b"", headers=(("Location", to),))


async def test_a_feed_that_moved_is_found_where_it_is_now(desk: Desk) -> None:
    network = network_of(desk)
    network.pages["/old"] = moved("/older", 302)
    network.pages["/older"] = moved(f"{network.url}{FORUM_FEED}", 308)
    desk.says(f"{BRAND} uno")
    channel = channel_on(desk, "/old")
    assert texts(await channel.fetch(None)) == [f"{BRAND} uno"]
    await channel.close()


@pytest.mark.parametrize(
    ("to", "reason"),
    [
        ("/round", "too_many_redirects"),
        ("http://elsewhere.example/feed", "redirect_refused"),
        ("file:///etc/passwd", "redirect_refused"),
        ("https://[", "redirect_refused"),
    ],
)
async def test_a_redirect_that_leads_astray_is_not_followed(desk: Desk, to: str, reason: str) -> None:
    network_of(desk).pages["/round"] = moved(to)
    channel = channel_on(desk, "/round")
    with pytest.raises(TemporaryFailure, match=reason):
        await channel.fetch(None)
    await channel.close()


HUGE = b"<rss version='2.0'><channel>" + b"<item><title>Aurora Energia</title></item>" * 1_250_000


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (Response(200, HUGE[: 4 * 1024 * 1024], "application/rss+xml"), "too_large"),
        (Response(200, gzip.compress(HUGE, 1), "application/rss+xml", (("Content-Encoding", "gzip"),)), "too_large"),
        (Response(200, b"not gzip", "application/rss+xml", (("Content-Encoding", "gzip"),)), "connection_lost"),
        (Response(200, b"<html>login</html>", "text/html"), "not_a_feed"),
        (Response(200, b"", "application/rss+xml"), "not_a_feed"),
        (Response(204), "http_204"),
        (Response(403, b"<html>captcha</html>", "text/html"), "http_403"),
        (Response(401), "http_401"),
        (Response(200, drops=True), "connection_lost"),
    ],
    ids=("fat", "bomb", "no gzip", "login", "empty", "nothing", "captcha", "closed", "dropped"),
)
async def test_whatever_a_server_answers_is_one_feed_that_fails(desk: Desk, answer: Response, reason: str) -> None:
    network_of(desk).pages["/odd"] = answer
    channel = channel_on(desk, "/odd")
    with pytest.raises(TemporaryFailure, match=reason):
        await channel.fetch(None)
    beside = channel_on(desk, "/odd", FORUM_FEED)
    desk.says(f"{BRAND} uno")
    assert texts(await beside.fetch(None)) == [f"{BRAND} uno"]
    await channel.close()
    await beside.close()


async def test_a_feed_that_never_ends_is_given_up(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("desktop.channels.listening.channel.SECONDS", 0.1)
    network_of(desk).faults.add(Fault("GET", PAPER_FEED, delay=30))
    channel = channel_on(desk, PAPER_FEED, FORUM_FEED)
    channel._client._seconds = 0.2
    desk.says(f"{BRAND} uno")
    fetched = await channel.fetch(None)
    assert (texts(fetched), fetched.faults) == ([f"{BRAND} uno"], ("feed_1",))
    assert desk.clock() - fetched.arrivals[0].sent_at < timedelta(minutes=1)
    await channel.close()
