"""The sign-in in the browser as the wizard follows it: opened, answered, declined, pasted, given up."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import replace

import httpx
import pytest
import pytest_asyncio

from desktop.accounts.browser_sign_in import BrowserAddress, BrowserAttempt, SignInDeclined
from desktop.accounts.email import EmailSettings, browser_sign_in, suggest
from desktop.channels.email import oauth
from desktop.channels.oauth import Tokens
from desktop.model import Refused
from tests.factories import FakeClock
from tests.unit.channels_email_client.fake_provider import FakeProvider, running_provider

SETTINGS = replace(suggest("care@gmail.com").settings, oauth_provider="google", oauth_client_id="client-7")


@pytest_asyncio.fixture
async def provider(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[FakeProvider]:
    async with running_provider() as running:
        monkeypatch.setattr(oauth, "PROVIDERS", {"google": running.provider})
        yield running


def an_attempt(
    opened: list[str], settings: EmailSettings = SETTINGS, tell: Callable[[str], None] | None = None
) -> BrowserAttempt[Tokens]:
    def told(address: BrowserAddress) -> None:
        (tell or opened.append)(address.url)

    return BrowserAttempt(lambda show: browser_sign_in(settings, open_browser=show, clock=FakeClock()), kept, tell=told)


async def kept(tokens: Tokens) -> Tokens:
    return tokens


async def until_opened(opened: list[str]) -> str:
    async with asyncio.timeout(60):
        while not opened:  # noqa: ASYNC110 - a list has no event
            await asyncio.sleep(0.005)
    return opened[0]


async def test_an_answer_in_the_browser_brings_tokens(provider: FakeProvider) -> None:
    opened: list[str] = []
    running = asyncio.create_task(an_attempt(opened).run())
    answer = provider.consent(await until_opened(opened))
    async with httpx.AsyncClient(trust_env=False) as browser:
        await browser.get(answer)
    assert (await running).refresh == "refresh-1"


async def test_an_answer_can_be_pasted_from_another_thread(provider: FakeProvider) -> None:
    opened: list[str] = []
    attempt = an_attempt(opened)
    running = asyncio.create_task(attempt.run())
    answer = provider.consent(await until_opened(opened))
    await asyncio.to_thread(attempt.paste, answer)
    assert (await running).access
    attempt.paste("too late is no harm")


async def test_an_answer_that_is_pasted_before_the_door_is_open_is_not_lost(provider: FakeProvider) -> None:
    opened: list[str] = []

    def answer_at_once(url: str) -> None:
        opened.append(url)
        attempt.paste(provider.consent(url))

    attempt = an_attempt(opened, tell=answer_at_once)
    assert (await attempt.run()).access
    assert len(opened) == 1


async def test_who_declines_in_the_browser_is_not_signed_in(provider: FakeProvider) -> None:
    provider.denies = True
    opened: list[str] = []
    attempt = an_attempt(opened)
    running = asyncio.create_task(attempt.run())
    attempt_answer = provider.consent(await until_opened(opened))
    attempt.paste(attempt_answer)
    with pytest.raises(SignInDeclined) as declined:
        await running
    assert declined.value.reason == "access_denied"


async def test_a_provider_without_such_a_sign_in_is_named() -> None:
    attempt = an_attempt([], replace(SETTINGS, oauth_provider="nobody"))
    with pytest.raises(SignInDeclined) as declined:
        await attempt.run()
    assert declined.value.reason == "unknown_oauth_provider"


async def test_what_follows_the_sign_in_is_part_of_the_attempt(provider: FakeProvider) -> None:
    async def refused(_: Tokens) -> str:
        raise Refused("missing_scope:pages_show_list")

    opened: list[str] = []
    attempt = BrowserAttempt(
        lambda show: browser_sign_in(SETTINGS, open_browser=show, clock=FakeClock()),
        refused,
        tell=lambda address: opened.append(address.url),
    )
    running = asyncio.create_task(attempt.run())
    attempt.paste(provider.consent(await until_opened(opened)))
    with pytest.raises(SignInDeclined) as declined:
        await running
    assert declined.value.reason == "missing_scope:pages_show_list"


async def test_giving_up_closes_the_door_on_this_machine(provider: FakeProvider) -> None:
    opened: list[str] = []
    running = asyncio.create_task(an_attempt(opened).run())
    answer = provider.consent(await until_opened(opened))
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    async with httpx.AsyncClient(trust_env=False) as browser:
        with pytest.raises(httpx.ConnectError):
            await browser.get(answer)
