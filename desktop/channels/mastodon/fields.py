"""What the JSON of Mastodon's API has that other networks' has not: ids that some servers send as numbers."""

from __future__ import annotations

from datetime import datetime
from urllib.parse import SplitResult, urlsplit

from desktop.channels.payload import Fields, Unreadable, fields_of, moment_of


def listed(payload: object) -> list[object]:
    """Return a JSON list. Raises Unreadable for anything else."""
    if not isinstance(payload, list):
        raise Unreadable("not_a_list")
    return payload


def id_of(payload: object) -> str:
    """Return the id of any entity. Raises Unreadable."""
    found = identity_in(fields_of(payload), "id")
    if found is None:
        raise Unreadable("no_id")
    return found


def identity_in(fields: Fields, name: str) -> str | None:
    """Return an id as text, None if there is none or no address could hold it."""
    value = fields.get(name)
    if isinstance(value, bool) or not isinstance(value, str | int):
        return None
    identity = str(value)
    return identity if identity.isprintable() and identity else None


def moment_in(fields: Fields, name: str) -> datetime:
    """Return a time as aware UTC; one without a zone is UTC, as the API's document has it. Raises Unreadable."""
    found = moment_of(fields.get(name))
    if found is None:
        raise Unreadable("no_time")
    return found


def address_of(value: str) -> SplitResult:
    """Return the parts of a web address, empty ones for what is none."""
    try:
        return urlsplit(value)
    except ValueError:
        return urlsplit("")
