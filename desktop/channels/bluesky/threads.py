"""Which conversation a post belongs to: the first post of its reply chain.

Under a post of ours that names and answers nobody (an announcement), each answer begins a thread: its readers are
strangers to each other, and an announcement is no customer's matter.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from desktop.channels.bluesky.addresses import record_address
from desktop.channels.bluesky.cursor import Known
from desktop.channels.bluesky.mapping import Chain, Post


@dataclass(frozen=True, slots=True)
class Placed:
    """A post in its thread: which post of the same thread it answers, and the announcement it answers if any."""

    post: Post
    thread: str
    answers: str | None = None
    quoted: str = ""


def is_announcement(post: Post, me: str) -> bool:
    """True for a post of ours to nobody in particular; `me` is our DID."""
    return post.author.remote_id == me and post.parent is None and not post.mentions


def placed_alone(post: Post, known: Mapping[str, Known]) -> Placed | None:
    """Return where a post belongs if that needs no look at its thread, else None."""
    if post.parent is None:
        return Placed(post, post.uri)
    above = known.get(post.parent.uri)
    return Placed(post, above.thread, post.parent.uri) if above is not None and above.thread else None


def placed_again(post: Post, known: Known) -> Placed:
    """Return where a post belongs that was placed before."""
    answers = post.parent.uri if post.parent is not None and known.thread != post.uri else None
    return Placed(post, known.thread, answers)


def placed_without_chain(post: Post, me: str) -> Placed:
    """Return where a post belongs whose thread can't be seen: the root that it names, unless that is ours."""
    root = record_address(post.root.uri) if post.root else None
    if post.root is None or root is None or root.did == me:
        return Placed(post, post.uri)
    return Placed(post, post.root.uri, post.parent.uri if post.parent else None)


def placed_together(chain: Chain, post: Post, me: str, known: Mapping[str, Known]) -> list[Placed]:
    """Return where every post of a chain belongs, announcements left out: they belong to nobody's conversation."""
    table: dict[str, Placed] = {}
    announcements: dict[str, Post] = {}
    for each in (*chain.before, post, *chain.after):
        above = table.get(each.parent.uri) if each.parent else None
        if is_announcement(each, me):
            announcements[each.uri] = each
        else:
            table[each.uri] = _placed_under(each, above, announcements, me, known)
    return list(table.values())


def _placed_under(
    post: Post, above: Placed | None, announcements: Mapping[str, Post], me: str, known: Mapping[str, Known]
) -> Placed:
    if above is not None:
        return Placed(post, above.thread, above.post.uri)
    announcement = announcements.get(post.parent.uri) if post.parent else None
    if announcement is not None:
        return Placed(post, post.uri, quoted=announcement.text)
    return placed_alone(post, known) or placed_without_chain(post, me)


def that_concern_us(placed: Iterable[Placed], me: str) -> list[Placed]:
    """Return what an agent must see of a thread's later posts: ours, those to us, and those of whoever wrote to us."""
    posts: Sequence[Placed] = list(placed)
    answered = {did for each in posts if each.post.author.remote_id == me for did in _addressed(each.post)}
    writers = {each.post.author.remote_id for each in posts if each.post.concerns(me)} | answered | {me}
    return [each for each in posts if each.post.author.remote_id in writers or each.post.concerns(me)]


def _addressed(post: Post) -> set[str]:
    parent = record_address(post.parent.uri) if post.parent else None
    return {*post.mentions, *((parent.did,) if parent else ())}
