"""What a mailbox is signed in to with: a password from the vault, or an access token that is renewed when it ends."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from desktop.channels.oauth.tokens import read_secret
from desktop.model import SignInExpired

if TYPE_CHECKING:
    from desktop.channels import Secrets


@dataclass(frozen=True, slots=True)
class Credential:
    """A password, or an OAuth 2 access token when `is_token`. Never shown in a log or a traceback."""

    text: str = field(repr=False)
    is_token: bool = False


class Credentials(Protocol):
    """Where a connection gets its credential. Raises SignInExpired if a person must sign in again."""

    async def current(self) -> Credential:
        """Return the credential to try first. May raise TemporaryFailure if a token can't be renewed right now."""
        ...

    async def renewed(self) -> Credential | None:
        """Return another one after the server refused the first, None if there is none."""
        ...


class KeptPassword:
    """A password that the vault keeps."""

    def __init__(self, secrets: Secrets, name: str) -> None:
        """`name` is the secret's name."""
        self._secrets = secrets
        self._name = name

    async def current(self) -> Credential:
        """Return the password. Raises SignInExpired("no_password") if none is kept."""
        text = await read_secret(self._secrets, self._name)
        if not text:
            raise SignInExpired("no_password")
        return Credential(text)

    async def renewed(self) -> None:
        """There is no second password."""


class GivenCredential:
    """A credential that a person has just typed, before anything is kept."""

    def __init__(self, credential: Credential) -> None:
        """Hold it for one test of the connection."""
        self._credential = credential

    async def current(self) -> Credential:
        """Return what was typed."""
        return self._credential

    async def renewed(self) -> None:
        """There is no second one."""
