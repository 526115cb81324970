"""Connecting an X account: the company's own client, the sign-in in the browser, and the trial before anything is kept.

X charges whoever registered the app, so there is no client id that comes with the program: the company registers its
own, with the callback address below.
"""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from desktop.accounts.candidate import Candidate, Plain, Tell, Trial
from desktop.channels.x.manifest import APP_TOKEN, OAUTH_CLIENT, OAUTH_REFRESH
from desktop.channels.x.signin import callback_address, missing_scopes, provider_at
from desktop.model import ChannelError, CheckStep, Network

if TYPE_CHECKING:
    from desktop.channels.oauth.browser import BrowserSignIn
    from desktop.channels.oauth.flow import Tokens
    from desktop.channels.x.client import XClient

__all__ = ["APP_TOKEN", "OAUTH_CLIENT", "XForm", "browser_sign_in", "callback_address", "clean_id", "try_sign_in"]

_SPACES = re.compile(r"\s+")
_WRITING = frozenset({"tweet.write", "tweet.moderate.write", "dm.write", "media.write"})


@dataclass(frozen=True, slots=True)
class XForm:
    """What a person gave. `client_secret` is for confidential clients only, `app_token` for the stream.

    `owns_app`: the account that is connected registered the app itself, so reading its own posts is cheaper. The
    addresses are X's own unless a test or the demo has others.
    """

    client_id: str
    client_secret: str = field(default="", repr=False)
    app_token: str = field(default="", repr=False)
    owns_app: bool = False
    api: str = ""
    authorize: str = ""


def clean_id(pasted: str) -> str:
    """Return a pasted client id, secret or token without white space or quotes around it."""
    return _SPACES.sub("", pasted).strip("\"'")


@asynccontextmanager
async def browser_sign_in(
    form: XForm, *, open_browser: Callable[[str], None], clock: Callable[[], datetime], port: int | None = None
) -> AsyncIterator[BrowserSignIn]:
    """Open X's sign-in in the browser; `await sign_in.tokens()` inside the context brings the tokens.

    `open_browser` shows an address and returns at once; `port` replaces that of the registered callback address.
    Raises TemporaryFailure("redirect_port_taken") if another program listens there.
    """
    from desktop.channels.http import http_client, is_loopback
    from desktop.channels.oauth.browser import sign_in_with_browser
    from desktop.channels.oauth.flow import OAuthClient
    from desktop.channels.x.signin import REDIRECT_PORT

    provider = provider_at(form.api, form.authorize)
    async with (
        http_client(loopback_only=is_loopback(urlsplit(provider.token_url).hostname or "")) as http,
        sign_in_with_browser(
            provider,
            OAuthClient(clean_id(form.client_id), clean_id(form.client_secret)),
            login_hint="",
            open_browser=open_browser,
            http=http,
            clock=clock,
            port=REDIRECT_PORT if port is None else port,
        ) as sign_in,
    ):
        yield sign_in


async def try_sign_in(form: XForm, tokens: Tokens, *, clock: Callable[[], datetime], tell: Tell) -> Trial:
    """Try what the sign-in allows, step by step: sign_in, read, direct, stream if an app token was given, write.

    A missing permission is named ("missing_scope:dm.read"). One that only writing needs gives a candidate that can't
    answer; any other failure ends the trial without one. Nothing is posted or kept. Never raises.
    """
    from desktop.channels.http import http_client, is_loopback
    from desktop.channels.loopback import safe_address
    from desktop.channels.x.check import checked
    from desktop.channels.x.client import XClient
    from desktop.channels.x.signin import API, WHOSE
    from desktop.channels.x.windows import Windows

    api = safe_address(form.api or API, WHOSE)
    app_token = clean_id(form.app_token)

    async def given() -> str | None:
        return app_token or None

    loopback = is_loopback(urlsplit(api).hostname or "")
    async with http_client(base_url=api, headers={"Accept": "application/json"}, loopback_only=loopback) as http:
        client = XClient(http, _Given(tokens.access), clock, Windows())
        steps = await checked(client, given, listens=False, tell=tell)
        if not all(step.passed for step in steps):
            return Trial(steps)
        lacking = [scope for scope in missing_scopes(tokens) if scope in _WRITING]
        write = CheckStep("write", not lacking, f"missing_scope:{lacking[0]}" if lacking else "")
        tell(write)
        candidate = await _candidate(client, form, tokens, can_answer=write.passed)
        return Trial((*steps, write), candidate)


async def _candidate(client: XClient, form: XForm, tokens: Tokens, *, can_answer: bool) -> Candidate | None:
    from desktop.channels.payload import Unreadable
    from desktop.channels.x.fields import ME
    from desktop.channels.x.mapping_answers import me_of

    try:
        me, author, _ = me_of(await client.get("/2/users/me", ME, window="me"))
    except (ChannelError, Unreadable):
        return None  # it answered a moment ago; the person may try again
    settings: dict[str, Plain] = {
        "client_id": clean_id(form.client_id),
        "remote_id": me.id,
        "owns_app": form.owns_app,
        **({"api": form.api} if form.api else {}),
        **({"authorize": form.authorize} if form.authorize else {}),
    }
    secrets = {OAUTH_REFRESH: tokens.refresh}
    secrets |= {OAUTH_CLIENT: clean_id(form.client_secret)} if form.client_secret else {}
    secrets |= {APP_TOKEN: clean_id(form.app_token)} if form.app_token else {}
    return Candidate(
        Network.X,
        handle=f"@{me.name}",
        name=author.name,
        settings=settings,
        secrets=secrets,
        replaces=(OAUTH_REFRESH, OAUTH_CLIENT, APP_TOKEN),
        can_answer=can_answer,
        remote_id=me.id,
    )


class _Given:
    """The token that the sign-in has just brought; there is no other yet."""

    def __init__(self, access: str) -> None:
        self._access = access

    async def access(self) -> str:
        return self._access

    async def renewed(self, refused: str) -> str:
        return refused
