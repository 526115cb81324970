"""How values are taken out of a server's JSON: what is missing or of another kind is told apart from what is there."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

Json = Mapping[str, object]


class Unreadable(ValueError):
    """The server's JSON lacks what makes it a post, a person, a message. The message is a code."""


def an_object(value: object) -> Json:
    """Return an object. Raises Unreadable for anything else."""
    if not isinstance(value, dict):
        raise Unreadable("not_an_object")
    return value


def maybe_object(value: object) -> Json:
    """Return an object, an empty one for anything else."""
    return value if isinstance(value, dict) else {}


def listed(payload: object, name: str) -> list[object]:
    """Return the list under a name. Raises Unreadable if there is none."""
    value = maybe_object(payload).get(name)
    if not isinstance(value, list):
        raise Unreadable("not_a_list")
    return value


def entries(data: Json, name: str) -> list[object]:
    """Return the list under a name, an empty one if there is none."""
    value = data.get(name)
    return value if isinstance(value, list) else []


def text(data: Json, name: str) -> str:
    """Return a text that UTF-8 can hold, "" if there is none."""
    value = data.get(name)
    return whole(value) if isinstance(value, str) else ""


def whole(value: str) -> str:
    """Return a text without lone surrogates, which JSON can carry and UTF-8 can't."""
    try:
        value.encode()
    except UnicodeEncodeError:
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return value


def name_of(data: Json, name: str, fault: str) -> str:
    """Return an identifier. Raises Unreadable with the code `fault` if there is none."""
    value = text(data, name)
    if not value or len(value) > _LONGEST_NAME or not value.isprintable() or " " in value:
        raise Unreadable(fault)
    return value


_LONGEST_NAME = 2048


def count(data: Json, name: str) -> int:
    """Return a number of something, 0 if there is none."""
    value = data.get(name)
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 < value < _MOST else 0


_MOST = 1 << 53


def moment(value: object) -> datetime | None:
    """Return a time as aware UTC, None if it is none; one without a zone is UTC."""
    try:
        read = datetime.fromisoformat(value) if isinstance(value, str) else None
        if read is None:
            return None
        return (read if read.tzinfo else read.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def stamp(at: datetime) -> str:
    """Return a time as the protocol writes it."""
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
