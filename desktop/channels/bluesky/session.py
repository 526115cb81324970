"""Staying signed in: the access token in memory, the refresh token in the vault, the app password for when it ends.

A server takes 300 sign-ins a day and any number of refreshes, so nobody signs in anew while a refresh token works.
A refresh gives a new refresh token and ends the old one after a grace time, so the new one is kept before it is used.

Why not the protocol's OAuth: a program on a workstation is a public client to it, whose session ends after two weeks
whatever is refreshed, and the desk would be signed out. An app password can be revoked just as easily and stays.
"""

from __future__ import annotations

import asyncio
import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import httpx

from desktop.channels import secret_name
from desktop.channels.bluesky.addresses import is_did
from desktop.channels.bluesky.failures import is_token_refused, read_failure
from desktop.channels.bluesky.fields import entries, name_of, text
from desktop.channels.bluesky.manifest import APP_PASSWORD, REFRESH
from desktop.channels.bluesky.settings import Places
from desktop.channels.exchange import Answer, exchange, transport_code
from desktop.channels.oauth import keep_secret, read_secret
from desktop.channels.payload import Unreadable, fields_of, maybe_fields
from desktop.model import Account, SignInExpired, TemporaryFailure
from desktop.model.channel import Clock

if TYPE_CHECKING:
    from desktop.channels import Secrets

RENEW_BEFORE = timedelta(minutes=2)
_SHORTEST_LIFE, _LONGEST_LIFE = timedelta(minutes=5), timedelta(days=365)
_PDS_SERVICE = "#atproto_pds"


@dataclass(frozen=True, slots=True)
class Session:
    """One session: who we are, where our data is, and the tokens. `ends_at` is None where the token does not say."""

    did: str
    handle: str
    pds: str
    access: str = field(repr=False)
    refresh: str = field(repr=False)
    ends_at: datetime | None = None

    @property
    def headers(self) -> dict[str, str]:
        """The header that signs a request."""
        return {"Authorization": f"Bearer {self.access}"}


class KeptSession:
    """One account's session. Raises only ChannelErrors; runs in the engine's event loop."""

    def __init__(
        self, account: Account, places: Places, secrets: Secrets, http: httpx.AsyncClient, clock: Clock
    ) -> None:
        """Open nothing yet. `http` is the channel's client."""
        self._account = account
        self._places = places
        self._secrets = secrets
        self._http = http
        self._clock = clock
        self._session: Session | None = None
        self._renewing = asyncio.Lock()

    async def current(self) -> Session:
        """Return a session whose access token has some life left. Raises SignInExpired or TemporaryFailure."""
        async with self._renewing:
            session = self._session
            if session is None or (session.ends_at is not None and session.ends_at - RENEW_BEFORE <= self._clock()):
                session = await self._renewed()
            return session

    async def after(self, refused: Session) -> Session:
        """Return another session than one whose token was refused. Raises SignInExpired or TemporaryFailure."""
        async with self._renewing:
            session = self._session
            if session is None or session.access == refused.access:
                session = await self._renewed()
            return session

    async def _renewed(self) -> Session:
        refresh = await read_secret(self._secrets, self._secret(REFRESH))
        session = await self._refreshed(refresh) if refresh else None
        if session is None:
            session = await self._signed_in(had_session=bool(refresh))
        if session.refresh != refresh:
            await keep_secret(self._secrets, self._secret(REFRESH), session.refresh)
        self._session = session
        return session

    async def _refreshed(self, refresh: str) -> Session | None:
        """Return a new session for a refresh token, None if the server no longer takes it."""
        if not _is_sendable(refresh):
            return None
        answer = await self._ask("refreshSession", headers={"Authorization": f"Bearer {refresh}"})
        if not answer.succeeded and is_token_refused(answer.status, answer.payload):
            return None
        return self._session_in(answer)

    async def _signed_in(self, *, had_session: bool) -> Session:
        password = await read_secret(self._secrets, self._secret(APP_PASSWORD))
        if not password:
            raise SignInExpired("token_refused" if had_session else "no_token")
        who = str(self._account.settings.get("remote_id") or "") or self._account.handle.strip().removeprefix("@")
        return self._session_in(await self._ask("createSession", body={"identifier": who, "password": password}))

    async def _ask(
        self, name: str, *, headers: Mapping[str, str] | None = None, body: Mapping[str, str] | None = None
    ) -> Answer:
        url = f"{self._places.server}/xrpc/com.atproto.server.{name}"
        request = self._http.build_request("POST", url, json=body, headers=dict(headers or {}))
        try:
            return await exchange(self._http, request)
        except httpx.HTTPError as error:
            raise TemporaryFailure(transport_code(error)) from error

    def _session_in(self, answer: Answer) -> Session:
        if not answer.succeeded:
            raise read_failure(answer.status, answer.headers, answer.payload, self._clock())
        try:
            return session_of(answer.payload, self._places, self._clock())
        except Unreadable as fault:
            raise TemporaryFailure("unreadable_answer") from fault

    def _secret(self, kind: str) -> str:
        return secret_name(self._account.uid, kind)


def session_of(payload: object, places: Places, now: datetime) -> Session:
    """Return the session that a server gave `now`. Raises Unreadable if it lacks what makes one."""
    data = fields_of(payload)
    access, refresh = text(data, "accessJwt"), text(data, "refreshJwt")
    did = name_of(data, "did", "no_id")
    if not _is_sendable(access) or not _is_sendable(refresh) or not is_did(did):
        raise Unreadable("no_session")
    life = _life_of(access)
    ends_at = now + life if life is not None else None
    return Session(did, text(data, "handle"), _pds_in(data, places), access, refresh, ends_at)


def _pds_in(data: Mapping[str, object], places: Places) -> str:
    """Return where the account's data is: as its DID's document says, else as the settings say, else the server."""
    for entry in entries(maybe_fields(data.get("didDoc")), "service"):
        service = maybe_fields(entry)
        named = text(service, "serviceEndpoint").rstrip("/")
        if text(service, "id").endswith(_PDS_SERVICE) and places.may_call(named):
            return named
    return places.pds or places.server


def _life_of(token: str) -> timedelta | None:
    """Return how long an access token lives by its own word, None if it does not say: clocks may differ, spans don't.

    Nothing is proved by it: a token that is refused earlier is renewed then.
    """
    try:
        middle = token.split(".")[1]
        claims = json.loads(base64.urlsafe_b64decode(middle + "=" * (-len(middle) % 4)))
        life = timedelta(seconds=float(claims["exp"]) - float(claims["iat"]))
    except (ValueError, IndexError, KeyError, TypeError, OverflowError, RecursionError):
        return None
    return life if _SHORTEST_LIFE < life < _LONGEST_LIFE else None


def _is_sendable(token: str) -> bool:
    return bool(token) and token.isascii() and token.isprintable() and " " not in token
