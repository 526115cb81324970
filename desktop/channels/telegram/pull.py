"""What a pull brings: a page of updates with the files they carry, and where the next pull begins.

Files are fetched with their messages, since Telegram gives a message once. What does not fit into one pull waits for
the next; a file that can't be had in several pulls is left out, and its message arrives with its description.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from desktop.channels.payload import Unreadable
from desktop.channels.telegram.client import FILE_BYTES, TelegramClient
from desktop.channels.telegram.content import File
from desktop.channels.telegram.cursor import Cursor, decoded
from desktop.channels.telegram.mapping import (
    KINDS,
    Bot,
    Message,
    arrival_of,
    file_path_in,
    is_for_us,
    message_in,
    update_id,
    updates_in,
)
from desktop.model import Arrival, Fetched, Refused, TemporaryFailure

PAGE = 100  # updates, the most that Telegram gives at once
PULL_BYTES = 24 * 1024 * 1024  # of files in one pull, beyond its first message's
PULL_FILES = 20
TRIES = 5  # pulls in which a file may fail before its message arrives without it


class _TooMuch(Exception):
    """The files of this pull are used up."""


@dataclass
class Pull:
    """One pull. Used once; raises only ChannelErrors. `failed` counts by update how often its files failed."""

    client: TelegramClient
    bot: Bot
    cursor: Cursor
    now: datetime
    failed: dict[int, int]
    arrivals: dict[str, Arrival] = field(default_factory=dict)
    refused: list[str] = field(default_factory=list)
    _bytes: int = 0
    _files: int = 0

    async def run(self) -> Fetched:
        """Take in a page of updates."""
        page = await updates_from(self.client, self.cursor.offset_at(self.now), most=PAGE)
        whole = True
        for update in page:
            if not await self._take(update):
                whole = False
                break
        arrivals = sorted(self.arrivals.values(), key=lambda one: (one.sent_at, len(one.remote_id), one.remote_id))
        return Fetched(
            arrivals=tuple(arrivals),
            cursor=self.cursor.encoded(),
            more=bool(page) and (not whole or len(page) >= PAGE),
            refused=tuple(self.refused),
        )

    async def _take(self, update: object) -> bool:
        """Take in one update. False: it waits for the next pull, and so does what follows it."""
        number = update_id(update)
        if number is None:
            self.refused.append("no_id")
            return True  # the next one with an id takes it along
        try:
            message = message_in(update, self.bot)
            if message is not None and is_for_us(message):
                contents = await self._contents(message, number)
                self.arrivals[message.remote_id] = arrival_of(message, self.bot, contents)
        except Unreadable as fault:
            self.refused.append(str(fault))
        except _TooMuch:
            return False
        except TemporaryFailure:
            if self.arrivals:
                return False
            self.failed[number] = self.failed.get(number, 0) + 1
            raise
        self.failed.pop(number, None)
        self.cursor = Cursor(number + 1, self.now)
        return True

    async def _contents(self, message: Message, update: int) -> Mapping[str, bytes]:
        """Return the bytes of a message's files. Raises _TooMuch, or TemporaryFailure while it is worth trying."""
        gives_up = self.failed.get(update, 0) >= TRIES
        found: dict[str, bytes] = {}
        for file in message.files:
            try:
                content = await self._content(file)
            except (Refused, Unreadable):
                continue  # too large for a bot, or gone: the description says what it was
            except TemporaryFailure:
                if gives_up:
                    self.refused.append("file_not_had")
                    continue
                raise
            if content is not None:
                found[file.id] = content
        return found

    async def _content(self, file: File) -> bytes | None:
        if file.size > FILE_BYTES:
            return None
        if self.arrivals and (self._files >= PULL_FILES or self._bytes + file.size > PULL_BYTES):
            raise _TooMuch
        path, announced = file_path_in(await self.client.call("getFile", {"file_id": file.id}))
        content = await self.client.download(path) if announced <= FILE_BYTES else None
        self._files += 1
        self._bytes += len(content or b"")
        return content


async def fetch(client: TelegramClient, bot: Bot, cursor: str | None, now: datetime, failed: dict[int, int]) -> Fetched:
    """Return what is new since `cursor`. Raises ChannelError; nothing is lost then, the cursor stays where it was.

    `failed` is kept from pull to pull; losing it costs tries only.
    """
    return await Pull(client, bot, decoded(cursor), now, failed).run()


async def updates_from(
    client: TelegramClient, offset: int | None, *, most: int, wait: int = 0, patience: float = 0
) -> list[object]:
    """Return updates from an id on, waiting up to `wait` seconds for the first. Raises ChannelError."""
    parameters: dict[str, object] = {"limit": most, "timeout": wait, "allowed_updates": list(KINDS)}
    if offset is not None:
        parameters["offset"] = offset
    try:
        return updates_in(await client.call("getUpdates", parameters, patience=patience))
    except Unreadable as fault:
        raise TemporaryFailure("unreadable_answer") from fault
