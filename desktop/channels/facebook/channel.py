"""A Facebook Page as a channel: who we are there, and which room does what."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Callable
from typing import TYPE_CHECKING

import httpx

from desktop.channels.facebook import fetch as fetching
from desktop.channels.facebook import send as sending
from desktop.channels.facebook.signin import attempts
from desktop.channels.graph.check import checked
from desktop.channels.graph.client import GraphClient
from desktop.channels.graph.cursor import Cursor, decoded, decoded_older, encoded_older
from desktop.channels.graph.pull import Pull
from desktop.channels.graph.sending import Writer
from desktop.channels.graph.settings import place_of
from desktop.channels.graph.token import KeptToken
from desktop.channels.graph.usage import Pace
from desktop.channels.http import ANSWER_SECONDS, http_client
from desktop.model import (
    Account,
    CheckStep,
    Fetched,
    Network,
    Outgoing,
    SentReceipt,
    Visibility,
    declared_of,
)
from desktop.model.channel import Clock

if TYPE_CHECKING:
    from desktop.channels import Secrets

_REMEMBERED = 200  # comments of ours whose thread is known before they are read again


class FacebookChannel:
    """One Page's way in and out of Facebook. All methods run in the engine's event loop."""

    def __init__(
        self,
        account: Account,
        secrets: Secrets,
        *,
        clock: Clock,
        answer_seconds: float = ANSWER_SECONDS,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        """Open nothing yet. `transport` replaces the network in tests. Raises ValueError for an unusable account."""
        self._place = place_of(account)
        self._clock = clock
        self._http = http_client(
            base_url=self._place.api,
            headers={"Accept": "application/json"},
            answer_seconds=answer_seconds,
            loopback_only=self._place.on_this_machine,
            transport=transport,
        )
        self._pace = Pace()
        self._client = GraphClient(self._http, KeptToken(secrets, account.uid), clock, self._pace)
        human_agent = declared_of(account).human_agent
        self._writer = Writer(self._client, Network.FACEBOOK, self._place, clock, human_agent)
        self._sent: OrderedDict[str, str] = OrderedDict()
        self._older = ""

    async def check(self) -> tuple[CheckStep, ...]:
        """Sign in and try each permission to read without sending anything; stops after the first failure."""
        return await checked(attempts(self._client, self._place))

    async def fetch(self, cursor: str | None) -> Fetched:
        """Return what is new since `cursor`; None begins with the last month. Raises ChannelError.

        While most of what Meta allows is used up, nothing is asked for and nothing is new.
        """
        now = self._clock()
        if cursor is not None and self._pace.rests(now):
            return Fetched((), cursor, faults=self._pace.closed(now))
        pull = Pull(self._client, Network.FACEBOOK, self._place, decoded(cursor), now)
        await fetching.fetch(pull, self._sent)
        self._pace.pulled(now)
        self._older = pull.cursor.older
        return pull.fetched()

    async def older(self, cursor: str | None) -> Fetched:
        """Return a page of posts from before those already pulled, with their comments. Raises ChannelError."""
        after = decoded_older(cursor)
        begins = self._older if after is None else after
        if not begins:
            return Fetched((), encoded_older(""))
        pull = Pull(self._client, Network.FACEBOOK, self._place, Cursor(), self._clock())
        goes_on = await fetching.fetch_older(pull, begins)
        fetched = pull.fetched()
        moved = goes_on if goes_on != begins else ""
        return Fetched(fetched.arrivals, encoded_older(moved), more=bool(moved), refused=fetched.refused)

    async def send(self, outgoing: Outgoing, on_commit: Callable[[], None]) -> SentReceipt:
        """Publish an answer or send it in private. Raises ChannelError, see `Channel.send`."""
        receipt = await sending.send(self._writer, outgoing, on_commit)
        if outgoing.visibility is Visibility.PUBLIC:
            self._sent[receipt.remote_id] = outgoing.thread_remote_id
            while len(self._sent) > _REMEMBERED:
                self._sent.popitem(last=False)
        return receipt

    async def look_up(self, outgoing: Outgoing) -> SentReceipt | None:
        """Return the receipt of an answer found among our latest, None if it is not there."""
        return await sending.look_up(self._writer, outgoing)

    async def delete(self, remote_id: str) -> None:
        """Take back a comment of ours; one already gone is no error. A private message stays. Raises ChannelError."""
        await sending.delete(self._writer, remote_id)

    async def hide(self, remote_id: str, *, hidden: bool) -> None:
        """Hide or show somebody's comment on the Page. Raises ChannelError."""
        await sending.hide(self._writer, remote_id, hidden=hidden)

    async def wait_for_news(self, timeout: float) -> bool:
        """Wait as long as Meta's limits ask for, at most `timeout` seconds. Always False: nobody calls a desktop."""
        await asyncio.sleep(min(timeout, self._pace.seconds()))
        return False

    async def close(self) -> None:
        """Close every connection. Never raises."""
        await self._http.aclose()
