"""E-mail: a mailbox over IMAP for what comes in and SMTP for what goes out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.channels.email.subjects import normalised_subject
from desktop.model import Account, Channel
from desktop.model.channel import Clock

if TYPE_CHECKING:
    from desktop.channels import Secrets

__all__ = ["normalised_subject", "open_channel"]


def open_channel(account: Account, secrets: Secrets, *, clock: Clock) -> Channel:
    """Return the channel of a mailbox. Opens no connection; raises ValueError for settings that name no server."""
    from desktop.channels.email.channel import EmailChannel

    return EmailChannel(account, secrets, clock=clock)
