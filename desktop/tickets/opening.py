"""Which service serves a connected system, how its requests are signed, and the trial of a connection."""

from __future__ import annotations

import base64
from collections.abc import Awaitable, Callable, Mapping
from urllib.parse import urlsplit

import httpx

from desktop.channels.http import http_client, is_loopback
from desktop.model.channel import Channel, CheckStep, Clock, SignInExpired
from desktop.model.tickets import SystemKind, TicketSystem
from desktop.tickets.by_email import EmailGateway
from desktop.tickets.client import TicketClient
from desktop.tickets.jira import Jira
from desktop.tickets.redmine import Redmine
from desktop.tickets.rt import RequestTracker
from desktop.tickets.service import TicketService
from desktop.tickets.zammad import Zammad
from desktop.tickets.zendesk import Zendesk

Token = Callable[[], Awaitable[str | None]]
_SERVICES: Mapping[SystemKind, Callable[[TicketSystem, TicketClient], TicketService]] = {
    SystemKind.RT: RequestTracker,
    SystemKind.REDMINE: Redmine,
    SystemKind.ZAMMAD: Zammad,
    SystemKind.ZENDESK: Zendesk,
    SystemKind.JIRA: Jira,
}


def open_service(
    system: TicketSystem,
    token: Token,
    clock: Clock,
    *,
    mailbox: Callable[[], Channel | None] = lambda: None,
    ca_file: str | None = None,
    transport: httpx.AsyncBaseTransport | None = None,
) -> TicketService:
    """Return the service of a system; no connection is opened yet.

    `token` is asked before each request, so that a new one counts at once. `mailbox` is the channel by which the
    e-mail gateway writes. Certificates are always verified, against `ca_file` where a company has its own authority.
    """
    if system.kind is SystemKind.EMAIL:
        return EmailGateway(system, mailbox)

    async def sign() -> Mapping[str, str]:
        secret = await token()
        if not secret:
            raise SignInExpired("no_token")
        return signature(system, secret.strip())

    http = http_client(
        base_url=system.address,
        headers={"Accept": "application/json"},
        ca_file=ca_file or system.settings.get("ca_file") or None,
        loopback_only=is_loopback(urlsplit(system.address).hostname or ""),
        transport=transport,
    )
    return _SERVICES[system.kind](system, TicketClient(http, sign, clock))


def signature(system: TicketSystem, secret: str) -> Mapping[str, str]:
    """Return the headers by which a system knows who asks."""
    user = system.settings.get("user", "")
    if system.kind is SystemKind.RT:
        return {"Authorization": f"token {secret}"}
    if system.kind is SystemKind.REDMINE:
        return {"X-Redmine-API-Key": secret}
    if system.kind is SystemKind.ZAMMAD:
        return {"Authorization": f"Token token={secret}"}
    if not user:  # a personal access token (Jira in a data centre) or an OAuth token (Zendesk)
        return {"Authorization": f"Bearer {secret}"}
    name = f"{user}/token" if system.kind is SystemKind.ZENDESK else user
    packed = base64.b64encode(f"{name}:{secret}".encode()).decode()
    return {"Authorization": f"Basic {packed}"}


async def try_system(
    system: TicketSystem, secret: str, clock: Clock, *, transport: httpx.AsyncBaseTransport | None = None
) -> tuple[CheckStep, ...]:
    """Try a connection before anything is kept; stops after the first step that fails. Changes nothing, never raises.

    The e-mail gateway is not tried: its mailbox is connected already.
    """
    if system.kind is SystemKind.EMAIL:
        return ()

    async def token() -> str:
        return secret

    try:
        service = open_service(system, token, clock, transport=transport)
    except (OSError, ValueError):
        return (CheckStep("server", passed=False, reason="unusable_settings"),)
    try:
        return await service.check()
    finally:
        await service.close()
