"""The mailbox's side that the event loop sees: connects when needed, reconnects once, and waits for news."""

from __future__ import annotations

import asyncio
import ssl
import threading
from collections.abc import Callable
from enum import Enum, auto
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from desktop.channels.email.credentials import Credential, Credentials
from desktop.channels.email.folders import INBOX
from desktop.channels.email.settings import Server
from desktop.channels.email.worker import Bell, Worker
from desktop.channels.tls import trusted_context
from desktop.model import SignInExpired, TemporaryFailure

if TYPE_CHECKING:
    from desktop.channels.email.session import FolderState, ImapSession

T = TypeVar("T")

# RFC 2177 asks for less than 29 minutes; home routers forget a silent connection much sooner
IDLE_SECONDS = 9 * 60.0
GOODBYE_SECONDS = 3.0


class _Heard(Enum):
    """How one stretch of idling ended."""

    NEWS = auto()
    QUIET = auto()
    NO_IDLE = auto()


class ImapClient:
    """One mailbox over one connection and one thread. Methods run in the event loop; jobs run in the thread."""

    def __init__(self, server: Server, user: str, credentials: Credentials, *, name: str, ca_file: str = "") -> None:
        """`name` tells this mailbox's thread apart; `ca_file` replaces the public authorities."""
        self._server = server
        self._user = user
        self._credentials = credentials
        self._ca_file = ca_file
        self._context: ssl.SSLContext | None = None
        self._worker = Worker(f"mailbox {name}")
        self._session: ImapSession | None = None
        self._connecting = asyncio.Lock()
        self._bell: Bell | None = None
        self._wanted = 0
        self._unwanted = asyncio.Event()
        self._unwanted.set()
        self._seen: FolderState | None = None

    async def run(self, job: Callable[[ImapSession], T]) -> T:
        """Run a job with a signed-in connection, in the mailbox's thread.

        A job must be harmless to repeat: if a connection that had been used before turns out to be dead, it is
        run once more over a new one. Raises ChannelError.
        """
        self._want(1)
        try:
            for last in (False, True):
                fresh = await self._connect()
                try:
                    return await self._worker.run(lambda: job(self._signed_in()))
                except TemporaryFailure:
                    if fresh or last or self._is_alive():
                        raise
            raise AssertionError
        finally:
            self._want(-1)

    def remember(self, state: FolderState) -> None:
        """Note how INBOX stood when it was last pulled; `watch` compares with this. Called from the thread."""
        self._seen = state

    async def watch(self, seconds: float) -> bool:
        """Wait until INBOX holds mail that was not pulled yet, at most `seconds`. False: nothing came.

        A server without IDLE makes this a plain pause. Other jobs interrupt the waiting for their duration. A
        lost connection is made again once; raises ChannelError if that fails.
        """
        loop = asyncio.get_running_loop()
        ends = loop.time() + seconds
        lost = False
        while (left := ends - loop.time()) > 0:
            try:
                heard = await self._watch_once(min(left, IDLE_SECONDS))
            except TemporaryFailure:
                if lost:
                    raise
                lost = True
                continue
            if heard is _Heard.NO_IDLE:
                await asyncio.sleep(left)
                return False
            if heard is _Heard.NEWS:
                return True
        return False

    async def _watch_once(self, seconds: float) -> _Heard:
        await self._unwanted.wait()
        await self._connect()
        bell = self._bell = self._bell or Bell()
        gone = threading.Event()

        def leave() -> bool:
            return gone.is_set() or self._wanted > 0

        def job() -> _Heard:
            session = self._signed_in()
            state = session.open_folder(INBOX)
            if state.has_news_since(self._seen):
                return _Heard.NEWS
            if not session.has("IDLE"):
                return _Heard.NO_IDLE
            return _Heard.NEWS if session.idle(seconds, bell, leave, state.exists) else _Heard.QUIET

        try:
            return await self._worker.run(job)
        finally:
            gone.set()
            bell.ring()

    async def _connect(self) -> bool:
        """Make sure that there is a signed-in connection. True if it is new."""
        async with self._connecting:
            if self._is_alive():
                return False
            credential = await self._credentials.current()
            try:
                await self._worker.run(lambda: self._open(credential))
            except SignInExpired:
                renewed = await self._credentials.renewed()
                if renewed is None:
                    raise
                await self._worker.run(partial(self._open, renewed))
            return True

    def _open(self, credential: Credential) -> None:
        from desktop.channels.email.session import open_session

        if self._session is not None:
            self._session.close()
        if self._context is None:
            self._context = _context(self._ca_file)
        session = open_session(self._server, self._context)
        try:
            session.sign_in(self._user, credential)
        except BaseException:
            session.close()
            raise
        self._session = session

    def _is_alive(self) -> bool:
        return self._session is not None and self._session.alive

    def _signed_in(self) -> ImapSession:
        if self._session is None or not self._session.alive:
            raise TemporaryFailure("connection_lost")
        return self._session

    def _want(self, change: int) -> None:
        """Count the jobs that want the thread, so that idling makes room for them."""
        self._wanted += change
        if self._wanted:
            self._unwanted.clear()
        else:
            self._unwanted.set()
        if self._bell is not None:
            self._bell.ring()

    async def close(self) -> None:
        """Say goodbye and end the thread; cut the connection if it does not answer in time. Never raises."""
        self._want(1)  # whoever idles leaves
        session = self._session
        try:
            if session is not None:
                async with asyncio.timeout(GOODBYE_SECONDS):
                    await self._worker.run(session.close)
        except (TimeoutError, TemporaryFailure):
            if session is not None:
                session.abort()
        finally:
            await self._worker.close(GOODBYE_SECONDS)
            late = self._session
            if late is not None and late is not session:  # opened by a job whose caller had left
                late.abort()
                late.close()
            if self._bell is not None:
                self._bell.close()
                self._bell = None


def _context(ca_file: str) -> ssl.SSLContext:
    try:
        return trusted_context(ca_file)
    except OSError as error:
        raise TemporaryFailure("ca_file_unreadable") from error
