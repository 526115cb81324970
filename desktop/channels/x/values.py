"""Reading JSON that may be anything: every value is taken only if it is what it should be."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

from desktop.channels.x.snowflake import is_id

Fields = Mapping[str, object]


class Unreadable(ValueError):
    """An answer lacks what makes it a post, a person or a page. The message is a code."""


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
    """Return the objects in a JSON list."""
    return [entry for entry in entries(value) if isinstance(entry, dict)]


def text_in(fields: Fields, *names: str) -> str:
    """Return the first of some fields that is a text, "" if none is. What no text can hold is replaced."""
    for name in names:
        value = fields.get(name)
        if isinstance(value, str):
            return value.encode("utf-8", "replace").decode("utf-8")
    return ""


def first_of(fields: Fields, *names: str) -> object:
    """Return the first of some fields that is there: the API calls one thing by two names."""
    return next((fields[name] for name in names if fields.get(name) is not None), None)


def id_in(fields: Fields, name: str) -> str | None:
    """Return an id, None if there is none or it can't be one."""
    value = fields.get(name)
    text = str(value) if isinstance(value, int) and not isinstance(value, bool) and 0 < value < 10**19 else value
    return text if isinstance(text, str) and is_id(text) else None


def ids(value: object) -> list[str]:
    """Return the ids in a JSON list of texts."""
    return [entry for entry in entries(value) if isinstance(entry, str) and is_id(entry)]


def count_in(fields: Fields, *names: str) -> int:
    """Return the first of some fields that is a sensible number, 0 if none is."""
    for name in names:
        value = fields.get(name)
        if isinstance(value, int) and not isinstance(value, bool) and 0 < value < 10**15:
            return value
    return 0


def moment_in(fields: Fields, name: str) -> datetime | None:
    """Return a time as aware UTC, None if it can't be read."""
    value = fields.get(name)
    try:
        read = datetime.fromisoformat(value) if isinstance(value, str) else None
        return read.replace(tzinfo=read.tzinfo or UTC).astimezone(UTC) if read else None
    except (ValueError, OverflowError):
        return None


def web_address(value: str) -> str | None:
    """Return a text that is a web address, None for any other."""
    return value if value.startswith(("https://", "http://")) else None
