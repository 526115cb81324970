"""A set of feeds as a channel: listens, and says of everything else that it is not for here."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING

import httpx

from desktop.channels.http import ANSWER_SECONDS, http_client
from desktop.channels.listening import pull
from desktop.channels.listening.client import SECONDS, FeedClient
from desktop.channels.listening.cursor import digest
from desktop.channels.listening.mapping import Unreadable, feed_of
from desktop.channels.listening.matching import Matcher
from desktop.channels.listening.settings import every_of, feeds_of, is_here, is_safe
from desktop.model import (
    Account,
    ChannelError,
    CheckStep,
    Fetched,
    Outgoing,
    Refused,
    SentReceipt,
    listening_of,
)
from desktop.model.channel import Clock

if TYPE_CHECKING:
    from desktop.channels import Secrets

LISTENING_ONLY = "listening_only"


class ListeningChannel:
    """One account's ear on the web. All methods run in the engine's event loop."""

    def __init__(
        self,
        account: Account,
        secrets: Secrets,  # noqa: ARG002 - feeds need none
        *,
        clock: Clock,
        answer_seconds: float = ANSWER_SECONDS,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        """Open nothing yet. `transport` replaces the network in tests. Raises ValueError if no feed is named."""
        feeds = feeds_of(account)
        if not feeds:
            raise ValueError("web listening needs the address of at least one feed")
        listening = listening_of(account)
        self._clock = clock
        self._http = http_client(
            answer_seconds=answer_seconds,
            loopback_only=all(is_safe(feed) and is_here(feed) for feed in feeds),
            transport=transport,
        )
        self._client = FeedClient(self._http, clock, max(answer_seconds, SECONDS))
        listens = digest(repr(listening.settings()))
        self._watch = pull.Watch(feeds, Matcher(listening), listens, every_of(account))

    async def check(self) -> tuple[CheckStep, ...]:
        """See that there are words to listen for, then read each feed; stops after the first failure.

        The steps are "words", "feed_1", "feed_2" …
        """
        steps = [CheckStep("words", self._watch.matcher.hears_anything, "")]
        if not steps[0].passed:
            return (CheckStep("words", passed=False, reason="no_words"),)
        for place, address in enumerate(self._watch.feeds, start=1):
            reason = await self._fault_of(address)
            steps.append(CheckStep(f"feed_{place}", not reason, reason))
            if reason:
                break
        return tuple(steps)

    async def fetch(self, cursor: str | None) -> Fetched:
        """Return what is new in the feeds that are due; None begins with the last month. Raises ChannelError."""
        return await pull.fetch(self._client, self._watch, cursor, self._clock())

    async def older(self, cursor: str | None) -> Fetched:
        """Return nothing: a feed shows what it shows."""
        return Fetched((), cursor or "")

    async def send(self, outgoing: Outgoing, on_commit: Callable[[], None]) -> SentReceipt:  # noqa: ARG002 - nobody can
        """Refuse: an answer is given on the page itself, in the browser."""
        raise Refused(LISTENING_ONLY)

    async def look_up(self, outgoing: Outgoing) -> SentReceipt | None:  # noqa: ARG002 - nothing was ever sent
        """Return None: nothing was ever sent."""
        return None

    async def delete(self, remote_id: str) -> None:  # noqa: ARG002 - likewise
        """Refuse: nothing here is ours."""
        raise Refused(LISTENING_ONLY)

    async def wait_for_news(self, timeout: float) -> bool:
        """Sleep: no feed tells that it changed. Always False; the next pull asks those that are due."""
        await asyncio.sleep(timeout)
        return False

    async def close(self) -> None:
        """Close every connection. Never raises."""
        await self._http.aclose()

    async def _fault_of(self, address: str) -> str:
        """Return why a feed can't be read, "" if it can."""
        try:
            document = await self._client.get(address)
            if document is not None:
                await asyncio.to_thread(feed_of, document, self._clock())
        except ChannelError as error:
            return error.reason
        except Unreadable as fault:
            return str(fault)
        return ""
