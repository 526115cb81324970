"""Instagram: a professional account's comments, tags and direct messages, through Meta's Graph API and its Page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.model import Account, Channel
from desktop.model.channel import Clock

if TYPE_CHECKING:
    from desktop.channels import Secrets

__all__ = ["open_channel"]


def open_channel(account: Account, secrets: Secrets, *, clock: Clock) -> Channel:
    """Return the channel of an Instagram account. Opens no connection.

    `account.settings` names the account ("ig_user_id"), the Page it is linked to ("page_id") and, for tests and the
    demo, another server ("api"); the Page's token, and the secret of the company's app where it was given, are
    secrets. Raises ValueError for a server that is no https URL (http is taken on this machine only) or missing ids.
    """
    from desktop.channels.instagram.channel import InstagramChannel

    return InstagramChannel(account, secrets, clock=clock)
