"""How private conversations are read: newest first, page by page, down to where the last pull stopped.

The Graph takes no times here, so each page is asked for until a conversation comes that has not changed since; of a
conversation it gives the twenty newest messages and of older ones their ids alone.
"""

from __future__ import annotations

from dataclasses import replace

from desktop.channels.graph.paging import Page
from desktop.channels.graph.pull import Pull, read_down
from desktop.channels.graph.talks_mapping import (
    MESSAGE_FIELDS,
    RECENT,
    TALK_FIELDS,
    Talk,
    arrival_of_message,
    message_of,
    moment_of,
    talk_of,
)
from desktop.channels.graph.values import seconds_of
from desktop.channels.payload import Unreadable
from desktop.model import Network

PART = "direct"
PLATFORM = {Network.FACEBOOK: "messenger", Network.INSTAGRAM: "instagram"}
_TALKS = 25  # conversations of a page
_PAGES = 6  # of one pull
_MESSAGE_PAGES = 3  # of one conversation, beyond what comes along with it


def ours(pull: Pull) -> frozenset[str]:
    """Return our own ids and names, as the participants of a conversation have them."""
    place = pull.place
    return frozenset(name.casefold() for name in (place.page, place.ig_user, place.username) if name)


async def read_talks(pull: Pull) -> None:
    """Read what is new among the private conversations."""
    if not pull.client.pace.is_open(PART, pull.now):
        return
    feed = pull.cursor.talks
    floor = pull.floor(feed)

    async def ask(after: str) -> Page:
        fields = f"{TALK_FIELDS},messages.limit({RECENT}){{{MESSAGE_FIELDS}}}"
        parameters = [("platform", PLATFORM[pull.network]), ("fields", fields), ("limit", str(_TALKS))]
        return await pull.page(f"{pull.place.page}/conversations", parameters, after)

    async def take(entry: object) -> int | None:
        try:
            talk = talk_of(entry, pull.network, ours(pull))
        except Unreadable as fault:
            pull.refused.append(f"{PART}:{fault}")
            return None
        if seconds_of(talk.updated) >= floor:
            await _read_talk(pull, talk, floor)
        return seconds_of(talk.updated)

    moved = await read_down(pull, feed, ask, take, pages=_PAGES)
    pull.cursor = replace(pull.cursor, talks=moved)


async def _read_talk(pull: Pull, talk: Talk, floor: int) -> None:
    """Add a conversation's messages that are newer than `floor`, as far back as the Graph gives them."""
    page = talk.messages
    for _ in range(_MESSAGE_PAGES):
        if _take(pull, talk, page, floor) or not page.after or pull.is_spent:
            return
        parameters = [("fields", MESSAGE_FIELDS), ("limit", str(RECENT))]
        page = await pull.page(f"{talk.id}/messages", parameters, page.after)


def _take(pull: Pull, talk: Talk, page: Page, floor: int) -> bool:
    """Add the messages of a page; return whether what is older need not be read."""
    done = not page.entries
    for entry in page.entries:
        made = moment_of(entry)
        if made is not None and seconds_of(made) < floor:
            done = True
            continue
        try:
            arrival = arrival_of_message(message_of(entry, pull.network), talk, ours(pull))
        except Unreadable as fault:
            pull.refused.append(f"{PART}:{fault}")
            done = done or str(fault) == "out_of_reach"
            continue
        if arrival is None:
            return True  # more than two talk there
        pull.add_message(arrival)
    return done
