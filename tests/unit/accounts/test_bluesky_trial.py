"""Trying an app password: each step is told, what is missing is named, and only a whole sign-in becomes an account."""

from __future__ import annotations

import ssl
from collections.abc import AsyncIterator

import pytest

from desktop.accounts.bluesky import (
    STEPS,
    BlueskyForm,
    account_handle,
    clean_password,
    password_fault,
    server_address,
    try_app_password,
)
from desktop.channels import open_channel
from desktop.demo.faults import Fault
from desktop.demo.networks.bluesky import CHAT_SERVICE, BlueskyNetwork
from desktop.demo.wire import Response, json_response
from desktop.model import Account, AccountId, AccountRole, CheckStep, Network
from desktop.system.clock import utc_now
from desktop.system.vault import SessionVault


@pytest.fixture(autouse=True)
def no_authorities_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """Trust nobody: the network speaks plain HTTP on this machine."""
    monkeypatch.setattr("desktop.channels.http.trusted_context", lambda _: ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT))


@pytest.fixture
async def network() -> AsyncIterator[BlueskyNetwork]:
    started = BlueskyNetwork()
    await started.start()
    yield started
    await started.close()


def form_for(network: BlueskyNetwork, password: str = "") -> BlueskyForm:
    given = password or network.secrets()["app_password"]
    return BlueskyForm(network.account_handle(), given, network.url, CHAT_SERVICE)


async def test_a_whole_sign_in_becomes_an_account_that_does_not_sign_in_again(network: BlueskyNetwork) -> None:
    told: list[CheckStep] = []
    trial = await try_app_password(form_for(network), told.append)
    assert [(step.step, step.passed) for step in told] == [(name, True) for name in STEPS]
    candidate = trial.candidate
    assert candidate is not None
    assert (candidate.handle, candidate.name, candidate.remote_id) == (
        network.account_handle(),
        "Aurora Energia",
        network.company.did,
    )
    assert set(candidate.secrets) == {"app_password", "refresh"}
    settings = dict(candidate.settings)
    account = Account(
        AccountId(1), candidate.uid, Network.BLUESKY, "Aurora", candidate.handle, AccountRole.CARE, settings
    )
    assert candidate.is_same_as(account)
    channel = open_channel(account, SessionVault(candidate.secrets_of(account.uid)), utc_now)
    try:
        await channel.fetch(None)
    finally:
        await channel.close()
    assert network.keeping.sign_ins == 1
    assert network.world.posts == {}


async def test_a_wrong_password_ends_the_trial(network: BlueskyNetwork) -> None:
    trial = await try_app_password(form_for(network, "abcd-abcd-abcd-abcd"), lambda _: None)
    assert trial.candidate is None
    assert trial.failure == CheckStep("sign_in", passed=False, reason="token_refused")


async def test_the_accounts_own_password_is_told_from_a_wrong_one(network: BlueskyNetwork) -> None:
    asks = json_response({"error": "AuthFactorTokenRequired", "message": "A sign in code has been sent"}, 401)
    network.faults.add(Fault("POST", "/xrpc/com.atproto.server.createSession", response=asks))
    trial = await try_app_password(form_for(network), lambda _: None)
    assert trial.failure == CheckStep("sign_in", passed=False, reason="app_password_needed")


async def test_a_password_without_private_messages_can_be_connected_and_says_so(network: BlueskyNetwork) -> None:
    network.keeping.private_messages = False
    trial = await try_app_password(form_for(network), lambda _: None)
    assert trial.failure == CheckStep("direct", passed=False, reason="chat_not_allowed")
    assert trial.candidate is not None


async def test_what_is_no_server_of_the_protocol_gets_no_password(network: BlueskyNetwork) -> None:
    page = Response(200, b"<html>hello</html>", "text/html")
    network.faults.add(Fault("GET", "/xrpc/com.atproto.server.describeServer", response=page))
    trial = await try_app_password(form_for(network), lambda _: None)
    assert trial.failure == CheckStep("server", passed=False, reason="unreadable_answer")
    assert network.keeping.sign_ins == 0


async def test_a_server_that_is_not_there_is_told_as_such(network: BlueskyNetwork) -> None:
    await network.close()
    trial = await try_app_password(form_for(network), lambda _: None)
    assert trial.failure == CheckStep("server", passed=False, reason="connection_refused")


@pytest.mark.parametrize(
    ("handle", "server", "reason"),
    [("aurora.test", "http://bsky.example", "not_an_address"), ("au rora", "", "not_a_handle")],
)
async def test_what_is_no_address_or_no_handle_is_not_called(handle: str, server: str, reason: str) -> None:
    told: list[CheckStep] = []
    trial = await try_app_password(BlueskyForm(handle, "x", server), told.append)
    assert trial.failure == CheckStep("server", passed=False, reason=reason)
    assert list(trial.steps) == told


@pytest.mark.parametrize(
    ("typed", "handle"),
    [
        ("@Aurora.bsky.social ", "aurora.bsky.social"),
        ("aurora", "aurora.bsky.social"),
        ("https://bsky.app/profile/aurora.energia.org/post/3l6", "aurora.energia.org"),
        ("bsky.app/profile/did:plc:abc", "did:plc:abc"),
        ("did:plc:abc", "did:plc:abc"),
        ("aurora@energia.org", None),
        ("", None),
        ("https://energia.org", None),
        ("au rora", None),
    ],
)
def test_a_handle_is_found_in_what_was_typed(typed: str, handle: str | None) -> None:
    assert account_handle(typed) == handle


def test_no_server_means_blueskys_own() -> None:
    assert server_address("  ") == "https://bsky.social"
    assert server_address("pds.energia.org/") == "https://pds.energia.org"
    assert server_address("http://pds.energia.org") is None


@pytest.mark.parametrize(
    ("pasted", "fault"),
    [(' "abcd-ef12-ghij-klmn"\n', ""), ("", "missing"), ("hunter2", "not_app"), ("abcd efgh ijkl mnop", "not_app")],
)
def test_an_app_password_is_told_from_another(pasted: str, fault: str) -> None:
    assert password_fault(pasted) == fault
    assert clean_password(pasted) == pasted.strip().strip('"')


def test_a_form_shows_no_password() -> None:
    assert "hunter2" not in repr(BlueskyForm("aurora", "hunter2"))
