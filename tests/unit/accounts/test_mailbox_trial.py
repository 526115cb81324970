"""Trying a mailbox against servers on loopback: each fault stops at its own step with its own name."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import date

import pytest

from desktop.accounts import mailbox_trial
from desktop.accounts.email import EmailSettings, EmailSignIn, Security, Server
from desktop.accounts.mailbox_trial import try_mailbox
from desktop.channels.oauth.flow import Tokens
from desktop.model import CheckStep
from tests.factories import NOON
from tests.servers.certificate import Certificate
from tests.unit.channels_email_client.fake_imap import FakeImap
from tests.unit.channels_email_client.test_smtp_dialogue import Script

RIGHT = EmailSignIn(password="right")


@asynccontextmanager
async def sending(certificate: Certificate, script: Script) -> AsyncIterator[Script]:
    server = await asyncio.start_server(script.serve, "127.0.0.1", 0, ssl=certificate.server_context())
    script.port = server.sockets[0].getsockname()[1]
    try:
        yield script
    finally:
        server.close()
        await script.stop()


def settings_for(imap: FakeImap, script: Script, certificate: Certificate) -> EmailSettings:
    return EmailSettings(
        "care@shop.test",
        Server("localhost", imap.port),
        Server("localhost", script.port),
        first_days=7,
        ca_file=str(certificate.cert),
    )


async def test_a_mailbox_that_reads_and_sends_becomes_a_candidate(imap: FakeImap, certificate: Certificate) -> None:
    told: list[CheckStep] = []
    async with sending(certificate, Script()) as script:
        trial = await try_mailbox(settings_for(imap, script, certificate), RIGHT, NOON, told.append)
    assert [step.step for step in told] == [step.step for step in trial.steps]
    assert told[-1] == CheckStep("smtp_sign_in", passed=True)
    candidate = trial.candidate
    assert candidate is not None
    assert (candidate.handle, candidate.name) == ("care@shop.test", "Shop")
    assert candidate.secrets == {"password": "right"}
    kept = EmailSettings.from_account(candidate.settings)
    assert (kept.first_days, kept.connected_on) == (7, date(2026, 3, 12))
    assert not any(line.upper().startswith(("MAIL", "DATA")) for line in script.heard), "nothing is sent"


async def test_a_wrong_password_stops_at_the_sign_in(imap: FakeImap, certificate: Certificate) -> None:
    told: list[CheckStep] = []
    async with sending(certificate, Script()) as script:
        settings = settings_for(imap, script, certificate)
        trial = await try_mailbox(settings, EmailSignIn(password="wrong"), NOON, told.append)
    assert trial.failure == told[-1] == CheckStep("sign_in", passed=False, reason="refused_password")
    assert trial.candidate is None


async def test_a_certificate_of_the_companys_own_needs_its_file(imap: FakeImap, certificate: Certificate) -> None:
    async with sending(certificate, Script()) as script:
        settings = replace(settings_for(imap, script, certificate), ca_file="")
        trial = await try_mailbox(settings, RIGHT, NOON, lambda _: None)
        missing = replace(settings, ca_file="/nowhere/company.pem")
        unread = await try_mailbox(missing, RIGHT, NOON, lambda _: None)
    assert trial.failure == CheckStep("tls", passed=False, reason="certificate_untrusted")
    assert unread.failure == CheckStep("tls", passed=False, reason="ca_file_unreadable")


async def test_the_other_usual_sending_port_is_tried_by_itself(
    imap: FakeImap, certificate: Certificate, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[CheckStep] = []
    async with sending(certificate, Script()) as script:
        good = settings_for(imap, script, certificate)
        monkeypatch.setattr(mailbox_trial, "with_working_port", lambda settings, _: good if settings != good else None)
        closed = replace(good, smtp=Server("localhost", 1, Security.TLS))
        trial = await try_mailbox(closed, RIGHT, NOON, told.append)
    assert trial.candidate is not None
    assert trial.candidate.settings["smtp_port"] == script.port
    assert all(step.passed for step in told), "what was mended is not told as a fault"
    assert told[-1].step == "smtp_sign_in"


async def test_a_token_from_the_browser_is_tried_as_a_token(imap: FakeImap, certificate: Certificate) -> None:
    imap.token = "access"
    sign_in = EmailSignIn(tokens=Tokens("access", "refresh", NOON), client_secret="hush")
    async with sending(certificate, Script()) as script:
        trial = await try_mailbox(settings_for(imap, script, certificate), sign_in, NOON, lambda _: None)
    assert trial.candidate is not None
    assert trial.candidate.secrets == {"oauth_refresh": "refresh", "oauth_client_secret": "hush"}
    assert "password" in trial.candidate.replaces
    assert "hush" not in repr(trial)
