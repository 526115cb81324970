"""Facebook: a Page's comments, visitors' posts, mentions and Messenger conversations, through Meta's Graph API."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.model import Account, Channel
from desktop.model.channel import Clock

if TYPE_CHECKING:
    from desktop.channels import Secrets

__all__ = ["open_channel"]


def open_channel(account: Account, secrets: Secrets, *, clock: Clock) -> Channel:
    """Return the channel of a Facebook Page. Opens no connection.

    `account.settings` names the Page ("page_id") and, for tests and the demo, another server ("api"); the Page's
    token, and the secret of the company's app where it was given, are secrets. Raises ValueError for a server that is
    no https URL (http is taken on this machine only) or a Page without an id.
    """
    from desktop.channels.facebook.channel import FacebookChannel

    return FacebookChannel(account, secrets, clock=clock)
