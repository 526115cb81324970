"""Connecting a mailbox: what to suggest for an address, what its account keeps, and the sign-in in the browser.

The wizard's half of the e-mail channel. Nothing heavy is imported before it is used.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import TYPE_CHECKING

from desktop.channels.email.autodetect import Suggestion, other_port, suggest
from desktop.channels.email.presets import PRESETS
from desktop.channels.email.settings import EmailSettings, Plain, Security, Server, SignIn
from desktop.model import CheckStep, TemporaryFailure

if TYPE_CHECKING:
    from desktop.channels.oauth.browser import BrowserSignIn
    from desktop.channels.oauth.flow import Tokens

__all__ = [
    "EmailSettings",
    "EmailSignIn",
    "Security",
    "Server",
    "SignIn",
    "Suggestion",
    "account_settings",
    "browser_sign_in",
    "providers",
    "suggest",
    "with_working_port",
]

_PORT_FAULTS = frozenset({"connection_refused", "timed_out", "no_tls", "connection_lost", "unreachable"})


@dataclass(frozen=True, slots=True)
class EmailSignIn:
    """What a person gave or the browser brought: a password, or tokens with the client's secret if it has one."""

    password: str = field(default="", repr=False)
    tokens: Tokens | None = field(default=None, repr=False)
    client_secret: str = field(default="", repr=False)


def providers() -> tuple[tuple[str, str], ...]:
    """Return (id, label) of the providers to choose from, for an address whose domain does not say."""
    return tuple((preset.id, preset.label) for preset in PRESETS)


def with_working_port(settings: EmailSettings, steps: tuple[CheckStep, ...]) -> EmailSettings | None:
    """Return settings to try next when only the sending port seems wrong: 587 instead of 465 or the reverse."""
    last = steps[-1] if steps else None
    if last is None or last.passed or last.step != "smtp_connect" or last.reason not in _PORT_FAULTS:
        return None
    return other_port(settings)


def account_settings(settings: EmailSettings, connected_on: date) -> dict[str, Plain]:
    """Return what Account.settings keeps of a tested mailbox; the first days count back from `connected_on`."""
    return replace(settings, connected_on=settings.connected_on or connected_on).to_account()


@asynccontextmanager
async def browser_sign_in(
    settings: EmailSettings,
    *,
    open_browser: Callable[[str], None],
    clock: Callable[[], datetime],
    client_secret: str = "",
) -> AsyncIterator[BrowserSignIn]:
    """Open the provider's sign-in in the browser; `await sign_in.tokens()` inside the context brings the tokens.

    `open_browser` shows an address and returns at once. Raises TemporaryFailure("unknown_oauth_provider") for
    settings that name no provider with such a sign-in.
    """
    from desktop.channels.email.oauth import PROVIDERS
    from desktop.channels.http import http_client
    from desktop.channels.oauth.browser import sign_in_with_browser
    from desktop.channels.oauth.flow import OAuthClient

    provider = PROVIDERS.get(settings.oauth_provider)
    if provider is None:
        raise TemporaryFailure("unknown_oauth_provider")
    async with (
        http_client() as http,
        sign_in_with_browser(
            provider,
            OAuthClient(settings.oauth_client_id, client_secret),
            login_hint=settings.address,
            open_browser=open_browser,
            http=http,
            clock=clock,
        ) as sign_in,
    ):
        yield sign_in
