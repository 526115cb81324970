"""What a message says as plain text and which files it carries: captions, hidden links, contacts, places, polls."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from desktop.channels.email.attachments import is_dangerous, safe_name
from desktop.channels.email.repairs import Repairs
from desktop.channels.payload import Fields, maybe_fields, objects
from desktop.channels.telegram.fields import decimal, number, size, text

_UNITS = "utf-16-le"  # core.telegram.org/bots/api MessageEntity: offsets count UTF-16 code units
_MOST_ENTITIES = 200


@dataclass(frozen=True, slots=True)
class File:
    """A file of a message: Telegram's id for it, and what it is. `size` is in bytes, 0 if unknown."""

    id: str
    name: str
    content_type: str
    size: int

    @property
    def dangerous(self) -> bool:
        """True for a type that can run, by its name or its announced type."""
        return is_dangerous(self.name, self.content_type, b"")


def words_in(message: Fields) -> str:
    """Return what a message says. Links hidden behind words are told after them; a thing becomes its own words."""
    said = _spoken(text(message, "text"), objects(message.get("entities")))
    caption = _spoken(text(message, "caption"), objects(message.get("caption_entities")))
    things = [words for name, tell in _THINGS.items() if (words := tell(maybe_fields(message.get(name))))]
    if "venue" in message and "location" in message and len(things) > 1:
        things.remove(_place(maybe_fields(message.get("location"))))  # a venue tells its own place
    return "\n\n".join(part for part in (said.strip(), caption.strip(), *things) if part)


def files_in(message: Fields) -> tuple[File, ...]:
    """Return the files of a message: a picture in its largest size, an animation once."""
    found = [_photo(objects(message.get("photo")))]
    for name, (usual_name, usual_type) in _FILES.items():
        if name == "document" and "animation" in message:
            continue  # the same file again, for programs that don't know animations
        found.append(_file(maybe_fields(message.get(name)), usual_name, usual_type))
    return tuple(file for file in found if file is not None)


_FILES = {
    "document": ("file", "application/octet-stream"),
    "animation": ("animation.mp4", "video/mp4"),
    "video": ("video.mp4", "video/mp4"),
    "video_note": ("video.mp4", "video/mp4"),
    "voice": ("voice.ogg", "audio/ogg"),
    "audio": ("audio.mp3", "audio/mpeg"),
}


def _photo(sizes: list[Fields]) -> File | None:
    largest = max(sizes, key=lambda one: (number(one, "width") or 0, size(one, "file_size")), default=None)
    return _file(largest, "photo.jpg", "image/jpeg") if largest is not None else None


def _file(data: Fields, usual_name: str, usual_type: str) -> File | None:
    identity = text(data, "file_id")
    if not identity:
        return None
    name = safe_name(text(data, "file_name"), Repairs()) or usual_name
    kind = text(data, "mime_type").strip().lower()
    return File(identity, name, kind if kind.isprintable() and "/" in kind else usual_type, size(data, "file_size"))


def _spoken(said: str, entities: list[Fields]) -> str:
    """Return a text with the addresses that are hidden behind some of its words."""
    hidden = [entity for entity in entities[:_MOST_ENTITIES] if text(entity, "type") == "text_link"]
    units = said.encode(_UNITS)
    for entity in sorted(hidden, key=lambda one: number(one, "offset") or 0, reverse=True):
        start, length = number(entity, "offset") or 0, number(entity, "length") or 0
        url = text(entity, "url")
        end = 2 * (start + length)
        if start < 0 or length <= 0 or end > len(units) or not url.startswith(("http://", "https://")):
            continue
        words = units[2 * start : end].decode(_UNITS, "replace").strip()
        if words.rstrip("/") != url.rstrip("/"):
            units = units[:end] + f" ({url})".encode(_UNITS) + units[end:]
    return units.decode(_UNITS, "replace")


def _contact(data: Fields) -> str:
    name = " ".join(part for part in (text(data, "first_name"), text(data, "last_name")) if part)
    return f"☎ {name} {text(data, 'phone_number')}".strip() if data else ""


def _place(data: Fields) -> str:
    north, east = decimal(data, "latitude"), decimal(data, "longitude")
    return f"📍 {north:.5f}, {east:.5f}" if north is not None and east is not None else ""


def _venue(data: Fields) -> str:
    parts = (text(data, "title"), text(data, "address"), _place(maybe_fields(data.get("location"))).removeprefix("📍 "))
    return f"📍 {', '.join(part for part in parts if part)}" if data else ""


def _poll(data: Fields) -> str:
    options = [text(option, "text") for option in objects(data.get("options"))]
    return "\n".join((text(data, "question"), *(f"○ {option}" for option in options if option))).strip()


def _sticker(data: Fields) -> str:
    return (text(data, "emoji") or "▢") if data else ""


def _dice(data: Fields) -> str:
    value = number(data, "value")
    return f"{text(data, 'emoji') or '🎲'} {value}" if value else ""


_THINGS: dict[str, Callable[[Fields], str]] = {
    "contact": _contact,
    "location": _place,
    "venue": _venue,
    "poll": _poll,
    "sticker": _sticker,
    "dice": _dice,
}
