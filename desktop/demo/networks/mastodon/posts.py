"""The posts of the fake Mastodon: what one holds, who may read it, and how they hang together."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime

from desktop.demo.networks.mastodon.residents import DOMAIN, Resident

MENTION = re.compile(r"(?<![\w/.@])@(\w(?:[\w.-]*\w)?)(?:@(\w[\w.-]*\w))?", re.ASCII)
_SEQUENCE = 1 << 16


@dataclass(frozen=True, slots=True)
class Post:
    """One status. `reactions` are replies from strangers, boosts and likes."""

    id: str
    author: Resident
    text: str
    at: datetime
    direct: bool
    language: str
    mentions: tuple[Resident, ...]
    parent_id: str | None = None
    photos: tuple[str, ...] = ()
    media_ids: tuple[str, ...] = ()
    reactions: tuple[int, int, int] = (0, 0, 0)
    edited_at: datetime | None = None

    def readable_by(self, person: Resident) -> bool:
        """Tell who may read it: everybody, or for a direct post its author and those it names."""
        return not self.direct or person == self.author or person in self.mentions


@dataclass(slots=True)
class Posts:
    """All posts by id, oldest first, and the ids that were handed out."""

    people: dict[str, Resident]  # by lower-case address
    by_id: dict[str, Post] = field(default_factory=dict)
    written: Counter[str] = field(default_factory=Counter)  # posts by their author's key
    _made: int = 0

    def add(
        self,
        author: Resident,
        text: str,
        at: datetime,
        *,
        direct: bool = False,
        parent_id: str | None = None,
        language: str = "",
        photos: tuple[str, ...] = (),
        media_ids: tuple[str, ...] = (),
        reactions: tuple[int, int, int] = (0, 0, 0),
    ) -> Post:
        """Add a post and return it. Its id grows with its time, as Mastodon's do."""
        self._made += 1
        identity = str((int(at.timestamp() * 1000) << 16) + self._made % _SEQUENCE)
        post = Post(
            identity,
            author,
            text,
            at,
            direct,
            language or author.language,
            self.named_in(text, author),
            parent_id,
            photos,
            media_ids,
            reactions,
        )
        self.by_id[identity] = post
        self.written[author.key] += 1
        return post

    def named_in(self, text: str, author: Resident) -> tuple[Resident, ...]:
        """Return whom a text mentions, each once. A bare @name is somebody of the author's server, or of ours."""
        found: dict[str, Resident] = {}
        for match in MENTION.finditer(text):
            person = self.named(match[1], match[2] or "", author)
            if person is not None:
                found.setdefault(person.key, person)
        return tuple(found.values())

    def named(self, user: str, host: str, author: Resident) -> Resident | None:
        """Return whom one @name means in an author's text."""
        at_home = "" if host.lower() in {"", DOMAIN} else host
        neighbour = f"{user}@{author.host}".lower() if not host and author.host else None
        exact = f"{user}@{at_home}".lower() if at_home else user.lower()
        return self.people.get(exact) or (self.people.get(neighbour) if neighbour else None)

    def edit(self, identity: str, text: str, at: datetime) -> Post:
        """Change a post's text."""
        post = self.by_id[identity]
        changed = replace(post, text=text, edited_at=at, mentions=self.named_in(text, post.author))
        self.by_id[identity] = changed
        return changed

    def applaud(self, identity: str, counts: tuple[int, int, int]) -> None:
        """Add replies from strangers, boosts and likes to a post that is still there."""
        post = self.by_id.get(identity)
        if post is not None:
            replies, boosts, likes = (had + more for had, more in zip(post.reactions, counts, strict=True))
            self.by_id[identity] = replace(post, reactions=(replies, boosts, likes))

    def remove(self, identity: str) -> Post:
        """Take a post away; replies to it lose their parent, as on Mastodon."""
        gone = self.by_id.pop(identity)
        self.written[gone.author.key] -= 1
        for reply in [post for post in self.by_id.values() if post.parent_id == identity]:
            self.by_id[reply.id] = replace(reply, parent_id=None)
        return gone

    def ancestors(self, post: Post) -> list[Post]:
        """Return what a post answers, up to the first of its thread, oldest first."""
        chain: list[Post] = []
        above = self.by_id.get(post.parent_id or "")
        while above is not None:
            chain.append(above)
            above = self.by_id.get(above.parent_id or "")
        return chain[::-1]

    def descendants(self, post: Post) -> list[Post]:
        """Return everything below a post, each reply after what it answers."""
        found: list[Post] = []
        for reply in self.replies(post):
            found += [reply, *self.descendants(reply)]
        return found

    def replies(self, post: Post) -> list[Post]:
        """Return the direct replies to a post, oldest first."""
        return [reply for reply in self.by_id.values() if reply.parent_id == post.id]

    def last_of(self, person: Resident) -> Post | None:
        """Return somebody's newest post."""
        return max(self._of(person), key=lambda post: int(post.id), default=None)

    def _of(self, person: Resident) -> Iterable[Post]:
        return (post for post in self.by_id.values() if post.author.key == person.key)
