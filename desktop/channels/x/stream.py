"""The filtered stream: one open connection for the company's app, over which posts come as they are written.

It belongs to the app, not to the account: it takes the app's own token, its rules are kept by X, and X allows one
connection. What came is buffered until the next pull; a search now and then finds what a lost connection left out.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from http import HTTPStatus

import httpx

from desktop.channels.exchange import exchange, json_of
from desktop.channels.http import CONNECT_SECONDS
from desktop.channels.payload import Unreadable
from desktop.channels.x.fields import POSTS, TWEETS, Vocabulary
from desktop.channels.x.mapping import Post, event_of
from desktop.channels.x.mapping_answers import rules_of
from desktop.channels.x.prices import POST_READ, Ledger
from desktop.channels.x.windows import pause_of
from desktop.model.channel import Clock

PATH = "/2/tweets/search/stream"
RULES = f"{PATH}/rules"
SILENCE = 40.0  # seconds without even a heartbeat before the stream is taken for dead; X sends one each 20
BUFFER = 1_000  # posts; older ones are left to the next search
RETRY_FIRST = timedelta(seconds=5)
RETRY_MOST = timedelta(seconds=320)
NOT_FOR_US = timedelta(minutes=30)  # no permission, or another console has the one connection
WORTH_RETRYING = timedelta(seconds=30)  # a stream that lasted as long is only cut from time to time
_LONGEST_LINE = 1024 * 1024
_LONGEST_RULE_LIST = 1000


class Stream:
    """The stream of one account, opened when first waited for and again after a loss, ever later.

    Runs in the engine's event loop.
    """

    def __init__(self, http: httpx.AsyncClient, clock: Clock, ledger: Ledger, account_uid: str) -> None:
        """`account_uid` marks which of the app's rules are this account's."""
        self._http = http
        self._clock = clock
        self._ledger = ledger
        self._tag = f"sportello {hashlib.sha256(account_uid.encode()).hexdigest()[:12]}"
        self._news = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self._retry_at: datetime | None = None
        self._pause = RETRY_FIRST
        self._heard: dict[str, Post] = {}
        self._vocabulary: Vocabulary = TWEETS
        self.connected = False
        self.losses = 1
        """How often something may have been missed: while nobody listened, or since it could not be kept or read."""

    async def wait(self, token: str, rules: Sequence[str], timeout: float) -> bool:
        """Wait at most `timeout` seconds for news, True if there is some."""
        self._open_if_due(token, rules)
        if not self._heard:
            try:
                async with asyncio.timeout(timeout):
                    await self._news.wait()
            except TimeoutError:
                return False
        self._news.clear()
        return True

    def heard(self) -> tuple[Post, ...]:
        """Return what came since it was last forgotten."""
        return tuple(self._heard.values())

    def forget(self, posts: Sequence[Post]) -> None:
        """Forget what has been passed on."""
        for post in posts:
            self._heard.pop(post.id, None)

    async def close(self) -> None:
        """Close the stream. Never raises."""
        task, self._task = self._task, None
        if task is not None:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task

    def _open_if_due(self, token: str, rules: Sequence[str]) -> None:
        if self._task is not None and not self._task.done():
            return
        if self._retry_at is not None and self._clock() < self._retry_at:
            return
        self._task = asyncio.create_task(self._listen(token, rules))

    async def _listen(self, token: str, rules: Sequence[str]) -> None:
        begun = self._clock()
        headers = {"Authorization": f"Bearer {token}"}
        try:
            with suppress(httpx.HTTPError, httpx.InvalidURL, UnicodeError):  # the next wait opens it again
                if await self._keeps_rules(headers, rules):
                    await self._read(headers)
        finally:
            self.connected = False
            self.losses += 1
            lasted = self._clock() - begun
            pause = RETRY_FIRST if lasted >= WORTH_RETRYING else self._pause
            self._retry_at = self._clock() + pause
            self._pause = max(pause, min(pause * 2, RETRY_MOST))

    async def _keeps_rules(self, headers: Mapping[str, str], wanted: Sequence[str]) -> bool:
        """Make this account's rules what they should be, others' left alone; False if X does not let us."""
        answer = await exchange(self._http, self._http.build_request("GET", RULES, headers=dict(headers)))
        if not answer.succeeded:
            self._give_up(answer.status, answer.headers)
            return False
        try:
            ours = {value: identity for identity, value, tag in rules_of(answer.payload) if tag == self._tag}
        except Unreadable:
            return False
        added = [{"value": value, "tag": self._tag} for value in wanted if value not in ours]
        gone = [identity for value, identity in ours.items() if value not in wanted][:_LONGEST_RULE_LIST]
        changes: list[dict[str, object]] = []
        changes += [{"delete": {"ids": gone}}] if gone else []
        changes += [{"add": added}] if added else []
        for change in changes:
            request = self._http.build_request("POST", RULES, json=change, headers=dict(headers))
            answer = await exchange(self._http, request)
            if not answer.succeeded:
                self._give_up(answer.status, answer.headers)
                return False
        return True

    async def _read(self, headers: Mapping[str, str]) -> None:
        patience = httpx.Timeout(SILENCE, connect=CONNECT_SECONDS)
        asked = dict(self._vocabulary.of_posts())
        async with self._http.stream("GET", PATH, params=asked, headers=dict(headers), timeout=patience) as response:
            if response.status_code == HTTPStatus.BAD_REQUEST:
                self._vocabulary = POSTS if self._vocabulary is TWEETS else TWEETS  # the next attempt asks in the other
                return
            if response.status_code != HTTPStatus.OK:
                self._give_up(response.status_code, response.headers)
                return
            self.connected = True
            self.losses += 1  # what was written between the last search and now
            line = b""
            async for piece in response.aiter_bytes():
                *lines, line = (line + piece).split(b"\n")
                for each in lines:
                    self._take(each)
                if len(line) > _LONGEST_LINE:
                    return

    def _take(self, line: bytes) -> None:
        try:
            post = event_of(json_of(line)) if line.strip() else None
        except Unreadable:
            self.losses += 1  # the next search may bring it readable
            return
        if post is None:
            return  # a heartbeat, or X announces that it will close
        self._pause = RETRY_FIRST
        self._ledger.read(POST_READ, [post.version])
        self._heard[post.id] = post
        if len(self._heard) > BUFFER:
            del self._heard[next(iter(self._heard))]
            self.losses += 1
        self._news.set()

    def _give_up(self, status: int, headers: Mapping[str, str]) -> None:
        """Take a longer pause where trying again soon is of no use."""
        if status == HTTPStatus.TOO_MANY_REQUESTS:
            self._pause = timedelta(seconds=pause_of(headers, self._clock()) or RETRY_MOST.total_seconds())
        elif status < HTTPStatus.INTERNAL_SERVER_ERROR:
            self._pause = NOT_FOR_US
