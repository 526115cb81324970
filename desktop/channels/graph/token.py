"""The Page's token and how calls are signed with it: read from the vault once, proved with the app's secret."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from desktop.channels import secret_name
from desktop.channels.graph.failures import BadToken
from desktop.channels.graph.settings import APP_SECRET, PAGE_TOKEN
from desktop.channels.oauth import read_secret

if TYPE_CHECKING:
    from desktop.channels import Secrets


@dataclass(frozen=True, slots=True)
class Signature:
    """What signs a call. `proof` is "" where the app's secret is not known here."""

    token: str = field(repr=False)
    proof: str = field(default="", repr=False)

    @property
    def headers(self) -> dict[str, str]:
        """The header of a signed call: a token in an address would be in every log on the way."""
        return {"Authorization": f"Bearer {self.token}"}

    @property
    def parameters(self) -> tuple[tuple[str, str], ...]:
        """The parameter that proves that the token is used by whoever has the app's secret."""
        return (("appsecret_proof", self.proof),) if self.proof else ()


class Signing(Protocol):
    """Where signatures come from."""

    async def current(self) -> Signature:
        """Return the signature in force. Raises SignInExpired or TemporaryFailure."""
        ...

    def forget(self) -> None:
        """Read it anew the next time: the Graph has turned it down."""
        ...


def signature_of(token: str, secret: str = "") -> Signature:
    """Return the signature of a token. Raises SignInExpired for what can't be one."""
    if not token or not token.isascii() or not token.isprintable() or " " in token:
        raise BadToken("no_token")
    if not secret:
        return Signature(token)
    return Signature(token, hmac.new(secret.encode(), token.encode(), hashlib.sha256).hexdigest())


class KeptToken:
    """An account's token in the vault. Runs in the engine's event loop."""

    def __init__(self, secrets: Secrets, account_uid: str) -> None:
        """Read nothing yet."""
        self._secrets = secrets
        self._names = tuple(secret_name(account_uid, kind) for kind in (PAGE_TOKEN, APP_SECRET))
        self._signature: Signature | None = None

    async def current(self) -> Signature:
        """Return the signature, read from the vault when first asked for."""
        if self._signature is None:
            token, secret = [await read_secret(self._secrets, name) or "" for name in self._names]
            self._signature = signature_of(token.strip(), secret.strip())
        return self._signature

    def forget(self) -> None:
        """Read the vault anew the next time: a person may have signed in again."""
        self._signature = None


class GivenToken:
    """A token that a person gave a moment ago, for trying it."""

    def __init__(self, token: str, secret: str = "") -> None:
        """Keep it in memory only."""
        self._token = token
        self._secret = secret

    async def current(self) -> Signature:
        """Return the signature. Raises SignInExpired for what can't be a token."""
        return signature_of(self._token, self._secret)

    def forget(self) -> None:
        """There is no other."""
