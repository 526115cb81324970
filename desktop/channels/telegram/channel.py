"""A Telegram bot as a channel: who it is, what waits for it, and which room does what."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import httpx

from desktop.channels import secret_name
from desktop.channels.http import ANSWER_SECONDS, http_client, is_loopback
from desktop.channels.oauth import read_secret
from desktop.channels.payload import Unreadable
from desktop.channels.telegram import pull, send
from desktop.channels.telegram.client import TelegramClient
from desktop.channels.telegram.cursor import decoded
from desktop.channels.telegram.failures import OTHER_CONSUMER, WEBHOOK_PAUSE, WEBHOOK_SET
from desktop.channels.telegram.manifest import TOKEN
from desktop.channels.telegram.mapping import Bot, bot_of, webhook_in
from desktop.channels.telegram.pace import Pace
from desktop.channels.telegram.settings import api_of
from desktop.model import (
    Account,
    ChannelError,
    CheckStep,
    Fetched,
    Outgoing,
    SentReceipt,
    TemporaryFailure,
)
from desktop.model.channel import Clock

if TYPE_CHECKING:
    from desktop.channels import Secrets

LONGEST_POLL = 50.0  # seconds; the Bot API holds a request no longer
_CONFLICTS = frozenset({OTHER_CONSUMER, WEBHOOK_SET})


class TelegramChannel:
    """One bot's way in and out of Telegram. All methods run in the engine's event loop."""

    def __init__(
        self,
        account: Account,
        secrets: Secrets,
        *,
        clock: Clock,
        answer_seconds: float = ANSWER_SECONDS,
        transport: httpx.AsyncBaseTransport | None = None,
        pace: Pace | None = None,
    ) -> None:
        """Open nothing yet. `transport` and `pace` are replaced in tests. Raises ValueError for an unusable server."""
        api = api_of(account)
        self._account = account
        self._secrets = secrets
        self._clock = clock
        self._http = http_client(
            base_url=api,
            headers={"Accept": "application/json"},
            answer_seconds=answer_seconds,
            loopback_only=is_loopback(urlsplit(api).hostname or ""),
            transport=transport,
        )
        self._client = TelegramClient(self._http, self._token, clock)
        self._pace = pace or Pace()
        self._failed: dict[int, int] = {}
        self._bot: Bot | None = None
        self._stored: int | None = None  # the id from which the last pull asked: all before it is stored
        self._unstored = False  # the last pull brought something of which we don't know yet that it is stored
        self._conflict: ChannelError | None = None

    async def check(self) -> tuple[CheckStep, ...]:
        """Sign in and see that no webhook takes the messages; stops after the first failure.

        Nothing is polled: that would take a running console's long poll away.
        """
        steps: list[CheckStep] = []
        attempts: tuple[tuple[str, Callable[[], Awaitable[object]]], ...] = (
            ("sign_in", self._sign_in),
            ("read", self._refuse_webhook),
        )
        for name, attempt in attempts:
            try:
                await attempt()
            except (ChannelError, Unreadable) as error:
                return (*steps, CheckStep(name, passed=False, reason=str(error)))
            steps.append(CheckStep(name, passed=True))
        return tuple(steps)

    async def fetch(self, cursor: str | None) -> Fetched:
        """Return what is new since `cursor`, None for everything that Telegram keeps. Raises ChannelError.

        Whatever came before `cursor` is forgotten by Telegram with this call.
        """
        if self._conflict is not None:
            conflict, self._conflict = self._conflict, None
            raise conflict
        bot = await self._who_we_are()
        now = self._clock()
        self._stored, self._unstored = decoded(cursor).offset_at(now), True
        fetched = await pull.fetch(self._client, bot, cursor, now, self._failed)
        self._unstored = decoded(fetched.cursor).offset_at(now) != self._stored
        return fetched

    async def older(self, cursor: str | None) -> Fetched:
        """Return nothing: Telegram gives a message once."""
        return Fetched((), cursor or "")

    async def send(self, outgoing: Outgoing, on_commit: Callable[[], None]) -> SentReceipt:
        """Write into a private chat or a group. Raises ChannelError, see `Channel.send`."""
        return await send.send(self._client, self._pace, outgoing, on_commit)

    async def look_up(self, outgoing: Outgoing) -> SentReceipt | None:  # noqa: ARG002 - there is nothing to ask
        """Return None: the Bot API shows nobody's messages, so what is unsure stays so until a person decides."""
        return None

    async def delete(self, remote_id: str) -> None:
        """Take back a message of ours, within 48 hours; one already gone is no error. Raises ChannelError."""
        await send.delete(self._client, remote_id)

    async def wait_for_news(self, timeout: float) -> bool:
        """Hold a long poll for at most `timeout` seconds. False: nothing came.

        It asks from where the last pull asked, so it confirms nothing that the last pull brought. Another program
        that polls for the same bot, or a webhook, is told by the next pull.
        """
        if self._unstored:
            return True  # the next pull confirms what is stored by then
        try:
            async with asyncio.timeout(timeout):
                wait = max(1, int(min(timeout, LONGEST_POLL)))
                found = await pull.updates_from(self._client, self._stored, most=1, wait=wait, patience=wait)
        except TimeoutError:
            return False
        except TemporaryFailure as failure:
            if failure.reason not in _CONFLICTS:
                raise
            self._conflict = failure
            return True
        return bool(found)

    async def close(self) -> None:
        """Close every connection. Never raises."""
        await self._http.aclose()

    async def _token(self) -> str | None:
        """Return the token. Raises TemporaryFailure("vault_unavailable")."""
        return await read_secret(self._secrets, secret_name(self._account.uid, TOKEN))

    async def _who_we_are(self) -> Bot:
        if self._bot is None:
            try:
                await self._sign_in()
            except Unreadable as fault:
                raise TemporaryFailure("unreadable_answer") from fault
        assert self._bot is not None
        return self._bot

    async def _sign_in(self) -> None:
        self._bot = bot_of(await self._client.call("getMe"))

    async def _refuse_webhook(self) -> None:
        if webhook_in(await self._client.call("getWebhookInfo")):
            raise TemporaryFailure(WEBHOOK_SET, WEBHOOK_PAUSE)
