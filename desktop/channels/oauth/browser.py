"""The sign-in in the browser from its first step to its tokens, as the wizard runs it."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime
from typing import TYPE_CHECKING

from desktop.channels.oauth.flow import (
    AuthorizationRequest,
    OAuthClient,
    Provider,
    SignInRefused,
    Tokens,
    new_request,
    redeem,
)
from desktop.channels.oauth.loopback import DONE_PAGE, Doorway, open_doorway

if TYPE_CHECKING:
    import httpx

PATIENCE_SECONDS = 600.0


class BrowserSignIn:
    """One sign-in under way. Use `sign_in_with_browser`."""

    def __init__(
        self, request: AuthorizationRequest, doorway: Doorway, http: httpx.AsyncClient, clock: Callable[[], datetime]
    ) -> None:
        """Tie a request to the door its answer comes through."""
        self._request = request
        self._doorway = doorway
        self._http = http
        self._clock = clock

    @property
    def url(self) -> str:
        """The address to open; also for a person who must copy it into another browser."""
        return self._request.url

    def paste(self, text: str) -> None:
        """Take the address or code that a person copied from the browser."""
        self._doorway.paste(text)

    async def tokens(self, patience: float = PATIENCE_SECONDS) -> Tokens:
        """Wait for the answer, at most `patience` seconds, and return the tokens.

        An answer to another request is passed over: any page in the browser could have sent it. Raises
        SignInRefused ("timed_out" if nobody answered) or TemporaryFailure.
        """
        try:
            async with asyncio.timeout(patience):
                request, code = await self._answer()
        except TimeoutError:
            raise SignInRefused("timed_out") from None
        return await redeem(request, code, http=self._http, now=self._clock())

    def answered_by(self, said: str) -> AuthorizationRequest:
        """Return the request that an answer can be to."""
        del said
        return self._request

    async def _answer(self) -> tuple[AuthorizationRequest, str]:
        """Return the next answer to this sign-in and which request it answers; others' answers are passed over."""
        while True:
            said = (await self._doorway.answer()).strip()
            request = self.answered_by(said)
            try:
                return request, request.code_in(said)
            except SignInRefused as refused:
                if refused.reason not in ("bad_state", "no_code"):
                    raise


@asynccontextmanager
async def sign_in_with_browser(
    provider: Provider,
    client: OAuthClient,
    *,
    login_hint: str,
    open_browser: Callable[[str], None],
    http: httpx.AsyncClient,
    clock: Callable[[], datetime],
    token: Callable[[int], str] = secrets.token_urlsafe,
    page: str = DONE_PAGE,
    port: int = 0,
    redirect_uri: str = "",
) -> AsyncIterator[BrowserSignIn]:
    """Open the provider's page in the browser and listen for its answer while the context is open.

    `open_browser` shows an address and returns at once; `page` is the HTML that the browser shows in the end; `port`
    is where the answer comes to, 0 for any free one. `redirect_uri` is what the provider is told instead: another name
    of this machine, or a page from which a person copies the address. Raises TemporaryFailure("redirect_port_taken").
    """
    async with open_doorway(page, port=port) as doorway:
        told = redirect_uri or doorway.redirect_uri
        request = new_request(provider, client, told, token=token, login_hint=login_hint)
        sign_in = BrowserSignIn(request, doorway, http, clock)
        open_browser(sign_in.url)
        yield sign_in
