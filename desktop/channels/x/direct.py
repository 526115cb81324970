"""How direct messages are read: rarely, since X allows fifteen reads in fifteen minutes and charges for each message.

X pages them by a token only, newest first. The first page of each read brings what is known already, and on a new day
it is paid for again: so it is short.
"""

from __future__ import annotations

from dataclasses import replace

from desktop.channels.payload import Unreadable
from desktop.channels.x.cursor import Messages
from desktop.channels.x.fields import Parameters
from desktop.channels.x.mapping_direct import PREFIX, arrival_of_message, messages_of
from desktop.channels.x.mapping_direct import Messages as Page
from desktop.channels.x.prices import DIRECT_READ
from desktop.channels.x.pull import Pull
from desktop.model import Refused, TemporaryFailure

PATH = "/2/dm_events"
WINDOW = "dm_read"
HEAD = 10  # messages of the page that is read again and again
PAGE = 100
PAGES = 3  # of one pull


async def read_messages(pull: Pull) -> None:
    """Read what is new among the direct messages, if the window affords it now."""
    begins = pull.cursor.messages.newest is None
    for _ in range(PAGES):
        if not pull.client.windows.affords(WINDOW, pull.now):
            return
        try:
            page = await _page(pull, pull.cursor.messages)
        except Refused:
            _forget_token(pull)
            raise
        _take(pull, page)
        if not pull.cursor.messages.token:
            return
    if begins:
        _forget_token(pull)  # what is older than the first pages is history, and paid for by the piece
    elif pull.client.windows.affords(WINDOW, pull.now):
        pull.more = True


def _forget_token(pull: Pull) -> None:
    """Begin at the top again: X no longer takes the token, or it is not wanted any more."""
    feed = pull.cursor.messages
    pull.cursor = replace(pull.cursor, messages=Messages(feed.floor or feed.newest, recent=feed.recent))


async def _page(pull: Pull, feed: Messages) -> Page:
    first = not feed.token and feed.newest is not None
    parameters: Parameters = [("max_results", str(HEAD if first else PAGE))]
    if feed.token:
        parameters.append(("pagination_token", feed.token))
    try:
        page = messages_of(await pull.client.messages(PATH, parameters, window=WINDOW))
    except Unreadable as fault:
        raise TemporaryFailure("unreadable_answer") from fault
    pull.refused += page.refused
    pull.ledger.read(DIRECT_READ, (f"{PREFIX}{message.id}" for message in page.messages))
    return page


def _take(pull: Pull, page: Page) -> None:
    feed = pull.cursor.messages
    arrived = set(feed.recent)
    for message in page.messages:
        if message.id not in arrived:
            pull.add_message(arrival_of_message(message, pull.me.id))
    pull.cursor = replace(pull.cursor, messages=_moved(feed, page))


def _moved(feed: Messages, page: Page) -> Messages:
    """Return where the messages stand after a page, with a token if older ones are to be read before they are done."""
    floor = feed.floor if feed.token else feed.newest
    newest = max((one for one in (feed.newest, *_ids(page)) if one), key=int, default=None)
    recent = tuple(sorted({*feed.recent, *_ids(page)}, key=int))
    reached = floor is not None and any(int(message.id) <= int(floor) for message in page.messages)
    goes_on = bool(page.next_token) and page.next_token != feed.token and not reached and bool(page.messages)
    return Messages(newest, floor if goes_on else None, page.next_token if goes_on else "", recent)


def _ids(page: Page) -> list[str]:
    return [message.id for message in page.messages]
