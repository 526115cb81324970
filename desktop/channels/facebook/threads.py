"""Which conversation a post or comment belongs to: what it hangs below, and the one customer it is about.

Below a post of ours each first comment begins a conversation; a visitor's post is one itself. Whoever joins in there
has a matter of their own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from desktop.channels.facebook.mapping import Comment, Post
from desktop.channels.graph.addresses import thread_of
from desktop.model import Arrival, Direction, ThreadKind, Visibility


@dataclass(frozen=True, slots=True)
class Ground:
    """What comments hang below: a post, whose it is, what it says, and whether it is on the Page at all."""

    post: str
    author: str
    text: str = ""
    elsewhere: bool = False


def ground_of(post: Post, *, elsewhere: bool = False) -> Ground:
    """Return a post as the ground of its comments."""
    return Ground(post.id, post.author.remote_id, post.text, elsewhere)


def arrival_of_post(post: Post, page: str) -> Arrival | None:
    """Return a post as it arrives, None for an announcement of ours, which is nobody's matter."""
    if post.author.remote_id == page:
        return None
    return Arrival(
        remote_id=post.id,
        thread_remote_id=thread_of(post.id, post.author.remote_id),
        thread_kind=ThreadKind.PUBLIC,
        author=post.author,
        direction=Direction.INCOMING,
        visibility=Visibility.PUBLIC,
        sent_at=post.at,
        text=post.text,
        recipients=(page,),
        permalink=post.permalink,
        attachments=post.attachments,
        engagement=post.engagement,
        hidden=post.hidden,
        below_ours=post.id.startswith(f"{page}_"),  # on the Page, where we may hide it
        closed_direct=post.closed_direct,
    )


def arrival_of(comment: Comment, ground: Ground, page: str, threads: Mapping[str, str]) -> Arrival | None:
    """Return a comment as it arrives, None for one that concerns nobody: our own to nobody, strangers' elsewhere.

    `threads` are those of comments that are known, by id.
    """
    customer = _customer(comment, ground, page, threads)
    if customer is None or (ground.elsewhere and not _concerns_us(comment, ground, page)):
        return None
    root = comment.top.id if ground.author == page else ground.post
    thread = threads.get(comment.id) or thread_of(root, customer)
    return again(comment, thread, page, threads, ground, elsewhere=ground.elsewhere)


def again(
    comment: Comment,
    thread: str,
    page: str,
    threads: Mapping[str, str],
    ground: Ground | None = None,
    *,
    elsewhere: bool = False,
) -> Arrival:
    """Return a comment as it arrives in a thread that is known. `elsewhere`: it is not on the Page."""
    ours = comment.author.remote_id == page
    customer = thread.partition("/")[2]
    return Arrival(
        remote_id=comment.id,
        thread_remote_id=thread,
        thread_kind=ThreadKind.PUBLIC,
        author=comment.author,
        direction=Direction.OUTGOING if ours else Direction.INCOMING,
        visibility=Visibility.PUBLIC,
        sent_at=comment.at,
        text=comment.text,
        quoted=ground.text if ground is not None and ground.author == page and not comment.above else "",
        in_reply_to=_answered(comment, thread, customer, ground, threads),
        recipients=(customer,) if ours else (page,),
        permalink=comment.permalink,
        attachments=comment.attachments,
        engagement=comment.engagement,
        hidden=comment.hidden,
        below_ours=not elsewhere,
        closed_public=comment.closed_public,
        closed_direct=comment.closed_direct,
    )


def _customer(comment: Comment, ground: Ground, page: str, threads: Mapping[str, str]) -> str | None:
    """Return whose matter a comment is: its author's; of our own whoever it names or answers."""
    known = threads.get(comment.id, "").partition("/")[2]
    if known:
        return known
    if comment.author.remote_id != page:
        return comment.author.remote_id
    above = (one.author for one in comment.above)
    return next((name for name in (*comment.tagged, *above, ground.author) if name != page), None)


def _concerns_us(comment: Comment, ground: Ground, page: str) -> bool:
    answers_us = bool(comment.above) and comment.above[0].author == page
    return comment.author.remote_id in {page, ground.author} or answers_us or page in comment.tagged


def _answered(
    comment: Comment, thread: str, customer: str, ground: Ground | None, threads: Mapping[str, str]
) -> str | None:
    """Return what a comment answers, if that is in the same thread."""
    if not comment.above:
        on_post = ground is not None and thread.startswith(f"{ground.post}/") and ground.author == customer
        return ground.post if on_post and ground is not None else None
    nearest = comment.above[0]
    same = threads.get(nearest.id) == thread or nearest.author == customer
    return nearest.id if same else None
