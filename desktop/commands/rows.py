"""What a row means: its columns under their many names, and the damage that spreadsheets and editors do to values.

A row gives an arrival, or a named refusal. Every value that could be mended is named in the arrival's `repairs`.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

from desktop.model import Arrival, Author, Direction, Network, ThreadKind, Visibility

_NAMES: dict[str, tuple[str, ...]] = {
    "id": ("id", "message_id", "tweet_id", "status_id", "post_id"),
    "author": ("author", "author_id", "from", "user", "username", "handle", "screen_name"),
    "name": ("name", "author_name", "display_name", "from_name"),
    "text": ("text", "body", "message", "content"),
    "at": ("created_at", "sent_at", "date", "time", "timestamp"),
    "inbound": ("inbound", "direction"),
    "reply_to": ("in_reply_to", "in_reply_to_id", "in_reply_to_status_id", "in_response_to_tweet_id"),
    "thread": ("thread", "thread_id", "conversation_id"),
    "subject": ("subject", "title"),
    "visibility": ("visibility",),
    "language": ("language", "lang"),
    "permalink": ("permalink", "url", "link"),
    "recipient": ("recipient", "to"),
}
COLUMN_NAMES = frozenset(name for names in _NAMES.values() for name in names)
_NEEDED = ("id", "author", "text", "at")

FLOAT_ID = re.compile(r"\d(?:\.\d+)?[eE]\+?\d{1,3}")
DECIMAL_ID = re.compile(r"\d+\.0+")
GROUPED_ID = re.compile(r"\d{1,3}(?:,\d{3})+")
LONGEST_ID = 1_000  # characters
# UTF-8 that was read as windows-1252: a leading byte, then the others in its glyphs. Only the leading bytes of accented
# letters, punctuation and emoji, because "PERCHÉ»" is a word and not a damaged letter.
_REST = "[\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]"
_MOJIBAKE = re.compile(f"[ÂÃ]{_REST}|[âï]{_REST}{{2}}|ð{_REST}{{3}}")
_MOST_READINGS = 3  # text that was damaged more often is not text any more
_UNWANTED = re.compile(r"[\0-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufeff]")
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_FALSE = frozenset({"false", "0", "no", "n", "f", "out", "outgoing", "outbound", "sent"})
_PRIVATE = frozenset({"direct", "private", "dm"})
_ZONED = re.compile(r"(?P<moment>.*\d)\s*(?:UTC|GMT|Z)", re.IGNORECASE)
_SPACED_OFFSET = re.compile(r"(?P<moment>\d{4}-\d\d-\d\d[T ].*\d)\s+(?P<offset>[+-]\d\d:?\d\d)")
_FIRST_YEAR, _LAST_YEAR = 1990, 2100  # social care did not exist before, nor does it later


class RowRefused(ValueError):
    """A row can't become a message; `reason` is a stable code, `line` where the row stands, from 1."""

    def __init__(self, reason: str, line: int = 0) -> None:
        """Keep the code, by which refusals are counted, and the line, by which a person finds the row."""
        super().__init__(reason)
        self.reason = reason
        self.line = line


@dataclass(frozen=True, slots=True)
class Values:
    """What tells a row's place among the others. `answers` is the answered id as the row has it, not yet mended."""

    id: str
    author: str
    answers: str
    is_incoming: bool
    repairs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a row belongs: its conversation, the message it answers, and whom an own message answers, if known."""

    thread: str
    answered_id: str = ""
    answered_author: str = ""
    repairs: tuple[str, ...] = ()


def has_needed_columns(header: Collection[str]) -> bool:
    """Return whether a header, lower-cased, names an id, an author, a text and a time."""
    return all(not frozenset(_NAMES[key]).isdisjoint(header) for key in _NEEDED)


def read_values(fields: Mapping[str, Any]) -> Values:
    """Return a row's identifiers. Raises RowRefused for a row without an id or an author."""
    repairs: list[str] = []
    remote_id = _own_id(_field(fields, "id"), repairs)
    author = _line(_field(fields, "author"))
    if not author:
        raise RowRefused("no_author")
    is_incoming = _field(fields, "inbound").strip().lower() not in _FALSE
    return Values(remote_id, author, _line(_field(fields, "reply_to")), is_incoming, tuple(repairs))


def to_arrival(
    fields: Mapping[str, Any], values: Values, place: Place, network: Network, repairs_before: Sequence[str] = ()
) -> Arrival:
    """Return the message of a row, after what had to be mended to read it. Raises RowRefused without text or time."""
    repairs = [*repairs_before, *values.repairs, *place.repairs]
    text = _clean_text(_field(fields, "text"), repairs)
    if not text.strip():
        raise RowRefused("no_text")
    private = _field(fields, "visibility").strip().lower() in _PRIVATE or network is Network.EMAIL
    kind = ThreadKind.EMAIL if network is Network.EMAIL else ThreadKind.DIRECT if private else ThreadKind.PUBLIC
    recipient = _line(_field(fields, "recipient")) or ("" if values.is_incoming else place.answered_author)
    return Arrival(
        remote_id=values.id,
        thread_remote_id=_line(_field(fields, "thread")) or place.thread,
        thread_kind=kind,
        author=Author(network, values.author.lower(), values.author, _line(_field(fields, "name"), repairs)),
        direction=Direction.INCOMING if values.is_incoming else Direction.OUTGOING,
        visibility=Visibility.DIRECT if private else Visibility.PUBLIC,
        sent_at=_moment(_field(fields, "at")),
        text=text,
        subject=_line(_field(fields, "subject"), repairs),
        in_reply_to=place.answered_id or None,
        references=(place.answered_id,) if place.answered_id else (),
        recipients=(recipient.lower(),) if recipient else (),
        permalink=_line(_field(fields, "permalink")) or None,
        language_hint=_line(_field(fields, "language")) or None,
        repairs=tuple(dict.fromkeys(repairs)),
    )


def _field(fields: Mapping[str, Any], key: str) -> str:
    for name in _NAMES[key]:
        value = fields.get(name)
        if isinstance(value, bool):
            return str(value).lower()
        if isinstance(value, int | float):
            return _number(value)
        if isinstance(value, str) and value.strip():
            return value
    return ""


def _number(value: float) -> str:
    """Return a number as it is written; "" for one that is none, or that nobody wrote as an id or a time."""
    try:
        return json.dumps(value, allow_nan=False)
    except ValueError:
        return ""


def _own_id(value: str, repairs: list[str]) -> str:
    """Return a row's id, mended where a spreadsheet rewrote it. Raises RowRefused where its digits are lost."""
    text = _line(value).strip("<>")
    if not text:
        raise RowRefused("no_id")
    if len(text) > LONGEST_ID:
        raise RowRefused("id_too_long")
    if FLOAT_ID.fullmatch(text):
        raise RowRefused("id_lost_digits")
    if DECIMAL_ID.fullmatch(text):
        repairs.append("id_decimal")
        return text.partition(".")[0]
    if GROUPED_ID.fullmatch(text):
        repairs.append("id_grouped")
        return text.replace(",", "")
    return text


def _line(value: str, repairs: list[str] | None = None) -> str:
    return " ".join(_clean_text(value, [] if repairs is None else repairs).split())


def _clean_text(value: str, repairs: list[str]) -> str:
    text = value
    for _ in range(_MOST_READINGS):
        mended = _MOJIBAKE.sub(_as_utf8, text)
        if mended == text:
            break
        repairs.append("mojibake")
        text = mended
    if "&" in text and (plain := html.unescape(text)) != text:
        repairs.append("html_entities")
        text = plain
    if "\r" in text:
        if "\r" in text.replace("\r\n", ""):
            repairs.append("bare_cr")
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if _UNWANTED.search(text):
        repairs.append("unprintable")
        text = _UNWANTED.sub("", _SURROGATE.sub("\ufffd", text))
    return text


def _as_utf8(match: re.Match[str]) -> str:
    """Return the letter that a run of glyphs was before it was misread; the run itself where it was none."""
    raw = bytearray()
    for glyph in match.group():
        try:
            raw += glyph.encode("cp1252")
        except UnicodeEncodeError:
            raw.append(ord(glyph) & 0xFF)  # the five bytes to which windows-1252 gives no glyph
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return match.group()


def _moment(value: str) -> datetime:
    """Return a time from ISO 8601, RFC 5322, seconds or milliseconds since 1970; without a zone it is UTC."""
    text = _line(value)
    if not text:
        raise RowRefused("no_time")
    try:
        moment = _parsed(text)
        aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        utc = aware.astimezone(UTC)
    except (ValueError, TypeError, OverflowError, OSError, IndexError) as error:
        raise RowRefused("bad_time") from error
    if not _FIRST_YEAR <= utc.year <= _LAST_YEAR:
        raise RowRefused("bad_time")
    return utc


def _parsed(text: str) -> datetime:
    if re.fullmatch(r"\d{10}(?:\.\d+)?", text):
        return datetime.fromtimestamp(float(text), UTC)
    if re.fullmatch(r"\d{13}(?:\.0+)?", text):
        return datetime.fromtimestamp(float(text) / 1000, UTC)
    for reading in (datetime.fromisoformat, _spelled, parsedate_to_datetime):
        try:
            return reading(text)
        except (ValueError, TypeError, IndexError):
            continue
    raise ValueError("no known form of a time")


def _spelled(text: str) -> datetime:
    """Return the time of forms that other tools write: "2026-03-12 12:00:00 UTC", "Thu Mar 12 12:00:00 +0000 2026"."""
    zoned = _ZONED.fullmatch(text)
    if zoned:
        return datetime.fromisoformat(zoned["moment"]).replace(tzinfo=UTC)
    spaced = _SPACED_OFFSET.fullmatch(text)
    if spaced:
        return datetime.fromisoformat(spaced["moment"] + spaced["offset"])
    return datetime.strptime(text, "%a %b %d %H:%M:%S %z %Y")
