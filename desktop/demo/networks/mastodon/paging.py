"""How lists are cut into pages: newest first, between ids, as Mastodon does."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from desktop.demo.wire import Request

Item = TypeVar("Item")


def page_of(items: Sequence[Item], key: Callable[[Item], int], request: Request, size: int, largest: int) -> list[Item]:
    """Return a page of items (oldest first) as Mastodon cuts it, newest first."""
    above, below = _number(request.value("min_id")), _number(request.value("max_id"))
    since = _number(request.value("since_id"))
    fitting = [
        item
        for item in items
        if (above is None or key(item) > above)
        and (since is None or key(item) > since)
        and (below is None or key(item) < below)
    ]
    fitting.sort(key=key)
    size = size_of(request, size, largest)
    return (fitting[:size] if above is not None else fitting[-size:])[::-1]


def links_of(url: str, ids: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """Return the Link header of a page, from the ids on it, newest first; nothing for an empty page."""
    if not ids:
        return ()
    return (("Link", f'<{url}?max_id={ids[-1]}>; rel="next", <{url}?min_id={ids[0]}>; rel="prev"'),)


def size_of(request: Request, usual: int, largest: int) -> int:
    """Return how many entries a request wants, `usual` if it does not say, at most `largest`."""
    return max(1, min(_number(request.value("limit")) or usual, largest))


def _number(value: str | None) -> int | None:
    """Return an id as a number; Mastodon passes over what is none."""
    return int(value) if value and value.isascii() and value.isdigit() and len(value) <= len(str(2**64)) else None
