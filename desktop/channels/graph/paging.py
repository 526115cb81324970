"""One page of an edge: its entries, and the cursor with which the next one is asked for.

developers.facebook.com, "Paginated results": an edge ends where no "next" is given; its cursors hold for a short while.
"""

from __future__ import annotations

from dataclasses import dataclass

from desktop.channels.payload import Unreadable, entries, fields_of, maybe_fields, text_in

_LONGEST = 1_000  # characters of a cursor


@dataclass(frozen=True, slots=True)
class Page:
    """What an edge gave. `after` is "" on the last page; `total` is from its summary, None if none was asked for."""

    entries: tuple[object, ...]
    after: str = ""
    total: int | None = None


def page_of(payload: object) -> Page:
    """Return a page. Raises Unreadable if it is none."""
    answer = fields_of(payload)
    if not isinstance(answer.get("data"), list):
        raise Unreadable("not_a_page")
    return page_within(answer)


def page_within(value: object) -> Page:
    """Return the page of an edge that came along with its node; an empty one is left out there."""
    answer = maybe_fields(value)
    paging = maybe_fields(answer.get("paging"))
    after = text_in(maybe_fields(paging.get("cursors")), "after")
    goes_on = bool(text_in(paging, "next")) and 0 < len(after) <= _LONGEST
    total = maybe_fields(answer.get("summary")).get("total_count")
    return Page(
        tuple(entries(answer.get("data"))),
        after if goes_on else "",
        total if isinstance(total, int) and not isinstance(total, bool) and 0 <= total < 10**12 else None,
    )
