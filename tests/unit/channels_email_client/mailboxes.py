"""Accounts, mail and replies for the tests of the mail client, with defaults for everything."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime

from desktop.channels import secret_name
from desktop.channels.email.channel import EmailChannel
from desktop.model import Account, AccountId, AccountRole, Network, Outgoing, Visibility
from desktop.system.vault import SessionVault
from tests.servers.certificate import Certificate
from tests.unit.channels_email_client.fake_imap import FakeImap

Plain = str | int | bool | None
RIGHT = "right"
NOW = datetime(2026, 3, 10, 9, 30, tzinfo=UTC)


def mailbox_account(settings: Mapping[str, Plain] | None = None) -> Account:
    """Return an account whose servers are nowhere."""
    plain: dict[str, Plain] = {
        "address": "care@shop.test",
        "imap_host": "localhost",
        "imap_port": 1,
        "smtp_host": "localhost",
        "smtp_port": 1,
        **(settings or {}),
    }
    return Account(AccountId(3), "uid-3", Network.EMAIL, "Shop care", "care@shop.test", AccountRole.CARE, plain)


@asynccontextmanager
async def mailbox(
    imap: FakeImap,
    certificate: Certificate,
    settings: Mapping[str, Plain] | None = None,
    *,
    password: str = RIGHT,
    clock: Callable[[], datetime] = lambda: NOW,
) -> AsyncIterator[EmailChannel]:
    """Open a channel to a fake mailbox server and close it afterwards."""
    account = mailbox_account({"imap_port": imap.port, "ca_file": str(certificate.cert), **(settings or {})})
    vault = SessionVault({secret_name(account.uid, "password"): password})
    channel = EmailChannel(account, vault, clock=clock)
    try:
        yield channel
    finally:
        await channel.close()


def mail(message_id: str = "1@example.org", text: str = "Hello", sender: str = "Ada <ada@example.org>") -> bytes:
    """Return a small mail."""
    return (
        f"From: {sender}\r\nTo: care@shop.test\r\nSubject: Question\r\nDate: Mon, 09 Mar 2026 08:00:00 +0000\r\n"
        f"Message-ID: <{message_id}>\r\n\r\n{text}\r\n"
    ).encode()


def outgoing(**changes: object) -> Outgoing:
    """Return a reply to a customer."""
    made = Outgoing(
        key="0001@shop.test",
        thread_remote_id="1@example.org",
        visibility=Visibility.DIRECT,
        text="Good morning, it is on its way.",
        recipient="ada@example.org",
        subject="Question",
        in_reply_to="1@example.org",
        references=("1@example.org",),
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def nothing() -> None:
    """Be told of a commit and do nothing about it."""
