"""When something is new: a WebSocket where the server offers one, event streams while it does not, else nobody says.

Where there is no WebSocket, one event stream tells of the account's notifications, a few more of the hashtags that are
listened for. All of them only say that there is something; the pull fetches it. What was posted while a connection was
under way is told by its opening, which counts as news.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime
from http import HTTPStatus
from urllib.parse import quote

import httpx

from desktop.channels.http import CONNECT_SECONDS
from desktop.channels.mastodon.websocket import RETRY_FIRST, RETRY_MOST, WORTH_RETRYING, NewsSocket
from desktop.model.channel import Clock

PATH = "/api/v1/streaming/user/notification"
TAG_PATH = "/api/v1/streaming/hashtag?tag="
TAGS = 3  # hashtags that are streamed: each takes a connection of the eight that a channel has
SILENCE = 90.0  # seconds without even a heartbeat before a stream is taken for dead; Mastodon sends one each 15
_EVENT = b"event:"  # what begins an event; heartbeats are comments and begin with a colon


def paths_of(tags: Sequence[str]) -> tuple[str, ...]:
    """Return the paths of the streams of an account that listens for some hashtags."""
    return (PATH, *(f"{TAG_PATH}{quote(tag, safe='')}" for tag in tags[:TAGS]))


class NewsStreams:
    """What tells one account of news, opened when first waited for. Runs in the engine's event loop."""

    def __init__(
        self,
        http: httpx.AsyncClient,
        clock: Clock,
        *,
        loopback_only: bool = False,
        open_seconds: float = CONNECT_SECONDS,
    ) -> None:
        """`http` reaches the server; `clock` paces the attempts; the rest is the WebSocket's, see `NewsSocket`."""
        self._http = http
        self._clock = clock
        self._news = False
        self._stirred = asyncio.Event()  # news, or the WebSocket is gone
        self._socket = NewsSocket(
            clock,
            opened=self._tell,
            told=self._tell,
            lost=self._stirred.set,
            loopback_only=loopback_only,
            open_seconds=open_seconds,
        )
        self._streams: dict[str, _Stream] = {}

    async def wait(self, base: str, tags: Sequence[str], headers: dict[str, str], timeout: float) -> bool:
        """Wait at most `timeout` seconds for news, True if there is some.

        `base` is the http(s) address of the server's streaming, `headers` sign a request.
        """
        try:
            async with asyncio.timeout(timeout):
                while not self._news:
                    await self._listen(base, tags, headers)
                    await self._stirred.wait()
                    self._stirred.clear()
        except TimeoutError:
            return False
        self._news = False
        return True

    async def close(self) -> None:
        """Close everything. Never raises."""
        await self._socket.close()
        await self._close_streams()

    async def _listen(self, base: str, tags: Sequence[str], headers: dict[str, str]) -> None:
        """Open what is due. Event streams stay until a WebSocket has proved steady, so that nothing is missed."""
        if not self._socket.serves(base, tags, headers):
            accepting = {**headers, "Accept": "text/event-stream"}
            for path in paths_of(tags):
                self._streams.setdefault(path, _Stream(self._http, self._clock, self._tell))
                self._streams[path].open_if_due(f"{base}{path}", accepting)
        elif self._socket.is_steady:
            await self._close_streams()

    async def _close_streams(self) -> None:
        streams, self._streams = list(self._streams.values()), {}
        leaving = [task for task in [stream.leave() for stream in streams] if task is not None]
        if leaving:
            await asyncio.wait(leaving)

    def _tell(self) -> None:
        self._news = True
        self._stirred.set()


class _Stream:
    """One stream, opened again after a loss, ever later. A server without it costs one question every ten minutes."""

    def __init__(self, http: httpx.AsyncClient, clock: Clock, told: Callable[[], None]) -> None:
        self._http = http
        self._clock = clock
        self._told = told
        self._task: asyncio.Task[None] | None = None
        self._retry_at: datetime | None = None
        self._pause = RETRY_FIRST

    def leave(self) -> asyncio.Task[None] | None:
        """Give the stream up; return what is still ending."""
        task, self._task = self._task, None
        if task is not None:
            task.cancel()
        return task

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
            self._told()
            end = b""
            async for piece in response.aiter_bytes():
                window = end + piece
                told = _EVENT in window
                end = b"" if told else window[-len(_EVENT) :]
                if told:
                    self._pause = RETRY_FIRST
                    self._told()
