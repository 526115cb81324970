"""Files that leave with an answer: pictures only, uploaded before the text that carries them."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from desktop.channels.payload import Unreadable
from desktop.channels.x.client import XClient
from desktop.channels.x.mapping_answers import upload_of
from desktop.model import OutgoingAttachment, Refused, TemporaryFailure

PATH, METADATA = "/2/media/upload", "/2/media/metadata"

WINDOW = "media"
MOST_PICTURES = 4  # of a post; a direct message carries one file, and a moving picture is alone
_TRIES = 30


async def uploaded(client: XClient, files: Sequence[OutgoingAttachment], *, direct: bool) -> list[str]:
    """Return the ids of uploaded files. Raises Refused("attachment_refused") for what X does not take."""
    moving = [file for file in files if file.content_type == "image/gif"]
    if len(files) > (1 if direct or moving else MOST_PICTURES):
        raise Refused("attachment_refused")
    return [await _uploaded(client, file, direct=direct) for file in files]


async def _uploaded(client: XClient, file: OutgoingAttachment, *, direct: bool) -> str:
    if not file.content_type.startswith("image/"):
        raise Refused("attachment_refused")
    kind = "gif" if file.content_type == "image/gif" else "image"
    category = f"{'dm' if direct else 'tweet'}_{kind}"
    content = (file.name, file.content, file.content_type)
    try:
        answer = await client.upload(PATH, category, content, window=WINDOW)
        identity, ready, pause = upload_of(answer)
        for _ in range(_TRIES):
            if ready:
                await _describe(client, identity, "" if direct else file.alt_text.strip())
                return identity
            await asyncio.sleep(pause)
            status = await client.get(PATH, [("media_id", identity), ("command", "STATUS")], window="media_status")
            _, ready, pause = upload_of(status)
    except Refused as refusal:
        raise Refused("attachment_refused") from refusal
    except Unreadable as fault:
        if str(fault) == "attachment_refused":
            raise Refused("attachment_refused") from fault
        raise TemporaryFailure("unreadable_answer") from fault
    raise TemporaryFailure("attachment_not_ready")


async def _describe(client: XClient, identity: str, alt_text: str) -> None:
    """Say what an uploaded picture shows; nothing to say is not said. Raises ChannelError."""
    if alt_text:
        body = {"id": identity, "metadata": {"alt_text": {"text": alt_text}}}
        await client.post(METADATA, body, window="media_metadata")
