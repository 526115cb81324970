"""Mastodon: mentions, direct posts and what is heard for one account, through the client API of its server."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.model import Account, Channel
from desktop.model.channel import Clock

if TYPE_CHECKING:
    from desktop.channels import Secrets

__all__ = ["open_channel"]


def open_channel(account: Account, secrets: Secrets, *, clock: Clock) -> Channel:
    """Return the channel of a Mastodon account. Opens no connection.

    `account.settings["server"]` is the server's base URL, `account.settings["remote_id"]` the account's own id if
    known; the access token is the secret named `secret_name(account.uid, "token")`. Raises ValueError for a server
    that is no https URL (http is taken on this machine only).
    """
    from desktop.channels.mastodon.channel import MastodonChannel

    return MastodonChannel(account, secrets, clock=clock)
