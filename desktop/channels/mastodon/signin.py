"""How a Mastodon account is connected in the browser: the program registers itself, the person allows it, once.

docs.joinmastodon.org, "Logging in with an account". Each server knows only the programs that registered with it, so one
is registered for each sign-in, with the address on this machine at which the answer arrives. Where the browser is on
another machine, or the address is not reached, the server shows a code that a person pastes.
"""

from __future__ import annotations

import secrets
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime
from http import HTTPStatus
from urllib.parse import urlsplit

import httpx

from desktop.channels.exchange import exchange, transport_code
from desktop.channels.mastodon.failures import pause_of
from desktop.channels.mastodon.mapping_answers import app_of
from desktop.channels.oauth import OAuthClient, Provider, SignInRefused, Tokens
from desktop.channels.oauth.browser import BrowserSignIn
from desktop.channels.oauth.flow import AuthorizationRequest, new_request
from desktop.channels.oauth.loopback import Doorway, open_doorway
from desktop.channels.payload import Unreadable
from desktop.model import TemporaryFailure

NAME = "Sportello"
SCOPES = ("read", "write:statuses", "write:media")
"""What the token must allow: reading and listening, answering and taking back, files."""

OUT_OF_BAND = "urn:ietf:wg:oauth:2.0:oob"
"""In place of an address: the server shows the code on a page."""


class MastodonSignIn(BrowserSignIn):
    """One sign-in under way, whose token does not end. Use `sign_in_with_browser`."""

    def __init__(
        self,
        request: AuthorizationRequest,
        by_code: AuthorizationRequest,
        doorway: Doorway,
        http: httpx.AsyncClient,
        clock: Callable[[], datetime],
    ) -> None:
        """`request` brings its answer to this machine, `by_code` shows a code instead."""
        super().__init__(request, doorway, http, clock)
        self._by_code = by_code

    @property
    def code_url(self) -> str:
        """The address to open in any browser: its last page shows a code to paste."""
        return self._by_code.url

    def answered_by(self, said: str) -> AuthorizationRequest:
        """Return the request that an answer can be to: an address has come from the browser, a bare code was pasted."""
        return super().answered_by(said) if "?" in said or "=" in said else self._by_code


@asynccontextmanager
async def sign_in_with_browser(
    server: str,
    *,
    open_browser: Callable[[str], None],
    http: httpx.AsyncClient,
    clock: Callable[[], datetime],
    token: Callable[[int], str] = secrets.token_urlsafe,
    port: int = 0,
) -> AsyncIterator[MastodonSignIn]:
    """Register with a server, open its page in the browser and listen for the answer while the context is open.

    `server` is a base address; `open_browser` shows an address and returns at once; `http` has no base URL. Raises
    TemporaryFailure, or SignInRefused("not_a_mastodon") if the server registers nobody.
    """
    async with open_doorway(port=port) as doorway:
        client = await register(server, (doorway.redirect_uri, OUT_OF_BAND), http=http, clock=clock)
        provider = provider_at(server)
        request = new_request(provider, client, doorway.redirect_uri, token=token)
        by_code = new_request(provider, client, OUT_OF_BAND, token=token)
        sign_in = MastodonSignIn(request, by_code, doorway, http, clock)
        open_browser(sign_in.url)
        yield sign_in


async def register(
    server: str, redirects: tuple[str, ...], *, http: httpx.AsyncClient, clock: Callable[[], datetime]
) -> OAuthClient:
    """Register this program with a server. Servers before 4.3 take the addresses in one text, newer ones as a list."""
    body: dict[str, object] = {"client_name": NAME, "scopes": " ".join(SCOPES)}
    forms: tuple[object, ...] = (list(redirects), "\n".join(redirects))
    for form in forms:
        request = http.build_request("POST", f"{server}/api/v1/apps", json={**body, "redirect_uris": form})
        try:
            answer = await exchange(http, request)
        except httpx.HTTPError as error:
            raise TemporaryFailure(transport_code(error)) from error
        if answer.status == HTTPStatus.TOO_MANY_REQUESTS:
            raise TemporaryFailure("rate_limited", pause_of(answer.headers, clock()))
        if answer.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            raise TemporaryFailure(f"http_{answer.status}")
        if answer.succeeded:
            try:
                return OAuthClient(*app_of(answer.payload))
            except Unreadable:
                break
    raise SignInRefused("not_a_mastodon")


def provider_at(server: str) -> Provider:
    """Return a server's sign-in."""
    return Provider(
        urlsplit(server).hostname or "", f"{server}/oauth/authorize", f"{server}/oauth/token", SCOPES, refreshes=False
    )


def missing_scopes(tokens: Tokens) -> tuple[str, ...]:
    """Return the permissions that a token lacks, () if the server did not say. "write" holds "write:statuses"."""
    granted = set(tokens.scopes)
    return tuple(scope for scope in SCOPES if granted and not {scope, scope.partition(":")[0]} & granted)
