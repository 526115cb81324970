"""Cleaning: what no network should send and the store can't keep is made harmless before anything else sees it.

Lone surrogates and NUL characters in texts, figures beyond what a column holds, and a time in the far future, which
would keep its case on top of every list for good.
"""

from __future__ import annotations

import dataclasses
from datetime import datetime, timedelta
from operator import attrgetter
from typing import Any

from desktop.model import Arrival, Author, Engagement

LARGEST = 2**53
"""No honest count is larger."""
AHEAD = timedelta(days=1)
"""A clock may be this far ahead of ours and is still believed."""


_OF_ARRIVAL = attrgetter(*(field.name for field in dataclasses.fields(Arrival) if field.name != "author"))
_OF_AUTHOR = attrgetter(*(field.name for field in dataclasses.fields(Author)))
_OF_ENGAGEMENT = attrgetter(*(field.name for field in dataclasses.fields(Engagement)))


def cleaned(arrival: Arrival, now: datetime) -> Arrival:
    """Return an arrival that can be stored; the same object if nothing was wrong with it. Some microseconds."""
    counts = _OF_ENGAGEMENT(arrival.engagement) if arrival.engagement is not None else ()
    plain = _are_plain((*_OF_ARRIVAL(arrival), *_OF_AUTHOR(arrival.author), *counts))
    kept: Arrival = arrival if plain else _clean(arrival)
    return dataclasses.replace(kept, sent_at=now) if kept.sent_at > now + AHEAD else kept


def _are_plain(values: tuple[Any, ...]) -> bool:
    """Tell whether values are harmless for certain: most are, and looking closer takes ten times as long."""
    texts: list[str] = []
    for value in values:
        kind = type(value)
        if kind is str:
            texts.append(value)
        elif kind is int and not -LARGEST <= value <= LARGEST:
            return False
        elif kind is tuple and value:
            if not all(type(part) is str for part in value):
                return False
            texts.extend(value)
    joined = "".join(texts)
    try:
        joined.encode()
    except UnicodeEncodeError:
        return False
    return "\x00" not in joined


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
