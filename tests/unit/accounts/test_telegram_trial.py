"""Trying a bot's token: each step is told, a webhook is named, and nothing is polled or kept."""

from __future__ import annotations

import ssl
from collections.abc import AsyncIterator

import pytest

from desktop.accounts.telegram import STEPS, clean_token, token_fault, try_token
from desktop.channels import open_channel
from desktop.demo.networks.telegram import TelegramNetwork
from desktop.model import Account, AccountId, AccountRole, CheckStep, Network
from desktop.system.clock import utc_now
from desktop.system.vault import SessionVault

TOKEN = "7100200300:AAF-x_yz0123456789012345678901234"


@pytest.fixture(autouse=True)
def no_authorities_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("desktop.channels.http.trusted_context", lambda _: ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT))


@pytest.fixture
async def network() -> AsyncIterator[TelegramNetwork]:
    started = TelegramNetwork()
    await started.start()
    yield started
    await started.close()


async def test_a_whole_token_becomes_an_account(network: TelegramNetwork) -> None:
    told: list[CheckStep] = []
    trial = await try_token(network.secrets()["token"], told.append, api=network.url)
    assert [(step.step, step.passed) for step in told] == [(name, True) for name in STEPS]
    candidate = trial.candidate
    assert candidate is not None
    assert (candidate.handle, candidate.name) == ("@aurora_energia_bot", "Aurora Energia")
    assert network.polling.polls == 0
    account = Account(
        AccountId(1), candidate.uid, Network.TELEGRAM, "", candidate.handle, AccountRole.CARE, dict(candidate.settings)
    )
    channel = open_channel(account, SessionVault(candidate.secrets_of(account.uid)), utc_now)
    try:
        assert all(step.passed for step in await channel.check())
    finally:
        await channel.close()


async def test_each_fault_is_told_at_its_step(network: TelegramNetwork) -> None:
    async def failure(token: str, api: str) -> tuple[str, str]:
        trial = await try_token(token, lambda _: None, api=api)
        assert trial.candidate is None
        assert trial.failure is not None
        return trial.failure.step, trial.failure.reason

    assert await failure(TOKEN, network.url) == ("sign_in", "token_refused")
    assert await failure("nonsense", network.url) == ("sign_in", "no_token")
    assert await failure(TOKEN, "http://elsewhere.example") == ("server", "not_an_address")
    network.polling.webhook = "https://elsewhere.example/hook"
    assert await failure(network.secrets()["token"], network.url) == ("read", "webhook_set")
    await network.close()
    assert await failure(TOKEN, network.url) == ("server", "connection_refused")


@pytest.mark.parametrize(
    ("pasted", "token", "fault"),
    [
        (TOKEN, TOKEN, ""),
        (f' "{TOKEN}" ', TOKEN, ""),
        (f"Use this token to access the HTTP API:\n{TOKEN}\nKeep it secure", TOKEN, ""),
        ("", "", "missing"),
        ("   ", "", "missing"),
        ("aurora_bot", "aurora_bot", "not_a_token"),
        ("7100200300:short", "7100200300:short", "not_a_token"),
    ],
)
def test_a_token_is_found_in_what_was_pasted(pasted: str, token: str, fault: str) -> None:
    assert clean_token(pasted) == token
    assert token_fault(pasted) == fault
