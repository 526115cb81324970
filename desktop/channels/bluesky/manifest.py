"""What the Bluesky channel can do, and the secrets it keeps for an account."""

from __future__ import annotations

from desktop.channels.manifest import Manifest
from desktop.model import Network

APP_PASSWORD = "app_password"  # noqa: S105 - the name of a secret, not one
REFRESH = "refresh"

MANIFEST = Manifest(
    network=Network.BLUESKY,
    secrets=(APP_PASSWORD, REFRESH),
    pushes=False,
    looks_up=True,
    deletes=True,
    reaches_back=True,
    edits_arrive=True,
    listens=True,
    answers_public=True,
    answers_private=True,
    arrives_by="polling",
    limits="300 graphemes, in private 1,000; 3,000 requests in 5 min; 300 sign-ins a day",
)
