"""All kits there are: what runs on every network finds them here, and so takes in a new network by itself."""

from __future__ import annotations

import importlib
import inspect
from functools import cache
from pathlib import Path

from desktop.model import Network
from tests.contract.channel_contract import ChannelContract
from tests.contract.channel_place import Kit


@cache
def kits() -> dict[Network, Kit]:
    """Return the kit of each network whose channel keeps the contract over HTTP: mail has journeys of its own."""
    found: dict[Network, Kit] = {}
    for path in sorted(Path(__file__).parent.glob("test_*.py")):
        if "ChannelContract" not in path.read_text(encoding="utf-8"):
            continue
        module = importlib.import_module(f"tests.contract.{path.stem}")
        for _, kind in inspect.getmembers(module, inspect.isclass):
            if issubclass(kind, ChannelContract) and hasattr(kind, "kit") and kind.kit.desk is None:
                found.setdefault(kind.kit.manifest.network, kind.kit)
    return found
