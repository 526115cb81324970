"""Where the e-mail channel is tried: troubles as mail has them, and mailboxes in this process."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import AsyncExitStack
from dataclasses import replace
from datetime import datetime
from typing import Any

import httpx

from desktop.channels import Secrets, secret_name
from desktop.channels.email.channel import EmailChannel
from desktop.model import Account, Arrival, Outgoing
from tests.contract.cable import Answer
from tests.contract.channel_place import Desk
from tests.contract.mail_network import PASSWORD, MailNetwork, certificate
from tests.unit.channels_email_client.fake_imap import FakeImap, running

EXPIRED = Answer(0, b"the password was changed")
"""Stands for a sign-in that ended: mail has no answer of its own for that, the next sign-in fails."""


def mail_channel(
    account: Account,
    secrets: Secrets,
    *,
    clock: Callable[[], datetime],
    answer_seconds: float,
    transport: httpx.AsyncBaseTransport,
) -> EmailChannel:
    """Return a channel that finds its servers by itself: neither of them speaks HTTP."""
    return EmailChannel(account, secrets, clock=clock)


class MailDesk(Desk):
    """A desk whose network is a mail provider."""

    @property
    def mail(self) -> MailNetwork:
        assert isinstance(self.network, MailNetwork)
        return self.network

    @property
    def asked(self) -> int:
        return self.mail.boxes.commands

    def answer_to(self, arrival: Arrival, text: str, **changes: Any) -> Outgoing:
        made = super().answer_to(arrival, text, **changes)
        return replace(made, key=f"{made.key}@aurora.test", subject=f"Re: {arrival.subject}")

    def cut(self) -> None:
        for wire in (self.mail.reading, self.mail.sending):
            wire.is_cut = True
            wire.drop()

    def times_out(self, word: str, *, acts: bool) -> None:
        """Lose the line in the middle of the text, or before the final word."""
        self.mail.relay.fail("drop_after" if acts else "drop_before")

    def answers(self, answer: Answer, word: str = "", *, acts: bool = False, times: int = 1_000_000) -> None:
        """Let something else answer: on both lines, or with a word instead of the sending server's final one."""
        if answer is EXPIRED:
            self._knows_password("changed")
        elif word:
            said = answer.body.decode("utf-8", "replace").replace("\n", " ")
            self.mail.relay.fail("answer" if acts else "text", said, times=times)
        else:
            for wire in (self.mail.reading, self.mail.sending):
                wire.instead = answer.body
                wire.drop()

    def recovers(self) -> None:
        super().recovers()
        self.mail.relay.forget_faults()
        self._knows_password(PASSWORD)
        for wire in (self.mail.reading, self.mail.sending):
            wire.is_cut, wire.instead = False, None

    def _knows_password(self, password: str) -> None:
        name = secret_name("account-1", "password")
        if self.secrets.get(name) != password:
            self.secrets.set(name, password)
            self.mail.reading.drop()


class InProcess:
    """Mailboxes of this process and its event loop."""

    def __init__(self) -> None:
        self.user = "servizio"
        self.imap = FakeImap()
        self._open = AsyncExitStack()
        self._loop: asyncio.AbstractEventLoop | None = None

    @property
    def port(self) -> int:
        return self.imap.port

    @property
    def commands(self) -> int:
        return len(self.imap.commands)

    async def start(self) -> None:
        self._loop = asyncio.get_running_loop()
        await self._open.enter_async_context(running(self.imap, certificate().server_context()))

    async def close(self) -> None:
        await self._open.aclose()

    def put(self, raw: bytes, at: datetime, folder: str = "INBOX") -> None:
        self.imap.folders[folder].add(raw)
        assert self._loop is not None
        self._loop.call_soon_threadsafe(self.imap.tell_at_once, folder)


def in_process(now: Callable[[], datetime]) -> MailNetwork:
    """Return a mail provider that is all in this process."""
    return MailNetwork(InProcess(), now)
