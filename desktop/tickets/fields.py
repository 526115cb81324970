"""Reading a ticket system's JSON: what is missing or of another kind is empty, never an error of ours."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime

from desktop.model.channel import TemporaryFailure

_KEY = re.compile(r"\s*\[S-[A-HJ-NP-Z2-9]{10}\]\s*$")
_ANY_KEY = re.compile(r"\[S-[A-HJ-NP-Z2-9]{10}\]")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def mapping(value: object) -> Mapping[str, object]:
    """Return an object's fields, none for anything else."""
    return value if isinstance(value, dict) else {}


def listed(value: object) -> list[object]:
    """Return a list's items, none for anything else."""
    return value if isinstance(value, list) else []


def at(value: object, *path: str) -> object:
    """Return what stands at the end of a path of names, None where it breaks off."""
    for name in path:
        value = mapping(value).get(name)
    return value


def text(value: object, *path: str) -> str:
    """Return what stands there as text: "" for nothing, numbers as they are written."""
    found = at(value, *path)
    if isinstance(found, bool) or found is None:
        return ""
    return str(found) if isinstance(found, str | int | float) else ""


def needed(value: object, *path: str) -> str:
    """Return a text without which nothing can be understood. Raises TemporaryFailure("unreadable_answer")."""
    found = text(value, *path)
    if not found:
        raise TemporaryFailure("unreadable_answer")
    return found


def moment(value: str) -> datetime:
    """Return an ISO date as an aware UTC datetime, 1970 for what can't be read."""
    try:
        read = datetime.fromisoformat(value)
    except ValueError:
        return _EPOCH
    return (read if read.tzinfo else read.replace(tzinfo=UTC)).astimezone(UTC)


def titled(title: str, key: str) -> str:
    """Return a title that carries our key, for systems without a field for it."""
    return f"{title} [{key}]"


def without_key(title: str) -> str:
    """Return a title without our key."""
    return _KEY.sub("", title)


def signed(words: str, key: str) -> str:
    """Return a comment that carries our key, by which it is found again."""
    return f"{words}\n\n[{key}]" if words else f"[{key}]"


def is_ours(words: str) -> bool:
    """Tell whether a comment carries a key of ours: it was written here."""
    return _ANY_KEY.search(words) is not None
