"""How a private message that may have left is found again: among a conversation's newest, by its words and its time.

The Graph has no idempotency key.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from desktop.channels.graph.failures import NotThere
from desktop.channels.graph.paging import page_of, page_within
from desktop.channels.graph.sending import Writer
from desktop.channels.graph.talks import PLATFORM
from desktop.channels.graph.talks_mapping import MESSAGE_FIELDS, RECENT, is_us, message_of
from desktop.channels.graph.values import listed
from desktop.channels.graph.wording import comparable
from desktop.channels.payload import Unreadable, maybe_fields
from desktop.model import Outgoing, SentReceipt, TemporaryFailure

CLOCK_SKEW = timedelta(minutes=2)  # how far a server's clock may be behind ours


async def among_messages(
    writer: Writer, outgoing: Outgoing, *, talk: str | None = None, customer: str | None = None
) -> SentReceipt | None:
    """Return the receipt of a private message, None if it is not there. Raises ChannelError.

    It is looked for in a conversation, else in the one with a customer.
    """
    if talk is not None:
        parameters = [("fields", MESSAGE_FIELDS), ("limit", str(RECENT))]
        try:
            entries: Sequence[object] = page_of(await writer.client.get(f"{talk}/messages", parameters)).entries
        except NotThere:
            return None
        except Unreadable as fault:
            raise TemporaryFailure("unreadable_answer") from fault
        return _found(writer, outgoing, entries)
    if customer is None:
        raise TemporaryFailure("no_conversation")  # nothing proves that it did not arrive
    parameters = [
        ("platform", PLATFORM[writer.network]),
        ("user_id", customer),
        ("fields", f"id,updated_time,messages.limit({RECENT}){{{MESSAGE_FIELDS}}}"),
    ]
    answer = await writer.client.get(f"{writer.place.page}/conversations", parameters)
    if not isinstance(maybe_fields(answer).get("data"), list):
        raise TemporaryFailure("unreadable_answer")
    for found in listed(answer):
        receipt = _found(writer, outgoing, page_within(maybe_fields(found).get("messages")).entries)
        if receipt is not None:
            return receipt
    return None


def _found(writer: Writer, outgoing: Outgoing, entries: Sequence[object]) -> SentReceipt | None:
    place, wanted = writer.place, comparable(outgoing.text)
    me = frozenset(name.casefold() for name in (place.page, place.ig_user, place.username) if name)
    for entry in entries:
        try:
            message = message_of(entry, writer.network)
        except Unreadable as fault:
            raise TemporaryFailure("unreadable_answer") from fault  # a list with holes proves nothing
        if is_us(message.author, me) and is_on_time(message.at, outgoing) and _same(comparable(message.text), wanted):
            return SentReceipt(message.id, message.at)
    return None


def _same(found: str, wanted: str) -> bool:
    """Tell whether a text is the wanted one, or that with the link which the Graph adds to a private answer."""
    return found == wanted or (bool(wanted) and found.startswith(wanted) and found[len(wanted) :].startswith("http"))


def is_on_time(at: datetime, outgoing: Outgoing) -> bool:
    """Tell whether something was written since an answer was made, by clocks that may differ a little."""
    return outgoing.created_at is None or at >= outgoing.created_at - CLOCK_SKEW
