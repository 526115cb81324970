"""Instagram keeps the contract of every channel; what passes is judged by the Graph's specifications."""

from __future__ import annotations

from tests.contract.channel_contract import ChannelContract
from tests.contract.graph_place import INSTAGRAM_KIT


class TestInstagram(ChannelContract):
    """Everything that every channel promises."""

    kit = INSTAGRAM_KIT
