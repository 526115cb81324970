"""Connecting a Telegram bot: what a person pasted made clean, and the trial of its token before anything is kept."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Mapping
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from desktop.accounts.candidate import Candidate, Plain, Tell, Trial
from desktop.model import ChannelError, CheckStep, Network
from desktop.system.clock import utc_now

if TYPE_CHECKING:
    import httpx

    from desktop.channels.telegram.client import TelegramClient
    from desktop.channels.telegram.mapping import Bot

STEPS = ("server", "sign_in", "read")
"""The steps of a trial. "read" fails with "webhook_set" while another service gets the bot's messages."""

FACTS = ("kept_a_day", "one_console", "they_write_first", "named_in_groups")
"""What a person must know of such an account: Telegram keeps messages for 24 hours and hands them to one program only,
lets nobody be written to who has not written first, and in groups the bot hears what names it."""

BOT_FATHER = "https://t.me/BotFather"
"""Where a person makes a bot and gets its token."""

_TOKEN = re.compile(r"[0-9]{3,20}:[A-Za-z0-9_-]{20,100}")


def clean_token(pasted: str) -> str:
    """Return the token in what was pasted: alone, in quotes, or somewhere in the message that brought it."""
    found = _TOKEN.search(pasted)
    return found[0] if found else pasted.strip().strip("\"'`").strip()


def token_fault(pasted: str) -> str:
    """Return what is wrong with a pasted token: "missing", "not_a_token", "" for nothing."""
    token = clean_token(pasted)
    if not token:
        return "missing"
    return "" if _TOKEN.fullmatch(token) else "not_a_token"


async def try_token(
    pasted: str, tell: Tell, *, api: str = "", transport: httpx.AsyncBaseTransport | None = None
) -> Trial:
    """Try a bot's token step by step. Nothing is sent, kept or polled. Never raises.

    `api` is another Bot API server than Telegram's own, for a company that runs one. Only a whole trial gives a
    candidate.
    """
    from desktop.channels.http import http_client, is_loopback
    from desktop.channels.loopback import safe_address
    from desktop.channels.telegram.client import TelegramClient
    from desktop.channels.telegram.settings import API, WHOSE

    token = clean_token(pasted)
    try:
        address = safe_address(api or API, WHOSE)
    except ValueError:
        fault = CheckStep("server", passed=False, reason="not_an_address")
        tell(fault)
        return Trial((fault,))

    async def given() -> str:
        return token

    loopback = is_loopback(urlsplit(address).hostname or "")
    async with http_client(base_url=address, loopback_only=loopback, transport=transport) as http:
        return await _Trial(TelegramClient(http, given, utc_now), token, api).run(tell)


class _Trial:
    """One run through the steps: each builds on what the one before found."""

    def __init__(self, client: TelegramClient, token: str, api: str) -> None:
        self._client = client
        self._token = token
        self._api = api
        self._bot: Bot | None = None
        self._refused: ChannelError | None = None

    async def run(self, tell: Tell) -> Trial:
        attempts: Mapping[str, Callable[[], Awaitable[None]]] = {
            "server": self._greet,
            "sign_in": self._sign_in,
            "read": self._refuse_webhook,
        }
        done: list[CheckStep] = []
        for name in STEPS:
            reason = await _reason(attempts[name])
            done.append(CheckStep(name, not reason, reason))
            tell(done[-1])
            if reason:
                return Trial(tuple(done))
        return Trial(tuple(done), self._candidate())

    async def _greet(self) -> None:
        """Reach the server: the Bot API has nothing to ask without a token, so a refused one is told a step later."""
        from desktop.channels.telegram.mapping import bot_of
        from desktop.model import SignInExpired

        try:
            self._bot = bot_of(await self._client.call("getMe"))
        except SignInExpired as refused:
            self._refused = refused

    async def _sign_in(self) -> None:
        if self._refused is not None:
            raise self._refused

    async def _refuse_webhook(self) -> None:
        from desktop.channels.telegram.failures import WEBHOOK_SET
        from desktop.channels.telegram.mapping import webhook_in
        from desktop.model import Refused

        if webhook_in(await self._client.call("getWebhookInfo")):
            raise Refused(WEBHOOK_SET)

    def _candidate(self) -> Candidate:
        from desktop.channels.telegram.manifest import TOKEN

        assert self._bot is not None
        settings: dict[str, Plain] = {"remote_id": str(self._bot.id), **({"api": self._api} if self._api else {})}
        handle = f"@{self._bot.user_name}"
        return Candidate(
            Network.TELEGRAM,
            handle=handle,
            name=self._bot.name or handle,
            settings=settings,
            secrets={TOKEN: self._token},
            remote_id=str(self._bot.id),
        )


async def _reason(attempt: Callable[[], Awaitable[None]]) -> str:
    """Return why a step failed, "" if it did not."""
    from desktop.channels.payload import Unreadable

    try:
        await attempt()
    except ChannelError as error:
        return error.reason
    except Unreadable as fault:
        return str(fault)
    return ""
