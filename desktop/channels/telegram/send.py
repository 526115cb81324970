"""How an answer reaches a chat: where it goes, what it answers, its files, and how it is taken back.

The Bot API has no key against repeats and gives no message back: what may have arrived can't be looked up, and a person
who sees the chat decides.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from desktop.channels.exchange import once
from desktop.channels.payload import Unreadable
from desktop.channels.telegram.addresses import message_parts, person_in, thread_parts
from desktop.channels.telegram.client import TelegramClient, Upload
from desktop.channels.telegram.failures import Moved, NotThere
from desktop.channels.telegram.mapping import receipt_of
from desktop.channels.telegram.pace import Pace
from desktop.model import (
    OutcomeUnknown,
    Outgoing,
    OutgoingAttachment,
    Refused,
    SentReceipt,
    TemporaryFailure,
    Visibility,
)

TEXT, CAPTION = 4_096, 1_024  # characters
FILES = 10  # core.telegram.org/bots/api sendMediaGroup
FILE_BYTES, PHOTO_BYTES = 50 * 1024 * 1024, 10 * 1024 * 1024
_PHOTOS = frozenset({"image/jpeg", "image/png", "image/webp"})


@dataclass(frozen=True, slots=True)
class Target:
    """Where a message goes: the chat, and the message there that it answers."""

    chat: int
    answers: int | None
    private: bool

    def parameters(self) -> dict[str, object]:
        """Return the target as the Bot API has it. In private a question that was deleted is still answered."""
        found: dict[str, object] = {"chat_id": self.chat}
        if self.answers is not None:
            found["reply_parameters"] = {
                "message_id": self.answers,
                **({"allow_sending_without_reply": True} if self.private else {}),
            }
        return found


async def send(client: TelegramClient, pace: Pace, outgoing: Outgoing, on_commit: Callable[[], None]) -> SentReceipt:
    """Send an answer once. Raises ChannelError as the contract of `Channel.send` says."""
    _refuse_unfit(outgoing)
    target = target_of(outgoing)
    commit = once(on_commit)
    try:
        payload = await _handed_over(client, pace, target, outgoing, commit)
    except Moved as moved:
        # the group has another id now; the messages of before keep no id that could be answered
        payload = await _moved(client, pace, Target(moved.chat, None, private=False), outgoing, commit)
    try:
        return receipt_of(payload)
    except Unreadable as fault:
        raise OutcomeUnknown("unreadable_answer") from fault


def target_of(outgoing: Outgoing) -> Target:
    """Return where an answer goes. Raises Refused if there is no such place."""
    if outgoing.visibility is Visibility.INTERNAL:
        raise Refused("internal_note")
    private = outgoing.visibility is Visibility.DIRECT
    chat = _private_chat(outgoing) if private else _group(outgoing)
    answered = message_parts(outgoing.in_reply_to)
    in_chat = answered is not None and answered[0] == chat
    return Target(chat, answered[1] if answered is not None and in_chat else None, private=private)


def _private_chat(outgoing: Outgoing) -> int:
    """Return the chat with one person, whose id it has: the thread's own, or that of who spoke in a group."""
    thread = thread_parts(outgoing.thread_remote_id)
    person = None if thread is None else thread[1] if thread[1] is not None else thread[0]
    person = person or person_in(outgoing.recipient)
    if person is None or person < 0:  # who speaks in the name of a group has no chat of their own
        raise Refused("no_recipient")
    return person


def _group(outgoing: Outgoing) -> int:
    thread = thread_parts(outgoing.thread_remote_id)
    if thread is None or thread[1] is None:
        raise Refused("no_public")
    return thread[0]


def _refuse_unfit(outgoing: Outgoing) -> None:
    """Refuse what Telegram would refuse, before anything leaves."""
    files = outgoing.attachments
    if not outgoing.text.strip() and not files:
        raise Refused("empty")
    if len(outgoing.text) > (CAPTION if files else TEXT):
        raise Refused("too_long")
    if len(files) > FILES or any(not file.content or len(file.content) > FILE_BYTES for file in files):
        raise Refused("attachment_refused")


async def _handed_over(
    client: TelegramClient, pace: Pace, target: Target, outgoing: Outgoing, on_commit: Callable[[], None]
) -> object:
    await pace.turn(target.chat)
    method, parameters, files = _request(target, outgoing)
    try:
        return await client.publish(method, parameters, on_commit, files)
    except TemporaryFailure as failure:
        if failure.retry_after:
            pace.close(target.chat, failure.retry_after)
        raise


async def _moved(
    client: TelegramClient, pace: Pace, target: Target, outgoing: Outgoing, on_commit: Callable[[], None]
) -> object:
    try:
        return await _handed_over(client, pace, target, outgoing, on_commit)
    except Moved as again:
        raise Refused("no_recipient") from again


def _request(target: Target, outgoing: Outgoing) -> tuple[str, dict[str, object], tuple[Upload, ...]]:
    """Return the method, its parameters and its files."""
    files, words, parameters = outgoing.attachments, outgoing.text, target.parameters()
    if not files:
        return "sendMessage", {**parameters, "text": words}, ()
    photos = all(_is_photo(file) for file in files)
    kind = "photo" if photos else "document"
    caption = {"caption": words} if words.strip() else {}
    if len(files) == 1:
        return f"send{kind.title()}", {**parameters, **caption}, (_upload(kind, files[0]),)
    uploads = tuple(_upload(f"file{place}", file) for place, file in enumerate(files))
    media = [{"type": kind, "media": f"attach://{upload.field}"} for upload in uploads]
    media[0 if photos else -1] |= caption
    return "sendMediaGroup", {**parameters, "media": media}, uploads


def _upload(field: str, file: OutgoingAttachment) -> Upload:
    return Upload(field, file.name, file.content_type, file.content)


def _is_photo(file: OutgoingAttachment) -> bool:
    return file.content_type in _PHOTOS and len(file.content) <= PHOTO_BYTES


async def delete(client: TelegramClient, remote_id: str) -> None:
    """Take back one of our messages. One that is gone already is what was wanted.

    Telegram lets a bot do so for 48 hours; afterwards it is Refused("not_deletable").
    """
    parts = message_parts(remote_id)
    if parts is None:
        raise Refused("not_deletable")
    chat, message = parts
    try:
        await client.change("deleteMessage", {"chat_id": chat, "message_id": message})
    except NotThere:
        return
