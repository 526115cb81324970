"""How a picture comes along with a comment: put on the Page unpublished, then named by the comment."""

from __future__ import annotations

from collections.abc import Sequence

from desktop.channels.graph.sending import Writer
from desktop.channels.graph.values import id_in
from desktop.channels.payload import maybe_fields
from desktop.model import OutgoingAttachment, Refused, TemporaryFailure

TYPES = frozenset({"image/jpeg", "image/png", "image/gif", "image/webp"})
LARGEST = 4_000_000  # bytes: what Meta recommends at most for a picture


async def uploaded(writer: Writer, files: Sequence[OutgoingAttachment]) -> str | None:
    """Return the id of an uploaded picture, None for no file. A comment takes one picture and nothing else.

    Raises Refused("attachment_refused"), or whatever the upload fails with: nothing was sent then.
    """
    if not files:
        return None
    if len(files) > 1 or files[0].content_type not in TYPES or not 0 < len(files[0].content) <= LARGEST:
        raise Refused("attachment_refused")
    file = files[0]
    place = f"{writer.place.page}/photos"
    alt_text = file.alt_text.strip()
    fields = {"published": "false", "temporary": "true", **({"alt_text_custom": alt_text} if alt_text else {})}
    answer = await writer.client.upload(place, fields, (file.name, file.content, file.content_type))
    identity = id_in(maybe_fields(answer), "id")
    if identity is None:
        raise TemporaryFailure("unreadable_answer")
    return identity
