"""Addressing: the name that a network needs in a text so that somebody gets it, where it counts as the text does."""

from __future__ import annotations

import re

from desktop.model import Network

# a mention as Mastodon reads it: not inside a word or an address
MENTION = re.compile(r"(?<![\w/.@])@([a-z0-9_](?:[a-z0-9_.-]*[a-z0-9_])?)(?:@([\w.-]*\w))?", re.IGNORECASE)


def addressed(text: str, recipient: str, host: str) -> str:
    """Return the text with its recipient's @name before it, unless it is named already.

    `recipient` is "@name" for an account of our own server `host`, "@name@elsewhere" otherwise: a bare @name in
    the text is somebody of our own server.
    """
    address = recipient.strip().removeprefix("@")
    if not address:
        return text
    wanted = address.casefold() if "@" in address else f"{address}@{host}".casefold()
    named = {f"{found[1]}@{found[2] or host}".casefold() for found in MENTION.finditer(text)}
    return text if wanted in named else f"@{address} {text}"


def as_sent(text: str, network: Network, recipient: str, own_handle: str) -> str:
    """Return a text as its network counts it. X does not count the names that it puts before an answer itself."""
    if network is not Network.MASTODON:
        return text
    return addressed(text, recipient, own_handle.rpartition("@")[2])
