"""What connecting a Facebook Page and an Instagram account share: the company's app, the browser, the trial of a Page.

Meta lets nobody share an app's secret with strangers, so there is none that comes with the program: the company brings
its own app, or pastes a Page's token that it made there.
"""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from desktop.accounts.candidate import Candidate, Plain, Tell, Trial
from desktop.channels.graph.settings import API, APP_SECRET, PAGE_TOKEN, WHOSE, Place
from desktop.channels.graph.signin import COPY_PAGE, FoundPage, provider_at, redirect_address
from desktop.channels.loopback import safe_address
from desktop.model import ChannelError, CheckStep, Network

if TYPE_CHECKING:
    import httpx

    from desktop.channels.graph.check import Attempt
    from desktop.channels.graph.client import GraphClient
    from desktop.channels.oauth.browser import BrowserSignIn
    from desktop.channels.oauth.flow import OAuthClient, Tokens

__all__ = ["FoundPage", "MetaForm", "SignedIn", "browser_sign_in", "clean_id", "copy_page", "redirect_address"]

STEPS = ("sign_in", "read", "direct", "write")
"""The steps of a trial. "direct" and "write" may fail: the account can then answer in public only, or not at all."""

_SPACES = re.compile(r"\s+")
_TASK = "MODERATE"  # the role on a Page that may answer and hide


@dataclass(frozen=True, slots=True)
class MetaForm:
    """What a person gave: the company's app, or a Page's token made there, or both.

    `human_agent`: Meta has approved that tag for the app. `by_hand`: the person copies the address from Meta's own page
    at the end, as a live app asks. The addresses are Meta's own unless a test or the demo has others.
    """

    app_id: str = ""
    app_secret: str = field(default="", repr=False)
    page_token: str = field(default="", repr=False)
    human_agent: bool = False
    by_hand: bool = False
    api: str = ""
    dialog: str = ""


@dataclass(frozen=True, slots=True)
class SignedIn:
    """What the sign-in in the browser brought: the Pages to choose from, and what the person granted."""

    pages: tuple[FoundPage, ...]
    granted: frozenset[str]


@dataclass(frozen=True, slots=True)
class Kind:
    """What one of the two networks adds to a trial."""

    network: Network
    answer_scope: str
    attempts: Callable[[GraphClient, Place], list[Attempt]]
    place: Callable[[FoundPage, str], Place]


def clean_id(pasted: str) -> str:
    """Return a pasted id, secret or token without white space or quotes around it."""
    return _SPACES.sub("", pasted).strip("\"'")


def copy_page() -> str:
    """Return the page from which a person copies the address, to be registered with a live app."""
    return COPY_PAGE


@asynccontextmanager
async def browser_sign_in(
    form: MetaForm,
    scopes: tuple[str, ...],
    *,
    open_browser: Callable[[str], None],
    clock: Callable[[], datetime],
    port: int | None = None,
) -> AsyncIterator[BrowserSignIn]:
    """Open Meta's sign-in in the browser; `await sign_in.tokens()` inside the context brings a short-lived token.

    `open_browser` shows an address and returns at once; `port` replaces that of the registered address. Raises
    TemporaryFailure("redirect_port_taken") if another program listens there.
    """
    from desktop.channels.graph.signin import REDIRECT_PORT
    from desktop.channels.oauth.browser import sign_in_with_browser

    provider = provider_at(scopes, form.api, form.dialog)
    listens_at = REDIRECT_PORT if port is None else port
    async with (
        _http(form) as http,
        sign_in_with_browser(
            provider,
            _app(form),
            login_hint="",
            open_browser=open_browser,
            http=http,
            clock=clock,
            port=0 if form.by_hand else listens_at,
            redirect_uri=COPY_PAGE if form.by_hand else f"http://localhost:{listens_at}/" if listens_at else "",
        ) as sign_in,
    ):
        yield sign_in


async def signed_in(form: MetaForm, tokens: Tokens, *, clock: Callable[[], datetime]) -> SignedIn:
    """Return the Pages behind a sign-in, each with a token that does not end by itself. Raises ChannelError."""
    from desktop.channels.graph.signin import granted_to, long_lived, pages_of

    async with _http(form) as http:
        longer = await long_lived(http, provider_at((), form.api, form.dialog), _app(form), tokens.access, clock)
        client = _client(http, longer, clean_id(form.app_secret), clock)
        return SignedIn(await pages_of(client), await granted_to(client))


async def try_page(
    kind: Kind,
    form: MetaForm,
    page: FoundPage,
    *,
    clock: Callable[[], datetime],
    tell: Tell,
    granted: frozenset[str] | None = None,
    transport: httpx.AsyncBaseTransport | None = None,
) -> Trial:
    """Try what a Page's token allows, step by step. Nothing is posted or kept. Never raises.

    A missing permission is named ("missing_scope:pages_messaging"), a role on the Page too ("missing_task:MODERATE").
    Without the right to private messages the candidate declares so, without the right to write it can't answer; any
    other failure ends the trial without one. `granted` None: nobody said, and writing is not judged.
    """
    async with _http(form, transport) as http:
        return await _TrialOfPage(kind, form, page, http, clock).run(tell, granted)


async def try_page_token(
    kind: Kind,
    form: MetaForm,
    *,
    clock: Callable[[], datetime],
    tell: Tell,
    transport: httpx.AsyncBaseTransport | None = None,
) -> Trial:
    """Try a Page's token that a person pasted. As `try_page`; the permissions are known if the app's secret is."""
    from desktop.channels.graph.signin import page_behind, scopes_of_token

    token, secret = clean_id(form.page_token), clean_id(form.app_secret)
    try:
        async with _http(form, transport) as http:
            page = await page_behind(_client(http, token, secret, clock), token)
            granted: frozenset[str] | None = None
            if secret and form.app_id:
                of_app = _client(http, f"{clean_id(form.app_id)}|{secret}", "", clock)
                granted = await scopes_of_token(of_app, token)
    except ChannelError as error:
        fault = CheckStep("sign_in", passed=False, reason=error.reason)
        tell(fault)
        return Trial((fault,))
    return await try_page(kind, form, page, clock=clock, tell=tell, granted=granted, transport=transport)


class _TrialOfPage:
    """One run through the steps."""

    def __init__(
        self, kind: Kind, form: MetaForm, page: FoundPage, http: httpx.AsyncClient, clock: Callable[[], datetime]
    ) -> None:
        self._kind = kind
        self._form = form
        self._page = page
        self._client = _client(http, page.token, clean_id(form.app_secret), clock)
        self._place = kind.place(page, safe_address(form.api or API, WHOSE))

    async def run(self, tell: Tell, granted: frozenset[str] | None) -> Trial:
        from desktop.channels.graph.check import checked

        if self._kind.network is Network.INSTAGRAM and not self._place.ig_user:
            fault = CheckStep("sign_in", passed=False, reason="no_instagram_account")
            tell(fault)
            return Trial((fault,))
        done: list[CheckStep] = []
        for attempt in self._kind.attempts(self._client, self._place):
            (step,) = await checked([attempt])
            done.append(step)
            tell(step)
            if not step.passed and not (step.step == "direct" and step.reason.startswith("missing_scope:")):
                return Trial(tuple(done))
        done += self._of_writing(granted, tell)
        return Trial(tuple(done), self._candidate(done))

    def _of_writing(self, granted: frozenset[str] | None, tell: Tell) -> Sequence[CheckStep]:
        """Return the step that says whether the account may write, none where nobody said."""
        lacking = granted is not None and self._kind.answer_scope not in granted
        if lacking:
            step = CheckStep("write", passed=False, reason=f"missing_scope:{self._kind.answer_scope}")
        elif self._page.tasks and _TASK not in self._page.tasks:
            step = CheckStep("write", passed=False, reason=f"missing_task:{_TASK}")
        elif granted is None and not self._page.tasks:
            return ()
        else:
            step = CheckStep("write", passed=True)
        tell(step)
        return (step,)

    def _candidate(self, done: Sequence[CheckStep]) -> Candidate:
        passed = {step.step: step.passed for step in done}
        of_instagram = self._kind.network is Network.INSTAGRAM
        page, form = self._page, self._form
        identity = page.ig_user if of_instagram else page.id
        settings: dict[str, Plain] = {
            "page_id": page.id,
            "remote_id": identity,
            "declares.private": passed.get("direct", False),
            "declares.human_agent": form.human_agent,
            **({"ig_user_id": page.ig_user} if of_instagram else {}),
            **({"app_id": clean_id(form.app_id)} if form.app_id else {}),
            **({"api": form.api} if form.api else {}),
            **({"dialog": form.dialog} if form.dialog else {}),
        }
        secret = clean_id(form.app_secret)
        username = page.ig_name if of_instagram else page.username
        return Candidate(
            self._kind.network,
            handle=f"@{username}" if username else page.name,
            name=page.name or username,
            settings=settings,
            secrets={PAGE_TOKEN: page.token, **({APP_SECRET: secret} if secret else {})},
            replaces=(PAGE_TOKEN, APP_SECRET),
            can_answer=passed.get("write", True),
            remote_id=identity,
        )


def _app(form: MetaForm) -> OAuthClient:
    from desktop.channels.oauth.flow import OAuthClient

    return OAuthClient(clean_id(form.app_id), clean_id(form.app_secret))


def _client(http: httpx.AsyncClient, token: str, secret: str, clock: Callable[[], datetime]) -> GraphClient:
    from desktop.channels.graph.client import GraphClient
    from desktop.channels.graph.token import GivenToken
    from desktop.channels.graph.usage import Pace

    return GraphClient(http, GivenToken(token, secret), clock, Pace())


def _http(form: MetaForm, transport: httpx.AsyncBaseTransport | None = None) -> httpx.AsyncClient:
    from desktop.channels.http import http_client, is_loopback

    api = safe_address(form.api or API, WHOSE)
    return http_client(
        base_url=api,
        headers={"Accept": "application/json"},
        loopback_only=is_loopback(urlsplit(api).hostname or ""),
        transport=transport,
    )
