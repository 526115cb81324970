"""Connecting a Facebook Page or an Instagram account: in the browser, with a pasted token, and what is missing named."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator
from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import pytest

from desktop.accounts import facebook, instagram
from desktop.accounts.candidate import Trial
from desktop.accounts.meta import MetaForm, SignedIn, clean_id, copy_page, redirect_address
from desktop.channels import open_channel
from desktop.channels.http import http_client
from desktop.channels.oauth import SignInRefused, Tokens
from desktop.demo.networks.facebook import FacebookNetwork
from desktop.demo.networks.graph.access import APP_ID
from desktop.demo.networks.graph.network import GraphNetwork
from desktop.demo.networks.graph.world import IG_ID, IG_NAME, PAGE_ID, PAGE_NAME
from desktop.demo.networks.instagram import InstagramNetwork
from desktop.model import (
    Account,
    AccountId,
    AccountRole,
    CheckStep,
    Network,
    SignInExpired,
    TemporaryFailure,
    declared_of,
)
from desktop.system.vault import SessionVault
from tests.factories import FakeClock

NETWORKS = {Network.FACEBOOK: FacebookNetwork, Network.INSTAGRAM: InstagramNetwork}


@pytest.fixture(autouse=True)
def no_authorities_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """Trust nobody: the networks speak plain HTTP on this machine."""
    monkeypatch.setattr("desktop.channels.http.trusted_context", lambda _: ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT))


@pytest.fixture(params=[Network.FACEBOOK, Network.INSTAGRAM], ids=str)
async def network(request: pytest.FixtureRequest) -> AsyncIterator[GraphNetwork]:
    started: GraphNetwork = NETWORKS[request.param](FakeClock())
    await started.start()
    yield started
    await started.close()


@pytest.fixture
async def page() -> AsyncIterator[FacebookNetwork]:
    started = FacebookNetwork(FakeClock())
    await started.start()
    yield started
    await started.close()


def form_for(network: GraphNetwork, **changes: object) -> MetaForm:
    form = MetaForm(APP_ID, f" {network.access.app_secret}\n", api=network.url, dialog=network.url)
    return replace(form, **changes)  # type: ignore[arg-type]


def kind_of(network: GraphNetwork) -> Network:
    return Network.FACEBOOK if isinstance(network, FacebookNetwork) else Network.INSTAGRAM


async def tokens_of(network: GraphNetwork, form: MetaForm) -> Tokens:
    """Sign in as a person whose browser follows every redirect."""
    visits: list[asyncio.Task[None]] = []

    async def visit(url: str) -> None:
        async with http_client(loopback_only=True) as browser:
            answer = await browser.get(url)
            if "location" in answer.headers:
                await browser.get(answer.headers["location"])

    def open_browser(url: str) -> None:
        visits.append(asyncio.create_task(visit(url)))

    sign_in_at = facebook.browser_sign_in if kind_of(network) is Network.FACEBOOK else instagram.browser_sign_in
    async with sign_in_at(form, open_browser=open_browser, clock=FakeClock(), port=0) as sign_in:
        tokens = await sign_in.tokens(patience=60)
        await asyncio.gather(*visits)
    return tokens


async def signed_in(network: GraphNetwork, form: MetaForm) -> SignedIn:
    return await facebook.signed_in(form, await tokens_of(network, form), clock=FakeClock())


async def tried(network: GraphNetwork, form: MetaForm, found: SignedIn) -> tuple[Trial, list[CheckStep]]:
    told: list[CheckStep] = []
    try_page = facebook.try_page if kind_of(network) is Network.FACEBOOK else instagram.try_page
    trial = await try_page(form, found.pages[0], clock=FakeClock(), tell=told.append, granted=found.granted)
    return trial, told


async def pasted(network: GraphNetwork, form: MetaForm) -> Trial:
    try_token = facebook.try_page_token if kind_of(network) is Network.FACEBOOK else instagram.try_page_token
    return await try_token(form, clock=FakeClock(), tell=lambda _: None)


async def test_a_sign_in_becomes_an_account_whose_token_lasts(network: GraphNetwork) -> None:
    form = form_for(network, human_agent=True)
    found = await signed_in(network, form)
    trial, told = await tried(network, form, found)
    assert trial.failure is None
    assert [step.step for step in told] == ["sign_in", "read", "direct", "write"]
    candidate = trial.candidate
    assert candidate is not None
    of_facebook = candidate.network is Network.FACEBOOK
    handle, identity = (PAGE_NAME, PAGE_ID) if of_facebook else (f"@{IG_NAME}", IG_ID)
    assert (candidate.handle, candidate.name, candidate.remote_id) == (handle, PAGE_NAME, identity)
    assert candidate.secrets == network.secrets()
    assert candidate.can_answer
    settings = dict(candidate.settings)
    account = Account(
        AccountId(1), candidate.uid, candidate.network, "Aurora", candidate.handle, AccountRole.CARE, settings
    )
    assert candidate.is_same_as(account)
    assert (declared_of(account).human_agent, declared_of(account).private) == (True, True)
    channel = open_channel(account, SessionVault(candidate.secrets_of(account.uid)), FakeClock())
    await channel.fetch(None)
    await channel.close()
    for secret in candidate.secrets.values():
        assert secret not in repr((candidate, form, trial, found))


async def test_who_says_no_in_the_browser_is_not_signed_in(network: GraphNetwork) -> None:
    network.access.declines = True
    with pytest.raises(SignInRefused, match="access_denied"):
        await tokens_of(network, form_for(network))


async def test_an_app_s_secret_that_is_wrong_signs_nobody_in(page: FacebookNetwork) -> None:
    with pytest.raises(SignInRefused):
        await tokens_of(page, form_for(page, app_secret="wrong"))


async def test_a_short_lived_token_that_is_over_gives_no_page(page: FacebookNetwork) -> None:
    tokens = await tokens_of(page, form_for(page))
    page.access.withdraw()
    with pytest.raises(SignInExpired, match="token_refused"):
        await facebook.signed_in(form_for(page), tokens, clock=FakeClock())


@pytest.mark.parametrize(
    ("kind", "scope", "step", "candidate"),
    [
        (Network.FACEBOOK, "pages_read_user_content", "read", False),
        (Network.FACEBOOK, "pages_messaging", "direct", True),
        (Network.FACEBOOK, "pages_manage_engagement", "write", True),
        (Network.INSTAGRAM, "instagram_basic", "sign_in", False),
        (Network.INSTAGRAM, "instagram_manage_comments", "read", False),
        (Network.INSTAGRAM, "instagram_manage_messages", "direct", True),
    ],
)
async def test_a_missing_permission_is_named_live(kind: Network, scope: str, step: str, candidate: bool) -> None:
    network: GraphNetwork = NETWORKS[kind](FakeClock())
    await network.start()
    try:
        found = await signed_in(network, form_for(network))
        network.access.scopes -= {scope}
        trial, _ = await tried(network, form_for(network), replace(found, granted=found.granted - {scope}))
        assert trial.failure == CheckStep(step, passed=False, reason=f"missing_scope:{scope}")
        assert (trial.candidate is not None) is candidate
        if trial.candidate is not None:
            assert trial.candidate.settings["declares.private"] is (step != "direct")
            assert trial.candidate.can_answer is (step != "write")
    finally:
        await network.close()


async def test_a_role_that_may_not_answer_is_named(page: FacebookNetwork) -> None:
    page.access.tasks = ("ANALYZE",)
    trial, _ = await tried(page, form_for(page), await signed_in(page, form_for(page)))
    assert trial.failure == CheckStep("write", passed=False, reason="missing_task:MODERATE")


async def test_a_page_without_instagram_says_so() -> None:
    network = InstagramNetwork(FakeClock())
    await network.start()
    network.access.linked = False
    trial, _ = await tried(network, form_for(network), await signed_in(network, form_for(network)))
    await network.close()
    assert trial.failure == CheckStep("sign_in", passed=False, reason="no_instagram_account")
    assert trial.candidate is None


async def test_a_pasted_token_is_enough(network: GraphNetwork) -> None:
    form = MetaForm(page_token=f" '{network.access.page_token}' ", api=network.url)
    trial = await pasted(network, form)
    assert [step.step for step in trial.steps] == ["sign_in", "read", "direct"]
    assert trial.candidate is not None
    assert trial.candidate.secrets == {"page_token": network.access.page_token}
    assert trial.candidate.can_answer


async def test_with_the_app_s_secret_a_pasted_token_tells_what_it_may(network: GraphNetwork) -> None:
    network.access.proves = True
    form = form_for(network, page_token=network.access.page_token)
    assert [step.step for step in (await pasted(network, form)).steps] == ["sign_in", "read", "direct", "write"]
    scope = "pages_manage_engagement" if kind_of(network) is Network.FACEBOOK else "instagram_manage_comments"
    network.access.scopes -= {scope}
    failure = (await pasted(network, form)).failure
    assert failure is not None
    assert failure.reason == f"missing_scope:{scope}"


async def test_what_is_no_page_s_token_is_told_apart(network: GraphNetwork) -> None:
    tokens = await tokens_of(network, form_for(network))
    for token, reason in ((tokens.access, "not_a_page_token"), ("EAAB-nobody", "token_refused"), ("", "no_token")):
        trial = await pasted(network, MetaForm(page_token=token, api=network.url))
        assert trial.steps == (CheckStep("sign_in", passed=False, reason=reason),)
        assert trial.candidate is None


async def test_a_live_app_sends_the_person_to_a_page_to_copy_from(page: FacebookNetwork) -> None:
    opened: list[str] = []
    form = form_for(page, by_hand=True)
    async with facebook.browser_sign_in(form, open_browser=opened.append, clock=FakeClock()) as sign_in:
        query = parse_qs(urlsplit(opened[0]).query)
        assert query["redirect_uri"] == [copy_page()]
        assert "pages_messaging" in query["scope"][0].split()
        async with http_client(loopback_only=True) as browser:
            answer = await browser.get(opened[0])
        sign_in.paste(answer.headers["location"])
        tokens = await sign_in.tokens(patience=60)
    assert (await facebook.signed_in(form, tokens, clock=FakeClock())).pages[0].id == PAGE_ID


async def test_a_port_that_is_taken_says_so(page: FacebookNetwork) -> None:
    port = urlsplit(page.url).port
    with pytest.raises(TemporaryFailure, match="redirect_port_taken"):
        async with facebook.browser_sign_in(form_for(page), open_browser=print, clock=FakeClock(), port=port):
            pass


def test_what_is_registered_is_told_and_what_is_pasted_is_cleaned() -> None:
    assert redirect_address().startswith("http://localhost:")
    assert clean_id(' "EAAB 12\n" ') == "EAAB12"
