"""How an answer becomes a comment or a private message, how it is found again, and what is taken back or hidden."""

from __future__ import annotations

from collections.abc import Callable

from desktop.channels.facebook.mapping import comment_of, private_talk_of, receipt_of
from desktop.channels.facebook.pictures import uploaded
from desktop.channels.graph.addresses import customer_of, root_of
from desktop.channels.graph.failures import NotThere
from desktop.channels.graph.look_up import CLOCK_SKEW, among_messages, is_on_time
from desktop.channels.graph.paging import page_of
from desktop.channels.graph.sending import Writer, refuse_unfit, send_message
from desktop.channels.graph.values import is_id, is_number, seconds_of
from desktop.channels.graph.wording import comparable
from desktop.channels.payload import Unreadable
from desktop.model import OutcomeUnknown, Outgoing, Refused, SentReceipt, TemporaryFailure, Visibility

_PAGES = 3
_TALKS = "t_"
"""Before the ids of conversations."""


async def send(writer: Writer, outgoing: Outgoing, on_commit: Callable[[], None]) -> SentReceipt:
    """Publish or send an answer once. Raises ChannelError as the contract of `Channel.send` says."""
    if outgoing.visibility is Visibility.INTERNAL:
        raise Refused("internal_note")
    refuse_unfit(outgoing, writer.network)
    if outgoing.visibility is Visibility.DIRECT:
        return await send_message(writer, outgoing, _recipient_of(writer, outgoing), on_commit)
    return await _comment(writer, outgoing, on_commit)


async def _comment(writer: Writer, outgoing: Outgoing, on_commit: Callable[[], None]) -> SentReceipt:
    body: dict[str, object] = {"message": outgoing.text}
    target = _target_of(outgoing)
    picture = await uploaded(writer, outgoing.attachments)
    if picture is not None:
        body["attachment_id"] = picture
    payload = await writer.client.publish(f"{target}/comments", body, on_commit)
    try:
        return receipt_of(payload, writer.clock())
    except Unreadable as fault:
        raise OutcomeUnknown("unreadable_answer") from fault


def _target_of(outgoing: Outgoing) -> str:
    """Return the post or comment that is answered: the one named, else what began the thread."""
    if _is_talk(outgoing):
        raise Refused("no_public")  # what came in private is never answered in public
    target = outgoing.in_reply_to or root_of(outgoing.thread_remote_id)
    if not target or not _is_public(target):
        raise Refused("no_recipient" if not target else "reply_target_gone")
    return target


def _recipient_of(writer: Writer, outgoing: Outgoing) -> dict[str, str]:
    """Return whom a private message goes to: a conversation's other side, else whoever wrote a comment or post."""
    if _is_talk(outgoing):
        customer = customer_of(outgoing.thread_remote_id)
        if customer is None:
            raise Refused("no_recipient")
        return {"id": customer}
    target = _target_of(outgoing)
    is_post = target == root_of(outgoing.thread_remote_id) and target.startswith(f"{writer.place.page}_")
    return {"post_id": target} if is_post else {"comment_id": target}


def _is_talk(outgoing: Outgoing) -> bool:
    return outgoing.thread_remote_id.startswith(_TALKS)


def _is_public(identity: str) -> bool:
    """Tell whether an id is a post's or a comment's: numbers, joined by a line."""
    return is_id(identity) and all(is_number(part) for part in identity.split("_"))


async def look_up(writer: Writer, outgoing: Outgoing) -> SentReceipt | None:
    """Return the receipt of an answer found among our latest, None if it is not there. Raises ChannelError."""
    if outgoing.visibility is Visibility.DIRECT:
        return await _among_messages(writer, outgoing)
    return await _among_comments(writer, outgoing)


async def _among_messages(writer: Writer, outgoing: Outgoing) -> SentReceipt | None:
    if _is_talk(outgoing):
        return await among_messages(writer, outgoing, talk=root_of(outgoing.thread_remote_id))
    customer = customer_of(outgoing.thread_remote_id)
    if customer is not None:
        return await among_messages(writer, outgoing, customer=customer)
    try:
        answer = await writer.client.get(_target_of(outgoing), [("fields", "id,from,private_reply_conversation")])
        talk, customer = private_talk_of(answer)
    except NotThere:
        return None
    except Unreadable as fault:
        raise TemporaryFailure("unreadable_answer") from fault
    return await among_messages(writer, outgoing, talk=talk, customer=customer) if talk or customer else None


async def _among_comments(writer: Writer, outgoing: Outgoing) -> SentReceipt | None:
    """Look below what began the thread: an answer to an answer may hang there too."""
    target, root = _target_of(outgoing), root_of(outgoing.thread_remote_id)
    below = root if root is not None and _is_public(root) else target
    wanted, after = comparable(outgoing.text), ""
    for _ in range(_PAGES):
        entries, following = await _own_page(writer, outgoing, below, after)
        for entry in entries:
            try:
                comment = comment_of(entry)
            except Unreadable as fault:
                raise TemporaryFailure("unreadable_answer") from fault  # a list with holes proves nothing
            ours = comment.author.remote_id == writer.place.page
            there = target == below or not comment.above or comment.above[0].id in {target, below}
            if ours and there and is_on_time(comment.at, outgoing) and comparable(comment.text) == wanted:
                return SentReceipt(comment.id, comment.at, comment.permalink)
        if not following or following == after:
            return None
        after = following
    return None


async def _own_page(writer: Writer, outgoing: Outgoing, below: str, after: str) -> tuple[tuple[object, ...], str]:
    asked = [
        ("filter", "stream"),
        ("order", "chronological"),
        ("fields", "id,created_time,from,message,parent{id},permalink_url"),
        ("limit", "100"),
    ]
    if outgoing.created_at is not None:
        asked.append(("since", str(seconds_of(outgoing.created_at - CLOCK_SKEW))))
    try:
        page = page_of(await writer.client.get(f"{below}/comments", [*asked, *([("after", after)] if after else [])]))
    except NotThere:
        return (), ""
    except Unreadable as fault:
        raise TemporaryFailure("unreadable_answer") from fault
    return page.entries, page.after


async def delete(writer: Writer, remote_id: str) -> None:
    """Take back a comment or post of ours; one that is gone already is what was wanted. Raises ChannelError."""
    if not _is_public(remote_id):
        raise Refused("not_deletable")  # Meta lets no program take back a private message
    try:
        await writer.client.delete(remote_id)
    except NotThere:
        return


async def hide(writer: Writer, remote_id: str, *, hidden: bool) -> None:
    """Hide or show somebody's comment or post on the Page. Raises ChannelError."""
    if not _is_public(remote_id):
        raise Refused("not_found")
    answer = await writer.client.change(remote_id, {"is_hidden": hidden})
    if answer.get("success") is not True:
        raise Refused("not_accepted")
