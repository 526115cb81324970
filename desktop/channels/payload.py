"""How a network's JSON, which may be anything, is read: a value is taken only if it is what it should be."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

Fields = Mapping[str, object]
_MOST = 10**15  # no honest count is larger, and the store's numbers have room for it


class Unreadable(ValueError):
    """An answer lacks what makes it a post, a person, a message, a page. The message is a code."""


def fields_of(value: object) -> Fields:
    """Return a JSON object. Raises Unreadable for anything else."""
    if not isinstance(value, dict):
        raise Unreadable("not_an_object")
    return value


def maybe_fields(value: object) -> Fields:
    """Return a JSON object, {} for anything else."""
    return value if isinstance(value, dict) else {}


def entries(value: object) -> list[object]:
    """Return a JSON list, [] for anything else."""
    return value if isinstance(value, list) else []


def objects(value: object) -> list[Fields]:
    """Return the objects in a JSON list, [] for anything else."""
    return [entry for entry in entries(value) if isinstance(entry, dict)]


def text_in(fields: Fields, *names: str) -> str:
    """Return the first of some fields that is a text, "" if none is. What no text can hold is replaced."""
    for name in names:
        value = fields.get(name)
        if isinstance(value, str):
            return value.encode("utf-8", "replace").decode("utf-8")
    return ""


def count_of(value: object) -> int:
    """Return a sensible number of something, 0 for anything else."""
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 < value < _MOST else 0


def count_in(fields: Fields, *names: str) -> int:
    """Return the first of some fields that is a sensible number, 0 if none is."""
    return next((count for name in names if (count := count_of(fields.get(name)))), 0)


def moment_of(value: object) -> datetime | None:
    """Return a time in ISO 8601 as aware UTC, None if it can't be read; one without a zone is UTC."""
    try:
        read = datetime.fromisoformat(value) if isinstance(value, str) else None
        return read.replace(tzinfo=read.tzinfo or UTC).astimezone(UTC) if read else None
    except (ValueError, OverflowError):
        return None


def web_address(value: str) -> str | None:
    """Return a text that is a web address, None for any other."""
    return value if value.startswith(("https://", "http://")) else None
