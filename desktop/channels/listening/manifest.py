"""What web listening can do; it keeps no secrets."""

from __future__ import annotations

from desktop.channels.manifest import Manifest
from desktop.model import Network

MANIFEST = Manifest(
    network=Network.LISTENING,
    secrets=(),
    pushes=False,
    looks_up=False,
    deletes=False,
    reaches_back=False,
    edits_arrive=True,
    removals_arrive=False,
    listens=True,
    arrives_by="polling RSS and Atom feeds",
    limits="what a feed still shows; 200 feeds, each every 10 min",
)
