"""How a private answer reaches one person: their conversation with us, accepted first where they asked for one.

The chat knows no key of ours: a message that may have arrived is looked for among the conversation's newest ones.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from desktop.channels.bluesky.addresses import record_address
from desktop.channels.bluesky.chat_mapping import (
    ChatMessage,
    Convo,
    convo_in,
    may_chat,
    message_of,
    receipt_of_message,
)
from desktop.channels.bluesky.client import BlueskyClient
from desktop.channels.bluesky.failures import NoChat, NotThere
from desktop.channels.bluesky.fields import whole
from desktop.channels.bluesky.limits import refuse_unfit_files, refuse_unfit_text
from desktop.channels.bluesky.mapping import page_of
from desktop.channels.bluesky.requests import new_message
from desktop.channels.bluesky.send import did_behind, facets_in
from desktop.channels.payload import Unreadable
from desktop.model import OutcomeUnknown, Outgoing, Refused, SentReceipt, TemporaryFailure

CLOCK_SKEW = timedelta(minutes=2)  # how far a server's clock may be behind ours
LOOK_UP_PAGES = 3
_PAGE = 100


async def send(client: BlueskyClient, outgoing: Outgoing, on_commit: Callable[[], None]) -> SentReceipt:
    """Send a private answer. Raises ChannelError as the contract of `Channel.send` says."""
    words = whole(outgoing.text)
    refuse_unfit_text(words, direct=True)
    refuse_unfit_files(outgoing.attachments, direct=True)
    convo = await _convo_for(client, outgoing)
    body = new_message(convo.id, words, await facets_in(client, words))
    if convo.asks:
        await client.post("chat.bsky.convo.acceptConvo", {"convoId": convo.id})
    payload = await client.publish("chat.bsky.convo.sendMessage", body, on_commit)
    try:
        message = message_of(payload, convo.id)
    except Unreadable as fault:
        raise OutcomeUnknown("unreadable_answer") from fault
    if message is None:
        raise OutcomeUnknown("unreadable_answer")
    return receipt_of_message(message)


async def look_up(client: BlueskyClient, outgoing: Outgoing) -> SentReceipt | None:
    """Return the receipt of a private answer found among the conversation's newest messages, None if it is not there.

    Found by its conversation, its words and its time.
    """
    session = await client.session()
    convo = await _convo_for(client, outgoing)
    wanted, page = _comparable(whole(outgoing.text)), None
    for _ in range(LOOK_UP_PAGES):
        messages, following = await _messages(client, convo.id, page)
        for message in messages:
            if message.sender == session.did and _is_on_time(message, outgoing) and _comparable(message.text) == wanted:
                return receipt_of_message(message)
        if following in {None, page} or not any(_is_on_time(message, outgoing) for message in messages):
            return None
        page = following
    return None


async def _messages(client: BlueskyClient, convo: str, page: str | None) -> tuple[Sequence[ChatMessage], str | None]:
    parameters = [("convoId", convo), ("limit", str(_PAGE)), *([("cursor", page)] if page else [])]
    try:
        raw, following = page_of(await client.get("chat.bsky.convo.getMessages", parameters), "messages")
        read = [message_of(entry, convo) for entry in raw]
    except Unreadable as fault:
        raise TemporaryFailure("unreadable_answer") from fault  # a list with holes proves nothing
    return [message for message in read if message is not None and not message.gone], following


def _is_on_time(message: ChatMessage, outgoing: Outgoing) -> bool:
    created_at: datetime | None = outgoing.created_at
    return created_at is None or message.at >= created_at - CLOCK_SKEW


async def _convo_for(client: BlueskyClient, outgoing: Outgoing) -> Convo:
    """Return the conversation that an answer goes into: the thread's own, or ours with its recipient."""
    thread = outgoing.thread_remote_id
    me = (await client.session()).did
    if thread and record_address(thread) is None:
        try:
            convo = await _asked(client, "chat.bsky.convo.getConvo", [("convoId", thread)], me)
        except NoChat:
            raise
        except (NotThere, Refused) as error:
            raise Refused("reply_target_gone") from error
    else:
        convo = await _convo_with(client, outgoing.recipient, me)
    if convo.other is None:
        raise Refused("no_recipient")  # a group's members would all read it
    return convo


async def _convo_with(client: BlueskyClient, recipient: str, me: str) -> Convo:
    did = await did_behind(client, recipient)
    if did is None or did == me:
        raise Refused("no_recipient")
    members = [("members", did)]
    try:
        if not may_chat(await client.get("chat.bsky.convo.getConvoAvailability", members)):
            raise Refused("no_direct")
    except Unreadable as fault:
        raise TemporaryFailure("unreadable_answer") from fault
    convo = await _asked(client, "chat.bsky.convo.getConvoForMembers", members, me)
    if convo.other is None or convo.other.remote_id != did:
        raise Refused("no_recipient")
    return convo


async def _asked(client: BlueskyClient, name: str, parameters: Sequence[tuple[str, str]], me: str) -> Convo:
    try:
        return convo_in(await client.get(name, parameters), me)
    except Unreadable as fault:
        raise TemporaryFailure("unreadable_answer") from fault


def _comparable(text: str) -> str:
    return "".join(unicodedata.normalize("NFC", text).split()).casefold()
