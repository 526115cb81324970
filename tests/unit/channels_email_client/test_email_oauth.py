"""Signing in with the browser, and staying signed in."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
import pytest_asyncio

from desktop.channels.email.channel import EmailChannel
from desktop.channels.email.credentials import Credential, GivenCredential
from desktop.channels.email.oauth import GOOGLE, MICROSOFT
from desktop.channels.email.tokens import KeptTokens
from desktop.channels.http import http_client
from desktop.channels.oauth.browser import BrowserSignIn, sign_in_with_browser
from desktop.channels.oauth.flow import OAuthClient, SignInRefused, new_request
from desktop.channels.oauth.tokens import KeptSignIn, TokenNames
from desktop.model import SignInExpired, TemporaryFailure
from desktop.system.vault import SessionVault
from tests.servers.certificate import Certificate
from tests.unit.channels_email_client.fake_imap import FakeImap
from tests.unit.channels_email_client.fake_provider import FakeProvider, running_provider
from tests.unit.channels_email_client.mailboxes import mailbox, mailbox_account

NOW = datetime(2026, 3, 10, 9, 30, tzinfo=UTC)
NAMES = TokenNames("refresh", "client_secret")


@pytest_asyncio.fixture
async def provider() -> AsyncIterator[FakeProvider]:
    async with running_provider() as running:
        yield running


@pytest_asyncio.fixture
async def http() -> AsyncIterator[httpx.AsyncClient]:
    async with http_client(loopback_only=True) as client:
        yield client


class Browser:
    """A browser whose person signs in at the provider as soon as an address is opened."""

    def __init__(self, provider: FakeProvider, http: httpx.AsyncClient) -> None:
        self._provider = provider
        self._http = http
        self.opened: list[str] = []
        self.went_to: list[str] = []
        self.follows = True
        self.visits: list[asyncio.Task[httpx.Response]] = []

    def __call__(self, url: str) -> None:
        self.opened.append(url)
        self.went_to.append(self._provider.consent(url))
        if self.follows:
            self.visits.append(asyncio.create_task(self._http.get(self.went_to[-1])))


def signing_in(
    provider: FakeProvider, http: httpx.AsyncClient, browser: Browser, secret: str = ""
) -> AbstractAsyncContextManager[BrowserSignIn]:
    return sign_in_with_browser(
        provider.provider,
        OAuthClient("client-7", secret),
        login_hint="care@shop.test",
        open_browser=browser,
        http=http,
        clock=lambda: NOW,
    )


async def test_a_person_who_agrees_in_the_browser_is_signed_in(provider: FakeProvider, http: httpx.AsyncClient) -> None:
    browser = Browser(provider, http)
    async with signing_in(provider, http, browser, "shh") as sign_in:
        tokens = await sign_in.tokens(5)
        page = await browser.visits[0]
    asked = provider.requests[0]
    assert (tokens.access, tokens.refresh) == ("token-2", "refresh-1")
    assert tokens.expires_at == NOW + timedelta(hours=1)
    assert asked["code_challenge_method"] == "S256"
    assert asked["redirect_uri"].startswith("http://127.0.0.1:")
    assert (asked["login_hint"], asked["client_id"], asked["scope"]) == ("care@shop.test", "client-7", "mail offline")
    assert provider.exchanges[0]["client_secret"] == "shh"
    assert (page.status_code, "close this page" in page.text) == (200, True)


async def test_a_person_who_does_not_agree_is_not_signed_in(provider: FakeProvider, http: httpx.AsyncClient) -> None:
    provider.denies = True
    async with signing_in(provider, http, Browser(provider, http)) as sign_in:
        with pytest.raises(SignInRefused) as refusal:
            await sign_in.tokens(5)
    assert refusal.value.reason == "access_denied"


async def test_an_answer_to_another_request_is_passed_over(provider: FakeProvider, http: httpx.AsyncClient) -> None:
    browser = Browser(provider, http)
    browser.follows = False
    async with signing_in(provider, http, browser) as sign_in:
        door = browser.went_to[0].partition("?")[0]
        await http.get(door, params={"code": "stolen", "state": "guessed"})
        assert (await http.get(f"{door}favicon.ico")).status_code == 404
        await http.get(browser.went_to[0])
        tokens = await sign_in.tokens(5)
    assert tokens.access == "token-2"
    assert [form["code"] for form in provider.exchanges] == ["code-1"]


@pytest.mark.parametrize("whole", [True, False])
async def test_the_answer_can_be_pasted_whole_or_as_a_bare_code(
    provider: FakeProvider, http: httpx.AsyncClient, whole: bool
) -> None:
    browser = Browser(provider, http)
    browser.follows = False
    async with signing_in(provider, http, browser) as sign_in:
        address = browser.went_to[0]
        sign_in.paste(address if whole else parse_qs(urlsplit(address).query)["code"][0])
        assert (await sign_in.tokens(5)).access == "token-2"


async def test_nobody_who_answers_is_a_refusal_in_the_end(provider: FakeProvider, http: httpx.AsyncClient) -> None:
    browser = Browser(provider, http)
    browser.follows = False
    async with signing_in(provider, http, browser) as sign_in:
        with pytest.raises(SignInRefused) as refusal:
            await sign_in.tokens(0.05)
    assert refusal.value.reason == "timed_out"


async def test_each_request_has_a_state_and_a_verifier_of_its_own() -> None:
    numbers = iter(range(10))
    made = [
        new_request(GOOGLE, OAuthClient("c"), "http://127.0.0.1:1/", token=lambda size: f"{next(numbers)}-{size}")
        for _ in range(2)
    ]
    assert len({made[0].state, made[0].verifier, made[1].state, made[1].verifier}) == 4
    assert made[0].verifier not in made[0].url
    assert made[0].verifier not in repr(made[0])


def test_the_providers_ask_for_reading_sending_and_staying_signed_in() -> None:
    assert GOOGLE.scopes == ("https://mail.google.com/",)
    assert [scope.rpartition("/")[2] for scope in MICROSOFT.scopes] == [
        "IMAP.AccessAsUser.All",
        "SMTP.Send",
        "offline_access",
    ]
    assert all(each.authorize_url.startswith("https://") for each in (GOOGLE, MICROSOFT))


def kept_tokens(provider: FakeProvider, vault: SessionVault, now: list[datetime]) -> KeptTokens:
    kept = KeptSignIn(
        provider.provider, "client-7", NAMES, vault, lambda: http_client(loopback_only=True), lambda: now[0]
    )
    return KeptTokens(kept)


async def test_an_access_token_is_used_while_it_lives_and_then_renewed(provider: FakeProvider) -> None:
    now = [NOW]
    vault = SessionVault({"refresh": provider.grant()})
    tokens = kept_tokens(provider, vault, now)
    first, second = await tokens.current(), await tokens.current()
    now[0] += timedelta(minutes=59)
    third = await tokens.current()
    assert first == second != third
    assert len(provider.exchanges) == 2


async def test_a_new_refresh_token_replaces_the_kept_one(provider: FakeProvider) -> None:
    vault = SessionVault({"refresh": provider.grant()})
    await kept_tokens(provider, vault, [NOW]).current()
    assert vault.get("refresh") == "refresh-2"
    assert not any("token-" in value for value in vault.all().values())


async def test_a_provider_that_keeps_the_refresh_token_leaves_it_kept(provider: FakeProvider) -> None:
    provider.rotates = False
    vault = SessionVault({"refresh": provider.grant()})
    tokens = kept_tokens(provider, vault, [NOW])
    await tokens.current()
    await tokens.renewed()
    assert vault.get("refresh") == "refresh-1"


async def test_many_who_ask_at_once_cause_one_renewal(provider: FakeProvider) -> None:
    tokens = kept_tokens(provider, SessionVault({"refresh": provider.grant()}), [NOW])
    given = await asyncio.gather(*(tokens.current() for _ in range(5)))
    assert len(set(given)) == len(provider.exchanges) == 1


async def test_a_withdrawn_sign_in_asks_a_person(provider: FakeProvider) -> None:
    vault = SessionVault({"refresh": provider.grant()})
    provider.withdraw()
    with pytest.raises(SignInExpired) as failure:
        await kept_tokens(provider, vault, [NOW]).current()
    assert failure.value.reason == "sign_in_expired"
    with pytest.raises(SignInExpired) as nothing_kept:
        await kept_tokens(provider, SessionVault(), [NOW]).current()
    assert nothing_kept.value.reason == "no_sign_in"


@pytest.mark.parametrize("answer", [(503, ""), (429, "{}"), (200, "<html>"), (200, "[]")])
async def test_a_provider_in_trouble_is_temporary(provider: FakeProvider, answer: tuple[int, str]) -> None:
    provider.answers_with = answer
    with pytest.raises(TemporaryFailure):
        await kept_tokens(provider, SessionVault({"refresh": "r"}), [NOW]).current()


async def test_a_provider_that_can_not_be_reached_is_temporary(provider: FakeProvider) -> None:
    provider.base = "http://127.0.0.1:1"
    with pytest.raises(TemporaryFailure) as failure:
        await kept_tokens(provider, SessionVault({"refresh": "r"}), [NOW]).current()
    assert failure.value.reason == "sign_in_server_unreachable"


async def test_a_token_that_the_mail_server_refuses_is_renewed_once(
    provider: FakeProvider, imap: FakeImap, certificate: Certificate
) -> None:
    vault = SessionVault({"refresh": provider.grant()})
    tokens = kept_tokens(provider, vault, [NOW])
    await tokens.current()
    imap.token = "token-5"
    async with mailbox(imap, certificate) as channel:
        channel._imap._credentials = tokens
        await channel.fetch(None)
    assert len(provider.exchanges) == 2
    assert not any(command.startswith("LOGIN") for command in imap.commands)


async def test_a_token_refused_twice_asks_a_person(imap: FakeImap, certificate: Certificate) -> None:
    async with mailbox(imap, certificate) as channel:
        channel._imap._credentials = GivenCredential(Credential("wrong", is_token=True))
        with pytest.raises(SignInExpired):
            await channel.fetch(None)


def test_a_credential_never_shows_itself() -> None:
    assert "secret" not in repr(Credential("secret"))


def test_an_account_without_a_known_provider_is_refused_at_the_door() -> None:
    account = mailbox_account({"sign_in": "oauth", "oauth_provider": "nobody"})
    with pytest.raises(ValueError, match="unknown_oauth_provider"):
        EmailChannel(account, SessionVault(), clock=lambda: NOW)
