"""What there is on the fake Mastodon: residents, their posts, whom they mention, and who is told of it."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from desktop.demo.networks import Persona
from desktop.demo.networks.mastodon.posts import Post, Posts
from desktop.demo.networks.mastodon.residents import COMPANY, Resident, resident


@dataclass(frozen=True, slots=True)
class Mention:
    """One notification of the company: a post that names it."""

    id: int
    post_id: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Event:
    """What is told to whoever listens: "notification", "update", "status.update" or "delete", and which one."""

    name: str
    subject: str  # a notification's or a post's id


class World:
    """Everything there is. Time passes by its clock alone; nothing in it knows HTTP."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        """Begin with the company alone."""
        self.now = now
        self.residents = {COMPANY.key: COMPANY}
        self.by_id = {COMPANY.id: COMPANY}
        self.posts = Posts({COMPANY.address: COMPANY})
        self.mentions: list[Mention] = []
        self.listeners: list[Callable[[Event], None]] = []
        self.readers: list[Callable[[Post, Resident | None], None]] = []
        self._mention_ids = itertools.count(1)

    def persona(self, who: Persona) -> Resident:
        """Return somebody's account, made when first needed."""
        if who.key not in self.residents:
            person = resident(who, len(self.residents))
            self.residents[who.key] = self.by_id[person.id] = person
            self.posts.people[person.address.lower()] = person
        return self.residents[who.key]

    def say(
        self, person: Resident, text: str, *, direct: bool = False, parent_id: str | None = None, photo: str = ""
    ) -> Post:
        """Let somebody write now; the company is notified if it is named. `photo` describes a picture."""
        photos = (photo,) if photo else ()
        post = self.posts.add(person, text, self.now(), direct=direct, parent_id=parent_id, photos=photos)
        if COMPANY in post.mentions:
            mention = Mention(next(self._mention_ids), post.id, post.at)
            self.mentions.append(mention)
            self._tell(Event("notification", str(mention.id)))
        if not direct:
            self._tell(Event("update", post.id))
        return post

    def write(
        self,
        text: str,
        *,
        direct: bool = False,
        parent_id: str | None = None,
        language: str = "",
        media_ids: tuple[str, ...] = (),
    ) -> Post:
        """Post as the company, now; readers are told whom it is for."""
        post = self.posts.add(
            COMPANY, text, self.now(), direct=direct, parent_id=parent_id, language=language, media_ids=media_ids
        )
        reader = self._reader_of(post)
        for each in self.readers:
            each(post, reader)
        return post

    def edit(self, identity: str, text: str) -> Post:
        """Let the author of a post change it now."""
        post = self.posts.edit(identity, text, self.now())
        self._tell(Event("status.update", identity))
        return post

    def take_back(self, identity: str) -> Post:
        """Delete a post, whoever wrote it. Raises KeyError for an unknown one."""
        gone = self.posts.remove(identity)
        self.mentions = [mention for mention in self.mentions if mention.post_id != identity]
        self._tell(Event("delete", identity))
        return gone

    def _tell(self, event: Event) -> None:
        for listener in self.listeners:
            listener(event)

    def _reader_of(self, post: Post) -> Resident | None:
        """Return whom an answer is for: the author it replies to, else the first it names."""
        parent = self.posts.by_id.get(post.parent_id or "")
        if parent is not None and parent.author != COMPANY:
            return parent.author if post.readable_by(parent.author) else None
        return next((person for person in post.mentions if person != COMPANY), None)
