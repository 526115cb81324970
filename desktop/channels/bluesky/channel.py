"""A Bluesky account as a channel: who we are there, and which room does what."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

import httpx

from desktop.channels.bluesky import chat_send, send
from desktop.channels.bluesky.addresses import message_parts
from desktop.channels.bluesky.chats import Conversations
from desktop.channels.bluesky.client import BlueskyClient
from desktop.channels.bluesky.cursor import decoded
from desktop.channels.bluesky.fetch import Reader
from desktop.channels.bluesky.mapping import page_of
from desktop.channels.bluesky.pace import Pace
from desktop.channels.bluesky.people import People
from desktop.channels.bluesky.session import KeptSession
from desktop.channels.bluesky.settings import places_of
from desktop.channels.http import ANSWER_SECONDS, http_client
from desktop.channels.payload import Unreadable
from desktop.model import (
    Account,
    ChannelError,
    CheckStep,
    Fetched,
    Outgoing,
    Refused,
    SentReceipt,
    Visibility,
    listening_of,
)
from desktop.model.channel import Clock

if TYPE_CHECKING:
    from desktop.channels import Secrets


class BlueskyChannel:
    """One account's way in and out of Bluesky. All methods run in the engine's event loop."""

    def __init__(
        self,
        account: Account,
        secrets: Secrets,
        *,
        clock: Clock,
        answer_seconds: float = ANSWER_SECONDS,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        """Open nothing yet. `transport` replaces the network in tests. Raises ValueError for an unusable server."""
        places = places_of(account)
        self._clock = clock
        self._pace = Pace()
        self._http = http_client(
            headers={"Accept": "application/json", "Accept-Language": "en"},
            answer_seconds=answer_seconds,
            loopback_only=places.on_this_machine,
            transport=transport,
        )
        session = KeptSession(account, places, secrets, self._http, clock)
        self._client = BlueskyClient(self._http, session, places, clock, self._pace)
        self._people = People(self._client)
        self._listening = listening_of(account)
        self._reader: Reader | None = None
        self._older: str | None = None

    async def check(self) -> tuple[CheckStep, ...]:
        """Ask the server, sign in, read one notice and one conversation; stops after the first failure."""
        steps: list[CheckStep] = []
        attempts: tuple[tuple[str, Callable[[], Awaitable[object]]], ...] = (
            ("server", self._client.describe),
            ("sign_in", self._client.session),
            ("read", lambda: self._check_list("app.bsky.notification.listNotifications", "notifications")),
            ("direct", lambda: self._check_list("chat.bsky.convo.listConvos", "convos")),
        )
        for name, attempt in attempts:
            try:
                await attempt()
            except (ChannelError, Unreadable) as error:
                return (*steps, CheckStep(name, passed=False, reason=str(error)))
            steps.append(CheckStep(name, passed=True))
        return tuple(steps)

    async def fetch(self, cursor: str | None) -> Fetched:
        """Return what is new since `cursor`; None begins with the last month, newest first. Raises ChannelError."""
        me = (await self._client.session()).did
        fetched = await self._reading(me).fetch(me, cursor, self._clock())
        self._older = decoded(fetched.cursor).notices.older
        return fetched

    async def older(self, cursor: str | None) -> Fetched:
        """Return a page of mentions, replies and quotes from before those already pulled. Raises ChannelError."""
        me = (await self._client.session()).did
        return await self._reading(me).older(me, cursor, self._older, self._clock())

    async def send(self, outgoing: Outgoing, on_commit: Callable[[], None]) -> SentReceipt:
        """Publish an answer, or send it to one person. Raises ChannelError, see `Channel.send`."""
        if outgoing.visibility is Visibility.INTERNAL:
            raise Refused("internal_note")
        if outgoing.visibility is Visibility.DIRECT:
            return await chat_send.send(self._client, outgoing, on_commit)
        return await send.send(self._client, outgoing, on_commit, self._clock())

    async def look_up(self, outgoing: Outgoing) -> SentReceipt | None:
        """Return the receipt of an answer: a post by its key, a message among its conversation's newest."""
        if outgoing.visibility is Visibility.DIRECT:
            return await chat_send.look_up(self._client, outgoing)
        return await send.look_up(self._client, outgoing, self._clock())

    async def delete(self, remote_id: str) -> None:
        """Delete one of our posts; one already gone is no error. Raises ChannelError.

        Nobody can take back a private message on Bluesky: deleting it hides it from ourselves alone, so it is refused.
        """
        if message_parts(remote_id) is not None:
            raise Refused("not_deletable")
        await send.delete(self._client, remote_id)

    async def wait_for_news(self, timeout: float) -> bool:
        """Wait as long as the server's limits ask for, at most `timeout` seconds. Always False: nobody calls us."""
        await asyncio.sleep(min(timeout, self._pace.seconds(self._clock())))
        return False

    async def close(self) -> None:
        """Close every connection. Never raises."""
        await self._http.aclose()

    def _reading(self, me: str) -> Reader:
        if self._reader is None:
            convos = Conversations(self._client, me)
            self._reader = Reader(self._client, self._people, convos, self._listening)
        return self._reader

    async def _check_list(self, name: str, entries: str) -> None:
        page_of(await self._client.get(name, [("limit", "1")]), entries)
