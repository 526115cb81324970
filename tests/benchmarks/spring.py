"""A channel that never runs dry, and the engine's own process with it: everything is real but the network.

Run by the benchmarks: python -m tests.benchmarks.spring PROFILE KIND MESSAGES, with an Unlock line on stdin. KIND is
"mail" or "posts", with "-lazily" behind it to make each page when it is wanted: slower, but it weighs nothing. It is the engine's command with one change: the accounts' channels give what `writings` makes
instead of asking a server. They begin when the engine is told to synchronise.
"""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

from desktop.channels.email.mapping import read_message
from desktop.channels.mastodon.cursor import Known
from desktop.channels.mastodon.mapping import Person, arrival_of, notice_of
from desktop.channels.mastodon.threads import placed_alone
from desktop.model import Account, Arrival, CheckStep, Fetched, Network, Outgoing, SentReceipt
from tests.benchmarks.writings import CARE, COMPANY_ID, MAILS_A_PAGE, mails, notifications

_OURS = frozenset({CARE})
_ME = Person(COMPANY_ID, "aurora")


def mail_pages(count: int) -> Iterator[Callable[[], tuple[Arrival, ...]]]:
    """Yield what reads a page of mails into arrivals. Making the bytes is not part of reading them."""
    source = mails(count)
    while page := list(islice(source, MAILS_A_PAGE)):
        yield lambda page=page: tuple(read_message(raw, own_addresses=_OURS) for raw in page)  # type: ignore[misc]


def post_pages(count: int) -> Iterator[Callable[[], tuple[Arrival, ...]]]:
    """Yield what reads a page of notifications into arrivals, placed in threads as the channel does."""
    for page in notifications(count):
        yield lambda page=page: tuple(_arrivals(page))  # type: ignore[misc]


def _arrivals(page: bytes) -> Iterator[Arrival]:
    known: dict[str, Known] = {}
    for entry in json.loads(page):
        post = notice_of(entry).post
        assert post is not None
        placed = placed_alone(post, known)
        thread, answers = (placed.thread, placed.answers) if placed else (post.id, None)
        known[post.id] = Known(thread, post.is_direct, post.mark)
        yield arrival_of(post, thread_id=thread, answers=answers, me=_ME, named_us=True)


class Spring:
    """A channel whose pages are there at once, from the second pull on. Nothing can be sent."""

    def __init__(self, pages: Iterator[Callable[[], tuple[Arrival, ...]]]) -> None:
        """Give these pages in order."""
        self._pages = pages
        self._given = 0
        self._opened = False

    async def fetch(self, cursor: str | None) -> Fetched:
        opened, self._opened = self._opened, True
        page = next(self._pages, None) if opened else None
        if page is None:
            return Fetched((), cursor or "0")
        self._given += 1
        return Fetched(page(), str(self._given), more=True)

    async def wait_for_news(self, timeout: float) -> bool:
        await asyncio.sleep(timeout)
        return False

    async def check(self) -> tuple[CheckStep, ...]:
        return ()

    async def older(self, cursor: str | None) -> Fetched:
        return Fetched((), cursor or "")

    async def send(self, outgoing: Outgoing, on_commit: Callable[[], None]) -> SentReceipt:
        on_commit()
        return SentReceipt(outgoing.key, datetime.now(UTC), None)

    async def look_up(self, outgoing: Outgoing) -> SentReceipt | None:
        return None

    async def delete(self, remote_id: str) -> None: ...

    async def close(self) -> None: ...


def main() -> int:
    """Run the engine on springs until stdin closes."""
    folder, kind, messages = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
    from desktop.system.leaner import without_httpx_command_line

    without_httpx_command_line()  # as the command itself does
    from desktop import engine
    from desktop.commands.engine import run_engine

    made = (mail_pages if kind.startswith("mail") else post_pages)(messages)
    pages = made if kind.endswith("-lazily") else iter(list(made))
    network = Network.EMAIL if kind.startswith("mail") else Network.MASTODON

    def open_spring(account: Account, *_args: object, **_named: object) -> Spring:
        return Spring(pages if account.network is network else iter(()))

    vars(engine)["open_channel"] = open_spring
    return run_engine(folder, unlock_from_stdin=True)


if __name__ == "__main__":
    sys.exit(main())
