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
    arrives_by="filtered stream with the app's own token, else polling",
    limits="mentions 300 reads, direct messages 15 reads and 15 sends in 15 min; 280 characters, in private 10,000; "
    "a reply only to who mentioned or quoted the account",
    cost="a post read $0.005, one's own $0.001; a post $0.015, with a link $0.20, a reply $0.010; "
    "a direct message read $0.010, sent $0.015",
)
