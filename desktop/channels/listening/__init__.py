"""Web listening: what feeds of news, blogs and forums say about the company. Nothing can be sent from here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.model import Account, Channel
from desktop.model.channel import Clock

if TYPE_CHECKING:
    from desktop.channels import Secrets

__all__ = ["open_channel"]


def open_channel(account: Account, secrets: Secrets, *, clock: Clock) -> Channel:
    """Return the channel of a set of feeds. Opens no connection and keeps no secret.

    `account.settings["feeds"]` names them, one address a line, "every" the minutes between two looks at one; what is
    listened for is said by `desktop.model.listening`. Raises ValueError if there is no feed at all.
    """
    from desktop.channels.listening.channel import ListeningChannel

    return ListeningChannel(account, secrets, clock=clock)
