"""Messages out of tables: CSV and JSONL exports of other tools, with the damage that spreadsheets and editors do.

A row gives an arrival, or a named refusal. What could be mended is counted: ids that a spreadsheet rewrote, UTF-8
that was read as cp1252, HTML entities, stray carriage returns, empty rows at the end.
"""

from __future__ import annotations

import csv
import html
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
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
_FLOAT_ID = re.compile(r"\d(?:\.\d+)?[eE]\+?\d+")
_GROUPED_ID = re.compile(r"\d{1,3}(?:,\d{3})+")
_MOJIBAKE = re.compile(r"[ÃÂâ][\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ¡-¿]")
_FALSE = frozenset({"false", "0", "no", "out", "outgoing", "outbound", "sent"})
_LONGEST_FIELD = 4_000_000


class RowRefused(ValueError):
    """A row can't become a message; `reason` is a stable code."""

    def __init__(self, reason: str) -> None:
        """Keep the code, by which refusals are counted."""
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table: its line, its fields, and what reading it had to mend."""

    line: int
    fields: Mapping[str, Any]
    repairs: tuple[str, ...] = ()


def read_rows(path: Path) -> Iterator[Row | RowRefused]:
    """Yield the rows of a CSV or JSONL file; unreadable lines come as refusals. Raises OSError."""
    if path.suffix.lower() in (".jsonl", ".ndjson", ".json"):
        yield from _json_rows(path)
    else:
        yield from _csv_rows(path)


def to_arrival(row: Row, network: Network, known_ids: frozenset[str] = frozenset()) -> Arrival:
    """Return the message of a row. Raises RowRefused for a row without an id, author, text or time.

    `known_ids` are the file's plain ids: they tell a list of ids from one id with thousands separators.
    """
    repairs = list(row.repairs)
    fields = {key: _field(row.fields, key) for key in _NAMES}
    remote_id = _clean_id(fields["id"], repairs, known_ids)
    text = _clean_text(fields["text"], repairs)
    author = fields["author"].strip()
    if not remote_id:
        raise RowRefused("no_id")
    if not author:
        raise RowRefused("no_author")
    if not text.strip():
        raise RowRefused("no_text")
    incoming = fields["inbound"].strip().lower() not in _FALSE
    reply_to = _clean_id(fields["reply_to"], repairs, known_ids)
    private = fields["visibility"].strip().lower() in ("direct", "private") or network is Network.EMAIL
    kind = ThreadKind.EMAIL if network is Network.EMAIL else ThreadKind.DIRECT if private else ThreadKind.PUBLIC
    return Arrival(
        remote_id=remote_id,
        thread_remote_id=fields["thread"].strip() or reply_to or remote_id,
        thread_kind=kind,
        author=Author(network, author.lower(), author, _clean_text(fields["name"], repairs)),
        direction=Direction.INCOMING if incoming else Direction.OUTGOING,
        visibility=Visibility.DIRECT if private else Visibility.PUBLIC,
        sent_at=_moment(fields["at"]),
        text=text,
        subject=_clean_text(fields["subject"], repairs),
        in_reply_to=reply_to or None,
        references=(reply_to,) if reply_to else (),
        recipients=(fields["recipient"].strip().lower(),) if fields["recipient"].strip() else (),
        permalink=fields["permalink"].strip() or None,
        language_hint=fields["language"].strip() or None,
        repairs=tuple(dict.fromkeys(repairs)),
    )


def plain_ids(path: Path) -> frozenset[str]:
    """Return the ids of a file that are whole numbers, to tell lists from damaged ids. Raises OSError."""
    ids = (_field(row.fields, "id").strip() for row in read_rows(path) if isinstance(row, Row))
    return frozenset(one for one in ids if one.isdigit())


def _json_rows(path: Path) -> Iterator[Row | RowRefused]:
    for number, line in enumerate(_text_lines(path), start=1):
        if not line.strip():
            continue
        try:
            item = json.loads(line)
        except (ValueError, RecursionError):
            yield RowRefused("not_json")
            continue
        if isinstance(item, dict):
            yield Row(number, {str(key).lower(): value for key, value in item.items()})
        else:
            yield RowRefused("not_an_object")


def _csv_rows(path: Path) -> Iterator[Row | RowRefused]:
    csv.field_size_limit(_LONGEST_FIELD)
    reader = csv.reader(_text_lines(path), strict=False)
    header: list[str] = []
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            yield RowRefused("broken_row")
            continue
        if not any(cell.strip() for cell in cells):
            continue
        if not header:
            header = [cell.strip().lower() for cell in cells]
            continue
        if len(cells) > len(header):
            yield RowRefused("too_many_columns")
            continue
        yield Row(reader.line_num, dict(zip(header, cells, strict=False)))


def _text_lines(path: Path) -> Iterator[str]:
    """Yield lines of UTF-8, cp1252 where a line is not UTF-8; a bare CR stays inside its line as a line break."""
    with path.open("rb") as stream:
        for number, raw in enumerate(stream):
            data = raw.removeprefix(b"\xef\xbb\xbf") if number == 0 else raw
            try:
                line = data.decode("utf-8")
            except UnicodeDecodeError:
                line = data.decode("cp1252", errors="replace")
            yield line.replace("\x00", "")


def _field(fields: Mapping[str, Any], key: str) -> str:
    for name in _NAMES[key]:
        value = fields.get(name)
        if isinstance(value, bool):
            return str(value).lower()
        if isinstance(value, int):
            return str(value)
        if isinstance(value, float):
            return repr(value)
        if isinstance(value, str) and value.strip():
            return value
    return ""


def _clean_id(value: str, repairs: list[str], known_ids: frozenset[str]) -> str:
    """Return an id, mended where a spreadsheet rewrote it. Raises RowRefused where its digits are lost."""
    text = value.strip().strip("<>")
    if _FLOAT_ID.fullmatch(text):
        raise RowRefused("id_lost_digits")
    if re.fullmatch(r"\d+\.0+", text):
        repairs.append("id_decimal")
        return text.partition(".")[0]
    if "," in text:
        parts = [part.strip() for part in text.split(",")]
        if any(part in known_ids for part in parts):
            repairs.append("id_list")
            return next(part for part in parts if part in known_ids)
        if _GROUPED_ID.fullmatch(text):
            repairs.append("id_grouped")
            return text.replace(",", "")
        return parts[0]
    return text


def _clean_text(value: str, repairs: list[str]) -> str:
    text = value
    if _MOJIBAKE.search(text):
        mended = _unmojibake(text)
        if mended != text:
            repairs.append("mojibake")
            text = mended
    if "&" in text and html.unescape(text) != text:
        repairs.append("html_entities")
        text = html.unescape(text)
    if "\r" in text:
        if "\r" in text.replace("\r\n", ""):
            repairs.append("bare_cr")
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text


def _unmojibake(text: str) -> str:
    for encoding in ("cp1252", "latin-1"):
        try:
            return text.encode(encoding).decode("utf-8")
        except UnicodeError:
            continue
    return text


def _moment(value: str) -> datetime:
    """Return a time from ISO 8601, RFC 5322, seconds or milliseconds since 1970; without a zone it is UTC."""
    text = value.strip()
    if not text:
        raise RowRefused("no_time")
    try:
        moment = _parsed(text)
    except (ValueError, TypeError, OverflowError, OSError) as error:
        raise RowRefused("bad_time") from error
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    if not 1990 <= aware.year <= 2100:  # noqa: PLR2004 - social care did not exist before, nor does it later
        raise RowRefused("bad_time")
    return aware.astimezone(UTC)


def _parsed(text: str) -> datetime:
    if re.fullmatch(r"\d{10}(?:\.\d+)?", text):
        return datetime.fromtimestamp(float(text), UTC)
    if re.fullmatch(r"\d{13}", text):
        return datetime.fromtimestamp(int(text) / 1000, UTC)
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        pass
    try:
        return datetime.strptime(text, "%a %b %d %H:%M:%S %z %Y")
    except ValueError:
        return parsedate_to_datetime(text)
