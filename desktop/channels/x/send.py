"""How an answer becomes a post or a direct message, and whom it goes to."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from desktop.channels.payload import Unreadable
from desktop.channels.x.client import XClient
from desktop.channels.x.failures import NotThere
from desktop.channels.x.fields import ME
from desktop.channels.x.mapping import Person
from desktop.channels.x.mapping_answers import hidden_of, receipt_of, user_id_of
from desktop.channels.x.mapping_direct import PREFIX, other_side, receipt_of_message
from desktop.channels.x.media import uploaded
from desktop.channels.x.prices import DELETION, DIRECT, Ledger, kind_of_post
from desktop.channels.x.snowflake import is_id
from desktop.channels.x.threads import parts_of
from desktop.model import OutcomeUnknown, Outgoing, Refused, SentReceipt, Visibility
from desktop.model.channel import Clock

_NAME = re.compile(r"\w{1,15}", re.ASCII)
_GROUP = re.compile(r"[0-9]{15,19}")


@dataclass(frozen=True, slots=True)
class Writer:
    """Who writes: the account, its client, and what counts the costs. `own_price` is what reading back costs."""

    client: XClient
    me: Person
    ledger: Ledger
    clock: Clock
    own_price: str


async def send(writer: Writer, outgoing: Outgoing, on_commit: Callable[[], None]) -> SentReceipt:
    """Publish or send an answer once. Raises ChannelError as the contract of `Channel.send` says."""
    if outgoing.visibility is Visibility.PUBLIC:
        return await _post(writer, outgoing, on_commit)
    if outgoing.visibility is Visibility.DIRECT:
        return await _message(writer, outgoing, on_commit)
    raise Refused("internal_note")


async def _post(writer: Writer, outgoing: Outgoing, on_commit: Callable[[], None]) -> SentReceipt:
    if (outgoing.in_reply_to or "").startswith(PREFIX):
        raise Refused("no_public")  # what came in private is never answered in public
    target = target_of(outgoing)
    body: dict[str, object] = {"text": public_text(outgoing)}
    if target is not None:
        body["reply"] = {"in_reply_to_tweet_id": target}
    media = await uploaded(writer.client, outgoing.attachments, direct=False)
    if media:
        body["media"] = {"media_ids": media}
    payload = await writer.client.publish(
        "/2/tweets", body, window="post", replying=target is not None, on_commit=on_commit
    )
    kind = kind_of_post(has_link=_has_link(outgoing.text), replying=target is not None)
    try:
        return receipt_of(payload, writer.me.name, writer.clock(), kind)
    except Unreadable as fault:
        raise OutcomeUnknown("unreadable_answer") from fault


def public_text(outgoing: Outgoing) -> str:
    """Return the text of a post; one that answers nothing names whom it is for."""
    name = outgoing.recipient.strip().removeprefix("@")
    addressed = f"@{name}".casefold() in outgoing.text.casefold()
    if target_of(outgoing) is not None or not name or addressed:
        return outgoing.text
    return f"@{name} {outgoing.text}"


def target_of(outgoing: Outgoing) -> str | None:
    """Return the post that is answered: the one named, else the thread's first, None for a new conversation."""
    if outgoing.in_reply_to and is_id(outgoing.in_reply_to):
        return outgoing.in_reply_to
    return parts_of(outgoing.thread_remote_id)[0] if "/" in outgoing.thread_remote_id else None


def _has_link(text: str) -> bool:
    from desktop.composer.links import find_links

    return bool(find_links(text, bare=True))


async def _message(writer: Writer, outgoing: Outgoing, on_commit: Callable[[], None]) -> SentReceipt:
    path = await conversation_path(writer, outgoing)
    media = await uploaded(writer.client, outgoing.attachments, direct=True)
    body: dict[str, object] = {"attachments": [{"media_id": identity} for identity in media]} if media else {}
    if outgoing.text:
        body["text"] = outgoing.text
    payload = await writer.client.publish(
        f"{path}/messages", body, window="dm_send", replying=False, on_commit=on_commit
    )
    try:
        return receipt_of_message(payload, writer.clock(), DIRECT)
    except Unreadable as fault:
        raise OutcomeUnknown("unreadable_answer") from fault


async def conversation_path(writer: Writer, outgoing: Outgoing) -> str:
    """Return where the messages with an answer's recipient are: a group's own place, else by the other's id.

    Raises Refused("no_recipient") if nobody is meant or X knows nobody by that name.
    """
    thread = outgoing.thread_remote_id
    if _GROUP.fullmatch(thread):
        return f"/2/dm_conversations/{thread}"
    participant = parts_of(thread)[1] or other_side(thread, writer.me.id) or await _id_of(writer, outgoing.recipient)
    return f"/2/dm_conversations/with/{participant}"


async def _id_of(writer: Writer, handle: str) -> str:
    name = handle.strip().removeprefix("@")
    if not _NAME.fullmatch(name):
        raise Refused("no_recipient")
    try:
        found = user_id_of(await writer.client.get(f"/2/users/by/username/{name}", ME, window="by_name"))
    except NotThere as missing:
        raise Refused("no_recipient") from missing
    if found is None:
        raise Refused("no_recipient")
    return found


async def delete(writer: Writer, remote_id: str) -> None:
    """Take back a post or message of ours. One that is gone already is what was wanted."""
    identity = remote_id.removeprefix(PREFIX)
    if not is_id(identity):
        raise Refused("not_found")
    direct = remote_id.startswith(PREFIX)
    try:
        await writer.client.delete(
            f"/2/dm_events/{identity}" if direct else f"/2/tweets/{identity}",
            window="dm_delete" if direct else "delete",
        )
    except NotThere:
        return
    if not direct:
        writer.ledger.did(DELETION)


async def hide(writer: Writer, remote_id: str, *, hidden: bool) -> None:
    """Hide or show a reply below a post of ours. Raises Refused where the conversation is not ours."""
    if not is_id(remote_id):
        raise Refused("not_found")
    answer = await writer.client.put(f"/2/tweets/{remote_id}/hidden", {"hidden": hidden}, window="hide")
    if hidden_of(answer) is not hidden:
        raise Refused("not_accepted")
