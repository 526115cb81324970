"""An Instagram account as a channel: who we are there, and which room does what."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING

import httpx

from desktop.channels.graph.check import checked
from desktop.channels.graph.client import GraphClient
from desktop.channels.graph.cursor import Cursor, decoded, decoded_older, encoded_older
from desktop.channels.graph.pull import Pull
from desktop.channels.graph.sending import Writer
from desktop.channels.graph.settings import place_of
from desktop.channels.graph.token import KeptToken
from desktop.channels.graph.usage import Pace
from desktop.channels.http import ANSWER_SECONDS, http_client
from desktop.channels.instagram import fetch as fetching
from desktop.channels.instagram import send as sending
from desktop.channels.instagram.signin import attempts
from desktop.model import Account, CheckStep, Fetched, Network, Outgoing, SentReceipt, declared_of
from desktop.model.channel import Clock

if TYPE_CHECKING:
    from desktop.channels import Secrets


class InstagramChannel:
    """One account's way in and out of Instagram. All methods run in the engine's event loop."""

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
        if not self._place.ig_user or not self._place.username:
            raise ValueError("an Instagram account needs its own id and name")
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
        self._writer = Writer(self._client, Network.INSTAGRAM, self._place, clock, human_agent)
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
        pull = self._pull(decoded(cursor))
        await fetching.fetch(pull)
        self._pace.pulled(now)
        self._older = pull.cursor.older
        return pull.fetched()

    async def older(self, cursor: str | None) -> Fetched:
        """Return a page of pictures from before those already pulled, with their comments. Raises ChannelError."""
        after = decoded_older(cursor)
        begins = self._older if after is None else after
        if not begins:
            return Fetched((), encoded_older(""))
        pull = self._pull(Cursor())
        goes_on = await fetching.fetch_older(pull, begins)
        fetched = pull.fetched()
        moved = goes_on if goes_on != begins else ""
        return Fetched(fetched.arrivals, encoded_older(moved), more=bool(moved), refused=fetched.refused)

    async def send(self, outgoing: Outgoing, on_commit: Callable[[], None]) -> SentReceipt:
        """Publish an answer or send it in private. Raises ChannelError, see `Channel.send`."""
        return await sending.send(self._writer, outgoing, on_commit)

    async def look_up(self, outgoing: Outgoing) -> SentReceipt | None:
        """Return the receipt of an answer found among our latest, None if it is not there."""
        return await sending.look_up(self._writer, outgoing)

    async def delete(self, remote_id: str) -> None:
        """Take back a comment of ours; one already gone is no error. A direct message stays. Raises ChannelError."""
        await sending.delete(self._writer, remote_id)

    async def hide(self, remote_id: str, *, hidden: bool) -> None:
        """Hide or show somebody's comment below a picture of ours. Raises ChannelError."""
        await sending.hide(self._writer, remote_id, hidden=hidden)

    async def wait_for_news(self, timeout: float) -> bool:
        """Wait as long as Meta's limits ask for, at most `timeout` seconds. Always False: nobody calls a desktop."""
        await asyncio.sleep(min(timeout, self._pace.seconds()))
        return False

    async def close(self) -> None:
        """Close every connection. Never raises."""
        await self._http.aclose()

    def _pull(self, cursor: Cursor) -> Pull:
        return Pull(self._client, Network.INSTAGRAM, self._place, cursor, self._clock())
