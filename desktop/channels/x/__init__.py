"""X: mentions, listening hits and direct messages of one account, through version 2 of its API."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.model import Account, Channel
from desktop.model.channel import Clock

if TYPE_CHECKING:
    from desktop.channels import Secrets

__all__ = ["open_channel"]


def open_channel(account: Account, secrets: Secrets, *, clock: Clock) -> Channel:
    """Return the channel of an X account. Opens no connection.

    `account.settings` names the company's own client ("client_id"), the account's id ("remote_id") and, for tests and
    the demo, another server ("api"); the refresh token, and the app's token for the stream, are secrets. Raises
    ValueError for a server that is no https URL (http is taken on this machine only).
    """
    from desktop.channels.x.channel import XChannel

    return XChannel(account, secrets, clock=clock)
