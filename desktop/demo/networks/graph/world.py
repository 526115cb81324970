"""Everything there is in the fake Graph: people, posts and pictures, comments, conversations, ids, and its clock."""

from __future__ import annotations

import hashlib
import re
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime

PAGE_ID = "104871234567890"
PAGE_NAME = "Aurora Energia"
IG_ID = "17841400123456789"
IG_NAME = "aurora.energia"
MESSENGER, INSTAGRAM = "messenger", "instagram"
_NAMED = re.compile(r"(?<![\w.@])@([\w.]+)")


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody on Facebook or Instagram. `id` is what the company's app knows them by."""

    key: str
    id: str
    name: str
    username: str


@dataclass(slots=True, eq=False)
class Ground:
    """A Page's post or a picture: what comments hang below. `author` None is the company.

    `elsewhere`: it is somebody else's and tags the company. `broadcast`: it is or was a live broadcast, `live` as long
    as it lasts.
    """

    id: str
    author: Person | None
    text: str
    at: datetime
    order: int
    elsewhere: bool = False
    broadcast: bool = False
    live: bool = False
    takes_comments: bool = True
    hidden: bool = False
    deleted: bool = False
    talk: Talk | None = None

    @property
    def number(self) -> str:
        """The part of a post's id that its comments begin with."""
        return self.id.rpartition("_")[2]


@dataclass(slots=True, eq=False)
class Comment:
    """A comment; `parent` is the first comment that it hangs below. `talk`: a private answer went into it."""

    id: str
    author: Person | None
    text: str
    at: datetime
    order: int
    ground: Ground
    parent: Comment | None = None
    hidden: bool = False
    deleted: bool = False
    anonymous: bool = False
    talk: Talk | None = None
    picture: str = ""
    answers: list[Comment] = field(default_factory=list)  # what hangs below it, oldest first

    @property
    def is_there(self) -> bool:
        """True unless it, or what it hangs below, was deleted."""
        above = self.parent is None or self.parent.is_there
        return not self.deleted and not self.ground.deleted and above


@dataclass(slots=True, eq=False)
class Message:
    """A private message. `answers`: it is the private answer to a comment, which lets nobody go on by itself."""

    id: str
    ours: bool
    text: str
    at: datetime
    order: int
    answers: str = ""
    picture: str = ""


@dataclass(slots=True, eq=False)
class Talk:
    """The conversation with one person."""

    id: str
    person: Person
    messages: list[Message] = field(default_factory=list)

    @property
    def order(self) -> int:
        """When it was written into last, as a number that grows."""
        return self.messages[-1].order if self.messages else 0

    @property
    def heard_at(self) -> datetime | None:
        """When the person wrote last."""
        return next((message.at for message in reversed(self.messages) if not message.ours), None)


@dataclass(slots=True)
class World:
    """The state of a fake. Nothing in it knows HTTP. `platform` says whose conversations these are."""

    now: Callable[[], datetime]
    platform: str
    people: dict[str, Person] = field(default_factory=dict)  # by key
    grounds: dict[str, Ground] = field(default_factory=dict)
    comments: dict[str, Comment] = field(default_factory=dict)
    talks: dict[str, Talk] = field(default_factory=dict)
    applause: dict[str, tuple[int, int, int]] = field(default_factory=dict)
    """Strangers' answers, shares and likes by the id of what they are about."""
    restricted: bool = False
    """Meta has restricted the Page for a while: it may answer nobody."""
    made: int = 0

    def tick(self) -> int:
        """Return a number that grows with each thing that is made."""
        self.made += 1
        return self.made

    def person(self, key: str, name: str, username: str) -> Person:
        """Return somebody's account, made when first needed."""
        if key not in self.people:
            number = zlib.crc32(f"{self.platform}|{key}".encode())
            identity = f"{24 if self.platform == MESSENGER else 17}{number:012d}"
            self.people[key] = Person(key, identity, name, username)
        return self.people[key]

    def person_named(self, username: str) -> Person | None:
        """Return who has a name."""
        wanted = username.casefold()
        return next((person for person in self.people.values() if person.username.casefold() == wanted), None)

    def named_in(self, text: str) -> list[Person]:
        """Return whom a text names."""
        found = (self.person_named(name.rstrip(".")) for name in _NAMED.findall(text))
        return [person for person in found if person is not None]

    def newest_ground(self) -> Ground:
        """Return the company's newest post or picture."""
        own = [ground for ground in self.grounds.values() if ground.author is None and not ground.deleted]
        return max(own, key=lambda ground: ground.order)

    def below(self, ground: Ground) -> list[Comment]:
        """Return the comments of a post or picture, oldest first."""
        return [one for one in self.comments.values() if one.ground is ground and one.is_there]

    def hang(self, comment: Comment) -> Comment:
        """Let a comment be there from now on, and return it."""
        self.comments[comment.id] = comment
        if comment.parent is not None:
            comment.parent.answers.append(comment)
        return comment

    def talk_with(self, person: Person) -> Talk:
        """Return the conversation with somebody, begun when first needed."""
        for talk in self.talks.values():
            if talk.person is person:
                return talk
        number = self.tick()
        name = f"t_{1_000_200_000_000 + number}" if self.platform == MESSENGER else f"aWdfZAG06MTpJR{_hex(number)}"
        self.talks[name] = Talk(name, person)
        return self.talks[name]

    def write(self, talk: Talk, text: str, *, ours: bool, answers: str = "") -> Message:
        """Let somebody write into a conversation."""
        order = self.tick()
        prefix = "m_" if self.platform == MESSENGER else "aWdfZAG1faXRlbToxOkl"
        message = Message(f"{prefix}{_hex(order)}{_hex(order + 7)}", ours, text, self.now(), order, answers)
        talk.messages.append(message)
        return message


def _hex(number: int) -> str:
    return hashlib.sha256(str(number).encode()).hexdigest()[:40]


def stamp(moment: datetime) -> str:
    """Return a time as the Graph writes it."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S+0000")
