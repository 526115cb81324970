"""How an X account is connected: the company's own client, the browser, and which permissions are asked for.

docs.x.com, "OAuth 2.0 Authorization Code Flow with PKCE". X compares the callback address as a whole, so the company
registers the one below with its app. Refresh tokens work once; each exchange brings the next one.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from typing import TYPE_CHECKING

from desktop.channels import secret_name
from desktop.channels.loopback import safe_address
from desktop.channels.oauth import KeptSignIn, Provider, TokenNames, Tokens
from desktop.channels.x.manifest import OAUTH_CLIENT, OAUTH_REFRESH
from desktop.model import Account
from desktop.model.channel import Clock

if TYPE_CHECKING:
    import httpx

    from desktop.channels import Secrets

API = "https://api.x.com"
WHOSE = "an X account"
AUTHORIZE = "https://x.com/i/oauth2/authorize"
REDIRECT_PORT = 47613
SCOPES = (
    "tweet.read",
    "users.read",
    "tweet.write",
    "tweet.moderate.write",
    "dm.read",
    "dm.write",
    "media.write",
    "offline.access",
)
SCOPE_OF = {
    "sign_in": "users.read",
    "read": "tweet.read",
    "answer": "tweet.write",
    "direct": "dm.read",
    "direct_answer": "dm.write",
    "hide": "tweet.moderate.write",
    "files": "media.write",
}
"""Which permission each thing takes that an account can do."""


def callback_address() -> str:
    """Return the callback address that the company registers with its app."""
    return f"http://127.0.0.1:{REDIRECT_PORT}/"


def provider_at(api: str = "", authorize: str = "") -> Provider:
    """Return X's sign-in; other addresses are for tests and the demo. Raises ValueError for unsafe ones."""
    return Provider(
        "x",
        safe_address(authorize or AUTHORIZE, WHOSE),
        f"{safe_address(api or API, WHOSE)}/2/oauth2/token",
        SCOPES,
        secret_in_header=True,
    )


def provider_of(account: Account) -> Provider:
    """Return the sign-in of an account. Raises ValueError for unsafe addresses."""
    named = (str(account.settings.get(name) or "") for name in ("api", "authorize"))
    return provider_at(*named)


def kept_sign_in(
    account: Account,
    secrets: Secrets,
    open_http: Callable[[], AbstractAsyncContextManager[httpx.AsyncClient]],
    clock: Clock,
) -> KeptSignIn:
    """Return what keeps an account's sign-in alive. Raises ValueError for unsafe addresses."""
    names = TokenNames(secret_name(account.uid, OAUTH_REFRESH), secret_name(account.uid, OAUTH_CLIENT))
    client_id = str(account.settings.get("client_id") or "")
    return KeptSignIn(provider_of(account), client_id, names, secrets, open_http, clock)


def missing_scopes(tokens: Tokens) -> tuple[str, ...]:
    """Return the permissions that a person or the app's registration left out, () if X did not say."""
    return tuple(scope for scope in SCOPES if scope not in tokens.scopes) if tokens.scopes else ()
