"""What the Telegram channel can do, and the secret it keeps for an account."""

from __future__ import annotations

from desktop.channels.manifest import Manifest
from desktop.model import Network

TOKEN = "token"  # noqa: S105 - the name of a secret, not one

MANIFEST = Manifest(
    network=Network.TELEGRAM,
    secrets=(TOKEN,),
    pushes=True,
    looks_up=False,
    deletes=True,
    reaches_back=False,
    edits_arrive=True,
    removals_arrive=False,
    answers_public=True,
    answers_private=True,
    arrives_by="long polling",
    limits="4,096 characters; they write first, in groups by its name; messages are kept 24 hours; one console a bot; "
    "1 message a second in a chat",
)
