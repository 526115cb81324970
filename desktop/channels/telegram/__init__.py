"""Telegram: private messages to a bot and what groups say to it, through the Bot API by long polling."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.model import Account, Channel
from desktop.model.channel import Clock

if TYPE_CHECKING:
    from desktop.channels import Secrets

__all__ = ["open_channel"]


def open_channel(account: Account, secrets: Secrets, *, clock: Clock) -> Channel:
    """Return the channel of a Telegram bot. Opens no connection.

    `account.settings` holds the bot's id ("remote_id") and, for tests and own Bot API servers, another address
    ("api"); the bot's token is the secret named `secret_name(account.uid, "token")`. Raises ValueError for a server
    that is no https URL (http is taken on this machine only).
    """
    from desktop.channels.telegram.channel import TelegramChannel

    return TelegramChannel(account, secrets, clock=clock)
