"""Bluesky: mentions, replies, quotes, searches and chat of one account, through its own server (AT Protocol)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.model import Account, Channel
from desktop.model.channel import Clock

if TYPE_CHECKING:
    from desktop.channels import Secrets

__all__ = ["open_channel"]


def open_channel(account: Account, secrets: Secrets, *, clock: Clock) -> Channel:
    """Return the channel of a Bluesky account. Opens no connection.

    The settings are those of `desktop.channels.bluesky.settings`; the app password is the secret named
    `secret_name(account.uid, "app_password")`, the session's refresh token the one named "refresh". Raises ValueError
    for a server that is no https URL (http is taken on this machine only).
    """
    from desktop.channels.bluesky.channel import BlueskyChannel

    return BlueskyChannel(account, secrets, clock=clock)
