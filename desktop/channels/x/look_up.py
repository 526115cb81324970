"""How something that may have left is found again: among our own latest, by its words, its target and its time.

X has no idempotency key, and shows a text with its links shortened and names before it: both are put aside.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import datetime, timedelta

from desktop.channels.payload import Unreadable
from desktop.channels.x.fields import Parameters
from desktop.channels.x.mapping import Page, page_of, permalink_of
from desktop.channels.x.mapping_direct import PREFIX, Messages, messages_of
from desktop.channels.x.prices import DIRECT, DIRECT_READ, MICROS, kind_of_post
from desktop.channels.x.send import Writer, conversation_path, target_of
from desktop.model import Outgoing, SentReceipt, TemporaryFailure, Visibility

CLOCK_SKEW = timedelta(minutes=2)
PAGES = 3
_PAGE = 50
_NAMES = re.compile(r"\A(?:@\w{1,50}\s*)+")
_SCHEME = re.compile(r"https?://(?:www\.)?", re.IGNORECASE)
_SLASH = re.compile(r"/(?=\s|\Z)")


async def look_up(writer: Writer, outgoing: Outgoing) -> SentReceipt | None:
    """Return the receipt of an answer that may have arrived, None if X does not have it. Raises ChannelError."""
    if outgoing.visibility is Visibility.DIRECT:
        return await _among_messages(writer, outgoing)
    return await _among_posts(writer, outgoing)


async def _among_posts(writer: Writer, outgoing: Outgoing) -> SentReceipt | None:
    wanted, target = comparable(outgoing.text), target_of(outgoing)
    below: str | None = None
    for _ in range(PAGES):
        page = await _own_page(writer, below)
        for post in page.posts:
            if post.parent_id == target and _on_time(post.at, outgoing) and comparable(post.text) == wanted:
                kind = kind_of_post(has_link=bool(_SCHEME.search(post.text)), replying=target is not None)
                return SentReceipt(post.id, post.at, permalink_of(post.id, writer.me.name), MICROS[kind], kind)
        if page.refused:
            raise TemporaryFailure("unreadable_answer")  # a list with holes proves nothing
        if not page.next_token or all(not _on_time(post.at, outgoing) for post in page.posts):
            return None
        below = page.oldest
    return None


async def _own_page(writer: Writer, below: str | None) -> Page:
    parameters: Parameters = [("exclude", "retweets"), ("max_results", str(_PAGE))]
    if below is not None:
        parameters.append(("until_id", below))
    try:
        page = page_of(await writer.client.posts(f"/2/users/{writer.me.id}/tweets", parameters, window="own"))
    except Unreadable as fault:
        raise TemporaryFailure("unreadable_answer") from fault
    writer.ledger.read(writer.own_price, (post.version for post in page.posts))
    return page


async def _among_messages(writer: Writer, outgoing: Outgoing) -> SentReceipt | None:
    wanted = comparable(outgoing.text)
    token = ""
    path = f"{await conversation_path(writer, outgoing)}/dm_events"
    for _ in range(PAGES):
        page = await _message_page(writer, path, token)
        for message in page.messages:
            ours = message.author.remote_id == writer.me.id
            if ours and _on_time(message.at, outgoing) and comparable(message.text) == wanted:
                return SentReceipt(f"{PREFIX}{message.id}", message.at, None, MICROS[DIRECT], DIRECT)
        if page.refused:
            raise TemporaryFailure("unreadable_answer")
        if not page.next_token or all(not _on_time(message.at, outgoing) for message in page.messages):
            return None
        token = page.next_token
    return None


async def _message_page(writer: Writer, path: str, token: str) -> Messages:
    parameters: Parameters = [("max_results", str(_PAGE)), *([("pagination_token", token)] if token else [])]
    try:
        page = messages_of(await writer.client.messages(path, parameters, window="dm_with"))
    except Unreadable as fault:
        raise TemporaryFailure("unreadable_answer") from fault
    writer.ledger.read(DIRECT_READ, (f"{PREFIX}{message.id}" for message in page.messages))
    return page


def _on_time(at: datetime, outgoing: Outgoing) -> bool:
    return outgoing.created_at is None or at >= outgoing.created_at - CLOCK_SKEW


def comparable(text: str) -> str:
    """Return a text as it can be compared after X showed it: no names before it, links bare, white space gone."""
    bare = _NAMES.sub("", unicodedata.normalize("NFC", text.strip()))
    return "".join(_SLASH.sub("", _SCHEME.sub("", bare)).split()).casefold()
