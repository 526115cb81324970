"""What the e-mail channel can do, and the secrets it keeps for an account."""

from __future__ import annotations

from desktop.channels.manifest import Manifest
from desktop.model import Network

PASSWORD = "password"  # noqa: S105 - the name of a secret, not one
OAUTH_REFRESH = "oauth_refresh"
OAUTH_CLIENT = "oauth_client_secret"
COPY_MARK = "copy_mark"

MANIFEST = Manifest(
    network=Network.EMAIL,
    secrets=(PASSWORD, OAUTH_REFRESH, OAUTH_CLIENT, COPY_MARK),
    pushes=True,
    looks_up=True,
    deletes=False,
    reaches_back=True,
    edits_arrive=False,
    answers_private=True,
    arrives_by="IMAP IDLE, else polling",
    limits="the mail server's largest message",
)
