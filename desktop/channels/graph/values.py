"""Reading JSON that may be anything: every value is taken only if it is what it should be."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime

Fields = Mapping[str, object]

_ID = re.compile(r"[A-Za-z0-9_=$:-][A-Za-z0-9_.=$:-]{0,399}", re.ASCII)
_NUMBER = re.compile(r"[0-9]{1,40}", re.ASCII)
_1970 = datetime(1970, 1, 1, tzinfo=UTC)
_LATEST = 4_102_444_800  # seconds: the year 2100; no honest answer is dated later


class Unreadable(ValueError):
    """An answer lacks what makes it a post, a comment, a message or a page. The message is a code."""


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


def listed(value: object) -> list[object]:
    """Return the entries of an edge ("data"), [] if there are none."""
    return entries(maybe_fields(value).get("data"))


def text_in(fields: Fields, *names: str) -> str:
    """Return the first of some fields that is a text, "" if none is. What no text can hold is replaced."""
    for name in names:
        value = fields.get(name)
        if isinstance(value, str):
            return value.encode("utf-8", "replace").decode("utf-8")
    return ""


def is_id(value: str) -> bool:
    """Tell whether a text can be an id of the Graph: what can't is never put into an address."""
    return _ID.fullmatch(value) is not None


def is_number(value: str) -> bool:
    """Tell whether a text is a number, as the ids of people, pages and pictures are."""
    return _NUMBER.fullmatch(value) is not None


def id_in(fields: Fields, name: str) -> str | None:
    """Return an id, None if there is none or it can't be one."""
    value = fields.get(name)
    if isinstance(value, int) and not isinstance(value, bool) and 0 < value < 10**30:
        return str(value)
    return value if isinstance(value, str) and is_id(value) else None


def count_in(fields: Fields, *names: str) -> int:
    """Return the first of some fields that is a sensible number, 0 if none is."""
    for name in names:
        value = fields.get(name)
        if isinstance(value, int) and not isinstance(value, bool) and 0 < value < 10**12:
            return value
    return 0


def moment_in(fields: Fields, *names: str) -> datetime | None:
    """Return the first of some fields that is a time, as aware UTC, None if none can be read.

    The Graph writes "2026-05-12T09:48:00+0000", and seconds since 1970 in a few places.
    """
    for name in names:
        found = _moment(fields.get(name))
        if found is not None:
            return found
    return None


def _moment(value: object) -> datetime | None:
    if isinstance(value, int) and not isinstance(value, bool):
        return at_seconds(value)
    try:
        read = datetime.fromisoformat(value) if isinstance(value, str) else None
        moment = read.replace(tzinfo=read.tzinfo or UTC).astimezone(UTC) if read else None
    except (ValueError, OverflowError):
        return None
    return moment if moment is not None and at_seconds(seconds_of(moment)) is not None else None


def seconds_of(moment: datetime) -> int:
    """Return a time as seconds since 1970."""
    return int((moment - _1970).total_seconds())


def at_seconds(seconds: int) -> datetime | None:
    """Return the time of some seconds since 1970, None for one that no answer can mean."""
    return datetime.fromtimestamp(seconds, UTC) if 0 < seconds < _LATEST else None


def web_address(value: str) -> str | None:
    """Return a text that is a web address, None for any other."""
    return value if value.startswith(("https://", "http://")) else None
