"""What is said on the fake Telegram: people, a group, the bot, their messages, and the updates that wait for it."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from desktop.demo.networks import Persona

KEPT = timedelta(hours=24)  # core.telegram.org/bots/api, "Getting updates"
_FIRST_UPDATE = 410_000_001
_FIRST_MESSAGE = 101
_FIRST_USER = 5_000_000_000


@dataclass(frozen=True, slots=True)
class User:
    """Somebody on Telegram. `user_name` is "" for whoever took none; `key` names the persona."""

    id: int
    key: str
    name: str
    user_name: str
    language: str
    is_bot: bool = False


@dataclass(frozen=True, slots=True)
class Chat:
    """A private chat, whose id is the person's, or a group."""

    id: int
    title: str = ""
    user_name: str = ""

    @property
    def private(self) -> bool:
        """True for the chat of one person with the bot."""
        return self.id > 0


@dataclass(frozen=True, slots=True)
class Document:
    """A file of a message; `photo` for one that is shown as a picture."""

    id: str
    name: str
    content_type: str
    content: bytes
    photo: bool = False


@dataclass(frozen=True, slots=True)
class Message:
    """One message of a chat. `entities` are as the Bot API writes them."""

    chat: Chat
    id: int
    author: User
    at: datetime
    text: str
    entities: tuple[dict[str, object], ...] = ()
    answers: int | None = None
    files: tuple[Document, ...] = ()
    edited_at: datetime | None = None
    extra: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Update:
    """What waits for the bot: a message as it was then."""

    id: int
    kind: str
    message: Message
    at: datetime


class World:
    """Everything there is. Time passes by its clock alone."""

    def __init__(self, now: Callable[[], datetime], bot: User, group: Chat) -> None:
        """`bot` is the company; `group` is where people talk with each other."""
        self.now = now
        self.bot = bot
        self.group = group
        self.users: dict[int, User] = {bot.id: bot}
        self.messages: dict[tuple[int, int], Message] = {}
        self.started: set[int] = set()  # people who opened the chat with the bot
        self.blocked: set[int] = set()
        self.moved: dict[int, int] = {}  # groups that became supergroups, by their old id
        self.updates: list[Update] = []
        self.next_update = _FIRST_UPDATE
        self.arrived: list[Callable[[], None]] = []
        self._last: dict[int, int] = {}

    def user(self, who: Persona) -> User:
        """Return somebody's account, made when first needed."""
        identity = _FIRST_USER + zlib.crc32(who.key.encode())
        if identity not in self.users:
            self.users[identity] = User(identity, who.key, who.name, who.handle, who.language)
        return self.users[identity]

    def write(self, chat: Chat, author: User, text: str, **more: object) -> Message:
        """Add a message now; the bot is told of everybody's but its own."""
        number = self._last.get(chat.id, _FIRST_MESSAGE) + 1
        self._last[chat.id] = number
        message = Message(chat, number, author, self.now(), text, **more)  # type: ignore[arg-type]
        self.messages[chat.id, number] = message
        if author != self.bot:
            self.tell("message", message)
        return message

    def edit(self, chat: int, number: int, text: str, entities: tuple[dict[str, object], ...]) -> None:
        """Change a message now."""
        changed = replace(self.messages[chat, number], text=text, entities=entities, edited_at=self.now())
        self.messages[chat, number] = changed
        self.tell("edited_message", changed)

    def tell(self, kind: str, message: Message) -> None:
        """Let an update wait for the bot."""
        self.updates.append(Update(self.next_update, kind, message, self.now()))
        self.next_update += 1
        for each in self.arrived:
            each()

    def waiting(self, offset: int | None) -> list[Update]:
        """Return what waits from an id on; everything before it is forgotten, and so is what is older than a day."""
        confirmed = self.updates[offset:][0].id if offset is not None and offset < 0 and self.updates else offset or 0
        oldest = self.now() - KEPT
        self.updates = [update for update in self.updates if update.id >= confirmed and update.at > oldest]
        return self.updates
