"""Cutting a file of canned replies into rows: what is damaged is refused by its line, what follows is still read."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator, Mapping

from desktop.composer.canned_rows import COLUMNS, Refused

_DELIMITERS = (",", ";", "\t")
_MOST_LINES = 400  # of one row: a text with its line ends
_LONGEST_CELL = 1_000_000

CsvRow = tuple[int, Mapping[str, str]]
JsonItem = tuple[int, object]


def csv_rows(text: str) -> tuple[tuple[str, ...], Iterator[CsvRow | Refused]]:
    """Return the names of a table's columns, lower-cased, and its rows with their line numbers, from 1."""
    csv.field_size_limit(_LONGEST_CELL)
    lines = text.splitlines(keepends=True) if "\n" not in text else _lines(text)
    first = next((place for place, line in enumerate(lines) if line.strip()), None)
    if first is None:
        return (), iter(())
    delimiter = max(_DELIMITERS, key=lambda one: len(set(COLUMNS) & set(_names(lines[first], one))))
    header = _names(lines[first], delimiter)
    return header, _rows(lines, first + 1, header, delimiter)


def _lines(text: str) -> list[str]:
    """Return lines ended by LF alone, as a CSV reader wants them: other line ends may stand inside a cell."""
    parts = text.split("\n")
    return [f"{part}\n" for part in parts[:-1]] + ([parts[-1]] if parts[-1] else [])


def _rows(lines: list[str], place: int, header: tuple[str, ...], delimiter: str) -> Iterator[CsvRow | Refused]:
    while place < len(lines):
        if not lines[place].strip().strip(delimiter):
            place += 1
            continue
        reader = csv.reader(iter(lines[place : place + _MOST_LINES]), delimiter=delimiter, strict=True)
        try:
            cells = next(reader)
        except (csv.Error, StopIteration):
            quotes = lines[place].count('"') % 2
            yield Refused(place + 1, "open_quote" if quotes else "broken_row")
            place += 1
            continue
        if any(cell.strip() for cell in cells[len(header) :]):
            yield Refused(place + 1, "too_many_columns")
            place += 1  # a quote that never closed takes the following rows in: they are read again
            continue
        yield place + 1, dict(zip(header, cells, strict=False))
        place += reader.line_num


def _names(line: str, delimiter: str) -> tuple[str, ...]:
    """Return the columns that a first line names, none where it is no row of a table, as in a picture."""
    try:
        cells = next(csv.reader([line], delimiter=delimiter), [])
    except csv.Error:
        return ()
    return tuple(cell.strip().lower() for cell in cells)


def json_items(text: str) -> list[JsonItem | Refused] | None:
    """Return the replies of a JSON text with the lines at which they begin; None if there is no list of any."""
    start = _list_start(text)
    if start is None:
        return None
    decoder = json.JSONDecoder(strict=False)
    items: list[JsonItem | Refused] = []
    place = _after_space(text, start + 1)
    while place < len(text) and text[place] != "]":
        line = text.count("\n", 0, place) + 1
        try:
            value, end = decoder.raw_decode(text, place)
            items.append((line, value))
        except (ValueError, RecursionError):
            items.append(Refused(line, "not_json"))
            place = _next_sibling(text, place)
            continue
        place = _after_space(text, end)
        if text[place : place + 1] == ",":
            place = _after_space(text, place + 1)
        elif text[place : place + 1] not in {"]", ""}:
            items.append(Refused(text.count("\n", 0, place) + 1, "not_json"))
            place = _next_sibling(text, place)
    return items


def _list_start(text: str) -> int | None:
    """Return where the list of replies begins: a bare list, or what "replies" holds."""
    bare = re.match(r"\s*\[", text)
    if bare:
        return bare.end() - 1
    named = re.search(r'"replies"\s*:\s*\[', text)
    return named.end() - 1 if named else None


def _after_space(text: str, place: int) -> int:
    while place < len(text) and text[place] in " \t\r\n":
        place += 1
    return place


def _next_sibling(text: str, place: int) -> int:
    """Return where the next object begins that stands as far to the right as the broken one, else the text's end."""
    begin = text.rfind("\n", 0, place) + 1
    indent = re.match(r"[ \t]*", text[begin:place])
    sibling = re.compile(r"\n" + re.escape(indent[0] if indent else "") + r"(?=\{)").search(text, place + 1)
    return sibling.end() if sibling else len(text)
