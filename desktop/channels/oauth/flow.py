"""Signing in with the provider in the system's browser: OAuth 2 with PKCE and a redirect to this machine.

RFC 6749 (the framework), RFC 7636 (PKCE, method S256), RFC 8252 (native programs, loopback redirect). The password
is typed at the provider only. The client id is the company's own registration; a client secret is sent along
where the provider gives one to desktop programs (Google), though it protects nothing there.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlencode, urlsplit

from desktop.model import SignInExpired, TemporaryFailure

if TYPE_CHECKING:
    import httpx

DEFAULT_LIFE = timedelta(minutes=5)
_SERVER_ERRORS = 500
_TOO_MANY = 429
_OK = 200
_LONGEST_PAUSE = 3600.0  # seconds
_CODE = re.compile(r"[a-z_]{1,60}")  # RFC 6749, 5.2; anything else is words


@dataclass(frozen=True, slots=True)
class Provider:
    """Where a provider's sign-in happens and what is asked for. `extra` goes into the authorisation request.

    `secret_in_header`: a client with a secret names itself by HTTP Basic (RFC 6749, 2.3.1) instead of in the form.
    `refreshes`: it gives refresh tokens; else its tokens last, or are exchanged for lasting ones.
    """

    name: str
    authorize_url: str
    token_url: str
    scopes: tuple[str, ...]
    extra: Mapping[str, str] = field(default_factory=dict)
    secret_in_header: bool = False
    refreshes: bool = True


@dataclass(frozen=True, slots=True)
class Tokens:
    """What a provider gave. `refresh` is "" where an answer brought no new one. `expires_at` is UTC.

    `scopes` are those that were granted, where the answer names them.
    """

    access: str = field(repr=False)
    refresh: str = field(repr=False)
    expires_at: datetime
    scopes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OAuthClient:
    """The company's registration of this program with a provider."""

    client_id: str
    client_secret: str = field(default="", repr=False)


class SignInRefused(Exception):
    """The sign-in did not happen. `reason`: "access_denied", "bad_state", "no_code" or the provider's error code."""

    def __init__(self, reason: str) -> None:
        """Keep the code for the sentence."""
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class AuthorizationRequest:
    """One try to sign in: the address to open, and what its answer is checked against. Holds for one try only."""

    provider: Provider
    client: OAuthClient
    redirect_uri: str
    state: str = field(repr=False)
    verifier: str = field(repr=False)
    login_hint: str = ""

    @property
    def url(self) -> str:
        """The address that the browser opens."""
        challenge = base64.urlsafe_b64encode(hashlib.sha256(self.verifier.encode()).digest()).rstrip(b"=").decode()
        query = {
            "response_type": "code",
            "client_id": self.client.client_id,
            "redirect_uri": self.redirect_uri,
            "scope": " ".join(self.provider.scopes),
            "state": self.state,
            "code_challenge": challenge,
            "code_challenge_method": "S256",
            **self.provider.extra,
        }
        if self.login_hint:
            query["login_hint"] = self.login_hint
        return f"{self.provider.authorize_url}?{urlencode(query)}"

    def code_in(self, answer: str) -> str:
        """Return the code of the redirect's address, or of the bare code that a person pasted.

        Raises SignInRefused: "bad_state" if it answers another request than this one.
        """
        text = answer.strip()
        if "?" not in text and "=" not in text:
            if not text:
                raise SignInRefused("no_code")
            return text
        query = parse_qs(urlsplit(text).query if "?" in text else text)
        state, code, error = (query.get(name, [""])[0] for name in ("state", "code", "error"))
        if not hmac.compare_digest(state.encode(), self.state.encode()):
            raise SignInRefused("bad_state")
        if error:
            raise SignInRefused(error)
        if not code:
            raise SignInRefused("no_code")
        return code


def new_request(
    provider: Provider, client: OAuthClient, redirect_uri: str, *, token: Callable[[int], str], login_hint: str = ""
) -> AuthorizationRequest:
    """Return a request with a fresh state and verifier. `token(n)` gives n random bytes as URL-safe text."""
    return AuthorizationRequest(provider, client, redirect_uri, token(24), token(48), login_hint)


async def redeem(request: AuthorizationRequest, code: str, *, http: httpx.AsyncClient, now: datetime) -> Tokens:
    """Return the tokens for a code. Raises SignInRefused, or TemporaryFailure if the provider can't be reached."""
    try:
        tokens = await _ask_for_tokens(
            request.provider,
            request.client,
            {
                "grant_type": "authorization_code",
                "code": code,
                "redirect_uri": request.redirect_uri,
                "code_verifier": request.verifier,
            },
            http,
            now,
        )
    except SignInExpired as error:
        raise SignInRefused(error.reason) from error
    if request.provider.refreshes and not tokens.refresh:
        raise SignInRefused("no_refresh_token")
    return tokens


async def refreshed(
    provider: Provider, client: OAuthClient, refresh: str, *, http: httpx.AsyncClient, now: datetime
) -> Tokens:
    """Return new tokens. Raises SignInExpired if the provider no longer knows us, or TemporaryFailure."""
    form = {"grant_type": "refresh_token", "refresh_token": refresh}
    return await _ask_for_tokens(provider, client, form, http, now)


async def _ask_for_tokens(
    provider: Provider, client: OAuthClient, form: dict[str, str], http: httpx.AsyncClient, now: datetime
) -> Tokens:
    import httpx

    form["client_id"] = client.client_id
    named_by = httpx.Auth()
    if client.client_secret and provider.secret_in_header:
        named_by = httpx.BasicAuth(client.client_id, client.client_secret)
    elif client.client_secret:
        form["client_secret"] = client.client_secret
    headers = {"Accept": "application/json"}
    try:
        answer = await http.post(provider.token_url, data=form, headers=headers, auth=named_by)
    except httpx.HTTPError as error:
        raise TemporaryFailure("sign_in_server_unreachable") from error
    if answer.status_code == _TOO_MANY:
        raise TemporaryFailure("rate_limited", _pause_of(answer.headers, now))
    if answer.status_code >= _SERVER_ERRORS:
        raise TemporaryFailure("sign_in_server_busy")
    try:
        said = answer.json()
    except (ValueError, RecursionError) as error:
        raise TemporaryFailure("sign_in_server_busy") from error
    return _tokens_of(said, now, accepted=answer.status_code == _OK)


def _tokens_of(said: Any, now: datetime, *, accepted: bool) -> Tokens:
    if not isinstance(said, dict):
        raise TemporaryFailure("sign_in_server_busy")
    access = said.get("access_token")
    if not accepted or not isinstance(access, str) or not access:
        code = str(said.get("error") or "no_token")
        known = code != "invalid_grant" and _CODE.fullmatch(code)
        raise SignInExpired(code if known else "sign_in_expired")
    refresh = said.get("refresh_token")
    scope = said.get("scope")
    return Tokens(
        access,
        refresh if isinstance(refresh, str) else "",
        _end_of_life(said.get("expires_in"), now),
        tuple(scope.split()) if isinstance(scope, str) else (),
    )


def _pause_of(headers: Mapping[str, str], now: datetime) -> float | None:
    from desktop.channels.exchange import seconds_until

    seconds = seconds_until(headers.get("Retry-After", ""), now)
    return None if seconds is None else min(max(seconds, 1.0), _LONGEST_PAUSE)


def _end_of_life(seconds: Any, now: datetime) -> datetime:
    try:
        return now + timedelta(seconds=float(seconds or DEFAULT_LIFE.total_seconds()))
    except (TypeError, ValueError, OverflowError):
        return now + DEFAULT_LIFE
