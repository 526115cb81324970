"""What an account's settings say of Telegram: where the Bot API is, which bot it is, and what a token looks like."""

from __future__ import annotations

import re

from desktop.channels.loopback import safe_address
from desktop.model import Account

API = "https://api.telegram.org"
WHOSE = "a Telegram account"
SERVER, REMOTE_ID = "api", "remote_id"

_TOKEN = re.compile(r"[0-9]{3,20}:[A-Za-z0-9_-]{20,100}")


def api_of(account: Account) -> str:
    """Return the Bot API's base address of an account. Raises ValueError unless it is safe to send a token there."""
    return safe_address(str(account.settings.get(SERVER) or API), WHOSE)


def is_token(text: str) -> bool:
    """Tell whether a text looks like a bot's token: its id, a colon, a secret."""
    return bool(_TOKEN.fullmatch(text))
