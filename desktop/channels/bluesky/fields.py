"""How values are taken out of a server's JSON: what is missing or of another kind is told apart from what is there."""

from __future__ import annotations

from datetime import UTC, datetime

from desktop.channels.payload import Fields, Unreadable, maybe_fields

_LONGEST_NAME = 2048


def listed(payload: object, name: str) -> list[object]:
    """Return the list under a name. Raises Unreadable if there is none."""
    value = maybe_fields(payload).get(name)
    if not isinstance(value, list):
        raise Unreadable("not_a_list")
    return value


def entries(data: Fields, name: str) -> list[object]:
    """Return the list under a name, an empty one if there is none."""
    value = data.get(name)
    return value if isinstance(value, list) else []


def text(data: Fields, name: str) -> str:
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


def name_of(data: Fields, name: str, fault: str) -> str:
    """Return an identifier. Raises Unreadable with the code `fault` if there is none."""
    value = text(data, name)
    if not value or len(value) > _LONGEST_NAME or not value.isprintable() or " " in value:
        raise Unreadable(fault)
    return value


def stamp(at: datetime) -> str:
    """Return a time as the protocol writes it."""
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
