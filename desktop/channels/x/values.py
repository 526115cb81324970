"""What X's JSON has that other networks' has not: one thing by two names, and ids that are numbers."""

from __future__ import annotations

from datetime import datetime

from desktop.channels.payload import Fields, entries, moment_of
from desktop.channels.x.snowflake import is_id


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


def moment_in(fields: Fields, name: str) -> datetime | None:
    """Return a time as aware UTC, None if it can't be read."""
    return moment_of(fields.get(name))
