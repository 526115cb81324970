"""Trying feeds: what was typed becomes addresses, each is read once, and a page tells where its feeds are."""

from __future__ import annotations

import ssl
from collections.abc import AsyncIterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.accounts.listening import ListeningForm, feed_address, feed_addresses, feeds_on, try_feeds
from desktop.channels import open_channel
from desktop.demo.networks.feeds import FORUM_FEED, PAPER_FEED, FeedsNetwork
from desktop.demo.wire import Response
from desktop.model import Account, AccountId, AccountRole, CheckStep, Listening, Network
from desktop.system.clock import utc_now
from desktop.system.vault import SessionVault

WORDS = Listening(("Aurora Energia",))


@pytest.fixture(autouse=True)
def no_authorities_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("desktop.channels.http.trusted_context", lambda _: ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT))


@pytest.fixture
async def network() -> AsyncIterator[FeedsNetwork]:
    started = FeedsNetwork()
    await started.start()
    yield started
    await started.close()


async def test_feeds_that_can_be_read_become_an_account(network: FeedsNetwork) -> None:
    told: list[CheckStep] = []
    form = ListeningForm(f"{network.url}{FORUM_FEED}\n\n{network.url}{PAPER_FEED}", WORDS, "Forum e giornali")
    trial = await try_feeds(form, told.append)
    assert [(step.step, step.passed) for step in told] == [("words", True), ("feed_1", True), ("feed_2", True)]
    candidate = trial.candidate
    assert candidate is not None
    assert (candidate.name, candidate.handle, candidate.can_answer) == ("Forum e giornali", "127.0.0.1 +1", False)
    account = Account(
        AccountId(1),
        candidate.uid,
        Network.LISTENING,
        "",
        candidate.handle,
        AccountRole.MONITORED,
        dict(candidate.settings),
    )
    channel = open_channel(account, SessionVault(), utc_now)
    try:
        assert all(step.passed for step in await channel.check())
    finally:
        await channel.close()


async def test_one_feed_that_fails_is_named_and_the_others_can_be_connected(network: FeedsNetwork) -> None:
    trial = await try_feeds(ListeningForm(f"{network.url}/nothing\n{network.url}{FORUM_FEED}", WORDS), lambda _: None)
    assert trial.failure == CheckStep("feed_1", passed=False, reason="http_404")
    assert trial.candidate is not None
    assert trial.candidate.name == "127.0.0.1 +1"


@pytest.mark.parametrize(
    ("feeds", "listening", "step", "reason"),
    [
        ("{url}/forum.xml", Listening(), "words", "no_words"),
        ("{url}/nothing", WORDS, "feed_1", "http_404"),
        ("{url}/forum.xml\nnonsense", WORDS, "feed_2", "not_an_address"),
        ("", WORDS, "", ""),
    ],
)
async def test_without_words_or_feeds_there_is_no_account(
    network: FeedsNetwork, feeds: str, listening: Listening, step: str, reason: str
) -> None:
    trial = await try_feeds(ListeningForm(feeds.replace("{url}", network.url), listening), lambda _: None)
    assert trial.candidate is None
    failure = trial.failure
    assert ((failure.step, failure.reason) if failure else ("", "")) == (step, reason)


async def test_a_page_tells_where_its_feeds_are(network: FeedsNetwork) -> None:
    page = b'<html><head><link rel="alternate" type="application/rss+xml" href="/forum.xml"></head></html>'
    network.pages["/"] = Response(200, page, "text/html")
    assert await feeds_on(f"{network.url}/") == (f"{network.url}{FORUM_FEED}",)
    assert await feeds_on(f"{network.url}/nothing") == ()
    assert await feeds_on("nonsense") == ()


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("paper.example/feed", "https://paper.example/feed"),
        ("  https://paper.example/feed  ", "https://paper.example/feed"),
        ("http://paper.example/feed", "https://paper.example/feed"),
        ("feed://paper.example/feed", "https://paper.example/feed"),
        ("feed:https://paper.example/feed", "https://paper.example/feed"),
        ("http://127.0.0.1:8000/feed", "http://127.0.0.1:8000/feed"),
        ("paper", None),
        ("ftp://paper.example/feed", None),
        ("https://pa per.example", None),
        ("https://[", None),
        ("", None),
    ],
)
def test_what_was_typed_becomes_an_address(typed: str, address: str | None) -> None:
    assert feed_address(typed) == address


@given(st.text(max_size=40))
def test_nothing_typed_is_too_odd(typed: str) -> None:
    addresses, odd = feed_addresses(typed)
    assert len(addresses) + len(odd) <= len(typed.splitlines())
