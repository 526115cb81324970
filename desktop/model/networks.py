"""What kind of place each network is: the fixed traits that need no connection to know.

Account-specific figures (an instance's limit, a mailbox's largest attachment) come from the server and override
these. Source of the figures: each network's own documentation, named beside the figure.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Network(StrEnum):
    """A network that customers write on. The value is stored and printed; never change one."""

    X = "x"
    FACEBOOK = "facebook"
    INSTAGRAM = "instagram"
    MASTODON = "mastodon"
    BLUESKY = "bluesky"
    TELEGRAM = "telegram"
    EMAIL = "email"
    LISTENING = "listening"


class Counting(StrEnum):
    """How a network counts the length of a text."""

    CHARACTERS = "characters"  # Unicode code points
    GRAPHEMES = "graphemes"  # user-perceived characters (UAX #29)
    WEIGHTED = "weighted"  # twitter-text v3: links 23, wide characters 2
    MASTODON = "mastodon"  # code points, links 23, remote mentions without their host
    BYTES = "bytes"  # UTF-8 bytes


@dataclass(frozen=True, slots=True)
class NetworkTraits:
    """The traits of one network. Limits are in the unit of `counting`; None means no practical limit."""

    network: Network
    display_name: str
    counting: Counting
    public_limit: int | None
    direct_limit: int | None
    has_public: bool
    has_direct: bool
    url_weight: int | None = None  # what a link counts, where it counts a fixed number


_TRAITS: dict[Network, NetworkTraits] = {
    traits.network: traits
    for traits in (
        # docs.x.com "Counting characters"; direct messages 10,000 characters
        NetworkTraits(Network.X, "X", Counting.WEIGHTED, 280, 10_000, True, True, 23),
        # Graph API: comments 8,000 characters, Messenger 2,000
        NetworkTraits(Network.FACEBOOK, "Facebook", Counting.CHARACTERS, 8_000, 2_000, True, True),
        # Instagram: comments 2,200 characters, direct messages 1,000 bytes
        NetworkTraits(Network.INSTAGRAM, "Instagram", Counting.CHARACTERS, 2_200, 1_000, True, True),
        # joinmastodon.org: default 500; the instance says otherwise in configuration.statuses
        NetworkTraits(Network.MASTODON, "Mastodon", Counting.MASTODON, 500, 500, True, True, 23),
        # app.bsky.feed.post: 300 graphemes and 3,000 bytes; chat 1,000 graphemes
        NetworkTraits(Network.BLUESKY, "Bluesky", Counting.GRAPHEMES, 300, 1_000, True, True),
        # core.telegram.org/bots/api sendMessage: 4,096 characters, in private and in a group, which is its public side
        NetworkTraits(Network.TELEGRAM, "Telegram", Counting.CHARACTERS, 4_096, 4_096, True, True),
        NetworkTraits(Network.EMAIL, "E-mail", Counting.CHARACTERS, None, None, False, True),
        NetworkTraits(Network.LISTENING, "Web listening", Counting.CHARACTERS, None, None, True, False),
    )
}


def traits_of(network: Network) -> NetworkTraits:
    """Return the fixed traits of a network."""
    return _TRAITS[network]
