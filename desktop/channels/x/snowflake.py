"""What X's ids tell: they are numbers that grow with time, and hold the millisecond they were made in."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

_ID = re.compile(r"[1-9][0-9]{0,18}")
_EPOCH = datetime(2010, 11, 4, 1, 42, 54, 657_000, tzinfo=UTC)
_TIME_SHIFT = 22  # bits of machine and sequence number below the milliseconds
_FIRST_WITH_TIME = 1 << 36  # smaller ids are older than the scheme


def is_id(value: str) -> bool:
    """Tell whether a text can be an id: a number of at most 19 digits, as the API's description has it."""
    return _ID.fullmatch(value) is not None


def moment_of(identity: str) -> datetime | None:
    """Return when something with this id was made (UTC), None if the id does not tell."""
    if not is_id(identity) or int(identity) < _FIRST_WITH_TIME:
        return None
    return _EPOCH + timedelta(milliseconds=int(identity) >> _TIME_SHIFT)


def id_at(moment: datetime) -> str:
    """Return the smallest id that something made at a moment can have; of two moments the later has the greater."""
    milliseconds = max(0, int((moment - _EPOCH) / timedelta(milliseconds=1)))
    return str(max(1, milliseconds << _TIME_SHIFT))
