"""What the Mastodon channel can do, and the secret it keeps for an account."""

from __future__ import annotations

from desktop.channels.manifest import Manifest
from desktop.model import Network

TOKEN = "token"  # noqa: S105 - the name of a secret, not one

MANIFEST = Manifest(
    network=Network.MASTODON,
    secrets=(TOKEN,),
    pushes=True,
    looks_up=True,
    deletes=True,
    reaches_back=True,
    edits_arrive=True,
    listens=True,
    answers_public=True,
    answers_private=True,
    arrives_by="WebSocket, else event stream, else polling",
    limits="500 characters unless the server says otherwise; 300 requests in 5 min; words heard only where it searches",
)
