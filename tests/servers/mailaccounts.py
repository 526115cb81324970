"""Accounts and replies for tests that talk to a mail server, with sensible defaults for everything."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime
from email.message import EmailMessage
from email.utils import format_datetime

from desktop.channels import secret_name
from desktop.channels.email.channel import EmailChannel
from desktop.model import Account, AccountId, AccountRole, Network, Outgoing, Visibility
from desktop.system.clock import utc_now
from desktop.system.vault import SessionVault
from tests.servers.mailserver import PASSWORD, MailServer

Plain = str | int | bool | None


def mail_account(server: MailServer, user: str = "care", settings: Mapping[str, Plain] | None = None) -> Account:
    """Return an account for a user's mailbox."""
    return Account(
        id=AccountId(7),
        uid=f"account-of-{user}",
        network=Network.EMAIL,
        name="Aurora care",
        handle=server.address(user),
        role=AccountRole.CARE,
        settings={**server.settings(user), **(settings or {})},
    )


def mail_secrets(account: Account, password: str = PASSWORD) -> SessionVault:
    """Return a vault that holds an account's password."""
    return SessionVault({secret_name(account.uid, "password"): password})


@asynccontextmanager
async def open_mailbox(
    server: MailServer,
    user: str = "care",
    *,
    password: str = PASSWORD,
    secrets: SessionVault | None = None,
    clock: Callable[[], datetime] = utc_now,
    settings: Mapping[str, Plain] | None = None,
) -> AsyncIterator[EmailChannel]:
    """Open a user's channel and close it afterwards; `settings` replace the server's own."""
    account = mail_account(server, user, settings)
    channel = EmailChannel(account, secrets or mail_secrets(account, password), clock=clock)
    try:
        yield channel
    finally:
        await channel.close()


def written_mail(
    text: str = "Where is my parcel?",
    *,
    subject: str = "My order",
    sender: str = "Marta Conti <marta@example.test>",
    to: str = "care@example.test",
    message_id: str = "first@example.test",
    in_reply_to: str = "",
    sent_at: datetime | None = None,
) -> bytes:
    """Return a customer's mail."""
    message = EmailMessage()
    message["From"] = sender
    message["To"] = to
    message["Subject"] = subject
    message["Date"] = format_datetime(sent_at or datetime.now(UTC))
    message["Message-ID"] = f"<{message_id}>"
    if in_reply_to:
        message["In-Reply-To"] = message["References"] = f"<{in_reply_to}>"
    message.set_content(text)
    return message.as_bytes().replace(b"\n", b"\r\n")


def reply(key: str = "0001@example.test", **changes: object) -> Outgoing:
    """Return a reply to Marta's first mail."""
    made = Outgoing(
        key=key,
        thread_remote_id="first@example.test",
        visibility=Visibility.DIRECT,
        text="It leaves tomorrow, Marta.",
        recipient="marta@example.test",
        subject="My order",
        in_reply_to="first@example.test",
        references=("first@example.test",),
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def nothing() -> None:
    """Be told of a commit and do nothing about it."""
