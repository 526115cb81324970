"""Web listening keeps the contract of every channel, on feeds of its own."""

from __future__ import annotations

from functools import partial

from desktop.channels.listening.channel import ListeningChannel
from desktop.channels.listening.manifest import MANIFEST
from desktop.demo.networks.feeds import SHOWN, FeedsNetwork
from tests.contract.channel_contract import ChannelContract
from tests.contract.channel_place import BRAND, Kit

KIT = Kit(
    manifest=MANIFEST,
    network=partial(FeedsNetwork, topic=f"{BRAND}: opinioni"),
    channel=ListeningChannel,
    backlog=SHOWN,
    settings={"every": 0},  # the contract asks as often as it likes
)


class TestFeeds(ChannelContract):
    """Everything that every channel promises."""

    kit = KIT
