"""In which order what hangs below posts is read, for a Page's posts and for Instagram's pictures alike.

What an earlier pull left comes first. What a pull does not get to is no loss: its list shows it changed again.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import TypeVar

from desktop.channels.graph.failures import NotThere
from desktop.channels.graph.paging import Page
from desktop.channels.graph.pull import Pull
from desktop.channels.graph.values import seconds_of
from desktop.model import Refused, TemporaryFailure

_SWEEP_PAGES = 4
Due = TypeVar("Due")
Parameters = list[tuple[str, str]]


async def sweep(pull: Pull, place: str, fields: str, take: Callable[[object], object]) -> None:
    """Let `take` see a list's older entries too: the order is that of publishing. Raises ChannelError."""
    after = ""
    for _ in range(_SWEEP_PAGES):
        page = await pull.page(place, [("fields", fields), ("limit", "100")], after)
        for entry in page.entries:
            take(entry)
        after = page.after
        if not after or pull.is_spent:
            break
    pull.cursor = replace(pull.cursor, swept=seconds_of(pull.now))


async def read_due(
    pull: Pull,
    due: dict[str, Due],
    recall: Callable[[str], Awaitable[None]],
    read: Callable[[str, Due, int], Awaitable[int]],
    *,
    pages: int,
) -> None:
    """Read the comments of what is due, by its id, at most `pages` of them in all. Raises ChannelError.

    `recall` asks for a post whose comments are to be read on and that its list no longer shows, and puts it into `due`
    if it is still there. `read` reads below one post, so many pages at most, and returns how many it took.
    """
    for identity in pull.cursor.pending:
        if identity not in due:
            await recall(identity)
    left = pages
    for identity, one in sorted(due.items(), key=lambda item: item[0] not in pull.cursor.pending):
        if left <= 0 or pull.is_spent:
            pull.more = True
            return
        try:
            left -= await read(identity, one, left)
        except NotThere:
            pull.cursor = pull.cursor.without([identity])
        except TemporaryFailure as failure:
            if failure.retry_after is not None:
                raise
            pull.refused.append(f"comments:{failure.reason}")


async def page_below(pull: Pull, identity: str, parameters: Parameters, after: str) -> Page:
    """Return a page of a post's comments, the first one where `after` holds no longer. Raises ChannelError."""
    place = f"{identity}/comments"
    try:
        return await pull.page(place, parameters, after)
    except NotThere:
        raise
    except Refused:
        if not after:
            raise
        return await pull.page(place, parameters)
