"""X keeps the contract of every channel, on a network of its own."""

from __future__ import annotations

from desktop.channels.x.channel import XChannel
from desktop.channels.x.manifest import MANIFEST
from desktop.demo.networks.x import XNetwork
from tests.contract.channel_contract import ChannelContract
from tests.contract.channel_place import Kit
from tests.contract.x_place import judge

NEWEST_MENTIONS = 800  # X gives no older ones


class TestX(ChannelContract):
    """Everything that every channel promises."""

    kit = Kit(manifest=MANIFEST, network=XNetwork, channel=XChannel, judge=judge, backlog=NEWEST_MENTIONS)
