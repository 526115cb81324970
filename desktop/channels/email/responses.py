"""How an IMAP server's answers are read: numbers, messages and folder names, in every shape servers give them.

The raw data is what `imaplib` collects: bytes for a line, a pair (line up to the literal, literal) where the server
sent a literal. Grammar: RFC 3501 section 9.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone

Raw = bytes | tuple[bytes, bytes] | None

_UID = re.compile(rb"\bUID (\d+)")
_SIZE = re.compile(rb"\bRFC822\.SIZE (\d+)")
_WHEN = re.compile(rb'\bINTERNALDATE "([^"]+)"')
_BODY_AHEAD = re.compile(rb"\bBODY\[\](?:<\d+>)? ~?\{\d+\+?\}$", re.IGNORECASE)
_QUOTED_BODY = re.compile(rb'\bBODY\[\](?:<\d+>)? (NIL|"(?:[^"\\]|\\.)*")', re.IGNORECASE)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DATE = re.compile(r"\s*(\d{1,2})-([A-Za-z]{3})-(\d{4}) (\d{2}):(\d{2}):(\d{2}) ([+-])(\d{2})(\d{2})")
_LISTED = re.compile(r'\((?P<flags>[^)]*)\) (?P<delimiter>"(?:[^"\\]|\\.)*"|NIL) (?P<name>.*)', re.DOTALL)


@dataclass(frozen=True, slots=True)
class StoredMail:
    """One message as the server holds it. `raw` is None where the server named the message but gave no bytes."""

    uid: int
    raw: bytes | None
    received_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Folder:
    """One folder: its name in Unicode, the character between levels ("" if flat) and its lower-cased flags."""

    name: str
    delimiter: str
    flags: frozenset[str]

    @property
    def leaf(self) -> str:
        """The last part of the name."""
        return self.name.rpartition(self.delimiter)[2] if self.delimiter else self.name

    @property
    def selectable(self) -> bool:
        """False for a name that only holds other folders."""
        return not self.flags & {"\\noselect", "\\nonexistent"}


def numbers_of(data: Iterable[Raw]) -> list[int]:
    """Return the numbers of a SEARCH answer, ascending. A server may split them over several lines."""
    found = {int(word) for line in data if isinstance(line, bytes) for word in line.split() if word.isdigit()}
    return sorted(found)


def mails_of(data: Iterable[Raw]) -> Iterator[StoredMail]:
    """Yield the messages of a FETCH answer that name a UID and a body; unsolicited flag updates are passed over."""
    for line, literals in _answers(data):
        uid = _UID.search(line)
        found, raw = _body(line, literals)
        if uid is not None and found:
            when = _WHEN.search(line)
            yield StoredMail(
                int(uid.group(1)), raw, _instant(when.group(1).decode("ascii", "replace")) if when else None
            )


def sizes_of(data: Iterable[Raw]) -> dict[int, int]:
    """Return the size in bytes of each UID of a FETCH answer."""
    sizes: dict[int, int] = {}
    for line, _ in _answers(data):
        uid, size = _UID.search(line), _SIZE.search(line)
        if uid is not None and size is not None:
            sizes[int(uid.group(1))] = int(size.group(1))
    return sizes


def _answers(data: Iterable[Raw]) -> Iterator[tuple[bytes, list[tuple[bytes, bytes]]]]:
    """Yield each answer as its whole line without literals, and its literals with what stood before each."""
    literals: list[tuple[bytes, bytes]] = []
    for piece in data:
        if isinstance(piece, tuple):
            literals.append(piece)
        elif piece is not None:
            yield b" ".join([*(before for before, _ in literals), piece]), literals
            literals = []
    if literals:
        yield b" ".join(before for before, _ in literals), literals


def _body(line: bytes, literals: list[tuple[bytes, bytes]]) -> tuple[bool, bytes | None]:
    for before, literal in literals:
        if _BODY_AHEAD.search(before):
            return True, literal
    quoted = _QUOTED_BODY.search(line)
    if quoted is None:
        return False, None
    text = quoted.group(1)
    return True, None if text.upper() == b"NIL" else re.sub(rb"\\(.)", rb"\1", text[1:-1])


def _instant(text: str) -> datetime | None:
    match = _DATE.match(text)
    if match is None or match.group(2).lower() not in _MONTHS:
        return None
    day, month, year, hour, minute, second, sign, zone_hours, zone_minutes = match.groups()
    offset = timedelta(hours=int(zone_hours), minutes=int(zone_minutes))
    try:
        zone = timezone(-offset if sign == "-" else offset)
        number = _MONTHS.index(month.lower()) + 1
        local = datetime(int(year), number, int(day), int(hour), int(minute), int(second), tzinfo=zone)
        return local.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def folders_of(data: Iterable[Raw]) -> tuple[Folder, ...]:
    """Return the folders of a LIST answer. A name that can't be decoded is kept as the server wrote it."""
    found: list[Folder] = []
    for piece in data:
        if isinstance(piece, tuple):
            line, name = piece[0].rpartition(b"{")[0], piece[1]
        elif piece:
            line, name = piece, None
        else:
            continue
        match = _LISTED.match(line.decode("latin-1"))
        if match is not None:
            written = match["name"].strip() if name is None else None
            found.append(_folder(match, _unquoted(written).encode("latin-1") if written is not None else name or b""))
    return tuple(found)


def _folder(match: re.Match[str], name: bytes) -> Folder:
    delimiter = "" if match["delimiter"] == "NIL" else _unquoted(match["delimiter"])
    return Folder(_name_of(name), delimiter, frozenset(match["flags"].lower().split()))


def _unquoted(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text[1:-1]) if len(text) > 1 and text[0] == text[-1] == '"' else text


def _name_of(raw: bytes) -> str:
    from imap_tools.imap_utf7 import utf7_decode

    try:
        return str(utf7_decode(raw))
    except ValueError:
        return raw.decode("latin-1")


def day_of_search(day: date) -> str:
    """Return a date as SEARCH wants it, in English whatever the system's language: "3-Mar-2026"."""
    return f"{day.day}-{_MONTHS[day.month - 1].capitalize()}-{day.year}"


def uid_set(uids: Iterable[int]) -> str:
    """Return UIDs as a sequence set, runs written as ranges: "3:5,9". Raises ValueError for none."""
    runs: list[list[int]] = []
    for uid in sorted(set(uids)):
        if runs and uid == runs[-1][1] + 1:
            runs[-1][1] = uid
        else:
            runs.append([uid, uid])
    if not runs:
        raise ValueError("no UIDs")
    return ",".join(str(first) if first == last else f"{first}:{last}" for first, last in runs)
