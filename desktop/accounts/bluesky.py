"""Connecting a Bluesky account with an app password: what a person typed made clean, and the trial of it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from desktop.accounts.candidate import Candidate, Tell, Trial
from desktop.accounts.mastodon import server_address as address_of
from desktop.model import CheckStep, Network
from desktop.model.declared import PRIVATE
from desktop.system.clock import utc_now

if TYPE_CHECKING:
    import httpx

STEPS = ("server", "sign_in", "read", "write", "direct")
"""The steps of a trial. "direct" may fail with "chat_not_allowed": the account can then answer in public only."""

DEFAULT_SERVER = "https://bsky.social"
APP_PASSWORDS_PAGE = "https://bsky.app/settings/app-passwords"
_APP_PASSWORD = re.compile(r"[a-z0-9]{4}(?:-[a-z0-9]{4}){3}")
_HANDLE = re.compile(r"[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*")
_DID = re.compile(r"did:(?:plc|web):[A-Za-z0-9.:%-]+")


@dataclass(frozen=True, slots=True)
class BlueskyForm:
    """What a person gave. `server` is "" for Bluesky's own, `chat_service` "" for the one that Bluesky runs."""

    handle: str
    password: str = field(repr=False)
    server: str = ""
    chat_service: str = ""


def server_address(typed: str) -> str | None:
    """Return the base address of the account's server, Bluesky's own for nothing, None for what is no address."""
    return address_of(typed) if typed.strip() else DEFAULT_SERVER


def account_handle(typed: str, server: str = DEFAULT_SERVER) -> str | None:
    """Return the handle in what was typed, without "@": a profile's link, a handle, a name on `server`; None for none.

    A name alone ("aurora") is one below the server's own domain ("aurora.bsky.social").
    """
    name = typed.strip().removeprefix("@").strip()
    if "/" in name:
        name = urlsplit(name if "://" in name else f"https://{name}").path.partition("/profile/")[2].split("/")[0]
    if _DID.fullmatch(name):
        return name
    name = name.lower().rstrip(".")
    if not _HANDLE.fullmatch(name):
        return None
    return name if "." in name else f"{name}.{urlsplit(server).hostname or ''}"


def clean_password(pasted: str) -> str:
    """Return the app password in what was pasted: white space and quotes around it are dropped."""
    return pasted.strip().strip("\"'`").strip()


def password_fault(pasted: str) -> str:
    """Return what is wrong with a pasted app password: "missing", "not_app" (the account's own?), "" for nothing."""
    password = clean_password(pasted)
    if not password:
        return "missing"
    return "" if _APP_PASSWORD.fullmatch(password) else "not_app"


async def try_app_password(
    form: BlueskyForm, tell: Tell, *, transport: httpx.AsyncBaseTransport | None = None
) -> Trial:
    """Try an app password step by step. Nothing is posted or kept. Never raises.

    A password without private messages gives a candidate all the same; any other failure ends without one.
    """
    from desktop.channels.bluesky import signin

    server = server_address(form.server)
    handle = account_handle(form.handle, server or "")
    if server is None or handle is None:
        fault = CheckStep("server", passed=False, reason="not_an_address" if server is None else "not_a_handle")
        tell(fault)
        return Trial((fault,))
    steps, opened = await signin.try_app_password(
        server,
        handle,
        clean_password(form.password),
        tell=tell,
        clock=utc_now,
        chat_service=form.chat_service.strip(),
        transport=transport,
    )
    if opened is None:
        return Trial(steps)
    candidate = Candidate(
        Network.BLUESKY,
        handle=opened.handle,
        name=opened.name,
        settings={**opened.settings, PRIVATE: opened.chats},
        secrets=opened.secrets,
        remote_id=opened.did,
    )
    return Trial(steps, candidate)
