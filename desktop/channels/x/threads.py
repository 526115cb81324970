"""Which conversation a post belongs to: X's own conversation, and in it the one customer it is about.

Many strangers write under one post; each of them is a matter of their own. So a thread is the conversation and the
customer together: whoever wrote, or of our own posts whoever they answer. Two desks come to the same thread by
themselves, whatever either has seen before.
"""

from __future__ import annotations

from desktop.channels.x.mapping import Person, Post, permalink_of
from desktop.channels.x.snowflake import is_id
from desktop.model import Arrival, Direction, ThreadKind, Visibility


def customer_of(post: Post, me: Person) -> str | None:
    """Return the id of the customer a post is by or for, None for an announcement of ours."""
    if post.author.remote_id != me.id:
        return post.author.remote_id
    if post.reply_to_author not in {None, me.id}:
        return post.reply_to_author
    return next((named.id for named in post.mentions if named.id not in {"", me.id}), None)


def thread_of(post: Post, me: Person) -> str | None:
    """Return the thread of a post, None for an announcement of ours."""
    customer = customer_of(post, me)
    return f"{post.conversation}/{customer}" if customer else None


def parts_of(thread: str) -> tuple[str | None, str | None]:
    """Return the first post and the customer of a thread as `thread_of` names it, None for what it does not tell."""
    conversation, _, customer = thread.partition("/")
    return (conversation if is_id(conversation) else None), (customer if is_id(customer) else None)


def arrival_of(post: Post, me: Person, *, named_us: bool = False) -> Arrival | None:
    """Return a post as it arrives, None for an announcement of ours, which is nobody's matter.

    `named_us`: X itself counts it among our mentions. What it replies to is named if that is in the same thread, and
    quoted if it is not.
    """
    thread, customer = thread_of(post, me), customer_of(post, me)
    if thread is None or customer is None:
        return None
    ours = post.author.remote_id == me.id
    parent = post.parent
    same_thread = parent is not None and thread_of(parent, me) == thread
    elsewhere = parent.text if parent is not None and not same_thread else ""
    return Arrival(
        remote_id=post.id,
        thread_remote_id=thread,
        thread_kind=ThreadKind.PUBLIC,
        author=post.author,
        direction=Direction.OUTGOING if ours else Direction.INCOMING,
        visibility=Visibility.PUBLIC,
        sent_at=post.at,
        text=post.text,
        quoted="\n\n".join(part for part in (elsewhere, post.quoted) if part),
        in_reply_to=parent.id if parent is not None and same_thread else None,
        below=post.parent_id,
        recipients=(customer,) if ours else _recipients(post),
        permalink=permalink_of(post.id, post.author.handle),
        language_hint=post.language,
        attachments=post.attachments,
        mentions_us=ours or named_us or post.summons(me),
        engagement=post.engagement,
        edited_at=post.edited_at,
    )


def _recipients(post: Post) -> tuple[str, ...]:
    """Return whom a post is for: whoever it replies to, then everybody it names, its author left out."""
    first = (post.reply_to_author,) if post.reply_to_author else ()
    everybody = dict.fromkeys((*first, *(named.id for named in post.mentions if named.id)))
    return tuple(identity for identity in everybody if identity != post.author.remote_id)
