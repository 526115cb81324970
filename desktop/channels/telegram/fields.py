"""How values are taken out of the Bot API's JSON: what is missing or of another kind is told from what is there."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

Json = Mapping[str, object]
_MOST = 1 << 62  # Telegram's ids have at most 52 bits


class Unreadable(ValueError):
    """The JSON lacks what makes it an update, a message, a bot. The message is a code."""


def an_object(value: object) -> Json:
    """Return an object. Raises Unreadable for anything else."""
    if not isinstance(value, dict):
        raise Unreadable("not_an_object")
    return value


def maybe_object(value: object) -> Json:
    """Return an object, an empty one for anything else."""
    return value if isinstance(value, dict) else {}


def objects(value: object) -> list[Json]:
    """Return the objects of a list, an empty one for anything else."""
    return [entry for entry in value if isinstance(entry, dict)] if isinstance(value, list) else []


def text(data: Json, name: str) -> str:
    """Return a text that UTF-8 can hold, "" if there is none."""
    value = data.get(name)
    if not isinstance(value, str):
        return ""
    return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace").replace("\x00", "")


def number(data: Json, name: str) -> int | None:
    """Return a whole number, None if there is none."""
    value = data.get(name)
    whole = isinstance(value, int) and not isinstance(value, bool)
    return value if whole and isinstance(value, int) and -_MOST < value < _MOST else None


def identity(data: Json, name: str) -> int:
    """Return an id. Raises Unreadable if there is none."""
    value = number(data, name)
    if not value:
        raise Unreadable("no_id")
    return value


def size(data: Json, name: str) -> int:
    """Return a number of bytes, 0 if it is not known."""
    return max(0, number(data, name) or 0)


def decimal(data: Json, name: str) -> float | None:
    """Return a number with a fraction, None if there is none."""
    value = data.get(name)
    plain = isinstance(value, int | float) and not isinstance(value, bool)
    return float(value) if plain and isinstance(value, int | float) and abs(value) < _MOST else None


def moment(data: Json, name: str) -> datetime | None:
    """Return a time, which the Bot API gives in seconds since 1970, as aware UTC; None if there is none."""
    seconds = number(data, name)
    if not seconds or seconds < 0:
        return None
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (ValueError, OverflowError, OSError):
        return None
