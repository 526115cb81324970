"""An X account as a channel: who we are there, and which room does what."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import nullcontext
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import httpx

from desktop.channels import secret_name
from desktop.channels.http import ANSWER_SECONDS, http_client, is_loopback
from desktop.channels.loopback import safe_address
from desktop.channels.oauth import read_secret
from desktop.channels.payload import Unreadable
from desktop.channels.x import fetch as fetching
from desktop.channels.x import look_up as looking_up
from desktop.channels.x import send as sending
from desktop.channels.x.check import checked
from desktop.channels.x.client import XClient
from desktop.channels.x.failures import DUPLICATE
from desktop.channels.x.fields import ME
from desktop.channels.x.listening import rules_of
from desktop.channels.x.manifest import APP_TOKEN
from desktop.channels.x.mapping import Person
from desktop.channels.x.mapping_answers import me_of
from desktop.channels.x.prices import OWNED_READ, POST_READ, Ledger
from desktop.channels.x.signin import API, WHOSE, kept_sign_in
from desktop.channels.x.snowflake import is_id
from desktop.channels.x.stream import Stream
from desktop.channels.x.windows import Windows
from desktop.model import (
    Account,
    ChannelError,
    CheckStep,
    Fetched,
    Outgoing,
    Refused,
    SentReceipt,
    TemporaryFailure,
    listening_of,
)
from desktop.model.channel import Clock

if TYPE_CHECKING:
    from desktop.channels import Secrets

SEARCH_BESIDE_STREAM = timedelta(minutes=10)
"""While the stream is open, a search this often finds what it left out."""


class XChannel:
    """One account's way in and out of X. All methods run in the engine's event loop."""

    def __init__(
        self,
        account: Account,
        secrets: Secrets,
        *,
        clock: Clock,
        answer_seconds: float = ANSWER_SECONDS,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        """Open nothing yet. `transport` replaces the network in tests. Raises ValueError for an unsafe server."""
        api = safe_address(str(account.settings.get("api") or API), WHOSE)
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
        signing = kept_sign_in(account, secrets, lambda: nullcontext(self._http), clock)
        self._client = XClient(self._http, signing, clock, Windows())
        self._ledger = Ledger(clock)
        self._stream = Stream(self._http, clock, self._ledger, account.uid)
        self._listening = listening_of(account)
        self._own_price = OWNED_READ if account.settings.get("owns_app") else POST_READ
        self._me: Person | None = None
        self._oldest: str | None = None
        self._searched_at: datetime | None = None
        self._made_up_for = 0
        self._hidden: dict[str, bool] = {}

    async def check(self) -> tuple[CheckStep, ...]:
        """Sign in and try each permission without sending anything; stops after the first failure."""
        return await checked(self._client, self._app_token, listens=self._listening.is_on)

    async def fetch(self, cursor: str | None) -> Fetched:
        """Return what is new since `cursor`; None begins with the last month of mentions. Raises ChannelError."""
        watch = await self._watch()
        now = self._clock()
        heard = self._stream.heard()
        losses = self._stream.losses
        searches = self._search_is_due(now, losses)
        fetched = await fetching.fetch(
            self._client, watch, cursor, self._ledger, now, heard=heard, hidden=self._hidden, searches=searches
        )
        self._stream.forget(heard)
        if searches and fetching.searched_everything(fetched):
            self._searched_at = now
            self._made_up_for = losses
        self._oldest = fetching.oldest_mention(fetched.cursor)
        return fetched

    async def older(self, cursor: str | None) -> Fetched:
        """Return a page of mentions from before those already pulled. Raises ChannelError."""
        watch = await self._watch()
        return await fetching.fetch_older(self._client, watch, cursor, self._oldest, self._ledger, self._clock())

    async def send(self, outgoing: Outgoing, on_commit: Callable[[], None]) -> SentReceipt:
        """Post an answer or send it as a direct message. Raises ChannelError, see `Channel.send`.

        X refuses a text that it has already: if it is this very answer, a moment ago, that was what was wanted.
        """
        writer = await self._writer()
        try:
            return await sending.send(writer, outgoing, on_commit)
        except Refused as refusal:
            if refusal.reason != DUPLICATE:
                raise
            found = await looking_up.look_up(writer, outgoing)
            if found is None:
                raise
            return found

    async def look_up(self, outgoing: Outgoing) -> SentReceipt | None:
        """Return the receipt of an answer found among our latest, None if it is not there."""
        return await looking_up.look_up(await self._writer(), outgoing)

    async def delete(self, remote_id: str) -> None:
        """Take back a post or message of ours; one already gone is no error. Raises ChannelError."""
        await sending.delete(await self._writer(), remote_id)

    async def hide(self, remote_id: str, *, hidden: bool) -> None:
        """Hide or show a reply below a post of ours. Raises ChannelError."""
        await sending.hide(await self._writer(), remote_id, hidden=hidden)
        self._hidden[remote_id] = hidden

    async def wait_for_news(self, timeout: float) -> bool:
        """Wait at most `timeout` seconds for the stream to bring something. False: poll anyway.

        Without the app's own token there is no stream, and the wait is the pause between two polls.
        """
        begun = asyncio.get_running_loop().time()
        try:
            token = await self._app_token()
            me = await self._within(timeout, self._who_we_are()) if token else None
        except (ChannelError, TimeoutError):
            token, me = None, None  # the next pull says what is wrong, where it is shown
        left = max(0.0, timeout - (asyncio.get_running_loop().time() - begun))
        if not token or me is None:
            await asyncio.sleep(left)
            return False
        return await self._stream.wait(token, rules_of(self._listening, me.name), left)

    async def close(self) -> None:
        """Close the stream and every connection. Never raises."""
        await self._stream.close()
        await self._http.aclose()

    @staticmethod
    async def _within(timeout: float, deed: Awaitable[Person]) -> Person:
        async with asyncio.timeout(timeout):
            return await deed

    def _search_is_due(self, now: datetime, losses: int) -> bool:
        if not self._stream.connected or self._made_up_for != losses or self._searched_at is None:
            return True
        return now - self._searched_at >= SEARCH_BESIDE_STREAM

    async def _app_token(self) -> str | None:
        """Return the app's own token, None if the company gave none. Raises TemporaryFailure("vault_unavailable")."""
        token = await read_secret(self._secrets, secret_name(self._account.uid, APP_TOKEN))
        return token if token and token.isascii() and token.isprintable() else None

    async def _watch(self) -> fetching.Watch:
        return fetching.Watch(await self._who_we_are(), self._listening, self._own_price)

    async def _writer(self) -> sending.Writer:
        return sending.Writer(self._client, await self._who_we_are(), self._ledger, self._clock, self._own_price)

    async def _who_we_are(self) -> Person:
        """Return our own account: as stored, else asked for once."""
        if self._me is None:
            remote_id = str(self._account.settings.get("remote_id") or "")
            name = self._account.handle.strip().removeprefix("@")
            if is_id(remote_id) and name:
                self._me = Person(remote_id, name)
            else:
                self._me = await self._asked_who_we_are()
        return self._me

    async def _asked_who_we_are(self) -> Person:
        try:
            return me_of(await self._client.get("/2/users/me", ME, window=fetching.ACCOUNT))[0]
        except Unreadable as fault:
            raise TemporaryFailure("unreadable_answer") from fault
