"""What an account's settings say of Telegram: where the Bot API is, which bot it is, and what a token looks like."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from desktop.channels.http import is_loopback
from desktop.model import Account

API = "https://api.telegram.org"
SERVER, REMOTE_ID = "api", "remote_id"

_TOKEN = re.compile(r"[0-9]{3,20}:[A-Za-z0-9_-]{20,100}")


def api_of(account: Account) -> str:
    """Return the Bot API's base address of an account. Raises ValueError unless it is safe to send a token there."""
    return safe_address(str(account.settings.get(SERVER) or API))


def safe_address(address: str) -> str:
    """Return an address without its last slash. Raises ValueError unless it is https, or http on this machine."""
    trimmed = address.strip().rstrip("/")
    parts = urlsplit(trimmed)
    host = parts.hostname or ""
    if host and (parts.scheme == "https" or (parts.scheme == "http" and is_loopback(host))):
        return trimmed
    raise ValueError("a Telegram account needs the https address of the Bot API")


def is_token(text: str) -> bool:
    """Tell whether a text looks like a bot's token: its id, a colon, a secret."""
    return bool(_TOKEN.fullmatch(text))
