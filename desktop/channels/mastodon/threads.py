"""Which conversation a post belongs to: the root of its reply chain, cut where public turns private.

A thread is named after its first post. A chain that moves from public to direct posts goes on as a thread of its own,
since nobody else may read it. Under a post of ours that names nobody (an announcement), each answer begins a thread:
its readers are strangers to each other, and an announcement is no customer's matter.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from desktop.channels.mastodon.cursor import Known
from desktop.channels.mastodon.mapping import Person, Post


@dataclass(frozen=True, slots=True)
class Placed:
    """A post in its thread: which post of the same thread it answers, and the announcement it answers if any."""

    post: Post
    thread: str
    answers: str | None = None
    quoted: str = ""


def is_announcement(post: Post, me: Person) -> bool:
    """True for a public post of ours to nobody in particular."""
    return post.author.remote_id == me.id and not post.is_direct and not post.mentions


def placed_alone(post: Post, known: Mapping[str, Known]) -> Placed | None:
    """Return where a post belongs if that needs no look at its thread, else None."""
    if post.parent_id is None:
        return Placed(post, post.id)
    parent = known.get(post.parent_id)
    if parent is None:
        return None
    if parent.direct != post.is_direct:
        return Placed(post, post.id)
    return Placed(post, parent.thread, post.parent_id)


def placed_again(post: Post, known: Known) -> Placed:
    """Return where a post belongs that was placed before."""
    return Placed(post, known.thread, post.parent_id if known.thread != post.id else None)


def placed_together(
    ancestors: Sequence[Post], post: Post, descendants: Iterable[Post], me: Person, known: Mapping[str, Known]
) -> list[Placed]:
    """Return where every post of a chain belongs, announcements left out: they belong to nobody's conversation."""
    table: dict[str, Placed] = {}
    announcements: dict[str, Post] = {}
    for each in (*ancestors, post, *descendants):
        above = table.get(each.parent_id or "")
        if is_announcement(each, me) and above is None:
            announcements[each.id] = each
        else:
            table[each.id] = _placed_under(each, above, announcements, known)
    return list(table.values())


def _placed_under(
    post: Post, above: Placed | None, announcements: Mapping[str, Post], known: Mapping[str, Known]
) -> Placed:
    if above is not None:
        same_side = above.post.is_direct == post.is_direct
        return Placed(post, above.thread, above.post.id) if same_side else Placed(post, post.id)
    announcement = announcements.get(post.parent_id or "")
    if announcement is not None:
        return Placed(post, post.id, quoted=announcement.text)
    return placed_alone(post, known) or Placed(post, post.id)


def that_concern_us(placed: Iterable[Placed], me: Person) -> list[Placed]:
    """Return what an agent must see of a thread's later posts: ours, those to us, and those of whoever wrote to us."""
    posts = list(placed)
    ours = [each for each in posts if each.post.author.remote_id == me.id]
    answered = {person.id for each in ours for person in each.post.mentions}
    writers = {each.post.author.remote_id for each in posts if each.post.names(me)} | answered | {me.id}
    return [each for each in posts if each.post.author.remote_id in writers or each.post.names(me)]
