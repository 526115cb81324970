"""How every channel talks HTTP: one client factory with its time-outs, limits, trust and name."""

from __future__ import annotations

from collections.abc import Mapping

import httpx

from desktop.channels.loopback import is_loopback
from desktop.channels.tls import trusted_context
from desktop.channels.useragent import user_agent

__all__ = ["ANSWER_SECONDS", "CONNECT_SECONDS", "BeyondLoopback", "http_client", "is_loopback"]

CONNECT_SECONDS = 10.0
ANSWER_SECONDS = 30.0
CONNECTIONS = 8
KEPT_ALIVE = 4


class BeyondLoopback(httpx.ConnectError):
    """A client that may only reach this machine was asked to reach another one."""


def http_client(
    *,
    base_url: str = "",
    headers: Mapping[str, str] | None = None,
    answer_seconds: float = ANSWER_SECONDS,
    ca_file: str | None = None,
    trust_env: bool = True,
    loopback_only: bool = False,
    transport: httpx.AsyncBaseTransport | None = None,
) -> httpx.AsyncClient:
    """Return the client that a channel uses and closes. Certificates are always verified, redirects never followed.

    `answer_seconds` bounds each read and write; connecting has ten seconds. With `trust_env` the system's proxy
    variables are honoured. `loopback_only` raises BeyondLoopback for any host but this machine (tests and the
    demo) and then takes no proxy. `transport` replaces the network in tests.
    """
    return httpx.AsyncClient(
        base_url=base_url,
        headers={"User-Agent": user_agent(), **(headers or {})},
        timeout=httpx.Timeout(answer_seconds, connect=CONNECT_SECONDS),
        limits=httpx.Limits(max_connections=CONNECTIONS, max_keepalive_connections=KEPT_ALIVE),
        verify=trusted_context(ca_file),
        trust_env=trust_env and not loopback_only,
        follow_redirects=False,
        event_hooks={"request": [_refuse_beyond_loopback]} if loopback_only else {},
        transport=transport,
    )


async def _refuse_beyond_loopback(request: httpx.Request) -> None:
    if not is_loopback(request.url.host):
        raise BeyondLoopback("not this machine", request=request)
