"""Our own names for Telegram's things: a message in its chat, a conversation, a person without a user name.

Message ids are unique within a chat only. A private chat is named by its id, which is the person's own. In a group
each person who turns to the bot has a conversation of their own with it, named by the group and the person.
"""

from __future__ import annotations

import re

_MESSAGE = re.compile(r"(-?[1-9][0-9]{0,18})/([1-9][0-9]{0,18})")
_THREAD = re.compile(r"(-?[1-9][0-9]{0,18})(?:/(-?[1-9][0-9]{0,18}))?")
_NAMELESS = re.compile(r"id([1-9][0-9]{0,18})")
_SUPERGROUP = 1_000_000_000_000  # core.telegram.org: ids of supergroups are -100 and the group's own


def message_name(chat: int, message: int) -> str:
    """Return our name for a message."""
    return f"{chat}/{message}"


def message_parts(remote_id: str | None) -> tuple[int, int] | None:
    """Return chat and message of a name that `message_name` made, None for anything else."""
    found = _MESSAGE.fullmatch(remote_id or "")
    return (int(found[1]), int(found[2])) if found else None


def thread_name(chat: int, author: int, *, private: bool) -> str:
    """Return our name for a conversation."""
    return str(chat) if private else f"{chat}/{author}"


def thread_parts(thread: str) -> tuple[int, int | None] | None:
    """Return the chat of a conversation and, for one in a group, its person; None for what is no name of one."""
    found = _THREAD.fullmatch(thread)
    return (int(found[1]), int(found[2]) if found[2] else None) if found else None


def handle_of(user_name: str, person: int) -> str:
    """Return the handle of somebody: "@marta", or "id5512345" for one without a user name."""
    return f"@{user_name}" if user_name else f"id{person}"


def person_in(handle: str) -> int | None:
    """Return the id in a handle that `handle_of` made for somebody without a user name, None for any other."""
    found = _NAMELESS.fullmatch(handle.strip())
    return int(found[1]) if found else None


def permalink(chat: int, user_name: str, message: int) -> str | None:
    """Return the web page of a group's message: of a public group for everybody, else for its members."""
    if user_name:
        return f"https://t.me/{user_name}/{message}"
    inner = -chat - _SUPERGROUP
    return f"https://t.me/c/{inner}/{message}" if inner > 0 else None
