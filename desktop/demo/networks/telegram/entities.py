"""How the fake Telegram's things look in the Bot API's JSON."""

from __future__ import annotations

import re
from collections.abc import Iterator

from desktop.demo.networks.telegram.world import Chat, Document, Message, Update, User, World

Json = dict[str, object]
_NAME = re.compile(r"(?<!\w)@(\w{4,32})")
_COMMAND = re.compile(r"(?<!\S)/[a-z_]{1,32}(?:@\w+)?")


def entities_in(text: str) -> tuple[Json, ...]:
    """Return what Telegram itself finds in a text: @names and commands, in UTF-16 units."""
    return tuple(_found(text))


def _found(text: str) -> Iterator[Json]:
    for kind, pattern in (("mention", _NAME), ("bot_command", _COMMAND)):
        for match in pattern.finditer(text):
            start, length = (len(part.encode("utf-16-le")) // 2 for part in (text[: match.start()], match[0]))
            yield {"type": kind, "offset": start, "length": length}


def user_json(user: User) -> Json:
    """Return a User."""
    first, _, last = user.name.partition(" ")
    return {
        "id": user.id,
        "is_bot": user.is_bot,
        "first_name": first,
        **({"last_name": last} if last and not user.is_bot else {}),
        **({"username": user.user_name} if user.user_name else {}),
        **({} if user.is_bot else {"language_code": user.language}),
    }


def bot_json(user: User) -> Json:
    """Return a User as getMe does."""
    return {
        **user_json(user),
        "first_name": user.name,
        "can_join_groups": True,
        "can_read_all_group_messages": True,
        "supports_inline_queries": False,
    }


def update_json(world: World, update: Update) -> Json:
    """Return an Update."""
    return {"update_id": update.id, update.kind: message_json(world, update.message)}


def message_json(world: World, message: Message, *, nested: bool = False) -> Json:
    """Return a Message; one inside another shows no message that it answers."""
    answered = world.messages.get((message.chat.id, message.answers or 0))
    words, named = ("caption", "caption_entities") if message.files else ("text", "entities")
    return {
        "message_id": message.id,
        "from": user_json(message.author),
        "chat": _chat_json(world, message.chat),
        "date": int(message.at.timestamp()),
        **({"edit_date": int(message.edited_at.timestamp())} if message.edited_at else {}),
        **({words: message.text} if message.text else {}),
        **({named: list(message.entities)} if message.entities else {}),
        **({"reply_to_message": message_json(world, answered, nested=True)} if answered and not nested else {}),
        **_files_json(message),
        **message.extra,
    }


def _chat_json(world: World, chat: Chat) -> Json:
    if not chat.private:
        name = {"username": chat.user_name} if chat.user_name else {}
        return {"id": chat.id, "title": chat.title, "type": "supergroup", **name}
    shown = user_json(world.users[chat.id])
    names = {key: value for key, value in shown.items() if key in {"first_name", "last_name", "username"}}
    return {"id": chat.id, **names, "type": "private"}


def _files_json(message: Message) -> Json:
    photos = [file for file in message.files if file.photo]
    if photos:
        return {"photo": [_size(photos[0], 90, 2), _size(photos[0], 1280, 1)]}
    return {"document": _document(message.files[0])} if message.files else {}


def _size(file: Document, width: int, shrunk: int) -> Json:
    identity = file.id if shrunk == 1 else f"{file.id}-small"
    return {
        "file_id": identity,
        "file_unique_id": identity[-12:],
        "width": width,
        "height": width * 3 // 4,
        "file_size": len(file.content) // shrunk,
    }


def _document(file: Document) -> Json:
    return {
        "file_id": file.id,
        "file_unique_id": file.id[-12:],
        "file_name": file.name,
        "mime_type": file.content_type,
        "file_size": len(file.content),
    }
