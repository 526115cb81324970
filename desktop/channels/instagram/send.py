"""How an answer becomes a comment or a direct message, how it is found again, and what is taken back or hidden.

Instagram hangs an answer to an answer below the first comment: the name of whom it is for goes before it then. A hidden
comment, or one in a live broadcast, takes no answer; that is looked up before anything leaves.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from desktop.channels.graph.addresses import customer_of, root_of
from desktop.channels.graph.failures import NotThere
from desktop.channels.graph.look_up import among_messages, is_on_time
from desktop.channels.graph.paging import Page, page_of
from desktop.channels.graph.sending import Writer, refuse_unfit, send_message
from desktop.channels.graph.values import is_number
from desktop.channels.graph.wording import comparable
from desktop.channels.instagram.mapping import (
    COMMENT_FIELDS,
    TARGET_FIELDS,
    Target,
    comment_of,
    mentioned_comments_of,
    names_in,
    receipt_of,
    target_of,
)
from desktop.channels.instagram.threads import MEDIA
from desktop.channels.payload import Unreadable
from desktop.model import OutcomeUnknown, Outgoing, Refused, SentReceipt, TemporaryFailure, Visibility

_PAGES = 3


async def send(writer: Writer, outgoing: Outgoing, on_commit: Callable[[], None]) -> SentReceipt:
    """Publish or send an answer once. Raises ChannelError as the contract of `Channel.send` says."""
    if outgoing.visibility is Visibility.INTERNAL:
        raise Refused("internal_note")
    refuse_unfit(outgoing, writer.network)
    if outgoing.visibility is Visibility.DIRECT:
        return await send_message(writer, outgoing, _recipient_of(outgoing), on_commit)
    if outgoing.attachments:
        raise Refused("attachment_refused")
    if _is_talk(outgoing):
        raise Refused("no_public")  # what came in private is never answered in public
    picture = _picture_of(outgoing)
    if picture is not None:
        place, body = f"{writer.place.ig_user}/mentions", {"media_id": picture, "message": outgoing.text}
    else:
        comment = _comment_of(outgoing)
        place, body = f"{comment}/replies", {"message": await _addressed(writer, outgoing, comment)}
    payload = await writer.client.publish(place, body, on_commit)
    try:
        return receipt_of(payload, writer.clock())
    except Unreadable as fault:
        raise OutcomeUnknown("unreadable_answer") from fault


async def _addressed(writer: Writer, outgoing: Outgoing, comment: str) -> str:
    """Return the text, with the name of whom it is for where that is not clear. Raises Refused where none may go."""
    target = await _target(writer, comment)
    if target.live:
        raise Refused("live")
    if target.hidden or (target.parent is not None and (await _target(writer, target.parent)).hidden):
        raise Refused("hidden")
    if not target.takes_comments:
        raise Refused("replies_off")
    handle = target.author.handle.removeprefix("@") if target.author is not None else ""
    if target.parent is None or not handle or handle.casefold() in names_in(outgoing.text):
        return outgoing.text
    text = f"@{handle} {outgoing.text}"
    refuse_unfit(replace(outgoing, text=text), writer.network)
    return text


async def _target(writer: Writer, comment: str) -> Target:
    try:
        return target_of(await writer.client.get(comment, [("fields", TARGET_FIELDS)]))
    except NotThere as missing:
        raise Refused("reply_target_gone") from missing
    except Unreadable as fault:
        raise TemporaryFailure("unreadable_answer") from fault


def _recipient_of(outgoing: Outgoing) -> dict[str, str]:
    """Return whom a direct message goes to: a conversation's other side, else whoever wrote a comment."""
    if _is_talk(outgoing):
        customer = customer_of(outgoing.thread_remote_id)
        if customer is None:
            raise Refused("no_recipient")
        return {"id": customer}
    if _picture_of(outgoing) is not None:
        raise Refused("no_direct")  # a private answer takes a comment
    return {"comment_id": _comment_of(outgoing)}


def _picture_of(outgoing: Outgoing) -> str | None:
    """Return the picture that is answered, None if it is a comment."""
    root = root_of(outgoing.thread_remote_id) or ""
    picture = root.removeprefix(MEDIA)
    return picture if root.startswith(MEDIA) and is_number(picture) else None


def _comment_of(outgoing: Outgoing) -> str:
    """Return the comment that is answered: the one named, else what began the thread."""
    comment = outgoing.in_reply_to or root_of(outgoing.thread_remote_id)
    if not comment or not is_number(comment):
        raise Refused("no_recipient" if not comment else "reply_target_gone")
    return comment


def _is_talk(outgoing: Outgoing) -> bool:
    """Tell whether a thread is a conversation: those of comments and pictures begin with a number."""
    root = root_of(outgoing.thread_remote_id)
    return root is not None and not is_number(root.removeprefix(MEDIA))


async def look_up(writer: Writer, outgoing: Outgoing) -> SentReceipt | None:
    """Return the receipt of an answer found among our latest, None if it is not there. Raises ChannelError."""
    if outgoing.visibility is Visibility.DIRECT:
        return await _among_messages(writer, outgoing)
    picture = _picture_of(outgoing)
    if picture is not None:
        fields = f"mentioned_media.media_id({picture}){{id,comments{{id,text,timestamp,username}}}}"
        answer = await writer.client.get(writer.place.ig_user, [("fields", fields)])
        return _found(writer, outgoing, mentioned_comments_of(answer))
    return await _among_replies(writer, outgoing)


async def _among_messages(writer: Writer, outgoing: Outgoing) -> SentReceipt | None:
    if _is_talk(outgoing):
        return await among_messages(writer, outgoing, talk=root_of(outgoing.thread_remote_id))
    try:
        target = target_of(await writer.client.get(_comment_of(outgoing), [("fields", TARGET_FIELDS)]))
    except NotThere:
        return None
    except Unreadable as fault:
        raise TemporaryFailure("unreadable_answer") from fault
    identity = target.author.remote_id if target.author is not None else ""
    return await among_messages(writer, outgoing, customer=identity if is_number(identity) else None)


async def _among_replies(writer: Writer, outgoing: Outgoing) -> SentReceipt | None:
    """Look below the first comment: answers to answers hang there too."""
    top = root_of(outgoing.thread_remote_id)
    below = top if top is not None and is_number(top) else _comment_of(outgoing)
    after = ""
    for _ in range(_PAGES):
        asked = [("fields", COMMENT_FIELDS), ("limit", "50"), *([("after", after)] if after else [])]
        try:
            page = page_of(await writer.client.get(f"{below}/replies", asked))
        except NotThere:
            return None
        except Unreadable as fault:
            raise TemporaryFailure("unreadable_answer") from fault
        receipt = _found(writer, outgoing, page)
        if receipt is not None or not page.after or page.after == after:
            return receipt
        after = page.after
    return None


def _found(writer: Writer, outgoing: Outgoing, page: Page) -> SentReceipt | None:
    wanted, us = comparable(outgoing.text), writer.place.username.casefold()
    for entry in page.entries:
        try:
            comment = comment_of(entry)
        except Unreadable as fault:
            raise TemporaryFailure("unreadable_answer") from fault  # a list with holes proves nothing
        if comment.username == us and is_on_time(comment.at, outgoing) and comparable(comment.text) == wanted:
            return SentReceipt(comment.id, comment.at)
    return None


async def delete(writer: Writer, remote_id: str) -> None:
    """Take back a comment of ours; one that is gone already is what was wanted. Raises ChannelError."""
    if not is_number(remote_id):
        raise Refused("not_deletable")  # Meta lets no program take back a direct message
    try:
        await writer.client.delete(remote_id)
    except NotThere:
        return


async def hide(writer: Writer, remote_id: str, *, hidden: bool) -> None:
    """Hide or show somebody's comment below a picture of ours. Raises ChannelError."""
    if not is_number(remote_id):
        raise Refused("not_found")
    answer = await writer.client.change(remote_id, {"hide": hidden})
    if answer.get("success") is not True:
        raise Refused("not_accepted")
