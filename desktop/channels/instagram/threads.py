"""Which conversation a comment belongs to: its first comment, and the one customer it is about.

Instagram hangs every answer below a first comment, whomever it answers; people put the name of whom they answer before
it, and so do we. Customers are known by their names here, which a text can hold.
"""

from __future__ import annotations

from collections.abc import Iterator

from desktop.channels.graph.addresses import thread_of
from desktop.channels.instagram.mapping import Comment, Media, author_named, names_in
from desktop.model import Arrival, Direction, Engagement, Refusal, ThreadKind, Visibility

MEDIA = "media-"
"""Before the ids of pictures: Instagram numbers pictures and comments alike."""


def arrivals_of(comment: Comment, media: Media, us: str) -> Iterator[Arrival]:
    """Yield a first comment and the answers below it as they arrive; what is our own to nobody is nobody's matter."""
    for each in (comment, *comment.replies):
        arrival = arrival_of(each, comment, media, us)
        if arrival is not None:
            yield arrival


def arrival_of(comment: Comment, top: Comment, media: Media, us: str) -> Arrival | None:
    """Return a comment as it arrives below its first one."""
    customer = _customer(comment, top, us)
    if customer is None:
        return None
    ours = comment.username == us
    closed = Refusal.LIVE if media.live else None if media.takes_comments else Refusal.REPLIES_OFF
    return Arrival(
        remote_id=comment.id,
        thread_remote_id=thread_of(top.id, customer),
        thread_kind=ThreadKind.PUBLIC,
        author=comment.author,
        direction=Direction.OUTGOING if ours else Direction.INCOMING,
        visibility=Visibility.PUBLIC,
        sent_at=comment.at,
        text=comment.text,
        quoted=media.caption if comment is top else "",
        in_reply_to=top.id if comment is not top and top.username == customer else None,
        recipients=(customer,) if ours else (us,),
        permalink=media.permalink,
        engagement=comment.engagement,
        hidden=comment.hidden or top.hidden,
        below_ours=True,
        closed_public=closed,
    )


def _customer(comment: Comment, top: Comment, us: str) -> str | None:
    """Return the name of the customer a comment is about: its author's, of our own whomever it names or answers."""
    if comment.username != us:
        return comment.username or comment.author.remote_id
    named = next((name for name in names_in(comment.text) if name != us), None)
    if named is not None and comment is not top:
        return named
    return top.username if top.username != us else None


def arrival_of_tag(media: Media, us: str) -> Arrival | None:
    """Return a picture that tags us as it arrives. It can be answered only where its words name us too."""
    if not media.username or media.username.casefold() == us:
        return None
    return Arrival(
        remote_id=f"{MEDIA}{media.id}",
        thread_remote_id=thread_of(f"{MEDIA}{media.id}", media.username.casefold()),
        thread_kind=ThreadKind.PUBLIC,
        author=author_named(media.username),
        direction=Direction.INCOMING,
        visibility=Visibility.PUBLIC,
        sent_at=media.at,
        text=media.caption,
        recipients=(us,),
        permalink=media.permalink,
        engagement=Engagement(replies=media.comments, likes=media.likes),
        closed_public=None if media.names(us) else Refusal.REPLIES_OFF,
        closed_direct=Refusal.NO_DIRECT,  # a private answer takes a comment
    )
