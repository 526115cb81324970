"""Signing in to Mastodon in the browser: registration, the person's answer, the code that is pasted, the permissions."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator, Callable
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from desktop.accounts.mastodon import SCOPES, browser_sign_in, try_sign_in
from desktop.channels.mastodon import signin
from desktop.channels.oauth import SignInRefused, Tokens
from desktop.demo.faults import Fault, Manners
from desktop.demo.networks.mastodon import MastodonNetwork
from desktop.demo.wire import Response
from desktop.model import CheckStep, TemporaryFailure
from desktop.system.clock import utc_now
from tests.contract.cable import Cable
from tests.contract.mastodon_place import SPECIFICATION
from tests.contract.openapi import OpenApi

Browser = Callable[[str], None]


@pytest.fixture(autouse=True)
def no_authorities_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("desktop.channels.http.trusted_context", lambda _: ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT))


@pytest.fixture
async def network() -> AsyncIterator[MastodonNetwork]:
    started = MastodonNetwork()
    await started.start()
    yield started
    await started.close()


async def shown(url: str) -> httpx.Response:
    """Return what a browser gets, without following anything."""
    async with httpx.AsyncClient(trust_env=False, verify=ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)) as browser:
        return await browser.get(url)


async def followed(url: str) -> None:
    """Do what a browser does: open the page and go where it sends us."""
    await shown((await shown(url)).headers["Location"])


async def signed_in(network: MastodonNetwork) -> Tokens:
    tasks: list[asyncio.Task[None]] = []
    opens: Browser = lambda url: tasks.append(asyncio.create_task(followed(url)))  # noqa: E731
    async with browser_sign_in(network.url, open_browser=opens, clock=utc_now) as sign_in:
        tokens = await sign_in.tokens(10)
        await asyncio.gather(*tasks)
    return tokens


async def test_a_sign_in_becomes_an_account_that_may_do_what_it_asked_for(network: MastodonNetwork) -> None:
    told: list[CheckStep] = []
    trial = await try_sign_in(network.url, await signed_in(network), told.append)
    assert [(step.step, step.passed) for step in told] == [
        (name, True) for name in ("server", "sign_in", "read", "write", "files")
    ]
    candidate = trial.candidate
    assert candidate is not None
    assert candidate.can_answer
    assert dict(candidate.secrets) == {"token": network.token}
    (app,) = network.api.sign_in.apps.values()
    assert app.scopes == SCOPES
    assert app.redirects[1] == signin.OUT_OF_BAND


async def test_the_registration_keeps_to_the_description(network: MastodonNetwork) -> None:
    if not SPECIFICATION.exists():
        pytest.skip("the API's description is not beside this checkout")
    judge = OpenApi.read(SPECIFICATION)
    cable = Cable(judge)
    async with httpx.AsyncClient(transport=cable) as http:
        client = await signin.register(
            network.url, ("http://127.0.0.1:5/", signin.OUT_OF_BAND), http=http, clock=utc_now
        )
    assert client.client_secret
    assert [one.url.removeprefix(network.url) for one in cable.passed] == ["/api/v1/apps"]
    assert judge.faults == []


async def test_an_older_server_takes_its_addresses_in_one_text() -> None:
    network = MastodonNetwork(manners=Manners(takes_redirect_lists=False))
    await network.start()
    try:
        assert (await signed_in(network)).access == network.token
    finally:
        await network.close()


async def test_a_browser_elsewhere_shows_a_code_that_is_pasted(network: MastodonNetwork) -> None:
    opened: list[str] = []
    async with browser_sign_in(network.url, open_browser=opened.append, clock=utc_now) as sign_in:
        assert opened == [sign_in.url]
        page = (await shown(sign_in.code_url)).text
        sign_in.paste(f"  {page.partition('<code>')[2].partition('</code>')[0]}\n")
        assert (await sign_in.tokens(10)).access == network.token


async def test_the_address_at_which_a_browser_was_stuck_can_be_pasted(network: MastodonNetwork) -> None:
    async with browser_sign_in(network.url, open_browser=lambda _: None, clock=utc_now) as sign_in:
        stuck = (await shown(sign_in.url)).headers["Location"]
        other = stuck.replace("state=", "state=another")
        for text in ("", other, stuck):
            sign_in.paste(text)
        assert (await sign_in.tokens(10)).access == network.token


async def test_a_code_proves_which_sign_in_it_belongs_to(network: MastodonNetwork) -> None:
    async with browser_sign_in(network.url, open_browser=lambda _: None, clock=utc_now) as sign_in:
        stuck = (await shown(sign_in.url)).headers["Location"]
        sign_in.paste(parse_qs(urlsplit(stuck).query)["code"][0])  # of the other request
        with pytest.raises(SignInRefused, match="sign_in_expired"):
            await sign_in.tokens(10)


async def test_a_person_may_say_no_or_nothing(network: MastodonNetwork) -> None:
    network.api.sign_in.declines = True
    with pytest.raises(SignInRefused, match="access_denied"):
        await signed_in(network)
    async with browser_sign_in(network.url, open_browser=lambda _: None, clock=utc_now) as sign_in:
        with pytest.raises(SignInRefused, match="timed_out"):
            await sign_in.tokens(0.05)


@pytest.mark.parametrize(
    ("granted", "failed", "can_answer"),
    [
        (("read",), ["missing_scope:write:statuses", "missing_scope:write:media"], False),
        (("read", "write:statuses"), ["missing_scope:write:media"], True),
        (("read", "write"), [], True),
    ],
)
async def test_a_permission_that_was_left_out_is_named(
    network: MastodonNetwork, granted: tuple[str, ...], failed: list[str], can_answer: bool
) -> None:
    network.api.sign_in.grants = granted
    tokens = await signed_in(network)
    if not can_answer:
        outside = b'{"error": "This action is outside the authorized scopes"}'
        network.faults.add(Fault("DELETE", "/api/v1/statuses", response=Response(403, outside)))
    trial = await try_sign_in(network.url, tokens, lambda _: None)
    assert [step.reason for step in trial.steps if not step.passed] == failed
    assert trial.candidate is not None
    assert trial.candidate.can_answer is can_answer


@pytest.mark.parametrize(
    ("answer", "kind", "reason"),
    [
        (Response(404, b'{"error": "Not found"}'), SignInRefused, "not_a_mastodon"),
        (Response(200, b"<html>login</html>", "text/html"), SignInRefused, "not_a_mastodon"),
        (Response(200, b'{"client_id": 7}'), SignInRefused, "not_a_mastodon"),
        (Response(429, b"{}", headers=(("Retry-After", "30"),)), TemporaryFailure, "rate_limited"),
        (Response(503), TemporaryFailure, "http_503"),
        (Response(500, drops=True), TemporaryFailure, "connection_lost"),
    ],
    ids=("elsewhere", "page", "odd", "busy", "down", "dropped"),
)
async def test_a_server_that_registers_nobody_says_why(
    network: MastodonNetwork, answer: Response, kind: type[Exception], reason: str
) -> None:
    network.faults.add(Fault("POST", "/api/v1/apps", response=answer, drops=answer.drops, times=2))
    with pytest.raises(kind, match=reason):
        async with browser_sign_in(network.url, open_browser=lambda _: None, clock=utc_now):
            pass


async def test_no_token_shows_in_what_is_told_of_it(network: MastodonNetwork) -> None:
    tokens = await signed_in(network)
    assert network.token not in repr(tokens)
