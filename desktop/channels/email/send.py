"""Sending one reply: written, handed over to the server, and its copy in the Sent folder seen to."""

from __future__ import annotations

import ssl
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from desktop.channels.email.copymark import CopyMark
from desktop.channels.email.credentials import Credentials
from desktop.channels.email.filing import Filing
from desktop.channels.email.letter import Letter, write_letter
from desktop.channels.email.settings import EmailSettings
from desktop.channels.email.smtp import Submission, open_submission
from desktop.channels.tls import trusted_context
from desktop.channels.useragent import user_agent
from desktop.model import Outgoing, SentReceipt, SignInExpired, TemporaryFailure
from desktop.model.channel import Clock


class Postman:
    """Hands replies of one account to its sending server, one connection each. Runs in the event loop."""

    def __init__(
        self, settings: EmailSettings, name: str, credentials: Credentials, filing: Filing, clock: Clock
    ) -> None:
        """`name` stands in the From header."""
        self._settings = settings
        self._name = name
        self._credentials = credentials
        self._filing = filing
        self._clock = clock
        self._context: ssl.SSLContext | None = None
        self.largest_message: int | None = None

    async def send(self, outgoing: Outgoing, mark: CopyMark, on_commit: Callable[[], None]) -> SentReceipt:
        """Send one reply and return its receipt. Raises as Channel.send does."""
        key, now = outgoing.key.strip().strip("<>"), self._clock()
        letter = write_letter(
            outgoing,
            address=self._settings.address,
            name=self._settings.name or self._name,
            mark=mark.of(key),
            at=now,
            agent=user_agent(),
        )
        copied = await self._hand_over(letter, on_commit)
        if not self._settings.server_saves_sent:
            self._filing.expect(key, letter.raw, sent_at=now, arrives=copied)
        return SentReceipt(remote_id=key, at=now)

    async def _hand_over(self, letter: Letter, on_commit: Callable[[], None]) -> bool:
        copy_to = letter.sender if self._settings.sends_copy and letter.recipient != letter.sender else None
        async with self._signed_in() as submission:
            self.largest_message = submission.largest_message
            return await submission.hand_over(letter, copy_to, on_commit)

    @asynccontextmanager
    async def _signed_in(self) -> AsyncIterator[Submission]:
        credential = await self._credentials.current()
        async with open_submission(self._settings.smtp, self._trust()) as submission:
            try:
                await submission.sign_in(self._settings.smtp_user, credential)
            except SignInExpired:
                renewed = await self._credentials.renewed()
                if renewed is None:
                    raise
                await submission.sign_in(self._settings.smtp_user, renewed)
            yield submission

    def _trust(self) -> ssl.SSLContext:
        if self._context is None:
            try:
                self._context = trusted_context(self._settings.ca_file)
            except OSError as error:
                raise TemporaryFailure("ca_file_unreadable") from error
        return self._context
