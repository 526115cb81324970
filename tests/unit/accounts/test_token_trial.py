"""Trying a Mastodon token against the town, and against servers that are none."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from desktop.accounts.token_trial import STEPS, try_token
from desktop.demo.faults import Fault
from desktop.demo.networks.mastodon import MastodonNetwork
from desktop.demo.networks.mastodon.residents import DOMAIN
from desktop.demo.wire import error_response
from desktop.model import CheckStep
from tests.servers.certificate import Certificate


class Told:
    """Remembers each step that was told."""

    def __init__(self) -> None:
        self.steps: list[CheckStep] = []

    def __call__(self, step: CheckStep) -> None:
        self.steps.append(step)


@asynccontextmanager
async def a_page_server(body: bytes, certificate: Certificate | None = None) -> AsyncIterator[str]:
    """Answer every request with a page; its address."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await reader.readuntil(b"\r\n\r\n")
            head = b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: %d\r\n\r\n" % len(body)
            writer.write(head + body)
            await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            return
        finally:
            writer.close()

    context = certificate.server_context() if certificate else None
    server = await asyncio.start_server(serve, "127.0.0.1", 0, ssl=context)
    try:
        yield f"{'https' if certificate else 'http'}://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    finally:
        server.close()


async def test_a_good_token_becomes_a_candidate_with_its_servers_domain(town: MastodonNetwork) -> None:
    told = Told()
    trial = await try_token(town.url, f"Bearer {town.token}\n", told)
    assert [step.step for step in told.steps] == list(STEPS)
    assert trial.failure is None
    candidate = trial.candidate
    assert candidate is not None
    assert candidate.handle == f"@aurora@{DOMAIN}"
    assert (candidate.can_answer, candidate.remote_id) == (True, town.account_id)
    assert candidate.settings == {"server": town.url, "remote_id": town.account_id}
    assert candidate.secrets == {"token": town.token}


async def test_trying_a_token_changes_nothing_on_the_server(town: MastodonNetwork) -> None:
    before = dict(town.world.posts.by_id)
    await try_token(town.url, town.token, Told())
    assert town.world.posts.by_id == before


async def test_a_wrong_token_stops_at_the_sign_in(town: MastodonNetwork) -> None:
    trial = await try_token(town.url, "not-the-token", Told())
    assert trial.failure == CheckStep("sign_in", passed=False, reason="token_refused")
    assert trial.candidate is None


async def test_a_token_that_may_only_read_connects_for_listening(town: MastodonNetwork) -> None:
    town.faults.add(Fault("DELETE", "/api/v1/statuses", error_response(403, "This action is outside the scopes")))
    trial = await try_token(town.url, town.token, Told())
    assert trial.failure == CheckStep("write", passed=False, reason="forbidden")
    assert trial.candidate is not None
    assert not trial.candidate.can_answer


async def test_a_token_that_may_not_read_is_no_candidate(town: MastodonNetwork) -> None:
    town.faults.add(Fault("GET", "/api/v1/notifications", error_response(403, "This action is outside the scopes")))
    trial = await try_token(town.url, town.token, Told())
    assert trial.failure == CheckStep("read", passed=False, reason="forbidden")
    assert trial.candidate is None


async def test_a_server_that_breaks_while_asked_to_write_proves_nothing(town: MastodonNetwork) -> None:
    town.faults.add(Fault("DELETE", "/api/v1/statuses", error_response(500, "broken")))
    trial = await try_token(town.url, town.token, Told())
    assert trial.failure == CheckStep("write", passed=False, reason="http_500")
    assert trial.candidate is None


async def test_a_closed_port_is_named() -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{probe.getsockname()[1]}"
    trial = await try_token(url, "some-token", Told())
    assert trial.steps == (CheckStep("server", passed=False, reason="connection_refused"),)


@pytest.mark.parametrize(("body", "reason"), [(b"<html>", "unreadable_answer"), (b"{}", "not_an_instance")])
async def test_a_site_that_is_no_mastodon_server_is_named(body: bytes, reason: str) -> None:
    async with a_page_server(body) as url:
        trial = await try_token(url, "some-token", Told())
    assert trial.steps == (CheckStep("server", passed=False, reason=reason),)


async def test_a_certificate_that_nobody_vouches_for_is_never_accepted(certificate: Certificate) -> None:
    async with a_page_server(b"{}", certificate) as url:
        trial = await try_token(url, "some-token", Told())
    assert trial.steps == (CheckStep("server", passed=False, reason="certificate_untrusted"),)
