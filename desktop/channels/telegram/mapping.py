"""What the Bot API's JSON means: the only file that knows its field names, and forgives what is missing or odd."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from desktop.channels.payload import Fields, Unreadable, fields_of, maybe_fields, objects
from desktop.channels.telegram.addresses import handle_of, message_name, permalink, thread_name
from desktop.channels.telegram.content import File, files_in, words_in
from desktop.channels.telegram.fields import identity, moment, number, size, text
from desktop.model import (
    Arrival,
    ArrivedAttachment,
    Author,
    Direction,
    Network,
    SentReceipt,
    ThreadKind,
    Visibility,
)

KINDS = ("message", "edited_message")
"""The kinds of updates that are asked for."""

_TELEGRAM_ITSELF = 777_000  # core.telegram.org/bots/api User: posts of a linked channel come from it
_START = re.compile(r"/start(?: [A-Za-z0-9_-]{1,64})?")


@dataclass(frozen=True, slots=True)
class Bot:
    """The account itself. `reads_groups`: it gets everything that is said in its groups, not only what is for it."""

    id: int
    user_name: str
    name: str
    reads_groups: bool = False


@dataclass(frozen=True, slots=True)
class Message:
    """One message in our words. `author` is None for what nobody said: somebody joined, a picture was changed."""

    chat: int
    id: int
    private: bool
    chat_user_name: str
    author: Author | None
    is_ours: bool
    at: datetime
    edited_at: datetime | None
    text: str
    files: tuple[File, ...]
    answers: int | None
    answers_author: int | None
    answered_text: str
    quoted: str
    addressed: bool

    @property
    def remote_id(self) -> str:
        """Our name for it."""
        return message_name(self.chat, self.id)


def bot_of(payload: object) -> Bot:
    """Return who a token belongs to. Raises Unreadable if it is no bot."""
    data = fields_of(payload)
    if data.get("is_bot") is not True:
        raise Unreadable("not_a_bot")
    name = text(data, "first_name").strip()
    return Bot(identity(data, "id"), text(data, "username"), name, data.get("can_read_all_group_messages") is True)


def webhook_in(payload: object) -> bool:
    """Tell whether a webhook takes the updates. Raises Unreadable if the answer does not say."""
    return bool(text(fields_of(payload), "url"))


def updates_in(payload: object) -> list[object]:
    """Return the updates of an answer. Raises Unreadable for anything but a list."""
    if not isinstance(payload, list):
        raise Unreadable("not_a_list")
    return payload


def update_id(payload: object) -> int | None:
    """Return an update's id, None if it can't be read."""
    return number(maybe_fields(payload), "update_id")


def message_in(payload: object, bot: Bot) -> Message | None:
    """Return the message that an update tells of, None for an update of another kind. Raises Unreadable."""
    data = fields_of(payload)
    told = next((data[kind] for kind in KINDS if kind in data), None)
    return None if told is None else message_of(told, bot)


def message_of(payload: object, bot: Bot) -> Message:
    """Return a message. Raises Unreadable without chat, id or time."""
    data = fields_of(payload)
    chat = fields_of(data.get("chat"))
    at = moment(data, "date")
    if at is None:
        raise Unreadable("no_time")
    reply = maybe_fields(data.get("reply_to_message"))
    author = _author_of(data)
    words = words_in(data)
    files = files_in(data)
    spoken = bool(words or files)
    return Message(
        chat=identity(chat, "id"),
        id=identity(data, "message_id"),
        private=text(chat, "type") == "private",
        chat_user_name=text(chat, "username"),
        author=author if spoken else None,
        is_ours=author is not None and author.remote_id == str(bot.id),
        at=at,
        edited_at=moment(data, "edit_date"),
        text=words,
        files=files,
        answers=number(reply, "message_id"),
        answers_author=number(maybe_fields(reply.get("from")), "id"),
        answered_text=words_in(reply),
        quoted=text(maybe_fields(data.get("quote")), "text"),
        addressed=_addresses(data, bot) or number(maybe_fields(reply.get("from")), "id") == bot.id,
    )


def is_for_us(message: Message) -> bool:
    """Tell whether a message is to arrive: said by a person, and in a group to the bot.

    "/start" is the button with which a person opens the chat, at times with the word of a link: nothing was said yet.
    """
    if message.author is None or message.is_ours:
        return False
    if message.private:
        return not _START.fullmatch(message.text) or bool(message.files)
    return message.addressed


def arrival_of(message: Message, bot: Bot, contents: Mapping[str, bytes]) -> Arrival:
    """Return a message that is for us as it arrives; `contents` are the bytes of its files by their file id."""
    author = message.author
    assert author is not None
    person = int(author.remote_id)
    in_thread = message.private or message.answers_author in {person, bot.id}
    return Arrival(
        remote_id=message.remote_id,
        thread_remote_id=thread_name(message.chat, person, private=message.private),
        thread_kind=ThreadKind.DIRECT if message.private else ThreadKind.PUBLIC,
        author=author,
        direction=Direction.INCOMING,
        visibility=Visibility.DIRECT if message.private else Visibility.PUBLIC,
        sent_at=message.at,
        text=message.text,
        quoted=message.quoted or ("" if in_thread else message.answered_text),
        in_reply_to=message_name(message.chat, message.answers) if message.answers and in_thread else None,
        permalink=None if message.private else permalink(message.chat, message.chat_user_name, message.id),
        attachments=tuple(_attachment(file, contents.get(file.id)) for file in message.files),
        edited_at=message.edited_at,
    )


def file_path_in(payload: object) -> tuple[str, int]:
    """Return where a file can be had and its size in bytes, 0 if unknown. Raises Unreadable."""
    data = fields_of(payload)
    path = text(data, "file_path")
    if not path or not path.isprintable() or ".." in path.split("/"):
        raise Unreadable("no_path")
    return path, size(data, "file_size")


def receipt_of(payload: object) -> SentReceipt:
    """Return the receipt of what was sent: a message, or the first of several. Raises Unreadable."""
    sent = payload[0] if isinstance(payload, list) and payload else payload
    data = fields_of(sent)
    chat = fields_of(data.get("chat"))
    at, where, which = moment(data, "date"), identity(chat, "id"), identity(data, "message_id")
    if at is None:
        raise Unreadable("no_time")
    link = None if text(chat, "type") == "private" else permalink(where, text(chat, "username"), which)
    return SentReceipt(message_name(where, which), at, link)


def _author_of(data: Fields) -> Author | None:
    """Return who said something: a person, or the group or channel in whose name somebody spoke."""
    spoke_as = maybe_fields(data.get("sender_chat"))
    who = spoke_as or maybe_fields(data.get("from"))
    person = number(who, "id")
    if not person or number(maybe_fields(data.get("from")), "id") == _TELEGRAM_ITSELF:
        return None
    user_name = text(who, "username")
    name = " ".join(part for part in (text(who, "first_name").strip(), text(who, "last_name").strip()) if part)
    name = name or text(who, "title").strip()
    return Author(Network.TELEGRAM, str(person), handle_of(user_name, person), name or user_name)


def _addresses(data: Fields, bot: Bot) -> bool:
    """Tell whether a message names the bot: by its user name, by a link to it, or in a command to it."""
    for words, named in (("text", "entities"), ("caption", "caption_entities")):
        said = text(data, words).encode("utf-16-le")
        for entity in objects(data.get(named)):
            start, length = number(entity, "offset") or 0, number(entity, "length") or 0
            part = said[2 * max(0, start) : 2 * max(0, start + length)].decode("utf-16-le", "ignore").lower()
            kind = text(entity, "type")
            ours = f"@{bot.user_name}".lower()
            if kind == "text_mention" and number(maybe_fields(entity.get("user")), "id") == bot.id:
                return True
            if bot.user_name and (
                (kind == "mention" and part == ours) or (kind == "bot_command" and part.endswith(ours))
            ):
                return True
    return False


def _attachment(file: File, content: bytes | None) -> ArrivedAttachment:
    size_known = len(content) if content is not None else file.size
    return ArrivedAttachment(file.name, file.content_type, size_known, content, dangerous=file.dangerous)
