"""Connecting a Mastodon account: in the browser, or with a token that a person made and pasted."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from desktop.model import CheckStep
from desktop.system.vault import Vault

if TYPE_CHECKING:
    from desktop.accounts.candidate import Tell, Trial
    from desktop.channels.mastodon.signin import MastodonSignIn
    from desktop.channels.oauth.flow import Tokens

TOKEN = "token"  # noqa: S105 - the secret's name
SCOPES = ("read", "write:statuses", "write:media")
"""What the token must allow: reading mentions and messages, answering and taking back, files."""

_SCOPE_OF = {"sign_in": "read", "read": "read", "write": "write:statuses", "files": "write:media"}
_LOOPBACK = ("localhost", "127.0.0.1", "::1")
_HOST = re.compile(r"[\w.:-]+")
_SHORTEST_TOKEN = 8


def server_address(typed: str) -> str | None:
    """Return the server's base address of what a person typed ("mastodon.social", a profile's link), None if none."""
    text = typed.strip().rstrip("/")
    if not text or any(letter.isspace() for letter in text):
        return None
    if "://" not in text and text.count("@") in (1, 2):  # user@server, @user@server
        text = text.rpartition("@")[2]
    try:
        parts = urlsplit(text if "://" in text else f"https://{text}")
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return None
    if not host or ("." not in host and host not in _LOOPBACK) or not _HOST.fullmatch(host):
        return None
    if parts.scheme != "https" and not (parts.scheme == "http" and host in _LOOPBACK):
        return None
    shown = f"[{host}]" if ":" in host else host
    return f"{parts.scheme}://{shown}" + (f":{port}" if port else "")


def clean_token(pasted: str) -> str:
    """Return the token in what was pasted: white space around it, quotes and a leading "Bearer" are dropped."""
    text = pasted.strip().strip("\"'`").strip()
    first, _, rest = text.partition(" ")
    return rest.strip() if first.lower() == "bearer" else text


def token_fault(pasted: str) -> str:
    """Return what is wrong with a pasted token: "missing", "spaces", "odd", "short", "" for nothing."""
    text = clean_token(pasted)
    if not text:
        return "missing"
    if any(letter.isspace() for letter in text):
        return "spaces"
    if not text.isascii() or not text.isprintable() or "://" in text:
        return "odd"
    return "short" if len(text) < _SHORTEST_TOKEN else ""


@asynccontextmanager
async def browser_sign_in(
    server: str, *, open_browser: Callable[[str], None], clock: Callable[[], datetime]
) -> AsyncIterator[MastodonSignIn]:
    """Open a server's sign-in in the browser; `await sign_in.tokens()` inside the context brings the token.

    `server` is what `server_address` returned; `open_browser` shows an address and returns at once. The sign-in's
    `code_url` is for a browser elsewhere, whose code is pasted. Raises TemporaryFailure or SignInRefused.
    """
    from desktop.channels.http import http_client, is_loopback
    from desktop.channels.mastodon.signin import sign_in_with_browser

    async with (
        http_client(loopback_only=is_loopback(urlsplit(server).hostname or "")) as http,
        sign_in_with_browser(server, open_browser=open_browser, http=http, clock=clock) as sign_in,
    ):
        yield sign_in


async def try_sign_in(server: str, tokens: Tokens, tell: Tell) -> Trial:
    """Try what a sign-in in the browser allows, as `try_token` does, then "files". Never raises.

    A permission that is missing is named: "missing_scope:write:statuses". One that only answering or attaching needs
    gives a candidate all the same.
    """
    from desktop.accounts.candidate import Trial
    from desktop.accounts.token_trial import try_token
    from desktop.channels.mastodon.signin import missing_scopes

    lacking = missing_scopes(tokens)
    told: list[CheckStep] = []

    def named(step: CheckStep) -> None:
        scope = _SCOPE_OF.get(step.step, "")
        named_so = step.reason == "forbidden" and scope in lacking
        told.append(replace(step, reason=f"missing_scope:{scope}") if named_so else step)
        tell(told[-1])

    trial = await try_token(server, tokens.access, named)
    if trial.candidate is None:
        return Trial(tuple(told))
    files = _SCOPE_OF["files"]
    told.append(CheckStep("files", files not in lacking, f"missing_scope:{files}" if files in lacking else ""))
    tell(told[-1])
    return Trial(tuple(told), trial.candidate)


def application_page(server: str) -> str:
    """Return the address of the page on a server where a person makes a token."""
    return f"{server}/settings/applications/new"


def keep_token(vault: Vault, account_uid: str, token: str) -> None:
    """Keep an account's token in the vault. Raises VaultUnavailable."""
    from desktop.channels import secret_name

    vault.set(secret_name(account_uid, TOKEN), token)
