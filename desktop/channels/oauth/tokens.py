"""Keeping an OAuth sign-in alive: the refresh token in the vault, the access token in memory, renewed in time.

An access token lives an hour or two and would not fit into every credential store (Windows takes 2,560 bytes), so it
is never kept.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from desktop.channels.oauth.flow import OAuthClient, Provider, Tokens, refreshed
from desktop.model import SignInExpired, TemporaryFailure
from desktop.system.vault import VaultUnavailable

if TYPE_CHECKING:
    import httpx

    from desktop.channels import Secrets

RENEW_BEFORE = timedelta(minutes=2)


@dataclass(frozen=True, slots=True)
class TokenNames:
    """The names of the secrets that belong to one account's sign-in."""

    refresh: str
    client_secret: str


class KeptSignIn:
    """The access tokens of an account that was signed in to with the browser."""

    def __init__(
        self,
        provider: Provider,
        client_id: str,
        names: TokenNames,
        secrets: Secrets,
        open_http: Callable[[], AbstractAsyncContextManager[httpx.AsyncClient]],
        clock: Callable[[], datetime],
    ) -> None:
        """`open_http` makes a client for one exchange; `clock` returns UTC."""
        self._provider = provider
        self._client_id = client_id
        self._names = names
        self._secrets = secrets
        self._open_http = open_http
        self._clock = clock
        self._tokens: Tokens | None = None
        self._renewing = asyncio.Lock()

    async def access(self) -> str:
        """Return an access token with some life left. Raises SignInExpired or TemporaryFailure."""
        async with self._renewing:
            tokens = self._tokens
            if tokens is None or tokens.expires_at - RENEW_BEFORE <= self._clock():
                tokens = await self._renew()
            return tokens.access

    async def renewed(self, refused: str = "") -> str:
        """Return a new access token although the old one had life left. Raises SignInExpired or TemporaryFailure.

        With `refused`, the token that was turned down, those who ask at the same time cause one renewal.
        """
        async with self._renewing:
            if refused and self._tokens is not None and self._tokens.access != refused:
                return self._tokens.access
            return (await self._renew()).access

    async def _renew(self) -> Tokens:
        refresh = await read_secret(self._secrets, self._names.refresh)
        if not refresh:
            raise SignInExpired("no_sign_in")
        secret = await read_secret(self._secrets, self._names.client_secret) or ""
        async with self._open_http() as http:
            client = OAuthClient(self._client_id, secret)
            tokens = await refreshed(self._provider, client, refresh, http=http, now=self._clock())
        if tokens.refresh and tokens.refresh != refresh:
            await keep_secret(self._secrets, self._names.refresh, tokens.refresh)
        self._tokens = tokens
        return tokens


async def keep_sign_in(secrets: Secrets, names: TokenNames, tokens: Tokens, client_secret: str = "") -> None:
    """Keep what a sign-in brought. Raises TemporaryFailure("vault_unavailable")."""
    await keep_secret(secrets, names.refresh, tokens.refresh)
    if client_secret:
        await keep_secret(secrets, names.client_secret, client_secret)


async def read_secret(secrets: Secrets, name: str) -> str | None:
    """Return a secret without holding up the event loop. Raises TemporaryFailure("vault_unavailable")."""
    try:
        return await asyncio.to_thread(secrets.get, name)
    except VaultUnavailable as error:
        raise TemporaryFailure("vault_unavailable") from error


async def keep_secret(secrets: Secrets, name: str, value: str) -> None:
    """Keep a secret without holding up the event loop. Raises TemporaryFailure("vault_unavailable")."""
    try:
        await asyncio.to_thread(secrets.set, name, value)
    except VaultUnavailable as error:
        raise TemporaryFailure("vault_unavailable") from error
