"""What the X channel can do, and the secrets it keeps for an account."""

from __future__ import annotations

from desktop.channels.manifest import Manifest
from desktop.model import Network

OAUTH_REFRESH = "oauth_refresh"
OAUTH_CLIENT = "oauth_client_secret"
APP_TOKEN = "app_token"  # noqa: S105 - the name of a secret, not one

MANIFEST = Manifest(
    network=Network.X,
    secrets=(OAUTH_REFRESH, OAUTH_CLIENT, APP_TOKEN),
    pushes=True,
    looks_up=True,
    deletes=True,
    reaches_back=True,
    edits_arrive=True,
    listens=True,
    answers_public=True,
    answers_private=True,
    hides=True,
    arrives_by="filtered stream, else polling",
    limits="280 characters, in private 10,000; answers only to who named the account; in 15 min 300 reads of mentions, "
    "15 private reads and 15 private sends",
    cost="$0.005 a post read, $0.001 one's own; $0.015 a post, $0.010 a reply, $0.20 with a link; in private "
    "$0.010 read, $0.015 sent",
)
