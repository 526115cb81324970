"""Trying an app password before anything is kept: who it belongs to, what it may read, write and say in private.

An app password (Bluesky: Settings, Privacy and security, App passwords) can do everything but change the account;
private messages only if that was ticked when it was made. The step that fails names what is missing.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field

import httpx

from desktop.channels import secret_name
from desktop.channels.bluesky.addresses import POSTS
from desktop.channels.bluesky.client import BlueskyClient
from desktop.channels.bluesky.failures import NoChat
from desktop.channels.bluesky.fields import text
from desktop.channels.bluesky.manifest import APP_PASSWORD, REFRESH
from desktop.channels.bluesky.mapping import authors_in, page_of
from desktop.channels.bluesky.pace import Pace
from desktop.channels.bluesky.session import KeptSession, Session
from desktop.channels.bluesky.settings import CHAT_SERVICE, DEFAULT_CHAT, PDS, REMOTE_ID, SERVER, places_of
from desktop.channels.http import http_client
from desktop.channels.payload import Unreadable
from desktop.model import Account, AccountId, AccountRole, ChannelError, CheckStep, Network
from desktop.model.channel import Clock
from desktop.system.vault import SessionVault

STEPS = ("server", "sign_in", "read", "write", "direct")
_PROBE = "probe"
_NOBODYS_POST = "2222222222222"  # the key of 1970


@dataclass(frozen=True, slots=True)
class SignedIn:
    """What a password opened. `chats` is False if it was made without private messages."""

    handle: str
    name: str
    did: str
    settings: Mapping[str, str]
    secrets: Mapping[str, str] = field(repr=False)
    chats: bool = True


async def try_app_password(
    server: str,
    who: str,
    password: str,
    *,
    tell: Callable[[CheckStep], None],
    clock: Clock,
    chat_service: str = "",
    transport: httpx.AsyncBaseTransport | None = None,
) -> tuple[tuple[CheckStep, ...], SignedIn | None]:
    """Try a password on a server, step by step; `tell` hears of each. Nothing is posted or kept. Never raises.

    `who` is a handle or a DID. Returns the steps and what was opened, None if it is not enough to connect with. The
    session of the trial is among its secrets, so that the account does not sign in a second time.
    """
    settings: dict[str, str | int | bool | None] = {SERVER: server, CHAT_SERVICE: chat_service}
    account = Account(AccountId(0), _PROBE, Network.BLUESKY, "", f"@{who}", AccountRole.CARE, settings)
    try:
        places = places_of(account)
    except ValueError:
        refused = CheckStep("server", passed=False, reason="not_an_address")
        tell(refused)
        return (refused,), None
    vault = SessionVault({secret_name(_PROBE, APP_PASSWORD): password})
    async with http_client(loopback_only=places.on_this_machine, transport=transport) as http:
        session = KeptSession(account, places, vault, http, clock)
        trial = _Trial(BlueskyClient(http, session, places, clock, Pace()), vault, settings)
        return await trial.run(tell)


class _Trial:
    """One run through the steps: each builds on what the one before found."""

    def __init__(self, client: BlueskyClient, vault: SessionVault, settings: Mapping[str, object]) -> None:
        self._client = client
        self._vault = vault
        self._settings = settings
        self._session: Session | None = None
        self._name = ""
        self._chats = True

    async def run(self, tell: Callable[[CheckStep], None]) -> tuple[tuple[CheckStep, ...], SignedIn | None]:
        attempts: Mapping[str, Callable[[], Awaitable[None]]] = {
            "server": self._greet,
            "sign_in": self._sign_in,
            "read": self._read,
            "write": self._ask_to_write,
            "direct": self._read_chat,
        }
        done: list[CheckStep] = []
        for name in STEPS:
            reason = await _reason(attempts[name])
            done.append(CheckStep(name, not reason, reason))
            tell(done[-1])
            if reason and name != "direct":
                return tuple(done), None
        return tuple(done), self._signed_in()

    def _signed_in(self) -> SignedIn:
        assert self._session is not None
        kept = {kind: self._vault.get(secret_name(_PROBE, kind)) or "" for kind in (APP_PASSWORD, REFRESH)}
        settings = {SERVER: str(self._settings[SERVER]), REMOTE_ID: self._session.did, PDS: self._session.pds}
        chat = str(self._settings[CHAT_SERVICE] or "")
        if chat and chat != DEFAULT_CHAT:
            settings[CHAT_SERVICE] = chat
        handle = f"@{self._session.handle}"
        return SignedIn(handle, self._name or handle, self._session.did, settings, kept, self._chats)

    async def _greet(self) -> None:
        said = await self._client.describe()
        if not isinstance(said, dict) or not text(said, "did"):
            raise Unreadable("not_a_server")

    async def _sign_in(self) -> None:
        self._session = await self._client.session()

    async def _read(self) -> None:
        page_of(await self._client.get("app.bsky.notification.listNotifications", [("limit", "1")]), "notifications")
        did = self._session.did if self._session else ""
        known = authors_in(await self._client.get("app.bsky.actor.getProfiles", [("actors", did)]))
        self._name = known[did].name if did in known else ""

    async def _ask_to_write(self) -> None:
        """Ask to delete a post that nobody wrote: whoever may do that may write, and nothing is changed."""
        did = self._session.did if self._session else ""
        where = {"repo": did, "collection": POSTS, "rkey": _NOBODYS_POST}
        await self._client.post("com.atproto.repo.deleteRecord", where)

    async def _read_chat(self) -> None:
        try:
            page_of(await self._client.get("chat.bsky.convo.listConvos", [("limit", "1")]), "convos")
        except NoChat:
            self._chats = False
            raise


async def _reason(attempt: Callable[[], Awaitable[None]]) -> str:
    """Return why a step failed, "" if it did not."""
    try:
        await attempt()
    except ChannelError as error:
        return error.reason
    except Unreadable as fault:
        return str(fault)
    return ""
