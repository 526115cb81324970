"""What an account's settings say of its feeds: their addresses, how often each is looked at, which are safe to ask."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import urlsplit

from desktop.channels import loopback
from desktop.model import Account

FEEDS, EVERY = "feeds", "every"
MOST_FEEDS = 200
USUAL_MINUTES = 10
_LONGEST_MINUTES = 24 * 60
_LONGEST_ADDRESS = 2_000


def feeds_of(account: Account) -> tuple[str, ...]:
    """Return the addresses of an account's feeds as they were typed, each once."""
    lines = (line.strip() for line in str(account.settings.get(FEEDS) or "").splitlines())
    return tuple(dict.fromkeys(line for line in lines if line))[:MOST_FEEDS]


def every_of(account: Account) -> timedelta:
    """Return how long a feed is left alone after a look at it."""
    value = account.settings.get(EVERY)
    usable = isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= _LONGEST_MINUTES
    return timedelta(minutes=value if usable and isinstance(value, int) else USUAL_MINUTES)


def is_safe(address: str) -> bool:
    """Tell whether an address may be asked: https, or http on this machine."""
    is_written_well = len(address) <= _LONGEST_ADDRESS and address.isprintable() and " " not in address
    return is_written_well and loopback.is_safe(address)


def is_here(address: str) -> bool:
    """Tell whether a safe address is on this machine."""
    return loopback.is_loopback(urlsplit(address).hostname or "")
