"""The door to the networks: which channel opens, how HTTP is spoken, and what the wizard asks of a mailbox."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from importlib import import_module

import httpx
import pytest

from desktop.accounts import email as mailboxes
from desktop.channels import Secrets, open_channel, secret_name
from desktop.channels.email.manifest import MANIFEST
from desktop.channels.http import BeyondLoopback, http_client, is_loopback
from desktop.model import Channel, CheckStep, Network
from desktop.system.vault import SessionVault
from tests.unit.channels_email_client.mailboxes import NOW, mailbox_account


def test_a_mailbox_gets_the_mail_channel_and_no_connection() -> None:
    vault = SessionVault()
    channel = open_channel(mailbox_account(), vault, lambda: NOW)
    assert isinstance(channel, Channel)
    assert isinstance(vault, Secrets)
    assert MANIFEST.network is Network.EMAIL


@pytest.mark.parametrize("network", list(Network))
def test_every_network_has_a_channel_with_a_manifest_of_its_own(network: Network) -> None:
    room = import_module(f"desktop.channels.{network.value}")
    assert callable(room.open_channel)
    assert import_module(f"desktop.channels.{network.value}.manifest").MANIFEST.network is network


async def test_a_channel_that_was_never_used_closes() -> None:
    await open_channel(mailbox_account(), SessionVault(), lambda: NOW).close()


def test_secrets_are_named_by_account_and_kind() -> None:
    assert secret_name("uid-3", "password") == "account/uid-3/password"


@pytest.mark.slow  # a process of its own
def test_importing_the_doors_loads_neither_http_nor_imap() -> None:
    code = (
        "import sys, desktop.channels, desktop.channels.email, desktop.accounts.email;"
        "print([m for m in ('httpx','imap_tools','aiosmtplib','keyring','nh3') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.strip() == "[]"


async def test_the_http_client_says_who_it_is_and_follows_no_redirect() -> None:
    seen: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request.headers["User-Agent"])
        return httpx.Response(302, headers={"Location": "https://elsewhere.test/"})

    async with http_client(transport=httpx.MockTransport(answer)) as client:
        assert (await client.get("https://social.test/")).status_code == 302
    assert seen[0].startswith("Sportello/")


async def test_a_client_for_this_machine_refuses_every_other() -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, text=request.url.host)

    async with http_client(loopback_only=True, transport=httpx.MockTransport(answer)) as client:
        assert (await client.get("http://127.0.0.1:1/")).text == "127.0.0.1"
        with pytest.raises(BeyondLoopback):
            await client.get("https://social.test/")


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("localhost", True),
        ("LOCALHOST.", True),
        ("a.localhost", True),
        ("127.8.9.1", True),
        ("[::1]", True),
        ("localhost.evil.test", False),
        ("127.0.0.1.evil.test", False),
        ("10.0.0.1", False),
        ("", False),
    ],
)
def test_this_machine_is_told_from_names_that_pretend(host: str, expected: bool) -> None:
    assert is_loopback(host) is expected


def test_a_wrong_sending_port_suggests_the_other_one() -> None:
    settings = mailboxes.suggest("care@shop.example").settings
    refused = (CheckStep("smtp_connect", passed=False, reason="connection_refused"),)
    other = mailboxes.with_working_port(settings, refused)
    assert other is not None
    assert other.smtp.port == 587
    password = (CheckStep("smtp_sign_in", passed=False, reason="refused_password"),)
    assert mailboxes.with_working_port(settings, password) is None


def test_the_first_days_count_back_from_the_day_of_connecting() -> None:
    settings = mailboxes.suggest("care@shop.example").settings
    kept = mailboxes.account_settings(settings, date(2026, 3, 10))
    assert mailboxes.EmailSettings.from_account(kept).connected_on == date(2026, 3, 10)


def test_the_list_of_providers_can_be_chosen_from() -> None:
    for preset_id, label in mailboxes.providers():
        assert label
        assert mailboxes.suggest("care@shop.example", preset_id).certain
