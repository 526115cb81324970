"""Whether a mailbox can be used: every step of reading and sending tried in order, up to the first that fails.

Nothing is sent and nothing is changed. The steps and the codes are what the wizard shows.
"""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from desktop.channels.email.credentials import Credentials
from desktop.channels.email.faults import network_fault
from desktop.channels.email.folders import INBOX
from desktop.channels.email.session import CONNECT_SECONDS, ImapSession, open_session
from desktop.channels.email.settings import EmailSettings, Server
from desktop.channels.email.smtp import open_submission
from desktop.channels.email.worker import Worker
from desktop.channels.tls import trusted_context
from desktop.model import ChannelError, CheckStep, TemporaryFailure

STEPS = ("resolve", "connect", "tls", "sign_in", "folders", "smtp_connect", "smtp_sign_in")
_CLOSE_SECONDS = 3.0


async def check_connection(
    settings: EmailSettings, credentials: Credentials, tell: Callable[[CheckStep], None] | None = None
) -> tuple[CheckStep, ...]:
    """Return the steps that were tried, in the order of STEPS; all passed but perhaps the last. Never raises.

    `tell` hears of each step that passed as soon as it has.
    """
    check = _Check(settings, credentials)
    done: list[CheckStep] = []
    async with check.cleaned_up():
        for step in STEPS:
            try:
                await check.steps[step]()
            except ChannelError as error:
                done.append(CheckStep(step, passed=False, reason=error.reason))
                break
            done.append(CheckStep(step, passed=True))
            if tell is not None:
                tell(done[-1])
    return tuple(done)


class _Check:
    """One run through the steps: each builds on what the one before left."""

    def __init__(self, settings: EmailSettings, credentials: Credentials) -> None:
        self._settings = settings
        self._credentials = credentials
        self._worker = Worker("mailbox check")
        self._session: ImapSession | None = None
        self._context: ssl.SSLContext | None = None
        self.steps: dict[str, Callable[[], Awaitable[None]]] = {
            "resolve": self._resolve,
            "connect": self._connect,
            "tls": self._encrypt,
            "sign_in": self._sign_in,
            "folders": self._find_folders,
            "smtp_connect": self._reach_smtp,
            "smtp_sign_in": self._sign_in_to_smtp,
        }

    @asynccontextmanager
    async def cleaned_up(self) -> AsyncIterator[None]:
        """Close whatever the steps opened."""
        try:
            yield
        finally:
            if self._session is not None:
                await self._worker.run(self._session.close)
            await self._worker.close(_CLOSE_SECONDS)

    async def _resolve(self) -> None:
        await _found(self._settings.imap)

    async def _connect(self) -> None:
        server = self._settings.imap
        try:
            async with asyncio.timeout(CONNECT_SECONDS):
                _, writer = await asyncio.open_connection(server.host, server.port)
        except OSError as error:
            raise TemporaryFailure(network_fault(error)) from error
        writer.close()

    async def _encrypt(self) -> None:
        context = self._trust()
        self._session = await self._worker.run(lambda: open_session(self._settings.imap, context))

    async def _sign_in(self) -> None:
        credential = await self._credentials.current()
        session = self._opened()
        await self._worker.run(lambda: session.sign_in(self._settings.imap_user, credential))

    async def _find_folders(self) -> None:
        session = self._opened()
        await self._worker.run(session.folders)
        await self._worker.run(lambda: session.open_folder(INBOX))

    async def _reach_smtp(self) -> None:
        await _found(self._settings.smtp)
        async with open_submission(self._settings.smtp, self._trust()):
            return

    async def _sign_in_to_smtp(self) -> None:
        credential = await self._credentials.current()
        async with open_submission(self._settings.smtp, self._trust()) as submission:
            await submission.sign_in(self._settings.smtp_user, credential)

    def _opened(self) -> ImapSession:
        if self._session is None:
            raise TemporaryFailure("connection_lost")
        return self._session

    def _trust(self) -> ssl.SSLContext:
        if self._context is None:
            try:
                self._context = trusted_context(self._settings.ca_file)
            except OSError as error:
                raise TemporaryFailure("ca_file_unreadable") from error
        return self._context


async def _found(server: Server) -> None:
    try:
        async with asyncio.timeout(CONNECT_SECONDS):
            await asyncio.get_running_loop().getaddrinfo(server.host, server.port)
    except (OSError, UnicodeError) as error:
        raise TemporaryFailure(network_fault(error)) from error
