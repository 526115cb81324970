"""How values are taken out of the Bot API's JSON: what is missing or of another kind is told from what is there."""

from __future__ import annotations

from datetime import UTC, datetime

from desktop.channels.payload import Fields, Unreadable

_MOST = 1 << 62  # Telegram's ids have at most 52 bits


def text(data: Fields, name: str) -> str:
    """Return a text that UTF-8 can hold, "" if there is none."""
    value = data.get(name)
    if not isinstance(value, str):
        return ""
    return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace").replace("\x00", "")


def number(data: Fields, name: str) -> int | None:
    """Return a whole number, None if there is none."""
    value = data.get(name)
    whole = isinstance(value, int) and not isinstance(value, bool)
    return value if whole and isinstance(value, int) and -_MOST < value < _MOST else None


def identity(data: Fields, name: str) -> int:
    """Return an id. Raises Unreadable if there is none."""
    value = number(data, name)
    if not value:
        raise Unreadable("no_id")
    return value


def size(data: Fields, name: str) -> int:
    """Return a number of bytes, 0 if it is not known."""
    return max(0, number(data, name) or 0)


def decimal(data: Fields, name: str) -> float | None:
    """Return a number with a fraction, None if there is none."""
    value = data.get(name)
    plain = isinstance(value, int | float) and not isinstance(value, bool)
    return float(value) if plain and isinstance(value, int | float) and abs(value) < _MOST else None


def moment(data: Fields, name: str) -> datetime | None:
    """Return a time, which the Bot API gives in seconds since 1970, as aware UTC; None if there is none."""
    seconds = number(data, name)
    if not seconds or seconds < 0:
        return None
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (ValueError, OverflowError, OSError):
        return None
