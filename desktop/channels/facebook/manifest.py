"""What the Facebook channel can do, and the secrets it keeps for an account."""

from __future__ import annotations

from desktop.channels.graph.settings import APP_SECRET, PAGE_TOKEN
from desktop.channels.manifest import Manifest
from desktop.model import Network

MANIFEST = Manifest(
    network=Network.FACEBOOK,
    secrets=(PAGE_TOKEN, APP_SECRET),
    pushes=False,
    looks_up=True,
    deletes=True,
    reaches_back=True,
    edits_arrive=True,
    answers_public=True,
    answers_private=True,
    hides=True,
    arrives_by="polling",
    limits="8,000 characters, in private 2,000; in private for 24 hours after they wrote, 7 days with Meta's review; "
    "one private answer to a comment, within 7 days",
)
