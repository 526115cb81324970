"""What the Graph's JSON has that other networks' has not: ids that go into addresses, edges, times in two forms."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from desktop.channels.payload import Fields, entries, maybe_fields, moment_of

_ID = re.compile(r"[A-Za-z0-9_=$:-][A-Za-z0-9_.=$:-]{0,399}", re.ASCII)
_NUMBER = re.compile(r"[0-9]{1,40}", re.ASCII)
_1970 = datetime(1970, 1, 1, tzinfo=UTC)
_LATEST = 4_102_444_800  # seconds: the year 2100; no honest answer is dated later


def listed(value: object) -> list[object]:
    """Return the entries of an edge ("data"), [] if there are none."""
    return entries(maybe_fields(value).get("data"))


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
    moment = moment_of(value)
    return moment if moment is not None and at_seconds(seconds_of(moment)) is not None else None


def seconds_of(moment: datetime) -> int:
    """Return a time as seconds since 1970."""
    return int((moment - _1970).total_seconds())


def at_seconds(seconds: int) -> datetime | None:
    """Return the time of some seconds since 1970, None for one that no answer can mean."""
    return datetime.fromtimestamp(seconds, UTC) if 0 < seconds < _LATEST else None
