"""What an account's settings say of Bluesky: its servers, its chat service, and which addresses are safe to call.

`server` signs in ("https://bsky.social" unless the account has a server of its own), `pds` is where the account's
data lives if that is another one, `chat_service` names who carries the private messages, `remote_id` is the DID.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from desktop.channels.loopback import is_loopback, is_safe
from desktop.model import Account

SERVER, PDS, CHAT_SERVICE, REMOTE_ID = "server", "pds", "chat_service", "remote_id"
DEFAULT_SERVER = "https://bsky.social"
DEFAULT_CHAT = "did:web:api.bsky.chat#bsky_chat"

_SERVICE = re.compile(r"did:[a-z]+:[A-Za-z0-9._:%-]+#[A-Za-z0-9_-]+")


@dataclass(frozen=True, slots=True)
class Places:
    """Where an account's requests go. `pds` is "" until the sign-in has named it."""

    server: str
    pds: str
    chat_service: str

    @property
    def on_this_machine(self) -> bool:
        """True if the server is on this machine, as in tests and in the demo."""
        return is_loopback(urlsplit(self.server).hostname or "")

    def may_call(self, url: str) -> bool:
        """Tell whether a token may go to an address that the server named."""
        if not is_safe(url):
            return False
        return self.on_this_machine or not is_loopback(urlsplit(url).hostname or "")


def places_of(account: Account) -> Places:
    """Return where an account's requests go. Raises ValueError for an address that is not safe."""
    server = _named(account, SERVER, DEFAULT_SERVER)
    pds = _named(account, PDS, "")
    chat = str(account.settings.get(CHAT_SERVICE) or DEFAULT_CHAT).strip()
    if not is_safe(server) or (pds and not is_safe(pds)):
        raise ValueError("a Bluesky account needs the https address of its server")
    if not _SERVICE.fullmatch(chat):
        raise ValueError("a chat service is named by a DID and a fragment")
    return Places(server, pds, chat)


def _named(account: Account, name: str, default: str) -> str:
    return str(account.settings.get(name) or default).strip().rstrip("/")
