"""A mailbox's sign-in with the browser as its credential: an access token that is renewed when it ends."""

from __future__ import annotations

from desktop.channels.email.credentials import Credential
from desktop.channels.oauth.tokens import KeptSignIn, TokenNames, keep_sign_in

__all__ = ["KeptTokens", "TokenNames", "keep_sign_in"]


class KeptTokens:
    """The credentials of an account that was signed in to with the browser."""

    def __init__(self, sign_in: KeptSignIn) -> None:
        """`sign_in` keeps the tokens alive."""
        self._sign_in = sign_in

    async def current(self) -> Credential:
        """Return an access token with some life left. Raises SignInExpired or TemporaryFailure."""
        return Credential(await self._sign_in.access(), is_token=True)

    async def renewed(self) -> Credential:
        """Return a new access token although the old one had life left. Raises SignInExpired or TemporaryFailure."""
        return Credential(await self._sign_in.renewed(), is_token=True)
