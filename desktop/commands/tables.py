"""Rows out of tables: CSV with commas, semicolons or tabs, and JSON Lines, as other tools really export them.

Only the table's own damage is settled here: a quote that never closes costs its row and not the file, empty rows are
nothing, a carriage return inside a text ends no row. What a row means is decided in `rows.py`.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from desktop.commands.rows import COLUMN_NAMES, RowRefused, has_needed_columns
from desktop.commands.textfile import Line, read_lines, with_line_feeds

_LONGEST_LINE = 4_000_000  # bytes
_LARGEST_WHOLE = 200_000_000  # bytes; a JSON array is read whole
_LONGEST_FIELD = 4_000_000  # characters
_MOST_LINES = 2_000  # of one row: a message's text with its line ends
_DELIMITERS = (",", ";", "\t")
_JSON_ENDINGS = (".jsonl", ".ndjson", ".json")
_INNER_CR = "\0"  # stands for a carriage return inside a text while the row is cut; real NULs are gone by then

Seen = Callable[[int], None]
"""Told how many bytes of the file were read since it was last told."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table: the number of its last line, its fields by lower-cased name, what had to be mended."""

    line: int
    fields: Mapping[str, Any]
    repairs: tuple[str, ...] = ()


def read_rows(path: Path, seen: Seen = lambda _: None) -> Iterator[Row | RowRefused]:
    """Yield the rows of a CSV or JSON Lines file; unreadable ones come as refusals. Raises OSError."""
    with path.open("rb") as opened:
        stream = with_line_feeds(opened)
        if path.suffix.lower() not in _JSON_ENDINGS:
            yield from _csv_rows(stream, seen)
        elif _is_whole(path, stream):
            yield from _whole_rows(stream, path.stat().st_size, seen)
        else:
            yield from _json_rows(stream, seen)


def _json_rows(stream: BinaryIO, seen: Seen) -> Iterator[Row | RowRefused]:
    for line in read_lines(stream, _LONGEST_LINE):
        seen(line.size)
        if line.is_too_long:
            yield RowRefused("line_too_long", line.number)
        elif line.text.strip():
            yield _json_row(line)


def _json_row(line: Line) -> Row | RowRefused:
    try:
        item = json.loads(line.text, strict=False)  # a raw line end or tab inside a text is damage that can be read
    except (ValueError, RecursionError):
        return RowRefused("not_json", line.number)
    return _object_row(item, line.number, () if line.is_utf8 else ("not_utf8",))


def _object_row(item: object, line: int, repairs: tuple[str, ...] = ()) -> Row | RowRefused:
    if not isinstance(item, dict):
        return RowRefused("not_an_object", line)
    return Row(line, {str(key).strip().lower(): value for key, value in item.items()}, repairs)


def _is_whole(path: Path, stream: BinaryIO) -> bool:
    """Return whether a JSON file may be one value instead of a line an object. Leaves the stream at its start."""
    if not stream.seekable():
        return False
    start = stream.read(1_000).lstrip(b"\xef\xbb\xbf \t\r\n")
    stream.seek(0)
    return start.startswith(b"[") or path.suffix.lower() == ".json"


def _whole_rows(stream: BinaryIO, size: int, seen: Seen) -> Iterator[Row | RowRefused]:
    """Yield the objects of an array, or the only object; their numbers stand for lines."""
    if size > _LARGEST_WHOLE:
        yield from _json_rows(stream, seen)
        return
    try:
        value = json.loads(stream.read())
    except (ValueError, RecursionError):
        stream.seek(0)
        yield from _json_rows(stream, seen)
        return
    for number, item in enumerate(value if isinstance(value, list) else [value], start=1):
        yield _object_row(item, number)
    seen(size)


class _Unclosed(Exception):
    """A quote is open and no end of it in sight."""


class _Feed:
    """The lines that one CSV row takes. The csv module asks for the next line only while a quote is open."""

    def __init__(self, stream: BinaryIO, seen: Seen) -> None:
        self._lines = read_lines(stream, _LONGEST_LINE)
        self._seen = seen
        self._again: list[Line] = []
        self.taken: list[Line] = []

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        if len(self.taken) >= _MOST_LINES:
            raise _Unclosed
        line = self._again.pop() if self._again else next(self._lines, None)
        if line is None:
            raise _Unclosed if self.taken else StopIteration
        self.taken.append(line)
        return line.text.replace("\0", "").replace("\r\n", "\n").replace("\r", _INNER_CR)

    def settle(self) -> None:
        """The row is complete: forget its lines."""
        self._seen(sum(line.size for line in self.taken))
        self.taken.clear()

    def give_back(self) -> None:
        """The row never ended: leave out its first line and read the others again."""
        first, *others = self.taken
        self._again.extend(reversed(others))
        self.taken.clear()
        self._seen(first.size)


def _csv_rows(stream: BinaryIO, seen: Seen) -> Iterator[Row | RowRefused]:
    csv.field_size_limit(_LONGEST_FIELD)
    feed = _Feed(stream, seen)
    header: list[str] = []
    delimiter = ","
    reader = csv.reader(feed)
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except (csv.Error, _Unclosed) as error:
            yield RowRefused("open_quote" if isinstance(error, _Unclosed) else "broken_row", feed.taken[0].number)
            feed.give_back()
            reader = csv.reader(feed, delimiter=delimiter)
            continue
        taken = tuple(feed.taken)
        feed.settle()
        if any(line.is_too_long for line in taken):
            yield RowRefused("line_too_long", taken[0].number)
        elif not any(cell.strip() for cell in cells):
            continue
        elif header:
            yield _csv_row(header, cells, taken)
        else:
            delimiter = _delimiter_of(taken[0].text)
            header = _names(taken[0].text, delimiter)
            if not has_needed_columns(header):
                yield RowRefused("no_columns", taken[0].number)
                return
            reader = csv.reader(feed, delimiter=delimiter)


def _csv_row(header: list[str], cells: list[str], taken: tuple[Line, ...]) -> Row | RowRefused:
    if any(cell.strip() for cell in cells[len(header) :]):
        return RowRefused("too_many_columns", taken[0].number)
    fields = {name: cell.replace(_INNER_CR, "\r") for name, cell in zip(header, cells, strict=False)}
    return Row(taken[0].number, fields, () if all(line.is_utf8 for line in taken) else ("not_utf8",))


def _delimiter_of(header: str) -> str:
    """Return what separates the columns: that by which the header has the most names that are known."""
    return max(_DELIMITERS, key=lambda one: len(COLUMN_NAMES.intersection(_names(header, one))))


def _names(header: str, delimiter: str) -> list[str]:
    cells = next(csv.reader(io.StringIO(header.replace("\r", "")), delimiter=delimiter), [])
    return [cell.strip().lower() for cell in cells]
