"""When something is new: open event streams, where the server offers them.

One tells of the account's notifications, a few more of the hashtags that are listened for. They only say that there is
something; the pull fetches it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from http import HTTPStatus
from urllib.parse import quote

import httpx

from desktop.channels.http import CONNECT_SECONDS
from desktop.model.channel import Clock

PATH = "/api/v1/streaming/user/notification"
TAG_PATH = "/api/v1/streaming/hashtag?tag="
TAGS = 3  # hashtags that are streamed: each takes a connection of the eight that a channel has
SILENCE = 90.0  # seconds without even a heartbeat before a stream is taken for dead; Mastodon sends one each 15
_EVENT = b"event:"  # what begins an event; heartbeats are comments and begin with a colon
RETRY_FIRST = timedelta(seconds=5)
RETRY_MOST = timedelta(minutes=10)
WORTH_RETRYING = timedelta(seconds=30)  # a stream that lasted as long is only cut from time to time


def paths_of(tags: Sequence[str]) -> tuple[str, ...]:
    """Return the paths of the streams of an account that listens for some hashtags."""
    return (PATH, *(f"{TAG_PATH}{quote(tag, safe='')}" for tag in tags[:TAGS]))


class NewsStreams:
    """The streams of one account, opened when first waited for. Runs in the engine's event loop."""

    def __init__(self, http: httpx.AsyncClient, clock: Clock) -> None:
        """`http` reaches the server; `clock` paces the attempts."""
        self._http = http
        self._clock = clock
        self._news = asyncio.Event()
        self._streams: dict[str, _Stream] = {}

    async def wait(self, urls: Sequence[str], headers: dict[str, str], timeout: float) -> bool:
        """Wait at most `timeout` seconds for news, True if there is some. `urls` are the streams' whole addresses."""
        for url in urls:
            if url not in self._streams:
                self._streams[url] = _Stream(self._http, self._clock, self._news)
            self._streams[url].open_if_due(url, headers)
        try:
            async with asyncio.timeout(timeout):
                await self._news.wait()
        except TimeoutError:
            return False
        self._news.clear()
        return True

    async def close(self) -> None:
        """Close every stream. Never raises."""
        streams, self._streams = list(self._streams.values()), {}
        for stream in streams:
            await stream.close()


class _Stream:
    """One stream, opened again after a loss, ever later. A server without it costs one question every ten minutes."""

    def __init__(self, http: httpx.AsyncClient, clock: Clock, news: asyncio.Event) -> None:
        self._http = http
        self._clock = clock
        self._news = news
        self._task: asyncio.Task[None] | None = None
        self._retry_at: datetime | None = None
        self._pause = RETRY_FIRST

    async def close(self) -> None:
        task, self._task = self._task, None
        if task is not None:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task

    def open_if_due(self, url: str, headers: dict[str, str]) -> None:
        if self._task is not None and not self._task.done():
            return
        if self._retry_at is not None and self._clock() < self._retry_at:
            return
        self._task = asyncio.create_task(self._listen(url, headers))

    async def _listen(self, url: str, headers: dict[str, str]) -> None:
        begun = self._clock()
        try:
            with suppress(httpx.HTTPError, httpx.InvalidURL):  # the next wait opens it again, until then polls do
                await self._read(url, headers)
        finally:
            lasted = self._clock() - begun
            pause = RETRY_FIRST if lasted >= WORTH_RETRYING else self._pause
            self._retry_at = self._clock() + pause
            self._pause = min(pause * 2, RETRY_MOST)

    async def _read(self, url: str, headers: dict[str, str]) -> None:
        patience = httpx.Timeout(SILENCE, connect=CONNECT_SECONDS)
        async with self._http.stream("GET", url, headers=headers, timeout=patience) as response:
            if response.status_code != HTTPStatus.OK:
                self._pause = RETRY_MOST
                return
            end = b""
            async for piece in response.aiter_bytes():
                window = end + piece
                told = _EVENT in window
                end = b"" if told else window[-len(_EVENT) :]
                if told:
                    self._pause = RETRY_FIRST
                    self._news.set()
