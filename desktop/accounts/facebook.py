"""Connecting a Facebook Page: the company's own app in the browser, or a Page's token, and the trial of it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime
from typing import TYPE_CHECKING

from desktop.accounts import meta
from desktop.accounts.candidate import Tell, Trial
from desktop.accounts.meta import FoundPage, MetaForm, SignedIn, clean_id, copy_page, redirect_address
from desktop.channels.facebook.scopes import SCOPE_OF
from desktop.channels.facebook.signin import SCOPES, attempts
from desktop.channels.graph.settings import Place
from desktop.model import Network

if TYPE_CHECKING:
    import httpx

    from desktop.channels.oauth.browser import BrowserSignIn

__all__ = [
    "SCOPES",
    "FoundPage",
    "MetaForm",
    "SignedIn",
    "browser_sign_in",
    "clean_id",
    "copy_page",
    "redirect_address",
    "signed_in",
    "try_page",
    "try_page_token",
]

_KIND = meta.Kind(Network.FACEBOOK, SCOPE_OF["answer"], attempts, lambda page, api: Place(api, page.id))
signed_in = meta.signed_in


@asynccontextmanager
async def browser_sign_in(
    form: MetaForm, *, open_browser: Callable[[str], None], clock: Callable[[], datetime], port: int | None = None
) -> AsyncIterator[BrowserSignIn]:
    """Open Meta's sign-in in the browser, see `desktop.accounts.meta.browser_sign_in`; then ask `signed_in`."""
    async with meta.browser_sign_in(form, SCOPES, open_browser=open_browser, clock=clock, port=port) as sign_in:
        yield sign_in


async def try_page(
    form: MetaForm,
    page: FoundPage,
    *,
    clock: Callable[[], datetime],
    tell: Tell,
    granted: frozenset[str] | None = None,
    transport: httpx.AsyncBaseTransport | None = None,
) -> Trial:
    """Try a Page that the sign-in found: sign_in, read, direct, write. Nothing is posted or kept. Never raises."""
    return await meta.try_page(_KIND, form, page, clock=clock, tell=tell, granted=granted, transport=transport)


async def try_page_token(
    form: MetaForm,
    *,
    clock: Callable[[], datetime],
    tell: Tell,
    transport: httpx.AsyncBaseTransport | None = None,
) -> Trial:
    """Try a Page's token that a person pasted: sign_in, read, direct, write where it is known. Never raises."""
    return await meta.try_page_token(_KIND, form, clock=clock, tell=tell, transport=transport)
