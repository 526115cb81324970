"""How a length of time is read: "90", "90 min", "1 h 30", "1:30", "2 d", in minutes."""

from __future__ import annotations

import re

_PARTS = re.compile(
    r"(?:(?P<days>\d{1,4})\s*(?:d|g|days?|giorn[oi]))?\s*(?:(?P<hours>\d{1,5})\s*(?:h|or[ae]|hours?))?\s*"
    r"(?:(?P<minutes>\d{1,6})\s*(?:m|min|minut[eio]s?)?)?"
)
_CLOCK = re.compile(r"(\d{1,4}):([0-5]\d)")


def read_minutes(text: str) -> int | None:
    """Return the minutes that a text says, None if it can't be read. A bare number is minutes; the rest adds up."""
    plain = text.strip().casefold()
    clock = _CLOCK.fullmatch(plain)
    if clock is not None:
        return int(clock[1]) * 60 + int(clock[2])
    match = _PARTS.fullmatch(plain)
    if match is None or not any(match.groups()):
        return None
    days, hours, minutes = (int(match[name] or 0) for name in ("days", "hours", "minutes"))
    return days * 1_440 + hours * 60 + minutes
