"""Cleaning: what no network should send and the store can't keep is made harmless before anything else sees it.

Lone surrogates and NUL characters in texts, figures beyond what a column holds, and a time in the far future, which
would keep its case on top of every list for good.
"""

from __future__ import annotations

import dataclasses
from datetime import datetime, timedelta
from typing import Any

from desktop.model import Arrival

LARGEST = 2**53
"""No honest count is larger."""
AHEAD = timedelta(days=1)
"""A clock may be this far ahead of ours and is still believed."""


def cleaned(arrival: Arrival, now: datetime) -> Arrival:
    """Return an arrival that can be stored; the same object if nothing was wrong with it."""
    kept: Arrival = _clean(arrival)
    return dataclasses.replace(kept, sent_at=now) if kept.sent_at > now + AHEAD else kept


def _clean(value: Any) -> Any:
    """Return a value with everything in it made harmless."""
    if isinstance(value, str):
        return _clean_text(value)
    if isinstance(value, int) and not isinstance(value, bool):
        return value if -LARGEST <= value <= LARGEST else max(-LARGEST, min(LARGEST, value))
    if isinstance(value, tuple):
        parts = tuple(_clean(part) for part in value)
        return value if all(a is b for a, b in zip(parts, value, strict=True)) else parts
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return _clean_fields(value)
    return value


def _clean_fields(item: Any) -> Any:
    changed = {}
    for field in dataclasses.fields(item):
        before = getattr(item, field.name)
        after = _clean(before)
        if after is not before:
            changed[field.name] = after
    return dataclasses.replace(item, **changed) if changed else item


def _clean_text(text: str) -> str:
    try:
        text.encode()
    except UnicodeEncodeError:
        text = text.encode("utf-8", "replace").decode("utf-8")
    return text.replace("\x00", "") if "\x00" in text else text
