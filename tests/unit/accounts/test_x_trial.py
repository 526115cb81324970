"""Connecting an X account: the sign-in in the browser against the fake X, and the trial of what it allows."""

from __future__ import annotations

import asyncio
import socket
import ssl
from collections.abc import AsyncIterator
from dataclasses import replace

import httpx
import pytest
import pytest_asyncio

from desktop.accounts.candidate import Trial
from desktop.accounts.x import XForm, browser_sign_in, callback_address, clean_id, try_sign_in
from desktop.channels.http import http_client
from desktop.channels.oauth import SignInRefused, Tokens
from desktop.channels.x.signin import SCOPE_OF, SCOPES
from desktop.demo.networks.x import XNetwork
from desktop.model import CheckStep, Network, TemporaryFailure
from tests.factories import FakeClock


@pytest.fixture(autouse=True)
def no_authorities_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("desktop.channels.http.trusted_context", lambda _: ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT))


@pytest_asyncio.fixture
async def network() -> AsyncIterator[XNetwork]:
    fake = XNetwork(FakeClock())
    await fake.start()
    yield fake
    await fake.close()


def form_for(network: XNetwork, **changes: object) -> XForm:
    settings = network.account_settings()
    form = XForm(f" {settings['client_id']} \n", api=str(settings["api"]), authorize=str(settings["authorize"]))
    return replace(form, **changes)  # type: ignore[arg-type]


async def signed_in(form: XForm) -> Tokens:
    """Sign in as a person whose browser follows every redirect."""
    visits: list[asyncio.Task[None]] = []

    async def visit(url: str) -> None:
        async with http_client(loopback_only=True) as browser:
            answer = await browser.get(url)
            if "location" in answer.headers:
                await browser.get(answer.headers["location"])

    def open_browser(url: str) -> None:
        visits.append(asyncio.create_task(visit(url)))

    async with browser_sign_in(form, open_browser=open_browser, clock=FakeClock(), port=0) as sign_in:
        tokens = await sign_in.tokens(patience=60)
        await asyncio.gather(*visits)
    return tokens


async def tried(form: XForm, tokens: Tokens) -> tuple[Trial, list[CheckStep]]:
    told: list[CheckStep] = []
    return await try_sign_in(form, tokens, clock=FakeClock(), tell=told.append), told


async def test_a_sign_in_becomes_an_account_that_can_answer(network: XNetwork) -> None:
    form = form_for(network, app_token=network.sign_in.app_token, owns_app=True)
    tokens = await signed_in(form)
    trial, told = await tried(form, tokens)
    assert trial.failure is None
    assert list(trial.steps) == told
    assert [step.step for step in told] == ["sign_in", "read", "direct", "stream", "write"]
    candidate = trial.candidate
    assert candidate is not None
    assert (candidate.network, candidate.handle, candidate.name) == (Network.X, "@AuroraEnergia", "Aurora Energia")
    assert candidate.can_answer
    assert candidate.settings["client_id"] == "aurora-care-console"
    assert candidate.settings["owns_app"] is True
    assert candidate.secrets == {"oauth_refresh": tokens.refresh, "app_token": network.sign_in.app_token}
    assert tokens.access not in repr((candidate, form, trial))


async def test_a_confidential_client_names_itself_by_its_secret(network: XNetwork) -> None:
    network.sign_in.client_secret = "hush"
    with pytest.raises(SignInRefused, match="invalid_client"):
        await signed_in(form_for(network))
    form = form_for(network, client_secret="hush")
    trial, _ = await tried(form, await signed_in(form))
    assert trial.candidate is not None
    assert trial.candidate.secrets["oauth_client_secret"] == "hush"


async def test_who_says_no_in_the_browser_is_not_signed_in(network: XNetwork) -> None:
    network.sign_in.declines = True
    with pytest.raises(SignInRefused, match="access_denied"):
        await signed_in(form_for(network))


@pytest.mark.parametrize(
    ("scope", "step", "candidate"),
    [("dm.read", "direct", False), ("users.read", "sign_in", False), ("tweet.write", "write", True)],
)
async def test_a_missing_permission_is_named(network: XNetwork, scope: str, step: str, candidate: bool) -> None:
    network.sign_in.scopes -= {scope}
    trial, _ = await tried(form_for(network), await signed_in(form_for(network)))
    assert trial.failure == CheckStep(step, passed=False, reason=f"missing_scope:{scope}")
    assert (trial.candidate is not None) is candidate
    assert trial.candidate is None or not trial.candidate.can_answer


async def test_a_sign_in_that_can_not_last_is_refused_at_once(network: XNetwork) -> None:
    network.sign_in.scopes -= {"offline.access"}
    with pytest.raises(SignInRefused, match="no_refresh_token"):
        await signed_in(form_for(network))


async def test_a_wrong_app_token_is_told_from_a_wrong_sign_in(network: XNetwork) -> None:
    form = form_for(network, app_token="something else")
    trial, _ = await tried(form, await signed_in(form))
    assert trial.failure == CheckStep("stream", passed=False, reason="app_token_refused")
    network.sign_in.withdraw()
    trial, _ = await tried(form, Tokens("access", "refresh", FakeClock()()))
    assert trial.failure == CheckStep("sign_in", passed=False, reason="token_refused")
    assert trial.candidate is None


async def test_a_callback_address_that_is_taken_says_so(network: XNetwork) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(TemporaryFailure, match="redirect_port_taken"):
            async with browser_sign_in(form_for(network), open_browser=print, clock=FakeClock(), port=port):
                pytest.fail("the port was free")


def test_the_callback_address_is_one_that_a_company_can_register() -> None:
    assert httpx.URL(callback_address()).host == "127.0.0.1"
    assert callback_address().endswith(":47613/")


def test_everything_an_account_does_has_a_permission_that_is_asked_for() -> None:
    assert set(SCOPE_OF.values()) <= set(SCOPES)


def test_what_is_pasted_loses_its_surroundings() -> None:
    assert clean_id(' "abc \n def" ') == "abcdef"
