"""Mastodon keeps the contract of every channel, on a demo town of its own."""

from __future__ import annotations

from desktop.channels.mastodon.channel import MastodonChannel
from desktop.channels.mastodon.manifest import MANIFEST
from desktop.demo.networks.mastodon import MastodonNetwork
from tests.contract.channel_contract import ChannelContract
from tests.contract.channel_place import Kit
from tests.contract.mastodon_place import SPECIFICATION
from tests.contract.openapi import OpenApi


class TestMastodon(ChannelContract):
    """Everything that every channel promises."""

    kit = Kit(
        manifest=MANIFEST,
        network=MastodonNetwork,
        channel=MastodonChannel,
        judge=lambda: OpenApi.read(SPECIFICATION) if SPECIFICATION.exists() else None,
    )
