"""What fits into a post and into a message: the lexicons' own figures, checked before anything leaves."""

from __future__ import annotations

from desktop.composer import count
from desktop.model import Counting, OutgoingAttachment, Refused

POST_GRAPHEMES, POST_BYTES = 300, 3_000  # app.bsky.feed.post
CHAT_GRAPHEMES, CHAT_BYTES = 1_000, 10_000  # chat.bsky.convo.defs#messageInput
IMAGES, IMAGE_BYTES = 4, 2_000_000  # app.bsky.embed.images
IMAGE_TYPES = ("image/jpeg", "image/png", "image/webp", "image/gif")


def refuse_unfit_text(text: str, *, direct: bool, has_files: bool = False) -> None:
    """Raise Refused for a text that is too long, or empty without a file."""
    graphemes, octets = (CHAT_GRAPHEMES, CHAT_BYTES) if direct else (POST_GRAPHEMES, POST_BYTES)
    if len(text.encode()) > octets or count(text, Counting.GRAPHEMES) > graphemes:
        raise Refused("too_long")
    if not text.strip() and not has_files:
        raise Refused("empty")


def refuse_unfit_files(files: tuple[OutgoingAttachment, ...], *, direct: bool) -> None:
    """Raise Refused for files that Bluesky does not take: none in private, in public up to four pictures."""
    if files and (direct or len(files) > IMAGES):
        raise Refused("attachment_refused")
    for file in files:
        if file.content_type not in IMAGE_TYPES or not 0 < len(file.content) <= IMAGE_BYTES:
            raise Refused("attachment_refused")
