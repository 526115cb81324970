"""The WebSocket on which a server tells of notifications and hashtags: when it is opened, and what it means to us.

One connection carries everything: the notifications are named in its address, each hashtag is subscribed to on it. The
token goes in a header, never in the address, which servers and proxies log.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import InvalidHandshake, WebSocketException

from desktop.channels.http import CONNECT_SECONDS, is_loopback
from desktop.channels.tls import trusted_context
from desktop.channels.useragent import user_agent
from desktop.model.channel import Clock

PATH = "/api/v1/streaming?stream=user:notification"
SUBSCRIBED = 20  # hashtags that are subscribed to; more are polled for
PING_SECONDS = 20.0  # between two pings, and until an unanswered one means that the other side is gone
FAREWELL_SECONDS = 1.0  # that a server gets to answer our goodbye
RETRY_FIRST = timedelta(seconds=5)
RETRY_MOST = timedelta(minutes=10)
WORTH_RETRYING = timedelta(seconds=30)  # a connection that lasted as long is only cut from time to time


class _Unwelcome(InvalidHandshake):
    """The server took the connection and refuses what is asked for on it."""


class _Straight(connect):
    """A connection that follows no redirect: the token is for the server that was asked."""

    def process_redirect(self, exc: Exception) -> Exception | str:
        return exc


class NewsSocket:
    """One account's WebSocket, opened again after a loss, ever later. Runs in the engine's event loop."""

    def __init__(
        self,
        clock: Clock,
        *,
        opened: Callable[[], None],
        told: Callable[[], None],
        lost: Callable[[], None],
        loopback_only: bool,
        open_seconds: float = CONNECT_SECONDS,
    ) -> None:
        """`opened` is called once the server listens, `told` for each event, `lost` at the end or at a refusal.

        `loopback_only` reaches this machine alone and takes no proxy; otherwise the system's proxy variables are
        honoured. `open_seconds` bounds the whole handshake.
        """
        self._clock = clock
        self._opened = opened
        self._told = told
        self._lost = lost
        self._loopback_only = loopback_only
        self._open_seconds = open_seconds
        self._task: asyncio.Task[None] | None = None
        self._open_since: datetime | None = None
        self._retry_at: datetime | None = None
        self._pause = RETRY_FIRST

    @property
    def is_open(self) -> bool:
        """Whether the server has taken the connection."""
        return self._open_since is not None

    @property
    def is_steady(self) -> bool:
        """Whether it has been open for so long that nothing else need listen beside it."""
        return self._open_since is not None and self._clock() - self._open_since >= WORTH_RETRYING

    def serves(self, base: str, tags: Sequence[str], headers: dict[str, str]) -> bool:
        """Open the connection if it is due; tell whether it is open or about to be. `base` is an http(s) address."""
        if self._task is not None and not self._task.done():
            return True
        if self._retry_at is not None and self._clock() < self._retry_at:
            return False
        if self._loopback_only and not is_loopback(urlsplit(base).hostname or ""):
            return False
        self._task = asyncio.create_task(self._listen(base, tags, headers))
        return True

    async def close(self) -> None:
        """Close the connection. Never raises."""
        task, self._task = self._task, None
        if task is not None:
            task.cancel()
            await asyncio.wait({task})

    async def _listen(self, base: str, tags: Sequence[str], headers: dict[str, str]) -> None:
        try:
            with suppress(WebSocketException, OSError, ImportError, ValueError):  # until the next attempt others listen
                await self._read(base, tags, headers)
        finally:
            pause = RETRY_FIRST if self.is_steady else self._pause
            self._open_since = None
            self._retry_at = self._clock() + pause
            self._pause = min(pause * 2, RETRY_MOST)
            self._lost()

    async def _read(self, base: str, tags: Sequence[str], headers: dict[str, str]) -> None:
        try:
            await self._hear(base, tags, headers)
        except InvalidHandshake:
            self._pause = RETRY_MOST  # it has none, or not for us: asking again soon brings the same
            raise

    async def _hear(self, base: str, tags: Sequence[str], headers: dict[str, str]) -> None:
        connection = await self._connected(base, headers)
        try:
            self._open_since = self._clock()
            for tag in tags[:SUBSCRIBED]:
                await connection.send(json.dumps({"type": "subscribe", "stream": "hashtag", "tag": tag}))
            self._opened()
            while True:
                if _is_event(await connection.recv()):
                    self._pause = RETRY_FIRST
                    self._told()
        finally:
            await connection.close()

    async def _connected(self, base: str, headers: dict[str, str]) -> ClientConnection:
        secure = urlsplit(base).scheme == "https"
        return await _Straight(
            f"{base.replace('http', 'ws', 1)}{PATH}",
            additional_headers=headers,
            user_agent_header=user_agent(),
            compression=None,
            proxy=None if self._loopback_only else True,
            open_timeout=self._open_seconds,
            ping_interval=PING_SECONDS,
            ping_timeout=PING_SECONDS,
            close_timeout=FAREWELL_SECONDS,
            ssl=await asyncio.to_thread(trusted_context) if secure else None,
        )


def _is_event(message: str | bytes) -> bool:
    """Tell whether a message is an event. Raises _Unwelcome if the server refuses a stream; odd ones mean nothing."""
    try:
        said = json.loads(message)
    except (ValueError, RecursionError):
        return False
    if not isinstance(said, dict):
        return False
    if "error" in said:
        raise _Unwelcome
    return isinstance(said.get("event"), str)
