"""What hangs on a post: pictures, videos, a link's card, another post."""

from __future__ import annotations

from desktop.channels.bluesky.fields import entries, text
from desktop.channels.bluesky.richtext import plain_text
from desktop.channels.payload import Fields, count_in, maybe_fields
from desktop.model import ArrivedAttachment

_MOST = 10  # attachments of one post; the lexicon allows four pictures


def attachments_of(embed: Fields) -> tuple[ArrivedAttachment, ...]:
    """Return a record's pictures and its video, described only: the author's words for them, else what they are."""
    media = _media(embed)
    found = [_attachment(maybe_fields(image), "image") for image in entries(media, "images")[:_MOST]]
    if "video" in media:
        found.append(_attachment(media, "video"))
    return tuple(found)


def card_of(embed: Fields, words: str) -> str:
    """Return a text with the address of the record's link card below, unless it is in the text already."""
    external = maybe_fields(_media(embed).get("external"))
    address = text(external, "uri")
    if not address.startswith(("https://", "http://")) or address in words or not address.isprintable():
        return words
    return "\n\n".join(part for part in (words, address) if part)


def quoted_uri_of(embed: Fields) -> str:
    """Return the address of the record that a record embeds, "" if it embeds none."""
    inner = maybe_fields(embed.get("record"))
    return text(inner, "uri") or text(maybe_fields(inner.get("record")), "uri")


def quoted_text_of(view: Fields) -> str:
    """Return the words of the post that a post's view shows inside, "" if it shows none."""
    inner = maybe_fields(view.get("record"))
    for candidate in (inner, maybe_fields(inner.get("record"))):
        value = maybe_fields(candidate.get("value"))
        words = text(value, "text")
        if words:
            return plain_text(words, entries(value, "facets"))
    return ""


def _media(embed: Fields) -> Fields:
    return maybe_fields(embed.get("media")) or embed


def _attachment(data: Fields, kind: str) -> ArrivedAttachment:
    blob = maybe_fields(data.get(kind))
    said = text(blob, "mimeType")
    content_type = said if said.startswith(f"{kind}/") and said.isprintable() else f"{kind}/*"
    return ArrivedAttachment(text(data, "alt").strip() or kind, content_type, count_in(blob, "size"))
