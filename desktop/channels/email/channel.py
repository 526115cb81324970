"""The e-mail channel: one mailbox's way in (IMAP) and out (SMTP), put together."""

from __future__ import annotations

import asyncio
import logging
import secrets as randomness
from collections.abc import Callable, Coroutine
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from desktop.channels import secret_name
from desktop.channels.email.check import check_connection
from desktop.channels.email.copymark import CopyMark, kept_mark
from desktop.channels.email.credentials import Credentials, KeptPassword
from desktop.channels.email.fetch import MailUnreadable, Page, Puller
from desktop.channels.email.filing import Filing, OwnCopy, find_own
from desktop.channels.email.folders import INBOX
from desktop.channels.email.imap import ImapClient
from desktop.channels.email.manifest import COPY_MARK, OAUTH_CLIENT, OAUTH_REFRESH, PASSWORD
from desktop.channels.email.places import Places
from desktop.channels.email.send import Postman
from desktop.channels.email.session import ImapSession
from desktop.channels.email.settings import EmailSettings, SignIn
from desktop.model import (
    Account,
    AccountLimits,
    Arrival,
    ChannelError,
    CheckStep,
    Fetched,
    Outgoing,
    Refused,
    SentReceipt,
    Visibility,
)
from desktop.model.channel import Clock

if TYPE_CHECKING:
    from desktop.channels import Secrets

_LOG = logging.getLogger(__name__)


class EmailChannel:
    """One mailbox. Methods run in the engine's event loop; IMAP runs in a thread of the mailbox's own."""

    def __init__(
        self,
        account: Account,
        secrets: Secrets,
        *,
        clock: Clock,
        token: Callable[[int], str] = randomness.token_urlsafe,
    ) -> None:
        """Open nothing yet. `token(n)` gives n random bytes as text. Raises ValueError for settings that can't be."""
        self._settings = EmailSettings.from_account(account.settings)
        self._secrets = secrets
        self._uid = account.uid
        self._clock = clock
        self._token = token
        self._credentials = _credentials(account, self._settings, secrets, clock)
        self._mark: CopyMark | None = None
        self._making_mark = asyncio.Lock()
        self._imap = ImapClient(
            self._settings.imap,
            self._settings.imap_user,
            self._credentials,
            name=str(account.id),
            ca_file=self._settings.ca_file,
        )
        self._places = Places(self._settings)
        self._filing = Filing(self._places)
        self._puller = Puller(self._places, self._read, self._own_key, self._imap.remember)
        self._postman = Postman(self._settings, account.name, self._credentials, self._filing, clock)
        self._chores: set[asyncio.Task[None]] = set()

    async def check(self) -> tuple[CheckStep, ...]:
        """Try reading and sending step by step: see `check.STEPS`."""
        return await check_connection(self._settings, self._credentials)

    async def fetch(self, cursor: str | None) -> Fetched:
        """Return the next page of new mail, and file our own copies among it. Raises ChannelError."""
        await self._known_mark()
        first_day = self._first_day()
        page = await self._imap.run(lambda session: self._puller.pull(session, cursor, first_day))
        await self._file(page.own_copies)
        return self._fetched(page)

    async def older(self, cursor: str | None) -> Fetched:
        """Return the next page of what came before the first days, newest first. Raises ChannelError."""
        await self._known_mark()
        first_day = self._first_day()
        return self._fetched(await self._imap.run(lambda session: self._puller.pull_older(session, cursor, first_day)))

    async def send(self, outgoing: Outgoing, on_commit: Callable[[], None]) -> SentReceipt:
        """Send one mail; the receipt's id is its Message-ID without brackets. Raises as Channel.send does.

        The Sent folder is seen to afterwards, in the background: a mail that left is never reported as unsent.
        """
        if outgoing.visibility is not Visibility.DIRECT:
            raise Refused("internal_note" if outgoing.visibility is Visibility.INTERNAL else "no_public")
        receipt = await self._postman.send(outgoing, await self._known_mark(), on_commit)
        if self._filing.is_due(self._clock()):
            self._start_chore(self._file(()))
        return receipt

    async def look_up(self, outgoing: Outgoing) -> SentReceipt | None:
        """Return the receipt of a mail found in Sent, INBOX or all mail by its key. Raises ChannelError.

        Only a mail with our own mark counts. A server may need minutes to deliver the copy to ourselves: None soon
        after the sending is no proof that nothing was sent.
        """
        key = outgoing.key.strip().strip("<>")
        mark = await self._known_mark()
        found, in_inbox = await self._imap.run(lambda session: self._find(session, key, mark))
        if in_inbox and not self._settings.server_saves_sent:
            self._start_chore(self._file((OwnCopy(in_inbox[-1], key),)))
        return SentReceipt(remote_id=key, at=outgoing.created_at or self._clock()) if found else None

    async def delete(self, remote_id: str) -> None:  # noqa: ARG002 - the contract's argument
        """Refuse: what was mailed can't be taken back."""
        raise Refused("not_possible")

    async def wait_for_news(self, timeout: float) -> bool:
        """Wait for new mail in INBOX, at most `timeout` seconds. Raises ChannelError."""
        return await self._imap.watch(timeout)

    async def close(self) -> None:
        """End background filing, say goodbye to the server and end the thread. Never raises."""
        chores = list(self._chores)
        for chore in chores:
            chore.cancel()
        await asyncio.gather(*chores, return_exceptions=True)
        await self._imap.close()

    async def settled(self) -> None:
        """Wait until the filing under way in the background is done."""
        while self._chores:
            await asyncio.gather(*self._chores, return_exceptions=True)

    def _find(self, session: ImapSession, key: str, mark: CopyMark) -> tuple[bool, list[int]]:
        """Return whether our mail is in the mailbox, and its UIDs in INBOX if it is not filed yet."""
        sent = self._places.sent(session)
        if sent and find_own(session, sent, key, mark):
            return True, []
        in_inbox = find_own(session, INBOX, key, mark)
        if in_inbox:
            return True, in_inbox
        everything = self._places.all_mail(session)
        return bool(everything and find_own(session, everything, key, mark)), []

    async def _file(self, copies: tuple[OwnCopy, ...]) -> None:
        """Move arrived copies and put overdue ones into Sent; failures are for the log and the next pull."""
        now = self._clock()
        if self._settings.server_saves_sent or not (copies or self._filing.is_due(now)):
            return

        def job(session: ImapSession) -> None:
            self._filing.file_arrived(session, copies)
            self._filing.file_due(session, now)

        try:
            await self._imap.run(job)
        except ChannelError as error:
            _LOG.info("sent copies not filed: %s", error.reason)

    def _start_chore(self, work: Coroutine[Any, Any, None]) -> None:
        chore = asyncio.create_task(work)
        self._chores.add(chore)
        chore.add_done_callback(self._chores.discard)

    async def _known_mark(self) -> CopyMark:
        async with self._making_mark:
            if self._mark is None:
                name = secret_name(self._uid, COPY_MARK)
                self._mark = await kept_mark(self._secrets, name, lambda: self._token(32))
            return self._mark

    def _own_key(self, raw: bytes) -> str | None:
        return self._mark.key_in(raw) if self._mark is not None else None

    def _read(self, raw: bytes, *, received_at: datetime | None, remote_id: str | None) -> Arrival:
        from desktop.channels.email.mapping import read_message
        from desktop.channels.email.refusals import MailRefused

        own = self._settings.own_addresses
        try:
            return read_message(raw, own_addresses=own, received_at=received_at, remote_id=remote_id)
        except MailRefused as refused:
            raise MailUnreadable(refused.reason) from refused

    def _first_day(self) -> date:
        start = self._settings.connected_on or self._clock().astimezone(UTC).date()
        return start - timedelta(days=self._settings.first_days)

    def _fetched(self, page: Page) -> Fetched:
        return Fetched(page.arrivals, page.cursor, (), page.more, page.refused, self._limits())

    def _limits(self) -> AccountLimits | None:
        largest = self._postman.largest_message
        return (
            AccountLimits(attachment_bytes=largest * 70 // 100) if largest else None
        )  # base64 and headers need the rest


def _credentials(account: Account, settings: EmailSettings, secrets: Secrets, clock: Clock) -> Credentials:
    if settings.sign_in is SignIn.PASSWORD:
        return KeptPassword(secrets, secret_name(account.uid, PASSWORD))
    from desktop.channels.email.oauth import PROVIDERS
    from desktop.channels.email.tokens import KeptTokens
    from desktop.channels.http import http_client
    from desktop.channels.oauth.tokens import KeptSignIn, TokenNames

    provider = PROVIDERS.get(settings.oauth_provider)
    if provider is None:
        raise ValueError("unknown_oauth_provider")
    names = TokenNames(secret_name(account.uid, OAUTH_REFRESH), secret_name(account.uid, OAUTH_CLIENT))
    return KeptTokens(KeptSignIn(provider, settings.oauth_client_id, names, secrets, http_client, clock))
