"""Files of canned replies: CSV with one row a text, JSON with one object a reply; what is written is read back exactly.

A row that can't be read is refused with its line and the reason, and costs no other row. Rows of one reply share its
`id`, or where there is none its `shortcut`. How often a reply was used stays with the desk.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from desktop.composer.canned import CannedReply
from desktop.composer.canned_rows import COLUMNS, BadRow, Gathered, Refused, row_of, texts_of
from desktop.composer.canned_tables import csv_rows, json_items

LARGEST_FILE = 20_000_000
"""Bytes; a file beyond it holds no canned replies."""

FORMAT = "sportello-canned"
_VERSION = 1
_RISKY = re.compile(r"'*[=+\-@\t\r]")
_Value = TypeVar("_Value")
_JSON_ENDINGS = (".json",)


class CannedFileUnreadable(ValueError):
    """Nothing of a file can be read; `reason` is "too_large", "no_columns", "not_json" or the system's words."""

    def __init__(self, reason: str) -> None:
        """Keep the reason."""
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class ReadFile:
    """What a file holds: whole replies, and what was refused, in the order of its lines."""

    replies: tuple[CannedReply, ...]
    refused: tuple[Refused, ...]


def write_csv(replies: Iterable[CannedReply]) -> str:
    """Return replies as CSV, one row a text. No spreadsheet runs a cell as a formula."""
    stream = io.StringIO()
    write = csv.writer(stream, lineterminator="\r\n")
    write.writerow(COLUMNS)
    for reply in replies:
        for row in texts_of(reply):
            write.writerow([_guarded(row[column]) for column in COLUMNS])
    return stream.getvalue()


def write_json(replies: Iterable[CannedReply]) -> str:
    """Return replies as one JSON object, indented so that versions can be compared."""
    listed = []
    for reply in replies:
        rows = texts_of(reply)
        about = {name: rows[0][name] for name in ("id", "shortcut", "folder", "network", "visibility")} if rows else {}
        texts = [{name: row[name] for name in ("language", "title", "text", "asked")} for row in rows]
        listed.append({**about, "crisis": reply.crisis, "texts": texts})
    whole = {"format": FORMAT, "version": _VERSION, "replies": listed}
    return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"


def write_file(path: Path, replies: Iterable[CannedReply], *, as_json: bool | None = None) -> None:
    """Write replies to a file that takes its place when whole; as JSON by its name where nothing else is said.

    Raises OSError, and what was there is unchanged.
    """
    text = write_json(replies) if (is_json(path) if as_json is None else as_json) else write_csv(replies)
    if path.exists() and not path.is_file():
        path.write_bytes(text.encode("utf-8"))
        return
    beside = path.with_name(path.name + ".part")
    try:
        beside.write_bytes(text.encode("utf-8"))
        beside.replace(path)
    except OSError:
        beside.unlink(missing_ok=True)
        raise


def read_file(path: Path) -> ReadFile:
    """Read a file of canned replies, by its name's ending. Raises OSError and CannedFileUnreadable."""
    if path.stat().st_size > LARGEST_FILE:
        raise CannedFileUnreadable("too_large")
    text = _decoded(path.read_bytes())
    return read_json(text) if is_json(path) or text.lstrip()[:1] in ("{", "[") else read_csv(text)


def read_csv(text: str) -> ReadFile:
    """Read CSV with commas, semicolons or tabs. Raises CannedFileUnreadable if the columns can't be told."""
    header, rows = csv_rows(text)
    if not {"shortcut", "text"} <= set(header):
        raise CannedFileUnreadable("no_columns")
    return _gather(rows, _add_row)


def read_json(text: str) -> ReadFile:
    """Read JSON: our own object, or a bare list of replies or of rows. Raises CannedFileUnreadable."""
    items = json_items(text)
    if items is None:
        raise CannedFileUnreadable("not_json")
    return _gather(items, _add_item)


def _gather(items: Iterable[Refused | tuple[int, _Value]], add: Callable[[Gathered, int, _Value], None]) -> ReadFile:
    """Return what the lines of a file come to; those that can't be read cost no other."""
    gathered = Gathered()
    for item in items:
        if isinstance(item, Refused):
            gathered.refuse(item)
        else:
            add(gathered, *item)
    return ReadFile(*gathered.settle())


def _add_row(gathered: Gathered, line: int, cells: Mapping[str, str]) -> None:
    gathered.add(line, {name: _unguarded(cell) for name, cell in cells.items()})


def _add_item(gathered: Gathered, line: int, value: object) -> None:
    try:
        rows = row_of(value)
    except BadRow as bad:
        gathered.refuse(Refused(line, bad.reason, bad.detail))
        return
    gathered.add_whole(line, rows)


def is_json(path: Path) -> bool:
    """Return whether a file is JSON by its name."""
    return path.suffix.lower() in _JSON_ENDINGS


def _decoded(raw: bytes) -> str:
    """Return a file's text: UTF-8, UTF-16 with its mark, else windows-1252 as spreadsheets write it."""
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return raw.decode("utf-16", errors="replace")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("cp1252", errors="replace")


def _guarded(cell: str) -> str:
    return f"'{cell}" if _RISKY.match(cell) else cell


def _unguarded(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and _RISKY.match(cell) else cell
