"""Everything there is on the fake X: people, posts with their versions, messages, files, ids that grow with time."""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from desktop.composer import count
from desktop.model import Counting

EPOCH = datetime(2010, 11, 4, 1, 42, 54, 657_000, tzinfo=UTC)
SHORT = 280
EDITS = 5
EDIT_TIME = timedelta(minutes=30)
_MENTION = re.compile(r"(?<![\w@])@(\w{1,15})", re.ASCII)
_POST_LINK = re.compile(r"https?://(?:www\.)?(?:x|twitter)\.com/\w+/status/(\d+)\S*\s*\Z", re.ASCII)


@dataclass(frozen=True, slots=True)
class User:
    """Somebody on X."""

    id: str
    key: str
    name: str
    username: str
    language: str = "it"
    followers: int = 0
    bio: str = ""
    pays: bool = False


@dataclass(frozen=True, slots=True)
class Version:
    """A post as it was from one moment on."""

    id: str
    text: str
    at: datetime


@dataclass(frozen=True, slots=True)
class File:
    """An uploaded or shown file."""

    key: str
    kind: str
    alt: str = ""


@dataclass(slots=True, eq=False)
class Post:
    """One post. `named` are those whom X names before a reply without its author having typed them."""

    author: User
    versions: list[Version]
    conversation: str
    parent: Post | None = None
    quoted: Post | None = None
    named: tuple[User, ...] = ()
    files: tuple[File, ...] = ()
    poll: tuple[str, ...] = ()
    hidden: bool = False
    deleted: bool = False

    @property
    def id(self) -> str:
        """The first version's id, which names the post for good."""
        return self.versions[0].id

    @property
    def text(self) -> str:
        """What its author typed last."""
        return self.versions[-1].text

    @property
    def at(self) -> datetime:
        """When it was first written."""
        return self.versions[0].at


@dataclass(frozen=True, slots=True)
class Message:
    """One direct message between two people."""

    id: str
    sender: User
    recipient: User
    text: str
    at: datetime
    files: tuple[File, ...] = ()

    @property
    def conversation(self) -> str:
        """The conversation's id: both people's, the smaller first."""
        return "-".join(sorted((self.sender.id, self.recipient.id), key=int))

    def is_with(self, user: User) -> bool:
        """Tell whether somebody is one of the two."""
        return user in {self.sender, self.recipient}


@dataclass(slots=True)
class World:
    """The state of the fake. Nothing in it knows HTTP."""

    now: Callable[[], datetime]
    company: User
    users: dict[str, User] = field(default_factory=dict)  # by id
    posts: dict[str, Post] = field(default_factory=dict)  # by every version's id
    messages: list[Message] = field(default_factory=list)
    uploads: dict[str, File] = field(default_factory=dict)
    written: list[Callable[[Post], None]] = field(default_factory=list)  # told of every new post
    applause: dict[str, tuple[int, int, int]] = field(default_factory=dict)  # strangers' replies, reposts, likes by id
    last_id: int = 0

    def __post_init__(self) -> None:
        """Let the company live here."""
        self.users[self.company.id] = self.company

    def new_id(self) -> str:
        """Return an id that is greater than any before and holds the time."""
        milliseconds = int((self.now() - EPOCH) / timedelta(milliseconds=1))
        self.last_id = max(milliseconds << 22, self.last_id + 1)
        return str(self.last_id)

    def user_named(self, username: str) -> User | None:
        """Return who has a name, whatever the case of its letters."""
        return next((user for user in self.users.values() if user.username.lower() == username.lower()), None)

    def alive(self) -> list[Post]:
        """Return every post that is there, oldest first."""
        return sorted({post.id: post for post in self.posts.values() if not post.deleted}.values(), key=_by_newest)

    def mentioned(self, post: Post, text: str | None = None) -> list[User]:
        """Return whom a post mentions: those named before it, then those in its words."""
        typed = (self.user_named(name) for name in _MENTION.findall(post.text if text is None else text))
        return list(dict.fromkeys((*post.named, *(user for user in typed if user is not None))))

    def write(
        self,
        author: User,
        text: str,
        *,
        parent: Post | None = None,
        without: Iterable[User] = (),
        files: tuple[File, ...] = (),
        poll: tuple[str, ...] = (),
    ) -> Post:
        """Let somebody post; a link to a post at the end quotes it. `without` are not named before a reply."""
        version = Version(self.new_id(), text, self.now())
        link = _POST_LINK.search(text)
        post = Post(
            author,
            [version],
            conversation=parent.conversation if parent else version.id,
            parent=parent,
            quoted=self.posts.get(link[1]) if link else None,
            named=self._named_before(author, parent, set(without), text),
            files=files,
            poll=poll,
        )
        self.posts[version.id] = post
        for told in self.written:
            told(post)
        return post

    def _named_before(self, author: User, parent: Post | None, without: set[User], text: str) -> tuple[User, ...]:
        if parent is None:
            return ()
        typed = {name.lower() for name in _MENTION.findall(text)}
        everybody = dict.fromkeys((parent.author, *self.mentioned(parent)))
        return tuple(
            user for user in everybody if user != author and user not in without and user.username.lower() not in typed
        )

    def edit(self, post: Post, text: str) -> None:
        """Let its author change a post, as a new version. Raises ValueError where X would not let them."""
        if len(post.versions) > EDITS or self.now() - post.at > EDIT_TIME or post.parent is not None:
            raise ValueError("this post can't be edited any more")
        version = Version(self.new_id(), text, self.now())
        post.versions.append(version)
        self.posts[version.id] = post

    def send(self, sender: User, recipient: User, text: str, files: tuple[File, ...] = ()) -> Message:
        """Let somebody send a direct message."""
        message = Message(self.new_id(), sender, recipient, text, self.now(), files)
        self.messages.append(message)
        return message


def _by_newest(post: Post) -> int:
    return int(post.versions[-1].id)


def user_id_of(key: str) -> str:
    """Return the id of whoever has a key, the same each time."""
    return str(1_200_000_000 + zlib.crc32(key.encode()))


def weight(text: str) -> int:
    """Return what a text counts on X."""
    return count(text, Counting.WEIGHTED)
